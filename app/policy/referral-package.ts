// The evidence package of a bid that did not open (app/protocol/SPEC.md 10): one stored ZIP without secrets. Written and read here in
// the one form that it may have, so that a reader compares bytes instead of interpreting them.
import { encodeCanonicalJson, parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { crc32 } from '../../crypto/seal/crc32.ts';
import {
  encodeCentralDirectory,
  encodeLocalHeader,
  LOCAL_HEADER_BYTES,
  LOCAL_SIGNATURE,
  type ZipEntry,
} from '../../crypto/seal/zip-records.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ReceiptBundle } from '../protocol/receipt.ts';
import { MAX_EVIDENCE_BYTES, ReferralEvidence } from '../protocol/referrals.ts';

const FACTS = 'rujukan.json';
const MAX_FILES = 100;

export interface ReferralPackage {
  readonly evidence: ReferralEvidence;
  /** The other files, by name. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Files of a package from a receipt, a signed result and the closed checkpoint. */
export function packageFiles(given: {
  readonly receipt: ReceiptBundle;
  /** base64 of the CMS. */
  readonly result: string;
  readonly closedCheckpoint: string;
}): ReadonlyMap<string, Buffer> {
  const { receipt, result, closedCheckpoint } = given;
  const files = new Map([
    ['receipt.json', fromBase64(receipt.receipt)],
    ['receipt.p7s', fromBase64(receipt.signature)],
    ['result.p7m', fromBase64(result)],
    ['closed-checkpoint.txt', Buffer.from(closedCheckpoint, 'utf8')],
  ]);
  if (receipt.timestamp !== null) files.set('receipt.tsr', fromBase64(receipt.timestamp));
  receipt.revocation.forEach(({ kind, der }, i) => {
    files.set(`revocation/${String(i + 1).padStart(2, '0')}.${kind}`, fromBase64(der));
  });
  return files;
}

/** @throws referral/evidence-refused when it would be too long */
export function writePackage(facts: Omit<ReferralEvidence, 'files'>, files: ReadonlyMap<string, Buffer>): Buffer {
  const listed = [...files].map(([name, bytes]) => ({ name, size: bytes.length, sha256: sha256Hex(bytes) }));
  const evidence = ReferralEvidence.parse({ ...facts, files: listed });
  const zip = writeZip([[FACTS, encodeCanonicalJson(evidence)], ...files]);
  if (zip.length > MAX_EVIDENCE_BYTES) throw refused('size');
  return zip;
}

/** @throws referral/evidence-refused when it is of another form, or a file is not the one it lists */
export function readPackage(zip: Uint8Array): ReferralPackage {
  const [first, ...rest] = readZip(Buffer.from(zip));
  if (first?.[0] !== FACTS) throw refused(FACTS);
  const parsed = ReferralEvidence.safeParse(parseJson(first[1]));
  if (!parsed.success) throw refused('form');
  const evidence = parsed.data;
  const same =
    evidence.files.length === rest.length &&
    evidence.files.every(({ name, size, sha256 }, i) => {
      const [found, bytes] = rest[i] ?? ['', Buffer.alloc(0)];
      return found === name && bytes.length === size && sha256Hex(bytes) === sha256;
    });
  if (!same) throw refused('files');
  return { evidence, files: new Map(rest) };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return parseCanonicalJson(bytes);
  } catch {
    throw refused('json');
  }
}

type Named = readonly [name: string, bytes: Buffer];

function writeZip(files: readonly Named[]): Buffer {
  const entries: ZipEntry[] = [];
  const parts: Buffer[] = [];
  let headerOffset = 0;
  for (const [name, bytes] of files) {
    const entry = { name, crc32: crc32(bytes), sizeBytes: bytes.length, headerOffset };
    entries.push(entry);
    parts.push(encodeLocalHeader(entry), bytes);
    headerOffset += LOCAL_HEADER_BYTES + name.length + bytes.length;
  }
  return Buffer.concat([...parts, encodeCentralDirectory(entries, headerOffset)]);
}

/** Names and sizes are taken from the local headers; then the whole must be what our writer makes of them. */
function readZip(zip: Buffer): readonly Named[] {
  if (zip.length > MAX_EVIDENCE_BYTES) throw refused('size');
  const files: Named[] = [];
  let at = 0;
  while (at + LOCAL_HEADER_BYTES <= zip.length && zip.readUInt32LE(at) === LOCAL_SIGNATURE) {
    const start = at + LOCAL_HEADER_BYTES + zip.readUInt16LE(at + 26);
    const end = start + zip.readUInt32LE(at + 18);
    if (end > zip.length || files.length >= MAX_FILES) throw refused('zip');
    files.push([zip.toString('latin1', at + LOCAL_HEADER_BYTES, start), zip.subarray(start, end)]);
    at = end;
  }
  if (!writeZip(files).equals(zip)) throw refused('zip');
  return files;
}

function refused(why: string): CodedError {
  return new CodedError('referral/evidence-refused', { why });
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
