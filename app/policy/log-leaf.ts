// Leaves of the transparency log as bytes (app/protocol/SPEC.md 6): what a receipt proves is recomputed here from its own salted body.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import type { Checkpoint } from '../../crypto/checkpoint.ts';
import { equalBytes, sha256Hex } from '../../crypto/encoding.ts';
import { leafHash, rootOf } from '../../crypto/merkle.ts';
import type { LogLeaf } from '../protocol/log.ts';

export interface HiddenLeaf {
  readonly type: LogLeaf['type'];
  readonly kdTender: string;
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
export function hiddenLeafHash({ type, kdTender, envelopeId, time, body }: HiddenLeaf): Buffer {
  return leafHash(encodeCanonicalJson({ type, kdTender, envelopeId, time, bodySha256: bodyDigest(body) }));
}

/** Are these all leaves of the tree with this head, in order? */
export function isTreeOf(entries: readonly Uint8Array[], { size, root }: Pick<Checkpoint, 'size' | 'root'>): boolean {
  return entries.length === size && equalBytes(rootOf(entries.map((entry) => leafHash(entry))), root);
}
