// Is this the paper that we sent, signed? A signature inside a PDF is an incremental update (ISO 32000-1 7.5.6, 12.8): the bytes
// that were sent stand unchanged at the beginning, and the signature's byte range covers the whole file but its own hole. The
// certificate inside is for a PDF reader or BSrE's own verification to judge; here nothing is claimed about it.
import { equalBytes } from '../../crypto/encoding.ts';
import { CodedError } from '../errors/coded-error.ts';

/** Room for a signature with its chain and revocation answers, and an appearance with a picture. */
const MAX_APPENDED = 8 << 20;
const BYTE_RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;

/** @throws minutes/esign-foreign-answer with why */
export function requireSignedCopy(sent: Uint8Array, signed: Uint8Array): void {
  if (signed.length <= sent.length || signed.length > sent.length + MAX_APPENDED) refuse('size');
  if (!equalBytes(signed.subarray(0, sent.length), sent)) refuse('changed');
  const text = Buffer.from(signed.buffer, signed.byteOffset, signed.length).toString('latin1');
  if (!text.trimEnd().endsWith('%%EOF')) refuse('end');
  const ranges = [...text.slice(sent.length).matchAll(BYTE_RANGE)];
  // Every signature was appended to ours; the newest must cover everything but its own octets.
  const last = ranges.at(-1);
  if (last === undefined) refuse('unsigned');
  const [from, length, next, rest] = last.slice(1).map(Number);
  if (from === undefined || length === undefined || next === undefined || rest === undefined) refuse('range');
  if (from !== 0 || length < sent.length || next <= length || next + rest !== signed.length) refuse('range');
  const hole = text.slice(length, next);
  // DER or BER of a CMS ContentInfo, in hex, padded with zeros.
  if (!/^<30[0-9a-fA-F]{64,}>$/.test(hole)) refuse('contents');
}

function refuse(why: string): never {
  throw new CodedError('minutes/esign-foreign-answer', { why });
}
