// What the LPSE gave in writing, verified from its own bytes: receipts, places in the log, refusals.
import { expect } from 'vitest';
import type { ReceiptBundle } from '../../../app/protocol/receipt.ts';
import { RefusalStatement, type SubmissionAnswer } from '../../../app/protocol/submissions.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { parseVerifierKey, verifyCheckpoint } from '../../../crypto/checkpoint.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256, sha256Hex } from '../../../crypto/encoding.ts';
import { leafHash, verifyInclusion } from '../../../crypto/merkle.ts';
import { verifyTimestamp } from '../../../crypto/timestamp.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import type { Trial } from './trial.ts';

/** Signature of the LPSE, timestamp, archived CRLs; answers the content. */
export function verifyBundle<T extends { revocationSha256: string[] }>(
  trial: Trial,
  bundle: ReceiptBundle | null,
  schema: { parse(value: unknown): T },
): T {
  if (bundle === null) throw new Error('no receipt');
  const { context } = trial.server;
  const bytes = Buffer.from(bundle.receipt, 'base64');
  const signature = Buffer.from(bundle.signature, 'base64');
  const { signers } = verifySignedData(signature, bytes);
  expect(signers[0]?.certificate.sha256).toBe(context.keys.lpse.certificate.sha256);
  verifyTimestamp(Buffer.from(bundle.timestamp ?? '', 'base64'), {
    sha256: sha256(signature),
    anchors: [context.keys.anchors.tsa],
    crls: context.keys.crls().map((der) => parseCrl(der)),
    revocation: 'required',
  });
  const receipt = schema.parse(parseCanonicalJson(bytes));
  expect(bundle.revocation.map(({ der }) => sha256Hex(Buffer.from(der, 'base64')))).toEqual(receipt.revocationSha256);
  return receipt;
}

/** The leaf is in the log under the signed head that the part names. */
export function verifyLogPart(
  trial: Trial,
  part: { checkpoint: string; index: number; inclusionProof: string[] },
  leaf: Record<string, string | number>,
): void {
  const { size, root } = verifyCheckpoint(part.checkpoint, parseVerifierKey(trial.server.context.log.verifierKey));
  verifyInclusion({
    leafHash: leafHash(encodeCanonicalJson(leaf)),
    index: part.index,
    size,
    proof: part.inclusionProof.map((hash) => Buffer.from(hash, 'hex')),
    root,
  });
}

/** The refusal, after its signature by the LPSE was checked. */
export function verifyRefusal(trial: Trial, { refusal }: SubmissionAnswer): RefusalStatement {
  const { content, signers } = verifySignedData(Buffer.from(refusal ?? '', 'base64'));
  expect(signers[0]?.certificate.sha256).toBe(trial.server.context.keys.lpse.certificate.sha256);
  return RefusalStatement.parse(parseCanonicalJson(content));
}
