// Every way to cheat with the list of an opening: bids left out, slipped in, put back; releases for some, for others, by others.
import { beforeAll, describe, expect, it } from 'vitest';
import { bodyDigest } from '../../../app/policy/log-leaf.ts';
import { checkOpening, type OpeningQuestion } from '../../../app/policy/check-opening.ts';
import type { OpeningAnswer, OpeningBid, ReleasedHeaders } from '../../../app/protocol/openings.ts';
import type { LogLeaf } from '../../../app/protocol/log.ts';
import type { SubmissionLeafBody } from '../../../app/protocol/receipt.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { signedTwice } from '../../doubles/signed-twice.ts';
import { createPaperLpse, NOW, toKey, type PaperLpse } from '../../doubles/paper-lpse.ts';

const scope = { kdTender: '10092474000', versiTender: 1, envelopeId: 'satu' as const };
const at = (n: number) => `2026-11-20T00:00:${String(n).padStart(2, '0')}.000Z`;

function body(n: number, bidderId: string): SubmissionLeafBody {
  const digest = String(n).repeat(64);
  const digests = { manifestSha256: digest, signatureSha256: digest, sealedSha256: digest };
  const salt = Buffer.alloc(32, n).toString('base64url');
  return { salt, submissionId: `s${String(n)}`, bidderId, ...digests, size: n, receivedAt: at(n), supersedes: null };
}

const [a1, b1, a2] = [body(1, 'A'), body(2, 'B'), body(3, 'A')];
const leaf = (one: SubmissionLeafBody): LogLeaf => ({
  ...{ type: 'submission-received' as const, ...scope, time: one.receivedAt, bodySha256: bodyDigest(one) },
});
const closed: LogLeaf = { type: 'closed', ...scope, time: at(50), body: {} };
const TREE = [leaf(a1), leaf(b1), leaf(a2), closed].map((one) => encodeCanonicalJson(one));

let paper: PaperLpse;
beforeAll(async () => {
  paper = await createPaperLpse();
});

function offered(one: SubmissionLeafBody, n: number): OpeningBid {
  const { submissionId, bidderId, size, sealedSha256, manifestSha256 } = one;
  const receipt = { receipt: '', signature: '', timestamp: null, revocation: [] };
  const names = { bidderName: bidderId, npwp: '' };
  return { n, submissionId, bidderId, ...names, size, sealedSha256, manifestSha256, receipt, deviceRegistration: null };
}

function question(change: Partial<OpeningAnswer> = {}, more: Partial<OpeningQuestion> = {}): OpeningQuestion {
  const answer: OpeningAnswer = {
    openingId: 'o1',
    ...scope,
    startedAt: at(59),
    closedCheckpoint: paper.checkpoint(TREE),
    bids: [offered(b1, 1), offered(a2, 2)],
    bodies: [a1, b1, a2],
    session: null,
    contributions: [],
    release: null,
    results: [],
    ...change,
  };
  const path = { crls: paper.crls() };
  const closesAt = new Date(at(40));
  return {
    answer,
    trust: paper.trust,
    versiTender: 1,
    closesAt,
    entries: TREE,
    technical: null,
    at: NOW,
    path,
    ...more,
  };
}

function outcome(asked: OpeningQuestion): string[] {
  return checkOpening(asked).report.checks.map((check) => (check.outcome === 'failed' ? check.code : check.outcome));
}

async function signed(value: Json, key: SigningKey): Promise<string> {
  const content = encodeCanonicalJson(value);
  return (await signContent({ content, detached: false, signers: [{ key, signingTime: NOW }] })).toString('base64');
}

function release(change: Partial<ReleasedHeaders> = {}): ReleasedHeaders {
  const bids = [b1, a2].map(({ submissionId, manifestSha256 }) => ({ submissionId, manifestSha256, objects: [] }));
  return { format: 'segel-release/1', kdLpse: 77, ...scope, versiTender: 1, releasedAt: at(59), bids, ...change };
}

describe('an opening', () => {
  it('may go on with the bids in force, before the release', () => {
    const { report, due } = checkOpening(question());
    expect(report.ok).toBe(true);
    expect(due?.map(({ submissionId }) => submissionId)).toEqual(['s2', 's3']);
    expect(outcome(question())).toEqual(['passed', 'passed', 'missing']);
  });

  it.each<[string, Partial<OpeningAnswer>]>([
    ['a bid is left out', { bids: [offered(b1, 1)] }],
    ['a bid is slipped in', { bids: [offered(b1, 1), offered(a2, 2), offered(body(4, 'C'), 3)] }],
    ['a replaced bid is put back', { bids: [offered(b1, 1), offered(a1, 2)] }],
    ['a bid is offered twice', { bids: [offered(b1, 1), offered(b1, 2)] }],
    ['a file was exchanged', { bids: [offered(b1, 1), offered({ ...a2, sealedSha256: '9'.repeat(64) }, 2)] }],
    ['a bidder was exchanged', { bids: [offered(b1, 1), offered({ ...a2, bidderId: 'C' }, 2)] }],
    ['a body is withheld', { bodies: [b1, a2] }],
  ])('is stopped when %s', (_, change) => {
    expect(outcome(question(change))).toEqual(['passed', 'trust/log-incomplete', 'not-made']);
    expect(checkOpening(question(change)).due).toBeNull();
  });

  it('is stopped when two bids have one place, and would lie in one folder', () => {
    expect(outcome(question({ bids: [offered(b1, 1), offered(a2, 1)] }))).toContain('trust/log-incomplete');
  });

  it('is stopped when the leaves are not those of the closed tree', () => {
    const without = [leaf(b1), leaf(a2), closed].map((one) => encodeCanonicalJson(one));
    expect(outcome(question({}, { entries: without }))).toEqual(['log/proof-invalid', 'not-made', 'not-made']);
  });

  it('is stopped when the log was not closed', () => {
    const open = TREE.slice(0, 3);
    const asked = question({ closedCheckpoint: paper.checkpoint(open) }, { entries: open });
    expect(outcome(asked)).toEqual(['trust/log-incomplete', 'not-made', 'not-made']);
  });

  it('takes a release of all bids, signed by the KMS', async () => {
    const verdict = checkOpening(question({ release: await signed(release(), paper.kms) }));
    expect(verdict.report.ok).toBe(true);
    expect(verdict.release?.bids).toHaveLength(2);
  });

  it.each<[string, Partial<ReleasedHeaders>]>([
    ['of one bid only', { bids: release().bids.slice(1) }],
    ['of one bid twice', { bids: [...release().bids.slice(1), ...release().bids.slice(1)] }],
    ['of another envelope', { envelopeId: 'file-1' }],
    ['of another version', { versiTender: 2 }],
    ['of another LPSE', { kdLpse: 78 }],
    ['of another manifest', { bids: release().bids.map((bid) => ({ ...bid, manifestSha256: '0'.repeat(64) })) }],
  ])('refuses a release %s', async (_, change) => {
    const asked = question({ release: await signed(release(change), paper.kms) });
    expect(outcome(asked)).toEqual(['passed', 'passed', 'trust/release-refused']);
    expect(checkOpening(asked).release).toBeNull();
  });

  it('refuses a release that the LPSE signed instead of the KMS', async () => {
    const asked = question({ release: await signed(release(), paper.lpse) });
    expect(outcome(asked)).toEqual(['passed', 'passed', 'trust/release-refused']);
  });
});

describe('the opening of many', () => {
  it('takes the release of 250 bids with a dozen documents each', async () => {
    const many = Array.from({ length: 250 }, (_, i) => body(i % 10, `P${String(i).padStart(3, '0')}`)).map(
      (one, i): SubmissionLeafBody => ({ ...one, submissionId: `m${String(i)}`, receivedAt: at(i % 30) }),
    );
    const tree = [...many.map(leaf), closed].map((one) => encodeCanonicalJson(one));
    const header = Buffer.alloc(1100, 5).toString('base64');
    const objects = Array.from({ length: 13 }, (_, i) => ({
      ...{ id: String(i).padStart(4, '0'), lockSha256: 'a'.repeat(64), headerSha256: 'b'.repeat(64), header },
    }));
    const bids = many.map(({ submissionId, manifestSha256 }) => ({ submissionId, manifestSha256, objects }));
    const answer = {
      closedCheckpoint: paper.checkpoint(tree),
      bids: many.map((one, i) => offered(one, i + 1)),
      bodies: many,
      release: await signed(release({ bids }), paper.kms),
    };
    expect(answer.release.length).toBeGreaterThan(5 << 20);
    expect(outcome(question(answer, { entries: tree }))).toEqual(['passed', 'passed', 'passed']);
  });
});

describe('the opening of prices', () => {
  const result = (passed: readonly string[], count: number, change: object = {}) => {
    const value = { format: 'segel-technical-result/1', kdLpse: 77, kdTender: scope.kdTender, versiTender: 1, passed };
    const signers = paper.members.slice(0, count).map((member) => ({ key: toKey(member), signingTime: NOW }));
    return signContent({ content: encodeCanonicalJson({ ...value, ...change }), detached: false, signers });
  };

  it('is for those who passed, by the word of a majority', async () => {
    const technical = { result: await result(['A'], 2), committee: paper.envelope() };
    const asked = question({ bids: [offered(a2, 1)] }, { technical });
    expect(checkOpening(asked).due?.map(({ bidderId }) => bidderId)).toEqual(['A']);
    expect(outcome(question({}, { technical }))).toEqual(['passed', 'trust/log-incomplete', 'not-made']);
  });

  it.each([
    ['of a minority', 1, {}],
    ['for another version', 2, { versiTender: 2 }],
  ])('is stopped by a technical result %s', async (_, count, change) => {
    const technical = { result: await result(['A'], count, change), committee: paper.envelope() };
    const asked = question({ bids: [offered(a2, 1)] }, { technical });
    expect(outcome(asked)).toEqual(['passed', 'opening/technical-result-missing', 'not-made']);
  });

  it('is stopped by a technical result that one of three members signed twice', async () => {
    const value = { format: 'segel-technical-result/1', kdLpse: 77, kdTender: scope.kdTender, versiTender: 1 };
    const [member] = paper.members;
    if (member === undefined) throw new Error('member');
    const content = encodeCanonicalJson({ ...value, passed: ['A'] });
    const twice = await signedTwice(content, { twice: toKey(member), once: [], at: NOW });
    const technical = { result: twice, committee: paper.envelope() };
    const asked = question({ bids: [offered(a2, 1)] }, { technical });
    expect(outcome(asked)).toEqual(['passed', 'signature/malformed', 'not-made']);
  });
});
