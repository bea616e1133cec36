// The log part of a receipt (app/protocol/SPEC.md 6): signed checkpoint, entry recomputed from the salted body, inclusion.
import { parseVerifierKey, verifyCheckpoint, type VerifiedCheckpoint } from '../../crypto/checkpoint.ts';
import { verifyInclusion } from '../../crypto/merkle.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { Receipt, WithdrawalReceipt } from '../protocol/receipt.ts';
import { hiddenLeafHash } from './log-leaf.ts';
import { findOut, notMade, runCheck, type Row } from './run-check.ts';

/** Either receipt: both carry their log entry in the same way. */
export type LoggedReceipt = Receipt | WithdrawalReceipt;

/** Three rows: `log-checkpoint`, `log-leaf`, `log-inclusion`. */
export function checkLog(receipt: LoggedReceipt, logVerifierKey: string): Row[] {
  const find = () => {
    const key = parseVerifierKey(logVerifierKey);
    const verified = verifyCheckpoint(receipt.log.checkpoint, key);
    if (receipt.log.origin !== key.name) throw new CodedError('log/checkpoint-invalid', { origin: receipt.log.origin });
    return verified;
  };
  const { row: signed, value: checkpoint } = findOut('log-checkpoint', find, ({ origin, size }) => ({ origin, size }));
  const leaf = runCheck('log-leaf', () => requireSameFacts(receipt));
  if (checkpoint === null) return [signed, leaf, notMade('log-inclusion')];
  return [signed, leaf, runCheck('log-inclusion', () => requireIncluded(receipt, checkpoint))];
}

/** The leaf's bytes, hashed, from what the receipt itself says. */
export function leafOf(receipt: LoggedReceipt): Buffer {
  const { kdTender, versiTender, envelopeId, log } = receipt;
  const scope = { kdTender, versiTender, envelopeId };
  return receipt.format === 'segel-receipt/1'
    ? hiddenLeafHash({ type: 'submission-received', ...scope, time: receipt.receivedAt, body: log.body })
    : hiddenLeafHash({ type: 'submission-withdrawn', ...scope, time: receipt.withdrawnAt, body: log.body });
}

/** Each fact of the body is the receipt's own: an entry about another bid proves nothing about this one. */
function requireSameFacts(receipt: LoggedReceipt): ProblemDetails {
  const { salt, ...body } = receipt.log.body;
  if (Buffer.from(salt, 'base64url').length !== 32) throw new CodedError('proof/log-entry-mismatch', { field: 'salt' });
  const facts = new Map<string, unknown>(Object.entries(receipt));
  for (const [field, value] of Object.entries(body)) {
    if (facts.get(field) !== value) throw new CodedError('proof/log-entry-mismatch', { field });
  }
  return { index: receipt.log.index };
}

function requireIncluded(receipt: LoggedReceipt, { size, root }: VerifiedCheckpoint): ProblemDetails {
  const { index, inclusionProof } = receipt.log;
  const proof = inclusionProof.map((hash) => Buffer.from(hash, 'hex'));
  verifyInclusion({ leafHash: leafOf(receipt), index, size, proof, root });
  return { index, size };
}
