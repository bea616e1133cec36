// Leaves of the transparency log as bytes (app/protocol/SPEC.md 6): what a receipt proves is recomputed here from its own salted body.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import type { Checkpoint } from '../../crypto/checkpoint.ts';
import { equalBytes, sha256Hex } from '../../crypto/encoding.ts';
import { leafHash, rootOf } from '../../crypto/merkle.ts';
import type { LogLeaf } from '../protocol/log.ts';

export interface HiddenLeaf {
  readonly type: LogLeaf['type'];
  readonly kdTender: string;
  readonly versiTender: number;
  readonly envelopeId: string | null;
  readonly time: string;
  /** With its salt. */
  readonly body: Json;
}

/** `bodySha256` of a salted body. */
export function bodyDigest(body: Json): string {
  return sha256Hex(encodeCanonicalJson(body));
}

/** RFC 6962 hash of the leaf that hides `body` behind its digest. */
export function hiddenLeafHash({ type, kdTender, versiTender, envelopeId, time, body }: HiddenLeaf): Buffer {
  const bodySha256 = bodyDigest(body);
  return leafHash(encodeCanonicalJson({ type, kdTender, versiTender, envelopeId, time, bodySha256 }));
}

/** Are these all leaves of the tree with this head, in order? */
export function isTreeOf(entries: readonly Uint8Array[], { size, root }: Pick<Checkpoint, 'size' | 'root'>): boolean {
  return entries.length === size && equalBytes(rootOf(entries.map((entry) => leafHash(entry))), root);
}
