// What a results table is about, as label and value: the opening, its log, its tombstones.
import type { OpeningResults } from '../domain/opening-results.ts';
import { versionedCode } from '../domain/tender-version.ts';
import { MINUTES_WORDS } from './minutes-words.ts';
import type { Language } from './result-words.ts';

export function aboutResults(results: OpeningResults, language: Language): readonly (readonly [string, string])[] {
  const words = MINUTES_WORDS[language];
  const { labels } = words;
  const { size, rootSha256 } = results.closedCheckpoint;
  return [
    [labels.kdTender, versionedCode(results)],
    [labels.packageName, results.packageName],
    [labels.workUnit, results.workUnit],
    [labels.lpse, results.lpseName],
    [labels.method, results.method],
    [labels.envelope, `${results.envelopeName} (${results.envelopeId})`],
    [labels.ownerEstimate, results.ownerEstimate],
    [labels.budgetCeiling, results.budgetCeiling],
    [`${labels.closesAt} (UTC)`, results.closesAt],
    [`${labels.startedAt} (UTC)`, results.startedAt],
    [`${labels.releasedAt} (UTC)`, results.releasedAt ?? ''],
    [labels.openingId, results.openingId],
    [labels.policy, results.policySha256],
    [labels.logSize, String(size)],
    [labels.logRoot, rootSha256],
    ...results.tombstones.map(({ bidderId, receivedAt, fate, sealedSha256 }): readonly [string, string] => [
      fate === 'superseded' ? words.superseded : words.withdrawn,
      `${bidderId} ${receivedAt} ${sealedSha256}`,
    ]),
  ];
}
