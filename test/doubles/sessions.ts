// A session store in memory and a device key, for adapters that need somebody logged in.
import { generateKeyPairSync } from 'node:crypto';
import type { SessionStore } from '../../app/ports/session-store.ts';
import type { Session } from '../../app/protocol/login.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { selfIssuedDeviceCertificate } from '../../crypto/x509/certificate-builder.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';

export function testSession(accessToken: string, accountId = 'akun-1'): Session {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  return {
    ...{ accessToken, accessExpiresAt: later, refreshToken: `refresh-${accessToken}`, refreshExpiresAt: later },
    sessionId: 's1',
    account: {
      ...{ accountId, userId: 'pengguna', name: 'Nama', role: 'bidder', organisation: 'PT Uji', npwp: null },
      ...{ bidderId: '701001', maskedEmail: 'p***@x.example', totpEnabled: false },
    },
  };
}

/** A store that holds `session`, or nobody's. */
export function memorySessions(session: Session | null): SessionStore {
  let held = session;
  return {
    current: () => Promise.resolve(held),
    save: (next) => Promise.resolve(void (held = next)),
    clear: () => Promise.resolve(void (held = null)),
  };
}

export function testDeviceKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const notBefore = new Date(Date.now() - 86_400_000);
  const notAfter = new Date(Date.now() + 86_400_000);
  const der = selfIssuedDeviceCertificate({ commonName: 'Uji', privateKey, publicKey, notBefore, notAfter });
  return softwareSigningKey(privateKey, parseCertificate(der));
}

/** What `LpseHttp` needs besides an address. */
export function sessionOf(accessToken: string) {
  const key = testDeviceKey();
  return { sessions: memorySessions(testSession(accessToken)), device: { key: () => Promise.resolve(key) } };
}
