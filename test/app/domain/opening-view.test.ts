// What the log says of an opening, and what state follows from it.
import { describe, expect, it } from 'vitest';
import { openingState } from '../../../app/domain/opening-view.ts';
import { openingEvents } from '../../../app/policy/opening-events.ts';
import type { LogLeaf } from '../../../app/protocol/log.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';

const kdTender = '10092474000';
const time = '2026-11-20T03:00:00.000Z';
const digest = 'a'.repeat(64);

function leaf(
  type: LogLeaf['type'],
  body: LogLeaf['body'] = {},
  envelopeId: LogLeaf['envelopeId'] = 'satu',
): Uint8Array {
  return encodeCanonicalJson({ type, kdTender, versiTender: 1, envelopeId, time, body });
}

const stateOf = (leaves: readonly Uint8Array[], envelopeId = 'satu', now = time) =>
  openingState({ envelopeId, opensAt: time, now: new Date(now), events: openingEvents(leaves).get(kdTender) ?? [] });

const release = [
  leaf('release-requested', { requesterCertificateSha256: digest, requestSha256: digest, bids: 2 }),
  leaf('headers-released', { releaseSha256: digest }),
];
const result = (submissionId: string, outcome = 'opened') =>
  leaf('opening-result', { submissionId, outcome, memberCertificateSha256: digest, resultSha256: digest });

describe('the state of an opening', () => {
  it('follows the hour and the log', () => {
    expect(stateOf([], 'satu', '2026-11-20T02:59:59.999Z')).toBe('not-yet');
    expect(stateOf([leaf('closed')])).toBe('ready');
    expect(stateOf([leaf('closed'), ...release])).toBe('in-progress');
    expect(stateOf([leaf('closed'), ...release, result('s1')])).toBe('in-progress');
    expect(stateOf([leaf('closed'), ...release, result('s1'), result('s1')])).toBe('in-progress');
    expect(stateOf([leaf('closed'), ...release, result('s1'), result('s2', 'not-opened')])).toBe('opened');
  });

  it('keeps File II waiting until the technical result is in the log', () => {
    expect(stateOf([], 'file-2')).toBe('needs-technical-result');
    expect(stateOf([leaf('technical-result', { resultSha256: digest, signedBy: [digest] }, 'file-1')], 'file-2')).toBe(
      'ready',
    );
  });

  it('is not moved by a case that was referred, nor by another tender', () => {
    const referred = leaf('bid-referred', { submissionId: 's2', resultSha256: digest });
    expect(stateOf([...release, result('s1'), referred])).toBe('in-progress');
    expect(openingEvents(release).get('10092481000')).toBeUndefined();
  });

  it('tells a share from a session by what was signed', () => {
    const events = openingEvents([
      leaf('opening-contribution', { sessionCertificateSha256: digest }),
      leaf('opening-contribution', { shareSha256: digest, holderCertificateSha256: digest }),
      leaf('policy-issued', { policySha256: digest }),
    ]).get(kdTender);
    expect(events?.map(({ index, event }) => [index, event])).toEqual([
      [0, 'session-offered'],
      [1, 'share-given'],
    ]);
  });
});
