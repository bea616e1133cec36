// An opening as the watching window shows it.
import type { OwnBidView, WatchEventView, WatchView } from '../../app/contract/watch.ts';
import type { FollowedEvent } from '../../app/usecases/follow-opening.ts';
import type { WatchedEnvelope } from '../../app/usecases/watch-envelope.ts';
import { alarmsOf, type WatchedTender } from '../../app/usecases/watch-opening.ts';
import type { OwnBidWatched } from '../../app/usecases/watch-own-bids.ts';
import { toFacts, toReport } from './bid-view.ts';

export function toWatchView(about: {
  readonly tender: WatchedTender;
  readonly namaPaket: string;
  readonly events: readonly FollowedEvent[];
  readonly live: boolean;
  readonly alarm: string | null;
}): WatchView {
  const { tender, namaPaket, events, live, alarm } = about;
  const { kdTender, lookedAt, envelopes, hidden, waiting, earlier, silence } = tender;
  return {
    ...{ kdTender, namaPaket, lookedAt, live, alarm, alarms: [...alarmsOf(tender)] },
    silence: silence === null ? null : { since: silence.since, looks: silence.looks },
    envelopes: envelopes.map(({ envelopeId, closedAt, startedAt, releasedAt, beganInLog, progress, report, own }) => ({
      ...{ envelopeId, closedAt, startedAt, releasedAt, beganInLog, progress },
      report: toReport(report),
      own: own.map(toOwn),
    })),
    hidden: hidden.map(({ report, own, ...rest }) => ({ ...rest, report: toReport(report), own: own.map(toOwn) })),
    waiting: [...waiting],
    earlier: earlier.map(({ bidId, envelopeId, sequence, versiTender, current, hasNew }) => ({
      ...{ bidId, envelopeId, sequence, versiTender, current, hasNew },
    })),
    events: events.map((event) => toEvent(event, envelopes)),
  };
}

function toOwn(own: OwnBidWatched): OwnBidView {
  const { bidId, submissionId, sequence, logIndex, innerSha256, fate, report, members, statement } = own;
  return {
    ...{ bidId, submissionId, sequence, logIndex, innerSha256, fate },
    report: toReport(report),
    members: members.map(({ name, outcome }) =>
      outcome.kind === 'opened'
        ? { name, opened: true, reason: null, price: outcome.price, innerSha256: outcome.innerSha256 }
        : { name, opened: false, reason: outcome.reason, price: null, innerSha256: null },
    ),
    statement:
      statement === null
        ? null
        : { canBeOpened: statement.canBeOpened, text: statement.text, statedAt: statement.statedAt },
  };
}

function toEvent({ event, proven }: FollowedEvent, envelopes: readonly WatchedEnvelope[]): WatchEventView {
  const { sequence, logIndex, time, envelopeId, kind, facts } = event;
  const envelope = envelopes.find((one) => one.envelopeId === envelopeId);
  const member = facts.memberCertificateSha256 ?? facts.requesterCertificateSha256;
  const submission = typeof facts.submissionId === 'string' ? facts.submissionId : null;
  const place = submission === null ? -1 : (envelope?.order ?? []).indexOf(submission);
  return {
    ...{ sequence, logIndex, time, envelopeId, kind, proven },
    who: typeof member === 'string' ? (envelope?.names.get(member) ?? null) : null,
    place: place < 0 ? null : place + 1,
    mine: envelope?.own.some(({ submissionId }) => submissionId === submission) ?? false,
    facts: toFacts(facts),
  };
}
