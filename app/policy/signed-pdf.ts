// Is this the paper that we sent, signed? A signature inside a PDF is an incremental update (ISO 32000-1 7.5.6, 12.8): the bytes
// that were sent stand unchanged at the beginning, the signature's byte range covers the whole file but its own hole, and its CMS is of
// those bytes. Whether the certificate inside is BSrE's and in force is for a PDF reader or BSrE's own verification to judge, and so is
// what the appended objects show: the paper as it was sent is kept.
import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { verifySigner } from '../../crypto/cms/verify-signature.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import { equalBytes } from '../../crypto/encoding.ts';
import { CodedError } from '../errors/coded-error.ts';
import { holderOf } from './check-minutes.ts';

/** Room for a signature with its chain and revocation answers, and an appearance with a picture. */
const MAX_APPENDED = 8 << 20;
const BYTE_RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;

/** Who signed, as the certificate says that nobody judged here; null when its CMS is of a form that we cannot verify. */
export type PdfSigner = { readonly holder: string; readonly certificateSha256: string } | null;

/** @throws minutes/esign-foreign-answer with why */
export function requireSignedCopy(sent: Uint8Array, signed: Uint8Array): PdfSigner {
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
  if (!/^<30(?:[0-9a-fA-F]{2}){32,}>$/.test(hole)) refuse('contents');
  const content = Buffer.concat([signed.subarray(0, length), signed.subarray(next)]);
  return signerOf(Buffer.from(hole.slice(1, -1), 'hex'), content);
}

function signerOf(padded: Buffer, content: Buffer): PdfSigner {
  try {
    const cms = parseSignedData(unpadded(padded));
    const [signer] = cms.signers;
    if (signer === undefined || cms.content !== null) return null;
    const rules = { contentType: OID.data, digests: ['sha256', 'sha384', 'sha512'] } as const;
    const certificate = verifySigner(cms, signer, { content, rules });
    return { holder: holderOf(certificate), certificateSha256: certificate.sha256 };
  } catch (error) {
    if (!isCryptoError(error)) throw error;
    // Of other bytes, or no signature at all: that is a finding. A form that we do not know is none.
    if (error.code === 'signature/wrong-content' || error.code === 'signature/invalid') refuse(error.code);
    return null;
  }
}

/** DER says its own length; what follows in the hole is room that was not needed. */
function unpadded(padded: Buffer): Buffer {
  const first = padded[1] ?? 0;
  const octets = first & 0x7f;
  if (first < 0x80 || octets === 0 || octets > 4) return padded;
  return padded.subarray(0, 2 + octets + padded.readUIntBE(2, octets));
}

function refuse(why: string): never {
  throw new CodedError('minutes/esign-foreign-answer', { why });
}
