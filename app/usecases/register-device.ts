// UC-03 Register this computer's key with the LPSE for the account in use (NON_CA bids are signed by it). The LPSE's signed
// answer is kept: without it nobody could later tell whose device it was.
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { Device } from '../ports/device.ts';
import type { Journal } from '../ports/journal.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { AccountCalls } from '../ports/lpse-gateway.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { DeviceRegistration } from '../protocol/login.ts';
import { readDeviceRegistration } from '../policy/check-sealed.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { requireAccount } from './require-account.ts';

export interface RegisterNeeds {
  readonly lpse: Pick<AccountCalls, 'registerDevice'>;
  readonly device: Device;
  readonly memory: LpseMemory;
  readonly session: SessionStore;
  readonly journal: Journal;
  readonly clock: Clock;
}

/**
 * Safe to repeat: a valid registration is kept and answered again.
 * @throws access/session-expired, access/device-refused, trust/device-not-registered when the answer is not the LPSE's word
 */
export async function registerDevice(
  needs: RegisterNeeds,
  { connection }: { readonly connection: LpseConnection },
  options: RunOptions = {},
): Promise<DeviceRegistration> {
  const { accountId } = await requireAccount(needs.session);
  const key = await needs.device.key();
  const { certificate } = key;
  const wanted = { accountId, certificateSha256: certificate.sha256, at: timeAt(connection, needs.clock) };
  const known = await needs.memory.deviceRegistration(connection.trust.kdLpse, accountId);
  if (known !== null) {
    const kept = readIfOurs(known, connection, wanted);
    if (kept !== null) return kept;
  }
  const proof = await key.sign(Buffer.from(`segel-device/1\n${accountId}\n${certificate.sha256}`));
  const request = { certificate: certificate.der.toString('base64'), proof: proof.toString('base64') };
  const { registration } = await needs.lpse.registerDevice(request, options);
  const registered = readOurs(registration, connection, wanted);
  await needs.memory.rememberDeviceRegistration(connection.trust.kdLpse, accountId, registration);
  const facts = { accountId, deviceCertificateSha256: certificate.sha256 };
  await needs.journal.append({ event: 'device.registered', bidId: null, kdTender: null, facts });
  return registered;
}

interface Wanted {
  readonly accountId: string;
  readonly certificateSha256: string;
  readonly at: Date;
}

/** @throws trust/device-not-registered unless it is the LPSE's word about this account and this key */
function readOurs(registration: string, { trust }: LpseConnection, wanted: Wanted): DeviceRegistration {
  const archived = { crls: [], ocsp: [] };
  const value = readDeviceRegistration(Buffer.from(registration, 'base64'), trust, { at: wanted.at, archived });
  if (value.accountId !== wanted.accountId || value.deviceCertificateSha256 !== wanted.certificateSha256) {
    throw new CodedError('trust/device-not-registered');
  }
  return value;
}

/** Null when the kept one is for another key: the device key was made anew. */
function readIfOurs(registration: string, connection: LpseConnection, wanted: Wanted): DeviceRegistration | null {
  try {
    return readOurs(registration, connection, wanted);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'trust/device-not-registered') return null;
    throw error;
  }
}
