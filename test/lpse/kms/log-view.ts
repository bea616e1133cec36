// The KMS reads the transparency log for itself: checkpoint signature, every leaf, the root over them, and that the tree only
// grew since the last look. Nothing the LPSE says about the log is taken on trust.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { isOfEnvelope } from '../../../app/policy/live-set.ts';
import { LogLeaf } from '../../../app/protocol/log.ts';
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { verifyCheckpoint, type VerifierKey } from '../../../crypto/checkpoint.ts';
import { leafHash, rootOf } from '../../../crypto/merkle.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { EnvelopeScope } from '../context.ts';
import type { Store } from '../database.ts';

/** What the KMS asks of the log. */
export interface LogReader {
  /** The newest signed checkpoint. */
  checkpoint(): string;
  /** Leaf bytes, end exclusive. */
  entries(start: number, end: number): readonly Uint8Array[];
}

export interface PlacedLeaf {
  readonly index: number;
  readonly leaf: LogLeaf;
}

/**
 * Every leaf of the log.
 * @throws kms/log-refused when signature, root or growth do not hold
 */
export function readWholeLog(store: Store, reader: LogReader, logKey: VerifierKey): readonly PlacedLeaf[] {
  try {
    const { size, root } = verifyCheckpoint(reader.checkpoint(), logKey);
    const leaves = reader.entries(0, size);
    const hashes = leaves.map((leaf) => leafHash(leaf));
    if (leaves.length !== size || !rootOf(hashes).equals(root)) throw refused('root');
    requireGrowth(store, { size, root }, hashes);
    return leaves.map((bytes, index) => ({ index, leaf: LogLeaf.parse(parseCanonicalJson(bytes)) }));
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('kms/log-refused', {}, { cause: error });
  }
}

function requireGrowth(store: Store, now: { size: number; root: Uint8Array }, hashes: readonly Buffer[]): void {
  const before = store.prepare<[], { size: number; root: Buffer }>('SELECT size, root FROM kms_log_view').get();
  if (before !== undefined) {
    if (now.size < before.size) throw refused('smaller');
    if (!rootOf(hashes.slice(0, before.size)).equals(before.root)) throw refused('forked');
  }
  store
    .prepare<[number, Buffer]>('INSERT OR REPLACE INTO kms_log_view VALUES (1, ?, ?)')
    .run(now.size, Buffer.from(now.root));
}

/** The leaves that decide about one envelope, in order. */
export interface EnvelopeLeaves {
  /** `submission-received` and `submission-withdrawn` before the closing. */
  readonly filed: readonly PlacedLeaf[];
  readonly closed: PlacedLeaf;
}

/**
 * @throws kms/log-refused when the envelope is not closed exactly once, was closed before `hour`, or got a leaf afterwards
 */
export function leavesOf(log: readonly PlacedLeaf[], id: EnvelopeScope, hour: Date): EnvelopeLeaves {
  const own = log.filter(({ leaf }) => isOfEnvelope(leaf, id));
  const [closed, ...more] = own.filter(({ leaf }) => leaf.type === 'closed');
  if (closed === undefined) throw refused('not closed');
  if (more.length > 0) throw refused('closed twice');
  if (new Date(closed.leaf.time) < hour) throw refused('closed early');
  const filed = own.filter(({ leaf }) => leaf.type === 'submission-received' || leaf.type === 'submission-withdrawn');
  if (filed.some(({ index }) => index > closed.index)) throw refused('filed after closing');
  if (filed.some(({ leaf }) => new Date(leaf.time) >= hour)) throw refused('filed after the hour');
  return { filed, closed };
}

/** Digest by which a leaf commits to a body that stays hidden until the opening. */
export function bodySha256(body: Json): string {
  return sha256Hex(encodeCanonicalJson(body));
}

function refused(why: string): CodedError {
  return new CodedError('kms/log-refused', { why });
}
