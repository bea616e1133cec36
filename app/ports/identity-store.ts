// Certificates with their private keys, on this computer or a token. Nothing above sees key bytes.
import type { DecryptionKey, SigningKey } from '../../crypto/keys.ts';
import type { Secret } from '../../crypto/secret.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { CertificateProfile } from '../protocol/ams.ts';

export interface StoredIdentity {
  /** Stable on this computer: the certificate's SHA-256. */
  readonly identityId: string;
  readonly label: string;
  readonly certificate: Certificate;
  /** Intermediates that came with it. */
  readonly chain: readonly Certificate[];
  readonly source: 'pkcs12' | 'enrolled' | 'token';
}

/** A key made here whose certificate has not come yet. */
export interface PendingKey {
  readonly keyId: string;
  readonly profile: CertificateProfile;
  readonly enrolmentId: string | null;
  readonly createdAt: string;
}

/** Parts of the subject; the AMS checks them against the account. */
export interface RequestedSubject {
  readonly commonName: string;
  readonly organisation: string;
  /** NPWP, or the officer's number; null when there is none. */
  readonly serialNumber: string | null;
}

export interface IdentityStore {
  list(): Promise<readonly StoredIdentity[]>;
  /** @throws identity/not-found */
  load(identityId: string): Promise<StoredIdentity>;

  /**
   * Takes over every identity of a PKCS#12 file, still under its passphrase. Safe to repeat.
   * @throws identity/wrong-passphrase, identity/malformed, identity/unsupported, identity/too-expensive, identity/no-key
   */
  importPkcs12(bytes: Uint8Array, passphrase: Secret): Promise<readonly StoredIdentity[]>;

  /** Asks for the passphrase where needed. @throws identity/wrong-passphrase, identity/not-found */
  unlockSigning(identityId: string): Promise<SigningKey>;
  /** @throws identity/wrong-passphrase, identity/not-found */
  unlockDecryption(identityId: string): Promise<DecryptionKey>;

  /**
   * Makes a key on this device, stored encrypted under `passphrase`, and a PKCS#10 request for it.
   * RSA-3072 for `member-encryption` and `auditor-encryption`, P-256 otherwise.
   */
  createKey(
    profile: CertificateProfile,
    subject: RequestedSubject,
    passphrase: Secret,
  ): Promise<{ readonly key: PendingKey; readonly csrDer: Uint8Array }>;
  pendingKeys(): Promise<readonly PendingKey[]>;
  /** Remembers under which number the request was filed. */
  bindEnrolment(keyId: string, enrolmentId: string): Promise<void>;
  /** Joins key and certificate. @throws identity/no-key when the certificate is for another key */
  completeKey(keyId: string, certificate: Certificate, chain: readonly Certificate[]): Promise<StoredIdentity>;
  /** A .p12 that openssl reads, under the passphrase that protects the identity here. @throws identity/wrong-passphrase */
  exportPkcs12(identityId: string, passphrase: Secret): Promise<Buffer>;
  remove(identityId: string): Promise<void>;
}
