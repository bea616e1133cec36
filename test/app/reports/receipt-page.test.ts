import { describe, expect, it } from 'vitest';
import { toReport } from '../../../app/domain/check-report.ts';
import { receiptPage, type ReceiptFacts } from '../../../app/reports/receipt-page.ts';
import { testReceipt } from '../../doubles/receipts.ts';

const checkpoint = 'lpse.example/906\n11\nroot\n\n— lpse.example/906 signature\n';

export function facts(change: Partial<ReceiptFacts> = {}): ReceiptFacts {
  const receipt = testReceipt();
  return {
    receipt: { ...receipt, log: { ...receipt.log, checkpoint, index: 10 } },
    receiptSha256: '0123456789abcdef'.repeat(4),
    packageName: 'Pembangunan Gedung Laboratorium',
    bidderName: 'PT Karya Bangun Nusantara',
    lpseName: 'LPSE Uji',
    zone: 'WITA',
    timestampAt: '2026-11-20T00:00:01.000Z',
    report: toReport([
      { id: 'receipt-readable', outcome: 'passed' },
      { id: 'receipt-timestamp', outcome: 'missing', code: 'proof/timestamp-missing' },
    ]),
    printedAt: '2026-11-21T00:00:00.000Z',
    clientVersion: '0.1.0',
    ...change,
  };
}

describe('the page of a receipt', () => {
  it('says in both languages what was received, when, in the zone of the LPSE', () => {
    const page = receiptPage(facts());
    const received = page.rows.find(({ label }) => label.en === 'Received');
    expect(received).toMatchObject({ label: { id: 'Diterima' } });
    expect(received?.value).toBe('20 November 2026 08.00.00 WITA (2026-11-20T00:00:00.000Z)');
    for (const { label } of page.rows) expect(label.id).not.toBe('');
    expect(page.title).toEqual({ id: 'Tanda Terima Penawaran', en: 'Bid receipt' });
  });

  it('shows every digest in groups, to be compared by eye', () => {
    const digests = receiptPage(facts()).rows.filter(({ monospaced }) => monospaced);
    expect(digests.map(({ label }) => label.en)).toEqual(['Receipt', 'Sealed file', 'Manifest', 'Signature']);
    for (const { value } of digests) expect(value).toMatch(/^([0-9a-f]{8} ){7}[0-9a-f]{8}$/);
  });

  it('carries digest and signed log head in its code', () => {
    const { qrText } = receiptPage(facts());
    expect(qrText).toContain(`sha256:${facts().receiptSha256}`);
    expect(qrText).toContain(checkpoint);
  });

  it('says how many checks passed and what is still missing, and that the page is only a copy', () => {
    const [checks, copy] = receiptPage(facts()).notes;
    expect(checks?.id).toBe('1 dari 2 pemeriksaan lulus sebelum halaman ini dicetak. 1 belum ada.');
    expect(checks?.en).toBe('1 of 2 checks passed before this page was printed. 1 still missing.');
    expect(copy?.en).toContain('only a copy');
  });

  it('prints the command for the timestamp only when there is one', () => {
    expect(receiptPage(facts()).commands.join('\n')).toContain('openssl ts -verify');
    const without = receiptPage(facts({ timestampAt: null }));
    expect(without.commands.join('\n')).not.toContain('openssl ts');
    expect(without.rows.find(({ label }) => label.en === 'RFC 3161 timestamp')?.value).toContain('still missing');
  });

  it('tells a withdrawal from a submission', () => {
    const { kdLpse, kdTender, versiTender, envelopeId, submissionId, sequence, bidderId, closesAt, log } =
      testReceipt();
    const withdrawnAt = '2026-11-20T00:00:00.000Z';
    const body = { salt: 'AAAA', submissionId, bidderId, withdrawnAt };
    const page = receiptPage(
      facts({
        receipt: {
          format: 'segel-withdrawal/1',
          ...{ kdLpse, kdTender, versiTender, envelopeId, submissionId, sequence, bidderId, closesAt, withdrawnAt },
          revocationSha256: [],
          log: { ...log, body },
        },
      }),
    );
    expect(page.title.id).toBe('Tanda Terima Penarikan Penawaran');
    expect(page.rows.map(({ label }) => label.en)).not.toContain('Sealed file');
  });

  it('cuts names that would not leave room for the rest', () => {
    const page = receiptPage(facts({ packageName: 'x'.repeat(5000) }));
    const value = page.rows.find(({ label }) => label.en === 'Package')?.value ?? '';
    expect(value).toHaveLength(240);
    expect(value.endsWith('…')).toBe(true);
  });
});
