// What a publication lacks of what the log has: nothing that a later leader has made void, and no technical result either.
import { describe, expect, it } from 'vitest';
import type { OpeningEvent, OpeningEventKind } from '../../../app/domain/opening-view.ts';
import { findWithheld, publishedRow } from '../../../app/policy/check-withheld.ts';
import type { PublishedOpenings } from '../../../app/protocol/watch.ts';

const kdTender = '10092481000';
const nothing: PublishedOpenings = { kdTender, openings: [], technicalResult: null };
const opening: PublishedOpenings['openings'][number] = {
  envelopeId: 'file-1',
  ...{ openingId: null, startedAt: null, closedCheckpoint: '', bodies: [], release: null, results: [], statements: [] },
};
const listed: PublishedOpenings = { ...nothing, openings: [opening] };

/** One leaf of each kind, in this order. */
function events(...kinds: readonly OpeningEventKind[]): readonly OpeningEvent[] {
  const time = '2026-11-20T02:00:00.000Z';
  return kinds.map((event, index) => ({
    ...{ index, time, versiTender: 1, envelopeId: 'file-1', event },
    ...{ signerSha256: null, submissionId: null, count: null, sha256: 'a'.repeat(64) },
  }));
}
const whys = (published: PublishedOpenings, ...kinds: readonly OpeningEventKind[]) =>
  findWithheld(published, events(...kinds)).map(({ why, index }) => [why, index]);

describe('what is kept back', () => {
  it('is an envelope that is closed and not listed, once, with its newest leaf', () => {
    expect(whys(nothing)).toEqual([]);
    expect(whys(nothing, 'closed', 'release-requested')).toEqual([['opening', 1]]);
    expect(whys(listed, 'closed', 'release-requested')).toEqual([]);
  });

  it('is a release, unless another member leads since', () => {
    expect(whys(listed, 'closed', 'session-offered', 'headers-released')).toEqual([['release', 2]]);
    expect(whys(listed, 'closed', 'session-offered', 'headers-released', 'session-offered')).toEqual([]);
  });

  it('is each result and statement whose message is not there', () => {
    expect(whys(listed, 'closed', 'result-opened', 'result-not-opened', 'bid-referred', 'bid-stated')).toEqual([
      ['result', 1],
      ['result', 2],
      ['statement', 4],
    ]);
  });

  it('is a technical result, which alone makes no opening of its envelope', () => {
    expect(whys(nothing, 'technical-result')).toEqual([['technical-result', 0]]);
    expect(whys({ ...nothing, technicalResult: 'AA==' }, 'technical-result')).toEqual([]);
  });

  it('is one row, with the worst of it', () => {
    const found = findWithheld(nothing, events('closed', 'technical-result'));
    expect(publishedRow(found, 2)).toMatchObject({ code: 'watch/opening-hidden', facts: { count: 2 } });
    expect(publishedRow([], 2)).toMatchObject({ outcome: 'passed', facts: { leaves: 2 } });
  });
});
