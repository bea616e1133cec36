import { describe, expect, it } from 'vitest';
import type { ReceiptView } from '../../../../app/contract/records.ts';
import { findEntry, historyOf } from '../../../../renderer/features/receipts/receipt-history.ts';
import { sampleDigest } from '../../../doubles/sample-account.ts';

function receipt(submissionId: string, sequence: number, change: Partial<ReceiptView> = {}): ReceiptView {
  return {
    receiptId: `${submissionId}-${change.kind ?? 'submission'}`,
    kind: 'submission',
    bidId: null,
    kdTender: '10092474000',
    namaPaket: 'Gedung',
    envelopeId: 'satu',
    submissionId,
    sequence,
    time: `2026-11-19T10:0${sequence}:00.000Z`,
    receiptSha256: sampleDigest('a'),
    sealedSha256: sampleDigest('b'),
    logIndex: sequence,
    checkpoint: 'log',
    supersedes: null,
    hasTimestamp: true,
    ...change,
  };
}

describe('the history of an envelope', () => {
  it('keeps a replaced bid as a tombstone that names its successor', () => {
    const [history] = historyOf([receipt('A', 1), receipt('B', 2, { supersedes: 'A' })]);
    expect(
      history?.entries.map(({ receipt: { submissionId }, standing, replacedBy }) => [
        submissionId,
        standing,
        replacedBy,
      ]),
    ).toEqual([
      ['B', 'current', null],
      ['A', 'replaced', 'B'],
    ]);
  });

  it('keeps a withdrawn bid as a tombstone with the time of its withdrawal', () => {
    const withdrawal = receipt('A', 2, { kind: 'withdrawal', sealedSha256: null });
    const [history] = historyOf([receipt('A', 1), withdrawal]);
    expect(history?.entries.map(({ standing, withdrawnAt }) => [standing, withdrawnAt])).toEqual([
      ['withdrawal', withdrawal.time],
      ['withdrawn', withdrawal.time],
    ]);
  });

  it('does not mix envelopes, and shows the one with the newest receipt first', () => {
    const histories = historyOf([receipt('A', 1), receipt('B', 3, { envelopeId: 'file-2' }), receipt('C', 2)]);
    expect(histories.map(({ envelopeId, entries }) => [envelopeId, entries.length])).toEqual([
      ['file-2', 1],
      ['satu', 2],
    ]);
  });

  it('finds one receipt with its standing', () => {
    const all = [receipt('A', 1), receipt('B', 2, { supersedes: 'A' })];
    expect(findEntry(all, 'A-submission')?.standing).toBe('replaced');
    expect(findEntry(all, 'unknown')).toBeNull();
  });
});
