// BER to DER for files of other programs: definite lengths in the fewest octets, OCTET STRINGs in one piece (X.690 8, 10).
// Bounded in bytes, depth and element count like the strict reader that takes over afterwards.
import type { DerLimits } from '../asn1/der-reader.ts';
import { CryptoError } from '../errors.ts';

/** A value with its children, before its length in DER is written. */
interface Element {
  readonly tag: number;
  /** Value octets of a primitive element. */
  readonly content: Uint8Array;
  readonly children: readonly Element[];
  /** Length of the value in DER. */
  readonly length: number;
}

const CONSTRUCTED = 0x20;
const OCTET_STRING = 0x04;

/**
 * The same value in DER, in one new buffer that the caller wipes if it holds secrets. SETs keep their order.
 * @throws asn1/too-large when a limit is passed
 * @throws asn1/malformed when the bytes are not one BER value
 */
export function berToDer(input: Uint8Array, limits: DerLimits): Buffer {
  if (input.length > limits.maxBytes) throw new CryptoError('asn1/too-large', `${input.length} bytes`);
  const reader = new BerReader(input, limits.maxElements);
  const { element, next } = reader.read(0, input.length, limits.maxDepth);
  if (next !== input.length) throw malformed('trailing bytes');
  const output = Buffer.alloc(sizeOf(element));
  write(element, output, 0);
  return output;
}

class BerReader {
  readonly #input: Uint8Array;
  #elementsLeft: number;

  constructor(input: Uint8Array, maxElements: number) {
    this.#input = input;
    this.#elementsLeft = maxElements;
  }

  /** The element that starts at `start` and ends at or before `end`. */
  read(start: number, end: number, depthLeft: number): { element: Element; next: number } {
    if (depthLeft === 0) throw new CryptoError('asn1/too-large', 'nesting');
    if (this.#elementsLeft-- === 0) throw new CryptoError('asn1/too-large', 'element count');
    const tag = this.#octet(start, end);
    if ((tag & 0x1f) === 0x1f) throw malformed('high tag number');
    const { length, next } = this.#length(start + 1, end);
    if ((tag & CONSTRUCTED) === 0) {
      if (length === null) throw malformed('primitive of indefinite length');
      const content = this.#input.subarray(next, next + length);
      return { element: { tag, content, children: [], length }, next: next + length };
    }
    const { children, next: after } = this.#children(next, length === null ? null : next + length, end, depthLeft - 1);
    return { element: this.#constructed(tag, children), next: after };
  }

  /** Children up to `stop`, or up to the end-of-contents octets when that is null. */
  #children(start: number, stop: number | null, end: number, depthLeft: number): { children: Element[]; next: number } {
    const children: Element[] = [];
    let at = start;
    while (stop === null || at < stop) {
      if (stop === null && this.#octet(at, end) === 0) {
        if (this.#octet(at + 1, end) !== 0) throw malformed('end of contents');
        return { children, next: at + 2 };
      }
      const { element, next } = this.read(at, stop ?? end, depthLeft);
      children.push(element);
      at = next;
    }
    return { children, next: at };
  }

  /** Universal types keep their DER form; a constructed OCTET STRING (8.7.3) becomes one primitive. */
  #constructed(tag: number, children: readonly Element[]): Element {
    if (tag === (OCTET_STRING | CONSTRUCTED)) {
      const parts = children.map((child) => {
        if (child.tag !== OCTET_STRING) throw malformed('part of an OCTET STRING');
        return child.content;
      });
      const content = joinParts(parts);
      return { tag: OCTET_STRING, content, children: [], length: content.length };
    }
    return { tag, content: NOTHING, children, length: children.reduce((sum, child) => sum + sizeOf(child), 0) };
  }

  #length(at: number, end: number): { length: number | null; next: number } {
    const first = this.#octet(at, end);
    if (first === 0x80) return { length: null, next: at + 1 };
    const count = first < 0x80 ? 0 : first & 0x7f;
    let length = first < 0x80 ? first : 0;
    for (let i = 1; i <= count; i++) {
      length = length * 256 + this.#octet(at + i, end);
      // 8.1.3.5 allows leading zeros; what counts is whether the value can still fit.
      if (length > end) throw malformed('value cut short');
    }
    const next = at + 1 + count;
    if (length > end - next) throw malformed('value cut short');
    return { length, next };
  }

  #octet(at: number, end: number): number {
    const octet = at < end ? this.#input[at] : undefined;
    if (octet === undefined) throw malformed('cut short');
    return octet;
  }
}

const NOTHING = new Uint8Array(0);

/** One view when the parts lie in one piece anyway, so that nothing is copied without need. */
function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

function lengthOctets(length: number): number {
  return length < 0x80 ? 1 : 1 + Math.ceil((32 - Math.clz32(length)) / 8);
}

function sizeOf({ length }: Element): number {
  return 1 + lengthOctets(length) + length;
}

/** Writes the element and returns the position after it. */
function write(element: Element, output: Buffer, start: number): number {
  output[start] = element.tag;
  let at = writeLength(element.length, output, start + 1);
  output.set(element.content, at);
  at += element.content.length;
  for (const child of element.children) at = write(child, output, at);
  return at;
}

function writeLength(length: number, output: Buffer, at: number): number {
  const octets = lengthOctets(length) - 1;
  if (octets === 0) {
    output[at] = length;
  } else {
    output[at] = 0x80 | octets;
    output.writeUIntBE(length, at + 1, octets);
  }
  return at + 1 + octets;
}

function malformed(detail: string): CryptoError {
  return new CryptoError('asn1/malformed', detail);
}
