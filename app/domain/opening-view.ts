// An opening as people see it: the state of an envelope, and what the log says of it in a few kinds of lines.

/** Of an envelope, for the list of openings. */
export const OPENING_STATES = ['not-yet', 'needs-technical-result', 'ready', 'in-progress', 'opened'] as const;
export type OpeningState = (typeof OPENING_STATES)[number];

/** Lines of the log pane: each is one entry of the transparency log. */
export const OPENING_EVENTS = [
  'closed',
  'session-offered',
  'share-given',
  'release-requested',
  'headers-released',
  'result-opened',
  'result-not-opened',
  'technical-result',
  'bid-referred',
  'bid-stated',
] as const;
export type OpeningEventKind = (typeof OPENING_EVENTS)[number];

/** One entry of the log that tells of an opening. */
export interface OpeningEvent {
  /** Place in the log, from 0. */
  readonly index: number;
  readonly time: string;
  /** A tender that is held again has openings of its own. */
  readonly versiTender: number;
  readonly envelopeId: string | null;
  readonly event: OpeningEventKind;
  /** SHA-256 of the signer's certificate, where the entry names it. */
  readonly signerSha256: string | null;
  readonly submissionId: string | null;
  readonly count: number | null;
  /** Of what was signed, released or given. */
  readonly sha256: string | null;
}

export interface StateFacts {
  readonly envelopeId: string;
  readonly opensAt: string;
  readonly now: Date;
  /** Of this version of the tender. */
  readonly events: readonly OpeningEvent[];
}

/**
 * By the log alone: nothing is started by looking. Opened means that the release is there and that one member at least has
 * signed a result for as many bids as were released.
 */
export function openingState({ envelopeId, opensAt, now, events }: StateFacts): OpeningState {
  if (now < new Date(opensAt)) return 'not-yet';
  if (envelopeId === 'file-2' && !events.some(({ event }) => event === 'technical-result'))
    return 'needs-technical-result';
  const own = events.filter((event) => event.envelopeId === envelopeId);
  const released = own.findLast(({ event }) => event === 'release-requested')?.count ?? null;
  const results = own.filter(({ event }) => event === 'result-opened' || event === 'result-not-opened');
  const judged = new Set(results.flatMap(({ submissionId }) => (submissionId === null ? [] : [submissionId])));
  if (released !== null && own.some(({ event }) => event === 'headers-released') && judged.size >= released)
    return 'opened';
  return own.some(({ event }) => event !== 'closed' && event !== 'technical-result') ? 'in-progress' : 'ready';
}
