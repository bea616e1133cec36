// @vitest-environment jsdom
// Receipts on the screen: tombstones stay, proofs are made again, files are compared.
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ReceiptView } from '../../../../app/contract/records.ts';
import { sampleDigest, SAMPLE_REPORT } from '../../../doubles/sample-account.ts';
import { mountApp } from '../../render-app.tsx';

function receipt(submissionId: string, sequence: number, supersedes: string | null = null): ReceiptView {
  return {
    ...{ receiptId: `terima/${submissionId}`, kind: 'submission', bidId: null, kdTender: '10092474000' },
    ...{ namaPaket: 'Gedung', envelopeId: 'satu', submissionId, sequence, supersedes },
    time: `2026-11-19T10:0${sequence}:00.000Z`,
    receiptSha256: sampleDigest('a'),
    sealedSha256: sampleDigest('b'),
    ...{ logIndex: sequence, checkpoint: 'lpse.example/log\n42\nAAAA', hasTimestamp: true },
  };
}

const RECEIPTS = { 'receipts.list': () => ({ receipts: [receipt('B', 2, 'A'), receipt('A', 1)] }) };
const ADDRESS = `/receipts/${encodeURIComponent('terima/B')}`;

describe('the list of receipts', () => {
  it('says what to do when there are none', async () => {
    await mountApp('/receipts');
    expect(await screen.findByText('Belum ada tanda terima')).toBeTruthy();
  });

  it('keeps what was replaced, named as such', async () => {
    await mountApp('/receipts', { answers: RECEIPTS });
    expect(await screen.findByText('diganti oleh B')).toBeTruthy();
    expect(screen.getByText('berlaku')).toBeTruthy();
  });

  it('leads to one receipt, whatever characters its id has', async () => {
    const { user } = await mountApp('/receipts', { answers: RECEIPTS });
    await user.click(await screen.findByRole('link', { name: 'Tanda terima nomor 2' }));
    expect(await screen.findByText('Menggantikan pengiriman')).toBeTruthy();
  });
});

describe('one receipt', () => {
  it('is proven now, or offline without asking anybody', async () => {
    const { fake, user } = await mountApp(ADDRESS, {
      answers: { ...RECEIPTS, 'receipts.verify': () => SAMPLE_REPORT },
    });
    await user.click(await screen.findByRole('button', { name: 'Periksa luring' }));
    expect(await screen.findByText(/sah menurut yang tersimpan di komputer ini/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Periksa sekarang' }));
    expect(await screen.findByText(/log LPSE masih memuatnya/)).toBeTruthy();
    expect(fake.inputsOf('receipts.verify')).toEqual([
      { receiptId: 'terima/B', offline: true },
      { receiptId: 'terima/B', offline: false },
    ]);
  });

  it('that fails a check says so, and shows which', async () => {
    const [first, ...rest] = SAMPLE_REPORT.checks;
    if (first === undefined) throw new Error('a report has checks');
    const failed = {
      ok: false,
      checks: [{ ...first, outcome: 'failed' as const, code: 'proof/receipt-mismatch' }, ...rest],
    };
    const { user } = await mountApp(ADDRESS, { answers: { ...RECEIPTS, 'receipts.verify': () => failed } });
    await user.click(await screen.findByRole('button', { name: 'Periksa sekarang' }));
    expect(await screen.findByText('Tanda terima tidak lolos semua pemeriksaan.')).toBeTruthy();
    expect(screen.getByText('proof/receipt-mismatch')).toBeTruthy();
  });

  it('is saved as a PDF where the user says', async () => {
    const { fake, user } = await mountApp(ADDRESS, {
      answers: { ...RECEIPTS, 'receipts.pdf': () => ({ shownAs: '~/Unduhan/tanda-terima.pdf' }) },
    });
    await user.click(await screen.findByRole('button', { name: 'Simpan PDF' }));
    expect(await screen.findByText('Tersimpan di ~/Unduhan/tanda-terima.pdf')).toBeTruthy();
    expect(fake.inputsOf('files.saveAs')).toEqual([{ suggestedName: 'tanda-terima-10092474000-satu-2.pdf' }]);
  });

  it('is compared with the files on this computer, one by one', async () => {
    const { user } = await mountApp(ADDRESS, {
      answers: {
        ...RECEIPTS,
        'receipts.compare': () => ({
          documents: [
            { name: 'rkk.pdf', outcome: 'equal' },
            { name: 'harga.pdf', outcome: 'changed' },
            { name: 'alat.pdf', outcome: 'not-found' },
          ],
        }),
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Bandingkan' }));
    expect(await screen.findByText('1 dari 3 berkas sama dengan yang disegel.')).toBeTruthy();
    expect(screen.getByText('berubah sejak disegel')).toBeTruthy();
    expect(screen.getByText('tidak ada lagi di tempatnya')).toBeTruthy();
  });

  it('of another account is not found', async () => {
    await mountApp('/receipts/asing', { answers: RECEIPTS });
    expect(await screen.findByText('Tanda terima tidak ditemukan')).toBeTruthy();
  });
});
