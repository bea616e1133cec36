// The append-only Merkle log (RFC 6962 2.1) with C2SP checkpoints. A leaf is on disk before `append` returns.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { LogLeaf } from '../../../app/protocol/log.ts';
import { encodeCheckpoint, encodeVerifierKey, signNote } from '../../../crypto/checkpoint.ts';
import { leafHash, MerkleTree } from '../../../crypto/merkle.ts';
import type { AppendedLeaf, TransparencyLog } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { encodeLeaf } from './leaf.ts';

const MIGRATIONS = [
  {
    name: 'log/leaves',
    sql: `CREATE TABLE leaves (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL, hash BLOB NOT NULL, once TEXT UNIQUE) STRICT;
      CREATE TRIGGER leaves_stay BEFORE UPDATE ON leaves BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
      CREATE TRIGGER leaves_remain BEFORE DELETE ON leaves BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;`,
  },
];

interface LeafRow {
  readonly position: number;
  readonly bytes: Buffer;
}

export interface LogOptions {
  readonly origin: string;
  readonly key: KeyObject;
  /** Told of every new leaf. */
  readonly onAppend?: () => void;
}

export function createLog(store: Store, { origin, key, onAppend }: LogOptions): TransparencyLog {
  migrate(store, MIGRATIONS);
  const insert = store.prepare('INSERT INTO leaves (position, bytes, hash, once) VALUES (?, ?, ?, ?)');
  const byOnce = store.prepare<[string], LeafRow>('SELECT position, bytes FROM leaves WHERE once = ?');
  const range = store.prepare<[number, number], Buffer>(
    'SELECT bytes FROM leaves WHERE position >= ? AND position < ? ORDER BY position',
  );
  // The tree over all leaves stays in memory: about 64 bytes for each.
  const tree = MerkleTree.of(store.prepare<[], Buffer>('SELECT hash FROM leaves ORDER BY position').pluck().all());

  const find = (once: string): AppendedLeaf | null => {
    const row = byOnce.get(once);
    return row === undefined ? null : { index: row.position, leaf: parseLeaf(row.bytes) };
  };
  return {
    origin,
    verifierKey: encodeVerifierKey({ name: origin, publicKey: createPublicKey(key) }),
    get size() {
      return tree.size;
    },
    find,
    append(leaf, once) {
      const present = once === undefined ? null : find(once);
      if (present !== null) return present;
      const bytes = encodeLeaf(LogLeaf.parse(leaf));
      const hash = leafHash(bytes);
      const index = tree.size;
      insert.run(index, bytes, hash, once ?? null);
      tree.append(hash);
      onAppend?.();
      return { index, leaf };
    },
    checkpoint(size = tree.size) {
      requireSize(tree, size);
      return signNote(encodeCheckpoint({ origin, size, root: tree.root(size) }), origin, key);
    },
    inclusionProof(index, size = tree.size) {
      requireSize(tree, size);
      if (index >= size) throw new CodedError('access/not-found');
      return tree.inclusionProof(index, size).map(toHex);
    },
    consistencyProof(from, to) {
      requireSize(tree, to);
      if (from > to) throw new CodedError('access/malformed-request');
      return tree.consistencyProof(from, to).map(toHex);
    },
    entries: (start, end) => range.pluck().all(start, end),
  };
}

function requireSize(tree: MerkleTree, size: number): void {
  if (size > tree.size) throw new CodedError('access/not-found');
}

function parseLeaf(bytes: Buffer): LogLeaf {
  return LogLeaf.parse(JSON.parse(bytes.toString('utf8')));
}

const toHex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
