// Keys that will not open, told once per person and not once per tender: what is wrong, how many tenders it holds up, and how long
// there is to mend it. Pure.
import type { MemberView } from '../../../app/contract/committee.ts';
import { nextOpening } from '../../../app/domain/committee-view.ts';
import type { Tender } from './MemberAlarms.tsx';

type Alarm = MemberView['alarms'][number];
type KeyAlarmKind = Exclude<Alarm['kind'], 'not-rehearsed' | 'unknown'>;

export interface KeyAlarm {
  readonly accountId: string;
  readonly name: string;
  readonly me: boolean;
  readonly kind: KeyAlarmKind;
  readonly key: Alarm['key'];
  /** Of the certificate; null when there is none. */
  readonly notAfter: string | null;
  /** The nearest opening that this key would miss. */
  readonly opensAt: string;
  readonly tenders: readonly Pick<Tender, 'kdTender' | 'name'>[];
}

const URGENCY: readonly KeyAlarmKind[] = [
  'revoked',
  'expired',
  'refused',
  'no-certificate',
  'failed',
  'expires-before-opening',
];

/** The nearest opening first; of one opening the deadest key. Openings that are over need no key any more. */
export function keyAlarms(tenders: readonly Tender[], nowMs: number): readonly KeyAlarm[] {
  const found = new Map<string, KeyAlarm>();
  for (const { kdTender, name, envelopes, members } of tenders) {
    const opensAt = nextOpening(envelopes, nowMs);
    if (opensAt === null || Date.parse(opensAt) <= nowMs) continue;
    for (const member of members) {
      for (const { kind, key } of member.alarms) {
        if (kind === 'not-rehearsed' || kind === 'unknown') continue;
        const id = `${member.accountId} ${kind} ${key}`;
        const known = found.get(id);
        const told = known?.tenders ?? [];
        found.set(id, {
          ...{ accountId: member.accountId, name: member.name, me: member.me, kind, key },
          notAfter: member[key]?.notAfter ?? null,
          opensAt: known === undefined || opensAt < known.opensAt ? opensAt : known.opensAt,
          // Both envelopes of a tender are one tender.
          tenders: told.some((one) => one.kdTender === kdTender) ? told : [...told, { kdTender, name }],
        });
      }
    }
  }
  return [...found.values()].sort(
    (a, b) => a.opensAt.localeCompare(b.opensAt) || URGENCY.indexOf(a.kind) - URGENCY.indexOf(b.kind),
  );
}
