// What the transparency log says of the openings of a tender, entry by entry (app/protocol/SPEC.md 6).
import { parseCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import type { OpeningEvent, OpeningEventKind } from '../domain/opening-view.ts';
import { LogLeaf } from '../protocol/log.ts';
import { Sha256 } from '../protocol/primitives.ts';

/**
 * By tender, oldest first.
 * @param entries - leaves in order; one of another shape tells nothing and is passed over
 * @param first - place of the first of them in the log
 */
export function openingEvents(entries: readonly Uint8Array[], first = 0): ReadonlyMap<string, readonly OpeningEvent[]> {
  const events = new Map<string, OpeningEvent[]>();
  for (const [i, entry] of entries.entries()) {
    const leaf = LogLeaf.safeParse(parseCanonicalJson(entry));
    const event = leaf.success ? toEvent(leaf.data, first + i) : null;
    if (!leaf.success || event === null) continue;
    const known = events.get(leaf.data.kdTender);
    if (known === undefined) events.set(leaf.data.kdTender, [event]);
    else known.push(event);
  }
  return events;
}

/** By tender, the place of its newest leaf. @param first - place of the first of these leaves in the log */
export function newestLeaves(entries: readonly Uint8Array[], first = 0): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const [i, entry] of entries.entries()) {
    const leaf = LogLeaf.safeParse(parseCanonicalJson(entry));
    if (leaf.success) newest.set(leaf.data.kdTender, first + i);
  }
  return newest;
}

type Body = Readonly<Record<string, Json>>;
type Facts = Partial<Pick<OpeningEvent, 'signerSha256' | 'submissionId' | 'count' | 'sha256'>>;
type Line = Facts & { readonly event: OpeningEventKind };

function toEvent({ type, versiTender, envelopeId, time, body = {} }: LogLeaf, index: number): OpeningEvent | null {
  const line = LINES[type]?.(body);
  if (line === undefined) return null;
  return {
    index,
    time,
    versiTender,
    envelopeId,
    signerSha256: null,
    submissionId: null,
    count: null,
    sha256: null,
    ...line,
  };
}

/** Other entries tell nothing of an opening. */
const LINES: Readonly<Partial<Record<LogLeaf['type'], (body: Body) => Line>>> = {
  closed: () => ({ event: 'closed' }),
  'release-requested': (body) => ({
    event: 'release-requested',
    signerSha256: digest(body, 'requesterCertificateSha256'),
    count: typeof body.bids === 'number' ? body.bids : null,
    sha256: digest(body, 'requestSha256'),
  }),
  'headers-released': (body) => ({ event: 'headers-released', sha256: digest(body, 'releaseSha256') }),
  'opening-contribution': (body) =>
    'shareSha256' in body
      ? {
          event: 'share-given',
          signerSha256: digest(body, 'holderCertificateSha256'),
          sha256: digest(body, 'shareSha256'),
        }
      : { event: 'session-offered', sha256: digest(body, 'sessionCertificateSha256') },
  'opening-result': (body) => ({
    event: body.outcome === 'opened' ? 'result-opened' : 'result-not-opened',
    signerSha256: digest(body, 'memberCertificateSha256'),
    submissionId: typeof body.submissionId === 'string' ? body.submissionId : null,
    sha256: digest(body, 'resultSha256'),
  }),
  'bid-referred': (body) => ({
    event: 'bid-referred',
    submissionId: typeof body.submissionId === 'string' ? body.submissionId : null,
    sha256: digest(body, 'resultSha256'),
  }),
  'bid-stated': (body) => ({
    event: 'bid-stated',
    submissionId: typeof body.submissionId === 'string' ? body.submissionId : null,
    sha256: digest(body, 'statementSha256'),
  }),
  'technical-result': (body) => ({
    event: 'technical-result',
    count: Array.isArray(body.signedBy) ? body.signedBy.length : null,
    sha256: digest(body, 'resultSha256'),
  }),
};

function digest(body: Body, name: string): string | null {
  const read = Sha256.safeParse(body[name]);
  return read.success ? read.data : null;
}
