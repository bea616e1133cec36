// Device keys: a self-issued P-256 certificate, registered with a statement signed by the LPSE (app/protocol/SPEC.md 2, NON_CA).
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { DeviceRegistration } from '../../../app/protocol/login.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import { equalBytes } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { isSelfIssued, parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { verifySignature } from '../../../crypto/x509/verify-signature.ts';
import type { Clock } from '../clock.ts';
import type { Caller, DeviceLookup, RegisteredDevice } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { signJson } from '../sign.ts';
import { requireDeviceProof } from './sessions.ts';

export interface DeviceStore extends DeviceLookup {
  /**
   * Answers the registration; the same one when the device was registered before.
   * @throws access/device-refused when the certificate is no self-issued P-256 certificate, or was revoked
   * @throws access/device-proof-wrong when the key is not the one of this session
   */
  register(caller: Caller, certificateDer: Buffer, proof: Buffer): Promise<Buffer>;
  list(accountId: string): RegisteredDevice[];
  /** False when this account has no such device. */
  revoke(accountId: string, sha256: string): boolean;
}

/** What the device key signs (app/protocol/SPEC.md 2). */
export function deviceProofText(accountId: string, certificateSha256: string): Buffer {
  return Buffer.from(`segel-device/1\n${accountId}\n${certificateSha256}`, 'utf8');
}

interface Row {
  readonly account_id: string;
  readonly certificate: Buffer;
  readonly registration: Buffer;
  readonly valid_from: string;
  readonly revoked_at: string | null;
}

export function createDeviceStore(store: Store, { key, clock }: { key: SigningKey; clock: Clock }): DeviceStore {
  migrate(store, [
    {
      name: 'access/devices',
      sql: `CREATE TABLE devices (account_id TEXT NOT NULL, sha256 TEXT NOT NULL, certificate BLOB NOT NULL,
        registration BLOB NOT NULL, valid_from TEXT NOT NULL, revoked_at TEXT, PRIMARY KEY (account_id, sha256)) STRICT`,
    },
  ]);
  const select = store.prepare<[string, string], Row>('SELECT * FROM devices WHERE account_id = ? AND sha256 = ?');
  const ofAccount = store.prepare<[string], Row>('SELECT * FROM devices WHERE account_id = ? ORDER BY rowid');
  const insert = store.prepare('INSERT OR IGNORE INTO devices VALUES (?, ?, ?, ?, ?, NULL)');
  const revoke = store.prepare(
    'UPDATE devices SET revoked_at = ? WHERE account_id = ? AND sha256 = ? AND revoked_at IS NULL',
  );
  const find = (accountId: string, sha256: string): RegisteredDevice | null => {
    const row = select.get(accountId, sha256);
    return row === undefined ? null : toDevice(row);
  };
  return {
    find,
    list: (accountId) => ofAccount.all(accountId).map(toDevice),
    revoke: (accountId, sha256) => revoke.run(toInstant(clock.now()), accountId, sha256).changes === 1,
    async register({ account: { accountId }, devicePublicKey }, certificateDer, proof) {
      const certificate = requireDeviceCertificate(certificateDer);
      if (!equalBytes(certificate.spkiDer, devicePublicKey)) throw new CodedError('access/device-proof-wrong');
      requireDeviceProof(devicePublicKey, deviceProofText(accountId, certificate.sha256), proof);
      const known = find(accountId, certificate.sha256);
      if (known !== null && known.revokedAt !== null) throw new CodedError('access/device-refused');
      if (known !== null) return known.registration;
      const now = clock.now();
      const content: DeviceRegistration = {
        format: 'segel-device/1',
        deviceCertificateSha256: certificate.sha256,
        accountId,
        validFrom: toInstant(now),
      };
      const registration = await signJson(key, now, content);
      insert.run(accountId, certificate.sha256, certificate.der, registration, toInstant(now));
      return find(accountId, certificate.sha256)?.registration ?? registration;
    },
  };
}

function requireDeviceCertificate(der: Buffer): Certificate {
  try {
    const certificate = parseCertificate(der);
    const { keyType } = certificate;
    const isP256 = keyType.kind === 'ec' && keyType.curve === 'P-256';
    if (isP256 && isSelfIssued(certificate) && verifySignature(certificate, certificate) === 'valid')
      return certificate;
  } catch (cause) {
    if (!isCryptoError(cause)) throw cause;
    throw new CodedError('access/device-refused', {}, { cause });
  }
  throw new CodedError('access/device-refused');
}

function toDevice(row: Row): RegisteredDevice {
  const certificate = parseCertificate(row.certificate);
  return {
    accountId: row.account_id,
    certificate,
    deviceCertificateSha256: certificate.sha256,
    registration: row.registration,
    validFrom: new Date(row.valid_from),
    revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
  };
}
