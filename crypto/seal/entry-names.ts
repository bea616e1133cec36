// Names and order of a container's entries (SPEC.md 2). The order is part of the format: there is one file for one content.
import { CryptoError } from '../errors.ts';
import { MAX_OBJECTS, objectIdOf, type SealMode } from './manifest.ts';

export const MIMETYPE = 'application/x-sampul+zip';

export const ENTRY = {
  mimetype: 'mimetype',
  evidence: 'evidence.p7m',
  manifest: 'manifest.json',
  signature: 'manifest.p7s',
  timestamp: 'manifest.tsr',
} as const;

/** Ciphertext of an object. */
export const encName = (id: string): string => `objects/${id}.enc`;
/** Locked header (CA) or header (NON_CA) of an object. */
export const headerName = (id: string, mode: SealMode): string =>
  `objects/${id}${mode === 'CA' ? '.lock.p7m' : '.p7m'}`;

/** What the names of a container say about it. */
export interface EntryOrder {
  readonly mode: SealMode;
  /** Number of objects that hold documents; 0000 is not counted. */
  readonly documentObjects: number;
  readonly timestamped: boolean;
}

/**
 * Reads the order back from the names.
 * @throws seal/container-malformed when a name is unknown, missing, repeated or out of place
 */
export function parseEntryOrder(names: readonly string[]): EntryOrder {
  const timestamped = names.at(-1) === ENTRY.timestamp;
  const objectEntries = names.length - (timestamped ? 5 : 4);
  const documentObjects = objectEntries / 2 - 1;
  if (!Number.isInteger(documentObjects) || documentObjects < 0 || documentObjects > MAX_OBJECTS) throw wrong('count');
  const mode: SealMode = names.includes(headerName('0000', 'CA')) ? 'CA' : 'NON_CA';
  const order = { mode, documentObjects, timestamped };
  const expected = entryNames(order);
  const at = names.findIndex((name, i) => name !== expected[i]);
  if (at >= 0) throw wrong(`entry ${String(at + 1)}`);
  return order;
}

/** All names of a container, in order. */
export function entryNames({ mode, documentObjects, timestamped }: EntryOrder): string[] {
  const ids = Array.from({ length: documentObjects }, (_, i) => objectIdOf(i + 1));
  const objects = [...ids, objectIdOf(0)].flatMap((id) => [encName(id), headerName(id, mode)]);
  const tail = [ENTRY.evidence, ENTRY.manifest, ENTRY.signature];
  return [ENTRY.mimetype, ...objects, ...tail, ...(timestamped ? [ENTRY.timestamp] : [])];
}

function wrong(detail: string): CryptoError {
  return new CryptoError('seal/container-malformed', `names: ${detail}`);
}
