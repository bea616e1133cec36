// PKCS#12 (RFC 7292) as programs really write it: integrity first, then certificates and keys, paired by public key.
// Own reader, because libraries either block for seconds, refuse old ciphers, or mistake the passphrase's encoding.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { DerCursor, readExplicit, readOctets, readOid, readSmallInteger, type DerNode } from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { wipe, type Secret } from '../secret.ts';
import { isSelfIssued, type Certificate } from '../x509/certificate.ts';
import { namesEqual } from '../x509/distinguished-name.ts';
import { checkMac, type PassphraseForms } from './integrity.ts';
import { bmpPassword } from './pkcs12-kdf.ts';
import { MAX_FILE_BYTES, parseBer, SafeReader } from './safe-contents.ts';
import { WorkBudget } from './work-budget.ts';

export interface Pkcs12Identity {
  readonly privateKey: KeyObject;
  readonly certificate: Certificate;
  /** Issuers found in the file, from the certificate's own upwards, without a self-issued root. */
  readonly chain: readonly Certificate[];
  readonly friendlyName?: string;
}

const MAX_CHAIN = 16;

/**
 * Every private key of the file together with its certificate. Key derivation may take seconds: call it in a worker.
 * The passphrase stays the caller's; everything else that was secret in between is wiped.
 * @throws identity/malformed when the file is no PKCS#12 file
 * @throws identity/wrong-passphrase when the passphrase does not fit
 * @throws identity/unsupported when a cipher, an integrity code or every key is of a kind we do not read
 * @throws identity/too-expensive when it is over 2 MiB, has over 1000 bags, or asks for over ten million iterations
 * @throws identity/no-key when it holds no key with its certificate
 */
export async function readPkcs12(
  bytes: Uint8Array,
  passphrase: Secret,
  { budget = new WorkBudget() }: { readonly budget?: WorkBudget } = {},
): Promise<Pkcs12Identity[]> {
  try {
    if (bytes.length > MAX_FILE_BYTES) throw new CryptoError('identity/too-expensive', `${bytes.length} bytes`);
    return pair(await readEntries(parseBer(bytes), passphrase, budget));
  } catch (error) {
    throw asIdentityError(error);
  }
}

async function readEntries(pfx: DerNode, passphrase: Secret, budget: WorkBudget): Promise<SafeReader> {
  const cursor = new DerCursor(pfx);
  const version = readSmallInteger(cursor.next());
  const authSafe = new DerCursor(cursor.next(0x30));
  const macData = cursor.optional(0x30);
  cursor.end();
  if (version !== 3) throw new CryptoError('identity/malformed', 'version');
  // RFC 7292 4: signed-data would mean integrity by a certificate's key.
  if (readOid(authSafe.next()) !== OID.data) throw new CryptoError('identity/unsupported', 'integrity by public key');
  const content = readOctets(readExplicit(authSafe.next(0xa0)));
  const bmp = bmpPassword(passphrase.bytes);
  // The empty passphrase is two zero octets for some programs and nothing for others.
  const candidates = passphrase.bytes.length === 0 ? [bmp, bmp.subarray(0, 0)] : [bmp];
  try {
    for (const candidate of candidates) {
      const forms = { utf8: passphrase.bytes, bmp: candidate };
      const entries = await tryPassphrase(content, macData, forms, budget);
      if (entries !== null) return entries;
    }
  } finally {
    wipe(bmp);
  }
  throw new CryptoError('identity/wrong-passphrase');
}

/** Null when the passphrase does not fit. Nothing is decrypted before the integrity code, if there is one, was checked. */
async function tryPassphrase(
  content: Uint8Array,
  macData: DerNode | null,
  passphrase: PassphraseForms,
  budget: WorkBudget,
): Promise<SafeReader | null> {
  if (macData !== null && !(await checkMac(macData, content, passphrase, budget))) return null;
  const entries = new SafeReader({ passphrase, budget, hasVerifiedMac: macData !== null });
  try {
    for (const contentInfo of requireSequence(parseBer(content))) await entries.readContent(contentInfo);
  } catch (error) {
    if (error instanceof CryptoError && error.code === 'identity/wrong-passphrase') return null;
    throw error;
  }
  return entries;
}

function requireSequence(node: DerNode): readonly DerNode[] {
  if (node.tag !== 0x30) throw new CryptoError('identity/malformed', 'authenticated safe');
  return node.children;
}

/** Keys and certificates belong together when the public keys are equal: localKeyId is a hint that programs get wrong. */
function pair({ keys, certificates, refused }: SafeReader): Pkcs12Identity[] {
  const identities = new Map<string, Pkcs12Identity>();
  for (const { privateKey, friendlyName: keyName } of keys) {
    const spki = spkiOf(createPublicKey(privateKey));
    for (const { certificate, friendlyName: certificateName } of certificates) {
      if (!certifies(certificate, spki)) continue;
      const friendlyName = keyName ?? certificateName;
      const chain = chainOf(
        certificate,
        certificates.map((entry) => entry.certificate),
      );
      const name = friendlyName === null ? {} : { friendlyName };
      identities.set(certificate.sha256, { privateKey, certificate, chain, ...name });
    }
  }
  if (identities.size > 0) return [...identities.values()];
  throw refused[0] ?? new CryptoError('identity/no-key');
}

function certifies(certificate: Certificate, spki: Uint8Array): boolean {
  // Asking for the key of a kind that we do not know would throw.
  return certificate.keyType.kind !== 'other' && equalBytes(spkiOf(certificate.publicKey()), spki);
}

/**
 * Both sides written by the same library, so equal keys are equal octets. Deliberately not KeyObject.equals: for keys of two
 * kinds it leaves an error in OpenSSL's queue, and the next key that is read fails with it (Node 24.21).
 */
function spkiOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

/** Follows issuers by name, and by key identifier where both name one. Signatures are for path validation to check. */
function chainOf(leaf: Certificate, pool: readonly Certificate[]): Certificate[] {
  const chain: Certificate[] = [];
  for (let current = leaf; chain.length < MAX_CHAIN && !isSelfIssued(current);) {
    const issuer = pool.find((one) => isIssuer(one, current) && one !== leaf && !chain.includes(one));
    if (issuer === undefined || isSelfIssued(issuer)) break;
    chain.push(issuer);
    current = issuer;
  }
  return chain;
}

function isIssuer(candidate: Certificate, { issuer, authorityKeyId }: Certificate): boolean {
  const { subject, subjectKeyId } = candidate;
  const sameKey =
    authorityKeyId === null || subjectKeyId === null || Buffer.compare(authorityKeyId, subjectKeyId) === 0;
  return sameKey && namesEqual(subject, issuer);
}

function asIdentityError(error: unknown): unknown {
  if (!(error instanceof CryptoError)) return error;
  if (error.code === 'asn1/too-large')
    return new CryptoError('identity/too-expensive', error.message, { cause: error });
  if (error.code.startsWith('identity/')) return error;
  return new CryptoError('identity/malformed', error.message, { cause: error });
}
