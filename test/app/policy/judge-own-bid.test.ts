// What becomes of one's own File II when it should have stayed sealed: no server may call that sealed what members state to have opened.
import { describe, expect, it } from 'vitest';
import { judgeOwnBid, type OwnQuestion } from '../../../app/policy/judge-own-bid.ts';
import { bodyDigest } from '../../../app/policy/log-leaf.ts';
import type { ProvenResult } from '../../../app/policy/check-published.ts';
import type { Receipt } from '../../../app/protocol/receipt.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';

const digest = 'a'.repeat(64);
const body = {
  ...{ salt: Buffer.alloc(32).toString('base64url'), submissionId: 's1', bidderId: 'b1', supersedes: null },
  ...{ manifestSha256: digest, signatureSha256: digest, sealedSha256: digest },
  ...{ size: 1, receivedAt: '2026-11-20T00:00:01.000Z' },
};
const scope = { kdTender: '10092474000', versiTender: 1, envelopeId: 'file-2' };
const leaf = encodeCanonicalJson({
  ...{ type: 'submission-received', ...scope, time: body.receivedAt, bodySha256: bodyDigest(body) },
});
// Only what the judgement reads.
const receipt = { format: 'segel-receipt/1', ...scope, ...body, log: { index: 0, body } } as unknown as Receipt;
const result: ProvenResult = {
  memberSha256: digest,
  statement: {
    format: 'segel-result/1',
    ...{ kdTender: scope.kdTender, envelopeId: 'file-2', openingId: 'o1', submissionId: 's1', manifestSha256: digest },
    outcome: { kind: 'opened', innerSha256: digest, documents: 1, price: '10' },
  },
};

function judge(change: Partial<OwnQuestion>) {
  const question = { receipt, innerSha256: digest, price: '10', closed: [leaf], live: [body], results: [] };
  return judgeOwnBid({ ...question, passed: new Set(['b2']), ...change });
}

describe('File II of somebody who did not pass', () => {
  it('stays sealed while no member states a result', () => {
    expect(judge({}).fate).toBe('stays-sealed');
  });

  it('is an alarm when a member states one, whatever it says', () => {
    const { fate, rows } = judge({ results: [result] });
    expect(fate).toBe('opened-unpassed');
    expect(rows.find(({ id }) => id === 'watch-opened')).toMatchObject({
      outcome: 'failed',
      code: 'watch/opened-unpassed',
    });
  });

  it('is opened = sealed only for those who passed', () => {
    expect(judge({ results: [result], passed: new Set(['b1']) }).fate).toBe('opened-equal');
  });
});
