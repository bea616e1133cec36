// Hashes a whole container once, from disk: the file in one lane, each ciphertext in the other, at the speed of the slower.
import { CryptoError } from '../errors.ts';
import { crc32, joinCrc32 } from './crc32.ts';
import type { ContainerLayout } from './container-reader.ts';
import { encName } from './entry-names.ts';
import { IO_BYTES, type ByteSource, type JobControl, type LaneDigests, type Workspace } from './io.ts';
import { BLOCK_BYTES, BLOCKS_ABOVE_BYTES, type OuterManifest } from './manifest.ts';
import { SlotRing, watched } from './slot-ring.ts';

export interface EnvelopeDigests {
  /** Lower-case hex SHA-256 of the whole file. */
  readonly sealedSha256: string;
  /** CRC-32 of the whole file, joined from those of its parts; null unless asked for. */
  readonly sealedCrc32: number | null;
  /** By entry name. */
  readonly ciphertexts: ReadonlyMap<string, LaneDigests>;
}

/** A run of the file; `name` where it is a ciphertext. */
interface Span {
  readonly name: string | null;
  readonly position: number;
  readonly lengthBytes: number;
}

interface Piece {
  readonly span: Span;
  readonly position: number;
  readonly lengthBytes: number;
}

/**
 * Reads the file from the first byte to the last. Without a layout only the file's own digest is made.
 * @throws seal/object-damaged when the file ends early
 */
export async function digestEnvelope(
  source: ByteSource,
  layout: ContainerLayout | null,
  {
    workspace,
    control,
    wholeCrc32 = false,
  }: {
    readonly workspace: Workspace;
    readonly control?: JobControl | undefined;
    readonly wholeCrc32?: boolean | undefined;
  },
): Promise<EnvelopeDigests> {
  const [wholeLane, objectLane] = workspace.lanes;
  const gaps = new Map<number, number>();
  const ring = new SlotRing([...workspace.inputs, ...workspace.outputs]);
  const finished = new Map<string, Promise<LaneDigests>>();
  const spans = spansOf(source.sizeBytes, layout);
  const pieces = piecesOf(spans);
  const next = () => {
    const { value } = pieces.next();
    return value === undefined ? null : { piece: value, bytes: watched(read(source, value, ring)) };
  };
  // Without a layout the file is one gap, which the lane is faster at.
  const byLane = wholeCrc32 && layout === null;
  wholeLane.begin(byLane ? { crc32: true } : {});
  let ahead = next();
  try {
    for (let doneBytes = 0; ahead !== null;) {
      const { piece, bytes } = ahead;
      const view = await bytes;
      control?.signal?.throwIfAborted();
      if (piece.position === piece.span.position && piece.span.name !== null) objectLane.begin(laneOptions(piece.span));
      const { position, name } = piece.span;
      if (wholeCrc32 && !byLane && name === null) gaps.set(position, crc32(view, gaps.get(position)));
      const inObject = piece.span.name === null ? null : objectLane.update(view);
      ring.holdLast(Promise.all([wholeLane.update(view), inObject]));
      if (piece.span.name !== null && isLast(piece)) finished.set(piece.span.name, watched(objectLane.finish()));
      doneBytes += view.length;
      control?.onProgress?.({ doneBytes, totalBytes: source.sizeBytes });
      ahead = next();
    }
  } finally {
    await Promise.allSettled([ahead?.bytes, ring.drain()]);
  }
  const whole = await wholeLane.finish();
  const ciphertexts = new Map<string, LaneDigests>();
  for (const [name, digests] of finished) ciphertexts.set(name, await digests);
  const joined = () =>
    spans.reduce((crc, { name, position, lengthBytes }) => {
      const own = name === null ? gaps.get(position) : ciphertexts.get(name)?.crc32;
      return joinCrc32(crc, own ?? 0, lengthBytes);
    }, 0);
  const sealedCrc32 = byLane ? whole.crc32 : wholeCrc32 ? joined() : null;
  return { sealedSha256: whole.sha256.toString('hex'), sealedCrc32, ciphertexts };
}

/** What the bytes of a source are. @throws seal/object-damaged when it ends early */
export async function digestBytes(
  source: ByteSource,
  { workspace, control }: { readonly workspace: Workspace; readonly control?: JobControl | undefined },
): Promise<{ readonly sha256: string; readonly crc32: number }> {
  const { sealedSha256, sealedCrc32 } = await digestEnvelope(source, null, { workspace, control, wholeCrc32: true });
  return { sha256: sealedSha256, crc32: sealedCrc32 ?? 0 };
}

/**
 * Insists that every ciphertext is the one that the manifest lists.
 * @throws seal/object-damaged when a digest or a CRC-32 differs
 */
export function requireObjectDigests(manifest: OuterManifest, layout: ContainerLayout, digests: EnvelopeDigests): void {
  for (const object of manifest.objects) {
    const name = encName(object.id);
    const found = digests.ciphertexts.get(name);
    const blocks = object.blockSha256 ?? [];
    const same =
      found?.sha256.toString('hex') === object.sha256 &&
      found.crc32 === layout.entry(name).crc32 &&
      found.blocks.length === blocks.length &&
      found.blocks.every((block, i) => block.toString('hex') === blocks[i]);
    if (!same) throw new CryptoError('seal/object-damaged', name);
  }
}

/** What a lane must find out about a ciphertext. */
function laneOptions({ lengthBytes }: Span) {
  return { crc32: true, ...(lengthBytes > BLOCKS_ABOVE_BYTES ? { blockBytes: BLOCK_BYTES } : {}) };
}

/** The file as ciphertexts and what lies between them. */
function spansOf(sizeBytes: number, layout: ContainerLayout | null): Span[] {
  const spans: Span[] = [];
  let position = 0;
  for (const entry of layout?.entries ?? []) {
    if (!entry.name.endsWith('.enc')) continue;
    spans.push({ name: null, position, lengthBytes: entry.dataOffset - position });
    spans.push({ name: entry.name, position: entry.dataOffset, lengthBytes: entry.sizeBytes });
    position = entry.dataOffset + entry.sizeBytes;
  }
  return [...spans, { name: null, position, lengthBytes: sizeBytes - position }];
}

function* piecesOf(spans: readonly Span[]): Generator<Piece, undefined> {
  for (const span of spans) {
    const end = span.position + span.lengthBytes;
    let position = span.position;
    // An empty ciphertext is one empty piece: it has a digest, too.
    do {
      const lengthBytes = Math.min(IO_BYTES, end - position);
      yield { span, position, lengthBytes };
      position += lengthBytes;
    } while (position < end);
  }
}

function isLast({ span, position, lengthBytes }: Piece): boolean {
  return position + lengthBytes === span.position + span.lengthBytes;
}

async function read(source: ByteSource, { position, lengthBytes }: Piece, ring: SlotRing): Promise<Uint8Array> {
  const target = (await ring.take()).subarray(0, lengthBytes);
  if ((await source.readInto(target, position)) < lengthBytes)
    throw new CryptoError('seal/object-damaged', 'cut short');
  return target;
}
