// The tenders of a committee in the order of its work: those that wait for an opening, the nearest first, and those whose last
// opening has begun, the latest first. Pure.
import { nextOpening } from '../../../app/domain/committee-view.ts';
import type { Tender } from './MemberAlarms.tsx';

export interface Waiting {
  readonly tender: Tender;
  readonly opensAt: string;
  /** Without the rehearsals of envelopes whose hour has come: nothing can be rehearsed for them any more. */
  readonly members: Tender['members'];
}

export function byOpening(
  tenders: readonly Tender[],
  nowMs: number,
): { readonly waiting: readonly Waiting[]; readonly started: readonly Tender[] } {
  const dated = tenders.map((tender) => ({ tender, opensAt: nextOpening(tender.envelopes, nowMs) }));
  const waiting = dated.flatMap(({ tender, opensAt }) =>
    opensAt !== null && Date.parse(opensAt) > nowMs ? [{ tender, opensAt, members: membersOf(tender, nowMs) }] : [],
  );
  const started = dated.flatMap(({ tender, opensAt }) =>
    opensAt === null || Date.parse(opensAt) <= nowMs
      ? [{ tender, at: Date.parse(opensAt ?? '1970-01-01T00:00:00Z') }]
      : [],
  );
  return {
    waiting: waiting.toSorted((a, b) => Date.parse(a.opensAt) - Date.parse(b.opensAt)),
    started: started.toSorted((a, b) => b.at - a.at).map(({ tender }) => tender),
  };
}

function membersOf({ members, envelopes }: Tender, nowMs: number): Tender['members'] {
  const over = new Set(
    envelopes.filter(({ opensAt }) => Date.parse(opensAt) <= nowMs).map(({ envelopeId }) => envelopeId),
  );
  return members.map((member) => ({
    ...member,
    alarms: member.alarms.filter(({ envelopeId }) => envelopeId === null || !over.has(envelopeId)),
  }));
}
