// What the log has of a tender's openings and the LPSE's publication has not (app/protocol/SPEC.md 9). A publication is an answer to one
// person; the log is the same for everybody, so that whatever stands there and was left out of the answer was hidden from the asker.
import type { OpeningEvent } from '../domain/opening-view.ts';
import { ResultStatement, LpseStatement } from '../protocol/openings.ts';
import type { PublishedOpening, PublishedOpenings } from '../protocol/watch.ts';
import type { Row } from './run-check.ts';
import { tryRead } from './run-check.ts';
import { readSigned } from './signed-message.ts';

export interface Withheld {
  readonly envelopeId: string;
  /** `opening`: the whole envelope is not listed. */
  readonly why: 'opening' | 'release' | 'result' | 'statement' | 'technical-result';
  /** Place of the leaf that proves it; the newest, where several do. */
  readonly index: number;
  /** The bid that it is about; null when it is about all. */
  readonly submissionId: string | null;
}

/** @param events - of one version of the tender, proven, oldest first; none younger than the publication */
export function findWithheld(published: PublishedOpenings, events: readonly OpeningEvent[]): readonly Withheld[] {
  const technical = events.findLast(({ event }) => event === 'technical-result');
  const isHidden = technical !== undefined && published.technicalResult === null;
  const found: Withheld[] = isHidden ? [withheldBy(technical, 'technical-result')] : [];
  for (const envelopeId of new Set(events.flatMap((event) => event.envelopeId ?? []))) {
    const own = events.filter((event) => event.envelopeId === envelopeId && event.event !== 'technical-result');
    const newest = own.at(-1);
    if (newest === undefined) continue;
    const opening = published.openings.find((one) => one.envelopeId === envelopeId);
    if (opening === undefined) found.push(withheldBy(newest, 'opening'));
    else found.push(...withheldParts(opening, own));
  }
  return found;
}

function withheldParts(opening: PublishedOpening, events: readonly OpeningEvent[]): readonly Withheld[] {
  const results = digestsOf(opening.results, ResultStatement);
  const statements = digestsOf(opening.statements, LpseStatement);
  const parts = events.flatMap((event) => {
    const isResult = event.event === 'result-opened' || event.event === 'result-not-opened';
    if (isResult && !results.has(event.sha256 ?? '')) return [withheldBy(event, 'result')];
    if (event.event === 'bid-stated' && !statements.has(event.sha256 ?? '')) return [withheldBy(event, 'statement')];
    return [];
  });
  // Whoever takes the lead over begins anew: an earlier release is void then.
  const release = events.findLast(({ event }) => event === 'headers-released' || event === 'session-offered');
  if (release?.event === 'headers-released' && opening.release === null) parts.push(withheldBy(release, 'release'));
  return parts;
}

function withheldBy({ envelopeId, index, submissionId }: OpeningEvent, why: Withheld['why']): Withheld {
  return { envelopeId: envelopeId ?? '', why, index, submissionId };
}

/** Digests of what was signed; what cannot be read is not there. */
function digestsOf(
  messages: readonly string[],
  schema: typeof ResultStatement | typeof LpseStatement,
): ReadonlySet<string> {
  return new Set(
    messages.flatMap(
      (der) => tryRead(() => readSigned<unknown>(Buffer.from(der, 'base64'), schema))?.contentSha256 ?? [],
    ),
  );
}

/** Row `watch-published` of an envelope. @param leaves - how many leaves of it were compared */
export function publishedRow(withheld: readonly Withheld[], leaves: number): Row {
  const worst = withheld.find(({ why }) => why === 'opening') ?? withheld.at(-1);
  if (worst === undefined) return { id: 'watch-published', outcome: 'passed', facts: { leaves } };
  const code = worst.why === 'opening' ? 'watch/opening-hidden' : 'watch/withheld';
  const facts = { why: worst.why, index: worst.index, count: withheld.length };
  return { id: 'watch-published', outcome: 'failed', code, facts };
}
