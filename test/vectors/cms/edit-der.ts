// Changes one node inside a DER structure and writes the nodes around it anew: how wrong structures are made from right ones.
import { parseDer, type DerNode } from '../../../crypto/asn1/der-reader.ts';
import { tlv } from '../../../crypto/asn1/der-writer.ts';

/** Children's positions from the top, e.g. `[1, 0, 3]`. */
export type DerPath = readonly number[];

/** What stands in the node's place: one TLV, several, or none. */
export type DerChange = (node: DerNode) => Uint8Array | readonly Uint8Array[];

export function editDer(der: Uint8Array, path: DerPath, change: DerChange): Buffer {
  return Buffer.concat(editNode(parseDer(der), path, change));
}

function editNode(node: DerNode, path: DerPath, change: DerChange): Uint8Array[] {
  const [at, ...rest] = path;
  if (at === undefined) {
    const changed = change(node);
    return changed instanceof Uint8Array ? [changed] : [...changed];
  }
  if (at >= node.children.length) throw new Error(`no child ${at}`);
  const children = node.children.flatMap((child, i) => (i === at ? editNode(child, rest, change) : [child.bytes]));
  return [tlv(node.tag, ...children)];
}

/** The node at a path. */
export function nodeAt(der: Uint8Array, path: DerPath): DerNode {
  return path.reduce((node, at) => {
    const child = node.children[at];
    if (child === undefined) throw new Error(`no child ${at}`);
    return child;
  }, parseDer(der));
}

/** The same bytes with one bit of one byte flipped; negative positions count from the end. */
export function flipBit(bytes: Uint8Array, position: number, bit = 0): Buffer {
  const copy = Buffer.from(bytes);
  const at = position < 0 ? copy.length + position : position;
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
  return copy;
}
