// C2SP tlog-checkpoint: the signed head of the transparency log, and the rule that a log only grows.
import { parseBase64 } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { verifyConsistency } from './merkle.ts';
import { parseNote, verifyNote, type VerifierKey } from './signed-note.ts';

export { addSignature, encodeVerifierKey, parseVerifierKey, signNote, type VerifierKey } from './signed-note.ts';

export interface Checkpoint {
  /** Name of the log, one line. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  /** 32 octets. */
  readonly root: Uint8Array;
}

export interface VerifiedCheckpoint extends Checkpoint {
  /** Names of the known witnesses whose signatures are on it. */
  readonly witnesses: readonly string[];
}

const MAX_SIZE_DIGITS = 16;

/** The note text of a checkpoint, ready for `signNote`. */
export function encodeCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${String(size)}\n${Buffer.from(root).toString('base64')}\n`;
  readText(text);
  return text;
}

/**
 * Reads a signed checkpoint without verifying it. Extension lines are passed over.
 * @throws log/malformed when it is not a checkpoint
 */
export function parseCheckpoint(note: string): Checkpoint {
  return readText(parseNote(note).text);
}

/**
 * Reads a checkpoint that the log's key has signed under the log's own name. Signatures of unknown keys are ignored.
 * @throws log/malformed when it is not a checkpoint
 * @throws log/checkpoint-invalid when the log's signature is missing or wrong, the origin is another log's, or a known
 * witness's signature is wrong
 */
export function verifyCheckpoint(
  note: string,
  key: VerifierKey,
  { witnesses = [] }: { readonly witnesses?: readonly VerifierKey[] } = {},
): VerifiedCheckpoint {
  const { text, signedBy } = verifyNote(note, [key, ...witnesses]);
  if (!signedBy.includes(key)) throw new CryptoError('log/checkpoint-invalid', 'not signed by the log');
  const checkpoint = readText(text);
  if (checkpoint.origin !== key.name) throw new CryptoError('log/checkpoint-invalid', 'origin');
  return { ...checkpoint, witnesses: signedBy.filter((signer) => signer !== key).map((signer) => signer.name) };
}

/**
 * Insists that `newer` continues the log of `older`: never smaller, never rewritten (app/protocol/SPEC.md 6). Both must be verified.
 * @param proof consistency proof from the older to the newer size; empty when the sizes are equal
 * @throws log/forked when it does not; a missing or wrong proof is the same alarm, or a forking log would just send none
 */
export function requireGrowth(older: Checkpoint, newer: Checkpoint, proof: readonly Uint8Array[]): void {
  if (older.origin !== newer.origin) throw new CryptoError('log/forked', 'origin');
  try {
    verifyConsistency({
      oldSize: older.size,
      oldRoot: older.root,
      newSize: newer.size,
      newRoot: newer.root,
      proof,
    });
  } catch (cause) {
    throw new CryptoError('log/forked', cause instanceof Error ? cause.message : '', { cause });
  }
}

function readText(text: string): Checkpoint {
  const lines = text.split('\n');
  // The text ends in a newline, so the last piece is empty; no other line may be.
  const last = lines.pop();
  const [origin = '', digits = '', base64 = '', ...extensions] = lines;
  if (last !== '' || origin === '' || extensions.includes('')) throw malformed('lines');
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f]/.test(origin)) throw malformed('origin');
  if (!/^(0|[1-9][0-9]*)$/.test(digits) || digits.length > MAX_SIZE_DIGITS) throw malformed('tree size');
  const size = Number(digits);
  if (!Number.isSafeInteger(size)) throw malformed('tree size');
  const root = parseBase64(base64);
  if (root?.length !== 32) throw malformed('root hash');
  return { origin, size, root };
}

function malformed(detail: string): CryptoError {
  return new CryptoError('log/malformed', detail);
}
