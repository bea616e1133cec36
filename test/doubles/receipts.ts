// A receipt of the right shape, proving nothing: for stores, which do not judge.
import type { Receipt } from '../../app/protocol/receipt.ts';

export function testReceipt(): Receipt {
  const sha256 = 'a'.repeat(64);
  const time = '2026-11-20T00:00:00.000Z';
  const digests = { manifestSha256: sha256, signatureSha256: sha256, sealedSha256: sha256 };
  const common = { submissionId: 's1', bidderId: '701001', ...digests, size: 1, receivedAt: time, supersedes: null };
  return {
    format: 'segel-receipt/1',
    ...{ kdLpse: 906, kdTender: '10092474000', versiTender: 1, envelopeId: 'satu', sequence: 1, closesAt: time },
    ...common,
    evidenceSha256: sha256,
    revocationSha256: [],
    log: { origin: 'uji', index: 0, body: { salt: 'AAAA', ...common }, checkpoint: '', inclusionProof: [] },
  };
}
