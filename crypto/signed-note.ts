// C2SP signed-note v1.0.0 with Ed25519 keys (signature type 0x01): text, a blank line, one line per signature.
import { sign, verify, createPublicKey, type KeyObject } from 'node:crypto';
import { DerCursor, parseDer, readBitStringOctets } from './asn1/der-reader.ts';
import { algorithm, bitString, sequence } from './asn1/der-writer.ts';
import { OID } from './asn1/oid.ts';
import { equalBytes, parseBase64, sha256 } from './encoding.ts';
import { CryptoError } from './errors.ts';

/** A key known by name: the log's own, or a witness's. */
export interface VerifierKey {
  readonly name: string;
  /** Ed25519. */
  readonly publicKey: KeyObject;
}

export interface NoteSignature {
  readonly name: string;
  /** First four octets of SHA-256(name || 0x0A || type || public key). */
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

export interface SignedNote {
  /** The signed text, with its final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ED25519_TYPE = 0x01;
const SIGNATURE_PREFIX = '\u2014 ';
const MAX_CHARACTERS = 64 * 1024;
const MAX_SIGNATURES = 64;
/** Names hold no space of any kind, no plus and no control character. */
const NAME = /^[^\s\p{Z}\p{Cc}+]+$/u;

/**
 * `text` with one signature line.
 * @throws log/malformed when the text does not end in a newline or holds control characters, or the name is no key name
 */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  requireText(text);
  if (!text.endsWith('\n')) throw malformed('note without a final newline');
  requireName(name);
  const keyId = keyIdOf(name, rawPublicKey(createPublicKey(privateKey)));
  const signature = sign(null, Buffer.from(text, 'utf8'), privateKey);
  return `${text}\n${SIGNATURE_PREFIX}${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
}

/**
 * Adds a signature line to a signed note, e.g. a second key of the log or a witness.
 * @throws log/malformed when it is not a signed note
 */
export function addSignature(note: string, name: string, privateKey: KeyObject): string {
  const { text } = parseNote(note);
  return note + signNote(text, name, privateKey).slice(text.length + 1);
}

/**
 * Splits a note; nothing is verified.
 * @throws log/malformed when it is not a signed note, is over 64 KiB or has more than 64 signatures
 */
export function parseNote(note: string): SignedNote {
  requireText(note);
  // The last empty line parts text and signatures: the text itself may hold empty lines.
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0 || !note.endsWith('\n')) throw malformed('note without signatures');
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw malformed('too many signatures');
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignature) };
}

/**
 * The keys among `known` that signed the note. Signatures of other keys are ignored.
 * @throws log/malformed when it is not a signed note
 * @throws log/checkpoint-invalid when a known key's signature is wrong
 */
export function verifyNote(note: string, known: readonly VerifierKey[]): { text: string; signedBy: VerifierKey[] } {
  const { text, signatures } = parseNote(note);
  const message = Buffer.from(text, 'utf8');
  const signedBy = known.filter((key) => {
    const keyId = keyIdOf(key.name, rawPublicKey(key.publicKey));
    const own = signatures.filter((line) => line.name === key.name && equalBytes(line.keyId, keyId));
    if (own.some((line) => !verify(null, message, key.publicKey, line.signature))) {
      throw new CryptoError('log/checkpoint-invalid', 'signature');
    }
    return own.length > 0;
  });
  return { text, signedBy };
}

/**
 * The note under the signature of this key alone, once: what others put beside it is not handed on.
 * @throws log/malformed when it is not a signed note
 * @throws log/checkpoint-invalid when the key did not sign it, or a line of its own is wrong
 */
export function signedByAlone(note: string, key: VerifierKey): string {
  const { text, signedBy } = verifyNote(note, [key]);
  if (signedBy.length === 0) throw new CryptoError('log/checkpoint-invalid', 'not signed by the key');
  const keyId = keyIdOf(key.name, rawPublicKey(key.publicKey));
  const own = parseNote(note).signatures.find((line) => line.name === key.name && equalBytes(line.keyId, keyId));
  const signature = Buffer.concat([keyId, own?.signature ?? Buffer.alloc(0)]);
  return `${text}\n${SIGNATURE_PREFIX}${key.name} ${signature.toString('base64')}\n`;
}

/** Text form of a public key: `name+hex(key id)+base64(0x01 || key)`, as C2SP tools take it. */
export function encodeVerifierKey({ name, publicKey }: VerifierKey): string {
  requireName(name);
  const raw = rawPublicKey(publicKey);
  const typed = Buffer.concat([Buffer.from([ED25519_TYPE]), raw]);
  return `${name}+${keyIdOf(name, raw).toString('hex')}+${typed.toString('base64')}`;
}

/** @throws log/malformed when it is not the text form of an Ed25519 key, or its key id is not the right one */
export function parseVerifierKey(text: string): VerifierKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})$/.exec(text);
  const [, name = '', keyId = '', base64 = ''] = match ?? [];
  const typed = parseBase64(base64);
  if (match === null || typed?.length !== 33 || typed[0] !== ED25519_TYPE) throw malformed('verifier key');
  requireName(name);
  const raw = typed.subarray(1);
  if (keyIdOf(name, raw).toString('hex') !== keyId) throw malformed('verifier key id');
  const spki = sequence(algorithm(OID.ed25519), bitString(raw));
  return { name, publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };
}

function parseSignature(line: string): NoteSignature {
  const [name = '', base64 = '', ...more] = line.slice(SIGNATURE_PREFIX.length).split(' ');
  const bytes = parseBase64(base64);
  if (!line.startsWith(SIGNATURE_PREFIX) || more.length > 0 || bytes === null || bytes.length < 5) {
    throw malformed('signature line');
  }
  requireName(name);
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

function keyIdOf(name: string, raw: Uint8Array): Buffer {
  return sha256(Buffer.from(`${name}\n`, 'utf8'), Buffer.from([ED25519_TYPE]), raw).subarray(0, 4);
}

/** The 32 octets of RFC 8032 5.1.5, out of the SubjectPublicKeyInfo of RFC 8410. */
export function rawPublicKey(publicKey: KeyObject): Uint8Array {
  if (publicKey.asymmetricKeyType !== 'ed25519') throw malformed('key is not Ed25519');
  const cursor = new DerCursor(parseDer(publicKey.export({ format: 'der', type: 'spki' })));
  cursor.next(0x30);
  return readBitStringOctets(cursor.next());
}

export function requireName(name: string): void {
  if (name.length > 255 || !name.isWellFormed() || !NAME.test(name)) throw malformed('key name');
}

function requireText(text: string): void {
  // Everything below U+0020 but the newline is forbidden.
  // eslint-disable-next-line no-control-regex
  const control = /[\u0000-\u0009\u000b-\u001f]/;
  if (text.length > MAX_CHARACTERS || !text.isWellFormed() || control.test(text)) throw malformed('note text');
}

function malformed(detail: string): CryptoError {
  return new CryptoError('log/malformed', detail);
}
