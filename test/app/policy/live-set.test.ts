// Which bids are in force, from leaves and bodies alone.
import { describe, expect, it } from 'vitest';
import { issuedPolicies, leavesOf, liveBids } from '../../../app/policy/live-set.ts';
import { bodyDigest } from '../../../app/policy/log-leaf.ts';
import type { LogLeaf } from '../../../app/protocol/log.ts';
import type { SubmissionLeafBody, WithdrawalLeafBody } from '../../../app/protocol/receipt.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';

const scope = { kdTender: '10092474000', versiTender: 1, envelopeId: 'satu' as const };
const at = (n: number) => `2026-11-20T00:00:${String(n).padStart(2, '0')}.000Z`;

function bid(n: number, bidderId: string): SubmissionLeafBody {
  const digest = String(n).repeat(64).slice(0, 64);
  const digests = { manifestSha256: digest, signatureSha256: digest, sealedSha256: digest };
  const salt = Buffer.alloc(32, n).toString('base64url');
  return { salt, submissionId: `s${String(n)}`, bidderId, ...digests, size: n, receivedAt: at(n), supersedes: null };
}

function withdrawal(n: number, of: SubmissionLeafBody): WithdrawalLeafBody {
  const salt = Buffer.alloc(32, n).toString('base64url');
  return { salt, submissionId: of.submissionId, bidderId: of.bidderId, withdrawnAt: at(n) };
}

function leaf(body: SubmissionLeafBody | WithdrawalLeafBody, n: number): LogLeaf {
  const type = 'receivedAt' in body ? 'submission-received' : 'submission-withdrawn';
  return { type, ...scope, time: at(n), bodySha256: bodyDigest(body) };
}

const [a1, b1, a2] = [bid(1, 'A'), bid(2, 'B'), bid(3, 'A')];

describe('the live set', () => {
  it('is the last bid of each bidder', () => {
    const live = liveBids([leaf(a1, 1), leaf(b1, 2), leaf(a2, 3)], [a2, a1, b1]);
    expect(live.map(({ submissionId }) => submissionId)).toEqual(['s2', 's3']);
  });

  it('loses a withdrawn bid, and keeps one that came after it', () => {
    const out = withdrawal(4, b1);
    expect(liveBids([leaf(b1, 2), leaf(out, 4)], [b1, out])).toEqual([]);
    const b2 = bid(5, 'B');
    expect(liveBids([leaf(b1, 2), leaf(out, 4), leaf(b2, 5)], [b1, out, b2])).toEqual([b2]);
  });

  it('does not bring back a replaced bid by withdrawing it', () => {
    const out = withdrawal(4, a1);
    expect(liveBids([leaf(a1, 1), leaf(a2, 3), leaf(out, 4)], [a1, a2, out])).toEqual([a2]);
  });

  it.each([
    ['a leaf without body', [leaf(a1, 1), leaf(b1, 2)], [a1]],
    ['a body without leaf', [leaf(a1, 1)], [a1, b1]],
    ['a body twice', [leaf(a1, 1), leaf(b1, 2)], [a1, a1]],
    ['a body with another salt', [leaf(a1, 1)], [{ ...a1, salt: bid(9, 'A').salt }]],
    ['a body with another time than its leaf', [leaf(a1, 9)], [a1]],
  ])('is refused with %s', (_, leaves, bodies) => {
    expect(() => liveBids(leaves, bodies)).toThrow(expect.objectContaining({ code: 'trust/log-incomplete' }) as Error);
  });
});

describe('the leaves of an envelope', () => {
  const closed: LogLeaf = { type: 'closed', ...scope, time: at(50), body: {} };
  const asked = { ...scope, closesAt: new Date(at(40)) };
  const bytes = (leaves: readonly LogLeaf[]) => leaves.map((one) => encodeCanonicalJson(one));

  it('are those of the tender and envelope, up to closing', () => {
    const other: LogLeaf = { ...leaf(b1, 2), envelopeId: 'file-1' };
    const { filed, closedAt } = leavesOf(bytes([leaf(a1, 1), other, closed]), asked);
    expect(filed).toHaveLength(1);
    expect(closedAt).toBe(at(50));
  });

  it('are those of one version: a tender that is held again has bids and a closing of its own', () => {
    const again = { ...scope, versiTender: 2 };
    const later = [
      { ...leaf(b1, 55), ...again },
      { ...closed, ...again, time: at(59) },
    ];
    const all = bytes([leaf(a1, 1), closed, ...later]);
    expect(leavesOf(all, asked)).toMatchObject({ filed: [{ versiTender: 1 }], closedAt: at(50) });
    const second = leavesOf(all, { ...again, closesAt: new Date(at(58)) });
    expect(second).toMatchObject({ filed: [{ versiTender: 2 }], closedAt: at(59) });
  });

  it.each<[string, readonly LogLeaf[]]>([
    ['without closing', [leaf(a1, 1)]],
    ['when something was filed after it', [closed, leaf(a1, 1)]],
    ['when something was filed at the hour', [leaf(bid(40, 'A'), 40), closed]],
    ['when it was closed twice', [leaf(a1, 1), closed, closed]],
    ['when it was closed before the hour', [leaf(a1, 1), { ...closed, time: at(39) }]],
  ])('are refused %s', (_, leaves) => {
    expect(() => leavesOf(bytes(leaves), asked)).toThrow(
      expect.objectContaining({ code: 'trust/log-incomplete' }) as Error,
    );
  });

  it('are refused when one of them cannot be read', () => {
    const strange = encodeCanonicalJson({ ...scope, type: 'something-new', time: at(2) });
    expect(() => leavesOf([...bytes([leaf(a1, 1)]), strange, ...bytes([closed])], asked)).toThrow(
      expect.objectContaining({ code: 'trust/log-incomplete' }) as Error,
    );
  });

  it('name the policies that were issued for the tender', () => {
    const issued: LogLeaf = { type: 'policy-issued', ...scope, time: at(0), body: { policySha256: 'x' } };
    expect([...issuedPolicies(bytes([issued, leaf(a1, 1)]), scope)]).toEqual(['x']);
    expect([...issuedPolicies(bytes([issued]), { ...scope, kdTender: '10092481000' })]).toEqual([]);
    expect([...issuedPolicies(bytes([issued]), { ...scope, versiTender: 2 })]).toEqual([]);
  });
});
