// The proof that one head of a log continues another, asked of whoever keeps the log.
import { requireGrowth, type Checkpoint } from '../../crypto/checkpoint.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';

/**
 * Both heads must be verified.
 * @throws log/forked when `newer` does not continue `older`, and when the LPSE has no proof for two heads that it signed
 * @throws network/*, service/*
 */
export async function proveGrowth(
  lpse: Pick<LogCalls, 'consistency'>,
  { older, newer }: { readonly older: Checkpoint; readonly newer: Checkpoint },
  options: RunOptions = {},
): Promise<void> {
  const provable = older.size > 0 && older.size < newer.size;
  const proof = provable ? await proofOf(lpse, { older, newer }, options) : [];
  requireGrowth(
    older,
    newer,
    proof.map((hash) => Buffer.from(hash, 'hex')),
  );
}

/** A line or a service that fails says nothing about the log; whatever else an LPSE answers does. */
export function isUnreached(code: string): boolean {
  return code.startsWith('network/') || code.startsWith('service/') || code === 'log/unproven';
}

async function proofOf(
  lpse: Pick<LogCalls, 'consistency'>,
  { older, newer }: { readonly older: Checkpoint; readonly newer: Checkpoint },
  options: RunOptions,
): Promise<readonly string[]> {
  try {
    return (await lpse.consistency(older.size, newer.size, options)).proof;
  } catch (cause) {
    // An LPSE that answers, and not with a proof, is the alarm: a forking log would just send none.
    if (!(cause instanceof CodedError) || isUnreached(cause.code)) throw cause;
    throw new CodedError('log/forked', { from: older.size, to: newer.size, why: cause.code }, { cause });
  }
}
