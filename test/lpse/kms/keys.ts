// Key pairs of the KMS (crypto/SPEC.md 4): one per tender, version and envelope for the locks, one for rehearsals, never reused,
// and its own signing identity. A package key leaves this file only through `packageKey`, which asks the hour first.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  softwareDecryptionKey,
  softwareSigningKey,
  type DecryptionKey,
  type SigningKey,
} from '../../../crypto/keys.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { Authority, createAuthority } from '../../pki/authority.ts';
import { generateKeys } from '../../pki/keys.ts';
import type { EnvelopeScope } from '../context.ts';
import type { Store } from '../database.ts';
import type { Span } from '../trust/crl-publisher.ts';

type Purpose = 'package' | 'rehearsal';

interface StoredKey {
  readonly certificate: Buffer;
  readonly private_key: Buffer;
}

export interface KmsIdentity {
  readonly authority: Authority;
  readonly signer: SigningKey;
}

export interface IdentityOptions {
  readonly now: () => Date;
  readonly crlUrl: string;
  /** From before the first moment of the server's clock to long after real time. */
  readonly span: Span;
}

export interface KeyRing {
  /** Makes both pairs on first use; tender, version, envelope and LPSE stand in the subject. */
  certificatesFor(id: EnvelopeScope): Promise<{ packageCertificate: Certificate; rehearsalCertificate: Certificate }>;
  /** @throws kms/unknown-envelope */
  packageCertificate(id: EnvelopeScope): Certificate;
  /**
   * @param hour - the latest `closesAt` the KMS knows; null when it has accepted no policy
   * @throws kms/before-the-hour when `now` is earlier
   */
  packageKey(id: EnvelopeScope, when: { readonly hour: Date | null; readonly now: Date }): DecryptionKey;
  rehearsalKey(id: EnvelopeScope): DecryptionKey;
}

/** CA and signing key, made on the first start and kept. */
export async function loadIdentity(store: Store, options: IdentityOptions): Promise<KmsIdentity> {
  const { now, crlUrl, span } = options;
  const validity = { notBefore: span.from, notAfter: span.to };
  const authorityOptions = { subject: 'CA KMS Referensi Segel', crlUrl, clock: now, ...validity };
  const stored = readIdentity(store, 'authority');
  const authority =
    stored === undefined
      ? await createAuthority(authorityOptions)
      : new Authority(stored.certificate, stored.privateKey, authorityOptions);
  if (stored === undefined) saveIdentity(store, 'authority', authority);
  const known = readIdentity(store, 'signer');
  const signer = known ?? (await authority.issue('kms-signer', { subject: 'Penanda Tangan KMS', ...validity }));
  if (known === undefined) saveIdentity(store, 'signer', signer);
  return { authority, signer: softwareSigningKey(signer.privateKey, signer.certificate, authority.chain) };
}

export function createKeyRing(
  store: Store,
  { kdLpse, authority, span }: { readonly kdLpse: number; readonly authority: Authority; readonly span: Span },
): KeyRing {
  const select = store.prepare<[string, number, string, string], StoredKey>(
    `SELECT certificate, private_key FROM kms_keys
     WHERE kd_tender = ? AND versi_tender = ? AND envelope_id = ? AND purpose = ?`,
  );
  const insert = store.prepare<[string, number, string, string, Buffer, Buffer]>(
    'INSERT OR IGNORE INTO kms_keys VALUES (?, ?, ?, ?, ?, ?)',
  );
  const find = (id: EnvelopeScope, purpose: Purpose) => select.get(id.kdTender, id.versiTender, id.envelopeId, purpose);
  const require = (id: EnvelopeScope, purpose: Purpose): StoredKey => {
    const row = find(id, purpose);
    if (row === undefined) throw new CodedError('kms/unknown-envelope', scopeDetails(id));
    return row;
  };
  const make = async (id: EnvelopeScope, purpose: Purpose): Promise<Certificate> => {
    const known = find(id, purpose);
    if (known !== undefined) return parseCertificate(known.certificate);
    const keys = await generateKeys();
    const profile = purpose === 'package' ? 'kms-package' : 'kms-rehearsal';
    const certificate = authority.issueFor(profile, keys.publicKey, {
      subject: subjectOf(kdLpse, id, purpose),
      notBefore: span.from,
      notAfter: span.to,
    });
    insert.run(id.kdTender, id.versiTender, id.envelopeId, purpose, certificate.der, pkcs8(keys.privateKey));
    // Two first calls at once: the row that was written first is the key.
    return parseCertificate(require(id, purpose).certificate);
  };
  return {
    certificatesFor: async (id) => ({
      packageCertificate: await make(id, 'package'),
      rehearsalCertificate: await make(id, 'rehearsal'),
    }),
    packageCertificate: (id) => parseCertificate(require(id, 'package').certificate),
    packageKey(id, { hour, now }) {
      if (hour === null || now < hour)
        throw new CodedError('kms/before-the-hour', { ...scopeDetails(id), kmsTime: now.toISOString() });
      return toDecryptionKey(require(id, 'package'));
    },
    rehearsalKey: (id) => toDecryptionKey(require(id, 'rehearsal')),
  };
}

/** The scope alone, as facts of an error; callers pass wider objects. */
export function scopeDetails({ kdTender, versiTender, envelopeId }: EnvelopeScope) {
  return { kdTender, versiTender, envelopeId };
}

function subjectOf(kdLpse: number, id: EnvelopeScope, purpose: Purpose) {
  return [
    { type: 'C', value: 'ID' },
    { type: 'O', value: `LPSE ${kdLpse}` },
    { type: 'OU', value: `Tender ${id.kdTender} versi ${id.versiTender}` },
    { type: 'CN', value: `${purpose === 'package' ? 'Sampul' : 'Latihan sampul'} ${id.envelopeId}` },
  ] as const;
}

function toDecryptionKey(row: StoredKey): DecryptionKey {
  return softwareDecryptionKey(privateKeyOf(row.private_key), parseCertificate(row.certificate));
}

function readIdentity(store: Store, name: string) {
  const row = store
    .prepare<[string], StoredKey>('SELECT certificate, private_key FROM kms_identity WHERE name = ?')
    .get(name);
  return row && { certificate: parseCertificate(row.certificate), privateKey: privateKeyOf(row.private_key) };
}

function saveIdentity(store: Store, name: string, identity: { certificate: Certificate; privateKey: KeyObject }): void {
  store
    .prepare<[string, Buffer, Buffer]>('INSERT INTO kms_identity VALUES (?, ?, ?)')
    .run(name, identity.certificate.der, pkcs8(identity.privateKey));
}

function pkcs8(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'pkcs8' });
}

function privateKeyOf(der: Buffer): KeyObject {
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}
