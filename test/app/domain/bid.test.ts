// The states of a bid: what may follow what, and that nothing but a verified receipt is green.
import { describe, expect, it } from 'vitest';
import * as states from '../../../app/domain/bid.ts';
import type { Bid, BidState, DraftBid, ReceiptSummary, SealedFile } from '../../../app/domain/bid.ts';

const draft: DraftBid = {
  bidId: 'b1',
  kdLpse: 77,
  kdTender: '10092474000',
  versiTender: 1,
  namaPaket: 'Paket',
  envelopeId: 'satu',
  mode: 'CA',
  accountId: 'akun',
  revision: 1,
  supersedes: null,
  storedVersion: 4,
  updatedAt: '2026-11-20T00:00:00.000Z',
  state: 'draft',
  documents: [],
  letter: null,
};
const digest = 'a'.repeat(64);
const sealed: SealedFile = {
  path: '/x/bid.sampul',
  sizeBytes: 10,
  sealedSha256: digest,
  manifestSha256: digest,
  signatureSha256: digest,
  policySha256: digest,
  policySerial: 1,
  signerSha256: digest,
  signerName: 'Dian',
  bidderId: '701001',
  evidenceSha256: digest,
  sealedAt: '2026-11-20T00:00:00.000Z',
  timestampAt: null,
  documents: [],
  letter: null,
};
const upload = { uploadId: 'u', uploadUrl: '/u', expiresAt: '', offsetBytes: 0, request: null };
const receipt: ReceiptSummary = {
  submissionId: 's1',
  sequence: 1,
  receivedAt: '2026-11-20T00:00:00.000Z',
  receiptSha256: digest,
  logIndex: 0,
  supersedes: null,
  timestampAt: null,
  folder: '/x',
};
const refusal = { submissionId: 's1', refusalCode: 'submission/closed', serverTime: '', refusal: '' };

const sealedBid = states.sealedAs(draft, sealed);
const uploading = states.uploadingTo(sealedBid, upload, null);
const received = states.receivedAs(uploading, 's1');
const receipted = states.receiptedAs(received, receipt);
const all: Readonly<Record<BidState, Bid>> = {
  draft,
  sealed: sealedBid,
  uploading,
  received,
  receipted,
  superseded: states.supersededBy(receipted, 's2'),
  withdrawn: states.withdrawnAt(receipted, '2026-11-20T00:00:00.000Z', '/w'),
  refused: states.refusedWith(uploading, refusal),
};

const moves: Readonly<Record<BidState, (bid: Bid) => Bid>> = {
  draft: (bid) => states.edited(bid, [], null, null),
  sealed: (bid) => states.sealedAs(bid, sealed),
  uploading: (bid) => states.uploadingTo(bid, upload, null),
  // Typed so that only sent bids can be received.
  received: (bid) => states.receivedAs(bid as typeof uploading, 's1'),
  receipted: (bid) => states.receiptedAs(bid, receipt),
  superseded: (bid) => states.supersededBy(bid, 's2'),
  withdrawn: (bid) => states.withdrawnAt(bid, '', ''),
  refused: (bid) => states.refusedWith(bid, refusal),
};

describe('a bid', () => {
  const pairs = (Object.keys(all) as BidState[]).flatMap((from) =>
    (Object.keys(moves) as BidState[]).map((to) => [from, to] as const),
  );

  it.each(pairs)('%s -> %s is possible exactly when the table says so', (from, to) => {
    if (states.canBecome(from, to)) expect(moves[to](all[from]).state).toBe(to);
    else expect(() => moves[to](all[from])).toThrow(expect.objectContaining({ code: 'draft/wrong-state' }) as Error);
  });

  it.each(Object.values(all))('keeps its identity in state $state', (bid) => {
    expect(bid).toMatchObject({ bidId: 'b1', kdTender: '10092474000', accountId: 'akun', storedVersion: 4 });
  });

  it('is green only with a receipt', () => {
    const green = Object.values(all).filter((bid) => states.truthOf(bid) === 'green');
    expect(green.map(({ state }) => state)).toEqual(['receipted']);
  });

  it('is on the way while uploading or waiting for the receipt', () => {
    const moving = Object.values(all).filter((bid) => states.isOnTheWay(bid));
    expect(moving.map(({ state }) => state)).toEqual(['uploading', 'received']);
  });

  it('forgets documents of an older draft and keeps none of the sealed file when it is edited again', () => {
    expect(Object.keys(states.edited(sealedBid, [], null, null))).not.toContain('sealed');
  });
});
