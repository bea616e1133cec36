// C2SP tlog-cosignature, version cosignature/v1 with Ed25519 (signature type 0x04): a witness says that at this time the largest
// consistent head it has seen of this log was this one.
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { algorithm, bitString, sequence } from './asn1/der-writer.ts';
import { OID } from './asn1/oid.ts';
import { equalBytes, parseBase64, sha256 } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { parseNote, rawPublicKey, requireName, type VerifierKey } from './signed-note.ts';

const COSIGNATURE_TYPE = 0x04;
const SIGNATURE_PREFIX = '\u2014 ';
const SIGNATURE_BYTES = 72;

/** A witness's own key. */
export interface CosignerKey {
  readonly name: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
}

export interface Cosignature {
  /** Of the witness. */
  readonly name: string;
  readonly at: Date;
}

/**
 * `note` with one more signature line. The caller has proven that the head continues the newest one it knows.
 * @throws log/malformed when it is not a signed note, or the name is no key name
 */
export function addCosignature(note: string, { name, privateKey, at }: CosignerKey & { readonly at: Date }): string {
  const { text } = parseNote(note);
  requireName(name);
  const seconds = Math.floor(at.getTime() / 1000);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, messageOf(text, seconds), privateKey);
  const keyId = cosignerKeyId(name, rawPublicKey(createPublicKey(privateKey)));
  return `${note}${SIGNATURE_PREFIX}${name} ${Buffer.concat([keyId, time, signature]).toString('base64')}\n`;
}

/**
 * The known witnesses that cosigned, each once with its latest time. Lines of others are ignored.
 * @throws log/malformed when it is not a signed note
 * @throws log/checkpoint-invalid when a line under a known witness's name and key id is wrong
 */
export function verifyCosignatures(note: string, known: readonly VerifierKey[]): readonly Cosignature[] {
  const { text, signatures } = parseNote(note);
  return known.flatMap(({ name, publicKey }) => {
    const keyId = cosignerKeyId(name, rawPublicKey(publicKey));
    const own = signatures.filter((line) => line.name === name && equalBytes(line.keyId, keyId));
    const times = own.map(({ signature }) => {
      if (signature.length !== SIGNATURE_BYTES) throw new CryptoError('log/checkpoint-invalid', 'cosignature');
      const seconds = Number(signature.readBigUInt64BE(0));
      if (
        !Number.isSafeInteger(seconds * 1000) ||
        !verify(null, messageOf(text, seconds), publicKey, signature.subarray(8))
      )
        throw new CryptoError('log/checkpoint-invalid', 'cosignature');
      return seconds * 1000;
    });
    return times.length === 0 ? [] : [{ name, at: new Date(Math.max(...times)) }];
  });
}

/** Text form of a witness's public key: `name+hex(key id)+base64(0x04 || key)`. */
export function encodeCosignerKey({ name, publicKey }: VerifierKey): string {
  requireName(name);
  const raw = rawPublicKey(publicKey);
  const typed = Buffer.concat([Buffer.from([COSIGNATURE_TYPE]), raw]);
  return `${name}+${cosignerKeyId(name, raw).toString('hex')}+${typed.toString('base64')}`;
}

/** @throws log/malformed when it is not the text form of an Ed25519 cosigner, or its key id is not the right one */
export function parseCosignerKey(text: string): VerifierKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})$/.exec(text.trim());
  const [, name = '', keyId = '', base64 = ''] = match ?? [];
  const typed = parseBase64(base64);
  if (match === null || typed?.length !== 33 || typed[0] !== COSIGNATURE_TYPE)
    throw new CryptoError('log/malformed', 'cosigner key');
  requireName(name);
  const raw = typed.subarray(1);
  if (cosignerKeyId(name, raw).toString('hex') !== keyId) throw new CryptoError('log/malformed', 'cosigner key id');
  const spki = sequence(algorithm(OID.ed25519), bitString(raw));
  return { name, publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };
}

function messageOf(text: string, seconds: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${String(seconds)}\n${text}`, 'utf8');
}

function cosignerKeyId(name: string, raw: Uint8Array): Buffer {
  return sha256(Buffer.from(`${name}\n`, 'utf8'), Buffer.from([COSIGNATURE_TYPE]), raw).subarray(0, 4);
}
