// Strict DER (X.690) into a tree: one encoding per value, bounded in bytes, depth and element count.
// Parsing only; what a structure means is decided by the callers, each beside its clause.
import { CryptoError } from '../errors.ts';

/** Bounds for one parse. `maxBytes` is checked before anything is read. */
export interface DerLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
}

/** Enough for every header, certificate and signature of the format. */
export const DEFAULT_LIMITS: DerLimits = { maxBytes: 1 << 20, maxDepth: 32, maxElements: 20_000 };
/** Certificate revocation lists grow with the number of revoked certificates. */
export const CRL_LIMITS: DerLimits = { maxBytes: 32 << 20, maxDepth: 32, maxElements: 2_000_000 };

/** One TLV. `tag` is the identifier octet (e.g. 0x30); high tag numbers are refused: none of our standards uses them. */
export interface DerNode {
  readonly tag: number;
  readonly constructed: boolean;
  /** The whole TLV, a view on the input. */
  readonly bytes: Uint8Array;
  /** The value octets, a view on the input. */
  readonly content: Uint8Array;
  /** Children of a constructed node, empty for a primitive one. */
  readonly children: readonly DerNode[];
}

/** Views are made when asked for: a list of revoked certificates has millions of nodes, of which few are looked at. */
class InputNode implements DerNode {
  readonly tag: number;
  readonly children: readonly DerNode[];
  readonly #input: Uint8Array;
  readonly #start: number;
  readonly #valueStart: number;
  readonly #end: number;

  constructor(
    input: Uint8Array,
    at: { readonly start: number; readonly valueStart: number; readonly end: number },
    children: readonly DerNode[],
  ) {
    this.tag = input[at.start] ?? 0;
    this.children = children;
    this.#input = input;
    this.#start = at.start;
    this.#valueStart = at.valueStart;
    this.#end = at.end;
  }

  get constructed(): boolean {
    return (this.tag & CONSTRUCTED) !== 0;
  }

  get bytes(): Uint8Array {
    return this.#input.subarray(this.#start, this.#end);
  }

  get content(): Uint8Array {
    return this.#input.subarray(this.#valueStart, this.#end);
  }
}

const NO_CHILDREN: readonly DerNode[] = [];
const CONSTRUCTED = 0x20;
const CLASS_MASK = 0xc0;
/** Universal types that DER fixes as constructed (SEQUENCE, SET) or primitive (all others we meet). */
const UNIVERSAL_CONSTRUCTED = new Set([0x10, 0x11]);

/**
 * Parses exactly one DER value that fills `input`.
 * @throws asn1/too-large when a limit is passed
 * @throws asn1/malformed when the bytes are not DER (indefinite or overlong lengths, trailing bytes, high tag numbers ...)
 */
export function parseDer(input: Uint8Array, limits: DerLimits = DEFAULT_LIMITS): DerNode {
  if (input.length > limits.maxBytes) throw new CryptoError('asn1/too-large', `${String(input.length)} bytes`);
  const parser = new Parser(input, limits.maxElements);
  const { node, end } = parser.parseNode(0, input.length, limits.maxDepth);
  if (end !== input.length) throw malformed('trailing bytes');
  return node;
}

class Parser {
  readonly #input: Uint8Array;
  #elementsLeft: number;

  constructor(input: Uint8Array, maxElements: number) {
    this.#input = input;
    this.#elementsLeft = maxElements;
  }

  /** The value that starts at `start` and ends at or before `limit`. */
  parseNode(start: number, limit: number, depthLeft: number): { readonly node: DerNode; readonly end: number } {
    if (depthLeft === 0) throw new CryptoError('asn1/too-large', 'nesting');
    if (this.#elementsLeft-- === 0) throw new CryptoError('asn1/too-large', 'element count');
    const tag = start < limit ? this.#input[start] : undefined;
    if (tag === undefined) throw malformed('empty');
    if ((tag & 0x1f) === 0x1f) throw malformed('high tag number');
    // X.690 8.1.5: the tag of end-of-contents octets, which belong to indefinite lengths.
    if ((tag & ~CONSTRUCTED) === 0) throw malformed('end of contents');
    const constructed = (tag & CONSTRUCTED) !== 0;
    if ((tag & CLASS_MASK) === 0 && constructed !== UNIVERSAL_CONSTRUCTED.has(tag & 0x1f)) {
      throw malformed(`tag 0x${tag.toString(16)} in the wrong form`);
    }
    const { length, next } = parseLength(this.#input, start + 1);
    const end = next + length;
    if (end > limit) throw malformed('value cut short');
    const children = constructed ? this.#parseChildren(next, end, depthLeft - 1) : NO_CHILDREN;
    return { node: new InputNode(this.#input, { start, valueStart: next, end }, children), end };
  }

  #parseChildren(start: number, limit: number, depthLeft: number): readonly DerNode[] {
    const children: DerNode[] = [];
    for (let at = start; at < limit;) {
      const { node, end } = this.parseNode(at, limit, depthLeft);
      children.push(node);
      at = end;
    }
    return children;
  }
}

/** X.690 8.1.3 with 10.1: definite form, in the fewest octets. */
function parseLength(input: Uint8Array, at: number): { length: number; next: number } {
  const first = input[at];
  if (first === undefined) throw malformed('length missing');
  if (first < 0x80) return { length: first, next: at + 1 };
  const count = first & 0x7f;
  if (count === 0) throw malformed('indefinite length');
  if (count > 4) throw malformed('length of more than four octets');
  let length = 0;
  for (let i = 1; i <= count; i++) {
    const octet = input[at + i];
    if (octet === undefined) throw malformed('length cut short');
    length = length * 256 + octet;
  }
  const fewest = length < 0x80 ? 0 : Math.ceil((32 - Math.clz32(length)) / 8);
  if (count !== fewest) throw malformed('overlong length');
  return { length, next: at + 1 + count };
}

function malformed(detail: string): CryptoError {
  return new CryptoError('asn1/malformed', detail);
}

/**
 * Walks the children of a SEQUENCE, in order, with OPTIONAL fields. Every method throws asn1/malformed on a surprise.
 */
export class DerCursor {
  readonly #nodes: readonly DerNode[];
  #at = 0;

  /** A cursor over the children of `node`, which must have the given tag (default SEQUENCE). */
  constructor(node: DerNode, tag = 0x30) {
    if (node.tag !== tag) throw malformed(`expected tag 0x${tag.toString(16)}, found 0x${node.tag.toString(16)}`);
    this.#nodes = node.children;
  }

  /** The next child, of the given tag if one is named. */
  next(tag?: number): DerNode {
    const node = this.#nodes[this.#at];
    if (node === undefined) throw malformed('field missing');
    if (tag !== undefined && node.tag !== tag) {
      throw malformed(`expected tag 0x${tag.toString(16)}, found 0x${node.tag.toString(16)}`);
    }
    this.#at++;
    return node;
  }

  /** The next child if it has this tag, else null. */
  optional(tag: number): DerNode | null {
    const node = this.#nodes[this.#at];
    if (node?.tag !== tag) return null;
    this.#at++;
    return node;
  }

  /** The tag of the next child, or null at the end. */
  peek(): number | null {
    return this.#nodes[this.#at]?.tag ?? null;
  }

  /** Insists that every child was read. */
  end(): void {
    if (this.#at !== this.#nodes.length) throw malformed('unexpected field');
  }
}

/** The only child of an EXPLICIT tag. */
export function readExplicit(node: DerNode): DerNode {
  const [child] = node.children;
  if (child === undefined || node.children.length !== 1) throw malformed('explicit tag');
  return child;
}

function requireTag(node: DerNode, tag: number, name: string): void {
  if (node.tag !== tag) throw malformed(`expected ${name}`);
}

/** INTEGER in its shortest form (X.690 8.3.2), as a bigint. */
export function readInteger(node: DerNode): bigint {
  requireTag(node, 0x02, 'INTEGER');
  return integerValue(node.content);
}

/** Value octets of an INTEGER or ENUMERATED. */
export function integerValue(content: Uint8Array): bigint {
  const [first, second] = content;
  if (first === undefined) throw malformed('empty INTEGER');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw malformed('overlong INTEGER');
  }
  const value = BigInt(`0x${Buffer.from(content).toString('hex')}`);
  return first >= 0x80 ? value - (1n << BigInt(content.length * 8)) : value;
}

/** INTEGER that must fit 0 .. 2^31-1. */
export function readSmallInteger(node: DerNode): number {
  const value = readInteger(node);
  if (value < 0n || value > 0x7fffffffn) throw malformed('INTEGER out of range');
  return Number(value);
}

/** BOOLEAN, 00 or FF (X.690 11.1). */
export function readBoolean(node: DerNode): boolean {
  requireTag(node, 0x01, 'BOOLEAN');
  const [octet] = node.content;
  if (node.content.length !== 1 || (octet !== 0 && octet !== 0xff)) throw malformed('BOOLEAN');
  return octet === 0xff;
}

/** OBJECT IDENTIFIER in dotted form. */
export function readOid(node: DerNode): string {
  requireTag(node, 0x06, 'OBJECT IDENTIFIER');
  return oidValue(node.content);
}

/** Value octets of an OBJECT IDENTIFIER. */
export function oidValue(content: Uint8Array): string {
  if (content.length === 0 || content.length > 64) throw malformed('OBJECT IDENTIFIER');
  const arcs: bigint[] = [];
  let arc = 0n;
  let open = false;
  for (const octet of content) {
    if (!open && octet === 0x80) throw malformed('overlong OBJECT IDENTIFIER arc');
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    open = octet >= 0x80;
    if (!open) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  if (open) throw malformed('OBJECT IDENTIFIER cut short');
  const head = arcs[0] ?? 0n;
  const first = head >= 80n ? 2n : head / 40n;
  return [first, head - first * 40n, ...arcs.slice(1)].join('.');
}

/** OCTET STRING, primitive. */
export function readOctets(node: DerNode): Uint8Array {
  requireTag(node, 0x04, 'OCTET STRING');
  return node.content;
}

/** BIT STRING; unused bits must be zero (X.690 11.2.1). */
export function readBitString(node: DerNode): { readonly unusedBits: number; readonly bytes: Uint8Array } {
  requireTag(node, 0x03, 'BIT STRING');
  return bitStringValue(node.content);
}

/** Value octets of a BIT STRING. */
export function bitStringValue(content: Uint8Array): { readonly unusedBits: number; readonly bytes: Uint8Array } {
  const unusedBits = content[0];
  const bytes = content.subarray(1);
  if (unusedBits === undefined || unusedBits > 7 || (unusedBits > 0 && bytes.length === 0))
    throw malformed('BIT STRING');
  const last = bytes.at(-1) ?? 0;
  if ((last & ((1 << unusedBits) - 1)) !== 0) throw malformed('BIT STRING padding');
  return { unusedBits, bytes };
}

/** BIT STRING of whole octets, as signatures and keys are. */
export function readBitStringOctets(node: DerNode): Uint8Array {
  const { unusedBits, bytes } = readBitString(node);
  if (unusedBits !== 0) throw malformed('BIT STRING is not whole octets');
  return bytes;
}

/** NULL. */
export function readNull(node: DerNode): void {
  if (node.tag !== 0x05 || node.content.length !== 0) throw malformed('expected NULL');
}

/**
 * UTCTime or GeneralizedTime as RFC 5280 4.1.2.5 restricts them: seconds present, Zulu, no fraction.
 * RFC 3161 2.4.2 allows a fraction in genTime: pass `fraction: true`.
 */
export function readTime(node: DerNode, { fraction = false } = {}): Date {
  const text = Buffer.from(node.content).toString('latin1');
  const utc = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
  const general = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{0,8}[1-9]))?Z$/;
  const match = node.tag === 0x17 ? utc.exec(text) : node.tag === 0x18 ? general.exec(text) : null;
  if (match === null || (match[7] !== undefined && !fraction)) throw malformed('time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const fullYear = node.tag === 0x17 ? (year < 50 ? 2000 + year : 1900 + year) : year;
  // Cut, not reckoned: 0.283 * 1000 is less than 283.
  const milliseconds = Number(`${match[7] ?? ''}000`.slice(0, 3));
  const date = new Date(0);
  date.setUTCFullYear(fullYear, month - 1, day);
  date.setUTCHours(hour, minute, second, milliseconds);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  if (!same || date.getUTCMinutes() !== minute || date.getUTCSeconds() !== second) throw malformed('time out of range');
  return date;
}

/** Insists on the ascending order of a DER SET OF (X.690 11.6). */
export function requireSorted(nodes: readonly DerNode[]): void {
  for (let i = 1; i < nodes.length; i++) {
    const [a, b] = [nodes[i - 1], nodes[i]];
    if (a !== undefined && b !== undefined && Buffer.compare(a.bytes, b.bytes) > 0)
      throw malformed('SET OF out of order');
  }
}
