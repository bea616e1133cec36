// A committee before the opening as its members see it: whose keys work, what waits for signatures, what must be done next.

export type KeyState = 'good' | 'expires-before-opening' | 'expired' | 'revoked' | 'unknown' | 'refused';

export interface CommitteeKey {
  readonly sha256: string;
  /** RFC 3339 UTC. */
  readonly notAfter: string;
  readonly state: KeyState;
}

export interface RehearsalMark {
  readonly envelopeId: string;
  /** `none` also after a rehearsal with another certificate, or of a share that has been dealt anew since. */
  readonly outcome: 'opened' | 'failed' | 'none';
  readonly time: string | null;
}

export type AlarmKind = 'no-certificate' | Exclude<KeyState, 'good'> | 'failed' | 'not-rehearsed';

export interface MemberAlarm {
  readonly kind: AlarmKind;
  readonly key: 'signing' | 'opening';
  /** Null when it is about every envelope. */
  readonly envelopeId: string | null;
}

export interface MemberState {
  readonly accountId: string;
  readonly name: string;
  readonly leader: boolean;
  readonly me: boolean;
  readonly signing: CommitteeKey | null;
  /** Null without one, and in NON_CA mode, where nobody needs one. */
  readonly opening: CommitteeKey | null;
  readonly rehearsals: readonly RehearsalMark[];
  /** The most urgent first. */
  readonly alarms: readonly MemberAlarm[];
}

export interface PolicyStanding {
  /** `waiting`: a draft asks for signatures. `incomplete`: a draft cannot be made yet; `code` says why. */
  readonly state: 'published' | 'waiting' | 'incomplete';
  /** Of the published one; null before the first. */
  readonly serial: number | null;
  readonly signed: number;
  readonly required: number;
  /** Whether I have signed the draft; false without one. */
  readonly signedByMe: boolean;
  readonly code: string | null;
}

export type WayOfOpening =
  | { readonly kind: 'members'; readonly total: number }
  | { readonly kind: 'quorum'; readonly threshold: number; readonly total: number }
  | { readonly kind: 'single-lock' };

export interface CommitteeEnvelope {
  readonly envelopeId: string;
  readonly name: string;
  readonly closesAt: string;
  readonly opensAtStage: string;
  /** Begin of that stage. */
  readonly opensAt: string;
  readonly submissionCount: number;
}

const URGENCY: readonly AlarmKind[] = [
  'revoked',
  'expired',
  'no-certificate',
  'refused',
  'failed',
  'expires-before-opening',
  'unknown',
  'not-rehearsed',
];

/** What must be said about one member. A key that cannot be used needs no rehearsal first. */
export function alarmsOf(
  member: Pick<MemberState, 'signing' | 'opening' | 'rehearsals'>,
  { mode }: { readonly mode: 'CA' | 'NON_CA' },
): readonly MemberAlarm[] {
  const signing = alarmOfKey('signing', member.signing);
  const opening = mode === 'CA' ? alarmOfKey('opening', member.opening) : [];
  const dead = [...signing, ...opening].some(({ kind }) => kind !== 'expires-before-opening' && kind !== 'unknown');
  const rehearsed = dead
    ? []
    : member.rehearsals.flatMap(({ envelopeId, outcome }): MemberAlarm[] =>
        outcome === 'opened'
          ? []
          : [{ kind: outcome === 'failed' ? 'failed' : 'not-rehearsed', key: 'opening', envelopeId }],
      );
  return [...signing, ...opening, ...rehearsed].toSorted((a, b) => URGENCY.indexOf(a.kind) - URGENCY.indexOf(b.kind));
}

function alarmOfKey(which: MemberAlarm['key'], key: CommitteeKey | null): readonly MemberAlarm[] {
  if (key === null) return [{ kind: 'no-certificate', key: which, envelopeId: null }];
  return key.state === 'good' ? [] : [{ kind: key.state, key: which, envelopeId: null }];
}

/** crypto/SPEC.md 11: ceil((n+1)/2) <= k <= n-1; k <= n-2 is advised from n = 5. Null when the committee is too small. */
export function thresholdsFor(
  members: number,
): { readonly least: number; readonly most: number; readonly advised: number } | null {
  const least = Math.ceil((members + 1) / 2);
  const most = members - 1;
  if (least > most) return null;
  return { least, most, advised: members >= 5 ? Math.max(least, Math.min(most, members - 2)) : most };
}

/** The moment of the next opening that is still to come; the last one when all have passed. */
export function nextOpening(envelopes: readonly CommitteeEnvelope[], nowMs: number): string | null {
  const times = envelopes.map(({ opensAt }) => opensAt).toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return times.find((time) => Date.parse(time) > nowMs) ?? times.at(-1) ?? null;
}
