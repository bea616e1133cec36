// What lies in a PKCS#12 file (RFC 7292 4): encrypted or plain contents, in them bags with keys and certificates.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  DerCursor,
  parseDer,
  readExplicit,
  readOctets,
  readOid,
  readSmallInteger,
  type DerLimits,
  type DerNode,
} from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { CryptoError } from '../errors.ts';
import { withWiped } from '../secret.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { berToDer } from './ber-to-der.ts';
import type { PassphraseForms } from './integrity.ts';
import { P12 } from './oid.ts';
import { decryptPbes2 } from './pbes2.ts';
import { decryptPkcs12Pbe } from './pkcs12-pbe.ts';
import type { WorkBudget } from './work-budget.ts';

export const MAX_FILE_BYTES = 2 << 20;
export const P12_LIMITS: DerLimits = { maxBytes: MAX_FILE_BYTES, maxDepth: 32, maxElements: 50_000 };
const MAX_BAGS = 1000;
const MAX_BAG_DEPTH = 4;
const MAX_NAME_CHARACTERS = 256;

export interface KeyEntry {
  readonly privateKey: KeyObject;
  readonly friendlyName: string | null;
}

export interface CertificateEntry {
  readonly certificate: Certificate;
  readonly friendlyName: string | null;
}

interface Encrypted {
  readonly algorithm: DerNode;
  readonly ciphertext: Uint8Array;
}

export interface SafeReading {
  readonly passphrase: PassphraseForms;
  readonly budget: WorkBudget;
  /** Without it, only the plaintext tells whether the passphrase was right. */
  readonly hasVerifiedMac: boolean;
}

/** Collects the entries of every content of one file; secrets in between are wiped. */
export class SafeReader {
  readonly keys: KeyEntry[] = [];
  readonly certificates: CertificateEntry[] = [];
  /** Entries that we cannot use, with the reason. */
  readonly refused: CryptoError[] = [];
  readonly #reading: SafeReading;
  #bagsLeft = MAX_BAGS;

  constructor(reading: SafeReading) {
    this.#reading = reading;
  }

  /**
   * Reads one ContentInfo of the AuthenticatedSafe.
   * @throws identity/unsupported when it is encrypted to a certificate, or with an unknown cipher
   * @throws identity/wrong-passphrase when it does not decrypt
   */
  async readContent(contentInfo: DerNode): Promise<void> {
    const cursor = new DerCursor(contentInfo);
    const type = readOid(cursor.next());
    const content = readExplicit(cursor.next(0xa0));
    cursor.end();
    if (type === OID.data) return this.#readSafe(parseBer(readOctets(content)), MAX_BAG_DEPTH);
    if (type !== OID.encryptedData) throw new CryptoError('identity/unsupported', 'content type');
    await this.#decrypt(readEncryptedData(content), (safe) => this.#readSafe(safe, MAX_BAG_DEPTH));
  }

  async #readSafe(safeContents: DerNode, depthLeft: number): Promise<void> {
    if (depthLeft === 0) throw new CryptoError('identity/too-expensive', 'nested contents');
    if (safeContents.tag !== 0x30) throw new CryptoError('identity/malformed', 'safe contents');
    for (const bag of safeContents.children) {
      if (this.#bagsLeft-- === 0) throw new CryptoError('identity/too-expensive', 'number of bags');
      await this.#readBag(bag, depthLeft);
    }
  }

  async #readBag(bag: DerNode, depthLeft: number): Promise<void> {
    const cursor = new DerCursor(bag);
    const type = readOid(cursor.next());
    const value = readExplicit(cursor.next(0xa0));
    const friendlyName = readFriendlyName(cursor.optional(0x31));
    cursor.end();
    switch (type) {
      case P12.keyBag:
        this.#addKey(value, friendlyName);
        return;
      case P12.shroudedKeyBag:
        return this.#addShroudedKey(value, friendlyName);
      case P12.certBag:
        this.#addCertificate(value, friendlyName);
        return;
      case P12.safeContentsBag:
        return this.#readSafe(value, depthLeft - 1);
      default:
        // CRLs, secrets and types of other programs: nothing of ours.
        return;
    }
  }

  async #addShroudedKey(value: DerNode, friendlyName: string | null): Promise<void> {
    const cursor = new DerCursor(value);
    const algorithm = cursor.next(0x30);
    const ciphertext = readOctets(cursor.next());
    cursor.end();
    await this.#decrypt({ algorithm, ciphertext }, (key) => this.#addKey(key, friendlyName));
  }

  #addKey(privateKeyInfo: DerNode, friendlyName: string | null): void {
    this.#collect(() => this.keys.push({ privateKey: toPrivateKey(privateKeyInfo), friendlyName }));
  }

  #addCertificate(value: DerNode, friendlyName: string | null): void {
    const cursor = new DerCursor(value);
    // SDSI certificates are of no use here.
    if (readOid(cursor.next()) !== P12.x509Certificate) return;
    const der = readOctets(readExplicit(cursor.next(0xa0)));
    cursor.end();
    this.#collect(() => this.certificates.push({ certificate: parseCertificate(der), friendlyName }));
  }

  /** One entry that is not for us must not hide the others; the reason is kept for when nothing is left. */
  #collect(add: () => void): void {
    try {
      add();
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      this.refused.push(error);
    }
  }

  /** Decrypts, lets `use` read the plaintext, and wipes it. */
  async #decrypt({ algorithm, ciphertext }: Encrypted, use: (node: DerNode) => void | Promise<void>): Promise<void> {
    const { passphrase, budget } = this.#reading;
    const cursor = new DerCursor(algorithm);
    const type = readOid(cursor.next());
    const parameters = cursor.next(0x30);
    cursor.end();
    const plaintext =
      type === P12.pbes2
        ? await decryptPbes2(parameters, ciphertext, passphrase.utf8, budget)
        : await decryptPkcs12Pbe(type, parameters, ciphertext, passphrase.bmp, budget);
    const der = await withWiped(plaintext, () => this.#parsePlaintext(() => berToDer(plaintext, P12_LIMITS)));
    await withWiped(der, () => use(this.#parsePlaintext(() => parseDer(der, P12_LIMITS))));
  }

  /** A wrong key gives correct padding once in 256 times: without an integrity code, only nonsense tells. */
  #parsePlaintext<T>(parse: () => T): T {
    try {
      return parse();
    } catch (cause) {
      if (this.#reading.hasVerifiedMac) throw cause;
      throw new CryptoError('identity/wrong-passphrase', 'plaintext', { cause });
    }
  }
}

/** Parses octets of a file that may be BER. */
export function parseBer(bytes: Uint8Array): DerNode {
  return parseDer(berToDer(bytes, P12_LIMITS), P12_LIMITS);
}

/** RFC 5652 8 and 6.1. */
function readEncryptedData(node: DerNode): Encrypted {
  const cursor = new DerCursor(node);
  const version = readSmallInteger(cursor.next());
  const info = new DerCursor(cursor.next(0x30));
  if (version !== 0 || readOid(info.next()) !== OID.data) throw new CryptoError('identity/malformed', 'encrypted data');
  const algorithm = info.next(0x30);
  const content = info.next();
  info.end();
  if (content.tag === 0x80) return { algorithm, ciphertext: content.content };
  // [0] IMPLICIT OCTET STRING in pieces (X.690 8.7.3): its tag hid it from the transcoder.
  if (content.tag !== 0xa0) throw new CryptoError('identity/malformed', 'encrypted content');
  return { algorithm, ciphertext: Buffer.concat(content.children.map(readOctets)) };
}

const CURVES: ReadonlySet<string> = new Set([OID.p256, OID.p384, OID.p521]);

/**
 * RFC 5958 2: an RSA key, or an EC key on a named curve of ours.
 * @throws identity/unsupported when it is of another kind
 * @throws identity/malformed when it is no key
 */
function toPrivateKey(privateKeyInfo: DerNode): KeyObject {
  const cursor = new DerCursor(privateKeyInfo);
  cursor.next(0x02);
  const algorithm = new DerCursor(cursor.next(0x30));
  const type = readOid(algorithm.next());
  const curve = algorithm.optional(0x06);
  const isOurs =
    type === OID.rsaEncryption || (type === OID.ecPublicKey && curve !== null && CURVES.has(readOid(curve)));
  if (!isOurs) throw new CryptoError('identity/unsupported', 'kind of key');
  const { buffer, byteOffset, length } = privateKeyInfo.bytes;
  try {
    // A view, not a copy: the caller wipes the only one there is.
    return createPrivateKey({ key: Buffer.from(buffer, byteOffset, length), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new CryptoError('identity/malformed', 'private key', { cause });
  }
}

/** A name for people; one that is odd in any way is left out rather than refused. */
function readFriendlyName(attributes: DerNode | null): string | null {
  for (const attribute of attributes?.children ?? []) {
    const [type, values] = attribute.children;
    const value = values?.children[0];
    if (type?.tag !== 0x06 || readOid(type) !== P12.friendlyName || value?.tag !== 0x1e) continue;
    if (value.content.length % 2 !== 0 || value.content.length > 2 * MAX_NAME_CHARACTERS) continue;
    const name = Buffer.from(value.content).swap16().toString('utf16le');
    if (name !== '' && name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) return name;
  }
  return null;
}
