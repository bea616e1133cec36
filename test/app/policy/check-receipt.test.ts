// Every rule of a receipt, broken one at a time by an LPSE that signs whatever it is told.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkReceipt } from '../../../app/policy/check-receipt.ts';
import type { Receipt } from '../../../app/protocol/receipt.ts';
import { CLOSES_AT, createPaperLpse, toKey, type PaperLpse } from '../../doubles/paper-lpse.ts';

let paper: PaperLpse;
beforeAll(async () => {
  paper = await createPaperLpse();
});

function failures(verdict: ReturnType<typeof checkReceipt>): (string | null)[][] {
  return verdict.report.checks
    .filter(({ outcome }) => outcome !== 'passed')
    .map((check) => [check.id, check.outcome, check.outcome === 'failed' ? check.code : null]);
}

async function judge(receipt: Receipt, change: Parameters<PaperLpse['bundle']>[1] = {}) {
  return checkReceipt(await paper.bundle(receipt, change), paper.trust);
}

describe('a receipt', () => {
  it('is true when every check passes, numbered and with its clause', async () => {
    const { report, receipt, judgedAt } = await judge(paper.receipt());
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(report.checks.every(({ clause, outcome }) => clause !== '' && outcome === 'passed')).toBe(true);
    expect(receipt?.submissionId).toBe('kirim-1');
    expect(judgedAt?.toISOString()).toBe('2026-11-20T09:00:00.000Z');
  });

  it('may lack its timestamp, and says so', async () => {
    const verdict = await judge(paper.receipt(), { timestamp: null });
    expect(verdict.report.ok).toBe(true);
    expect(failures(verdict)).toEqual([['receipt-timestamp', 'missing', null]]);
    expect(verdict.judgedAt?.toISOString()).toBe('2026-11-20T08:59:59.000Z');
  });

  it.each<[string, Partial<Receipt>, string[][]]>([
    ['names another LPSE', { kdLpse: 78 }, [['receipt-lpse', 'failed', 'proof/wrong-lpse']]],
    [
      'was received at the deadline',
      { receivedAt: CLOSES_AT },
      [
        ['receipt-timestamp', 'failed', 'timestamp/invalid'],
        ['receipt-in-time', 'failed', 'proof/late'],
        ['log-leaf', 'failed', 'proof/log-entry-mismatch'],
        ['log-inclusion', 'failed', 'log/proof-invalid'],
      ],
    ],
    [
      'has a deadline before its own time',
      { closesAt: '2026-11-20T08:59:59.000Z' },
      [['receipt-in-time', 'failed', 'proof/late']],
    ],
    [
      'names revocation answers that are not there',
      { revocationSha256: ['0'.repeat(64)] },
      [['receipt-revocation', 'failed', 'proof/revocation-mismatch']],
    ],
    ['says another size than the log', { size: 1235 }, [['log-leaf', 'failed', 'proof/log-entry-mismatch']]],
    ['says another bidder than the log', { bidderId: '701002' }, [['log-leaf', 'failed', 'proof/log-entry-mismatch']]],
    [
      'is filed under another tender than in the log',
      { kdTender: '10092481000' },
      [['log-inclusion', 'failed', 'log/proof-invalid']],
    ],
  ])('is refused when it %s', async (_, change, expected) => {
    const verdict = await judge(paper.receipt(change));
    expect(verdict.report.ok).toBe(false);
    expect(failures(verdict)).toEqual(expected);
  });

  it.each([
    ['another log index', { index: 0 }],
    ['a proof of another leaf', { inclusionProof: [] }],
  ])('is refused with %s', async (_, log) => {
    const receipt = paper.receipt();
    const verdict = await judge({ ...receipt, log: { ...receipt.log, ...log } });
    expect(failures(verdict)).toEqual([['log-inclusion', 'failed', 'log/proof-invalid']]);
  });

  it('is refused with a checkpoint that another key signed', async () => {
    const other = await createPaperLpse();
    const receipt = paper.receipt();
    const verdict = await judge({ ...receipt, log: { ...receipt.log, checkpoint: other.receipt().log.checkpoint } });
    expect(failures(verdict)).toEqual([
      ['log-checkpoint', 'failed', 'log/checkpoint-invalid'],
      ['log-inclusion', 'not-made', null],
    ]);
  });

  it.each([
    ['refused when its timestamp is of a key that was revoked before it', -60_000, 'failed'],
    ['true when the key of its timestamp was revoked after it', 60_000, 'passed'],
  ])('is %s, as the list says that was archived later', async (_, after, outcome) => {
    const own = await createPaperLpse();
    const { tsa: authority } = own.authorities;
    const genTime = new Date('2026-11-20T09:00:00.000Z').getTime();
    authority.revoke(own.tsa.certificate, { at: new Date(genTime + after) });
    const list = authority.crl({ thisUpdate: new Date(genTime + 120_000) });
    const revocation = [{ kind: 'crl' as const, der: list.toString('base64') }];
    const receipt = own.receipt({ revocationSha256: [createHash('sha256').update(list).digest('hex')] });
    const { report } = checkReceipt(await own.bundle(receipt, { revocation }), own.trust);
    expect(report.checks.find(({ id }) => id === 'receipt-timestamp')?.outcome).toBe(outcome);
    expect(report.ok).toBe(outcome === 'passed');
  });

  it('is refused when a member of the AMS signed it', async () => {
    const [member] = paper.members;
    if (member === undefined) throw new Error('member');
    const verdict = checkReceipt(await paper.bundle(paper.receipt(), {}, toKey(member)), paper.trust);
    expect(failures(verdict)).toEqual([['receipt-signer', 'failed', 'trust/answer-refused']]);
  });

  it('is refused with the signature of another receipt', async () => {
    const { signature } = await paper.bundle(paper.receipt({ sequence: 13 }));
    const verdict = await judge(paper.receipt(), { signature });
    expect(failures(verdict)).toEqual([
      ['receipt-signature', 'failed', 'signature/wrong-content'],
      ['receipt-signer', 'not-made', null],
      ['receipt-timestamp', 'failed', 'timestamp/invalid'],
    ]);
  });

  it.each([
    ['unknown fields', { ...{ format: 'segel-receipt/1' }, more: 1 }],
    ['another format', { format: 'segel-receipt/2' }],
  ])('is refused with %s, and nothing after that is claimed', async (_, content) => {
    const verdict = checkReceipt(await paper.bundle(content), paper.trust);
    expect(verdict.receipt).toBeNull();
    expect(failures(verdict)[0]).toEqual(['receipt-readable', 'failed', 'proof/receipt-malformed']);
    expect(
      failures(verdict)
        .slice(1)
        .every(([, outcome]) => outcome === 'not-made'),
    ).toBe(true);
  });

  it('is refused when its JSON is not canonical', async () => {
    const bundle = await paper.bundle(paper.receipt());
    const spaced = Buffer.from(` ${Buffer.from(bundle.receipt, 'base64').toString('utf8')}`).toString('base64');
    expect(failures(checkReceipt({ ...bundle, receipt: spaced }, paper.trust))[0]).toEqual([
      'receipt-readable',
      'failed',
      'json/not-canonical',
    ]);
  });
});
