// Bids as the in-memory program tells them: a draft, a receipted one and a sealed one.
import type { BidView } from '../../app/contract/bids.ts';
import { fromNow, sampleDigest, SAMPLE_IDENTITY } from './sample-account.ts';
import { samplePackage, TWO_FILES } from './sample-packages.ts';

export function sampleBid(change: Partial<BidView> = {}): BidView {
  return {
    bidId: '6f1b0a3e-3f5f-4d55-9c0e-0d2c6b8f4a11',
    kdTender: '10092474000',
    versiTender: 1,
    namaPaket: samplePackage().name,
    envelopeId: 'penawaran',
    mode: 'CA',
    revision: 1,
    updatedAt: fromNow(-12 * 60_000),
    state: 'draft',
    truth: 'grey',
    documents: [],
    letter: null,
    sealed: null,
    uploadedBytes: null,
    receipt: null,
    supersededBy: null,
    withdrawnAt: null,
    refusal: null,
    ...change,
  };
}

export const SAMPLE_SEALED: NonNullable<BidView['sealed']> = {
  sizeBytes: 48_312_004,
  sealedSha256: sampleDigest('a'),
  manifestSha256: sampleDigest('b'),
  signerName: SAMPLE_IDENTITY.holder,
  sealedAt: fromNow(-40 * 60_000),
  timestampAt: fromNow(-40 * 60_000),
  policySerial: 3,
};

export const SAMPLE_BIDS: readonly BidView[] = [
  sampleBid(),
  sampleBid({
    bidId: '0e9f7c52-9a4d-4a6b-8a57-3f5cfa0d1e22',
    kdTender: '10092481000',
    envelopeId: 'file-1',
    namaPaket: TWO_FILES.name,
    state: 'receipted',
    truth: 'green',
    sealed: SAMPLE_SEALED,
    receipt: {
      submissionId: 'kiriman-1',
      sequence: 12,
      receivedAt: fromNow(-30 * 60_000),
      receiptSha256: sampleDigest('e'),
      logIndex: 41,
      timestampAt: fromNow(-30 * 60_000),
    },
  }),
  sampleBid({
    bidId: '3b8d9d0c-5d4e-4d8e-9f0a-8a4b6c2d7e33',
    kdTender: '10092481000',
    envelopeId: 'file-2',
    namaPaket: TWO_FILES.name,
    state: 'sealed',
    truth: 'red',
    sealed: SAMPLE_SEALED,
  }),
];
