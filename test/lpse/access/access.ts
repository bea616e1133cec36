// Everything about who somebody is, put together once.
import type { SigningKey } from '../../../crypto/keys.ts';
import type { MovableClock } from '../clock.ts';
import type { AtRestCipher, LpseConfig, Outbox } from '../context.ts';
import type { Store } from '../database.ts';
import type { LpseModule } from '../http.ts';
import { createAccessLog, type AccessLogStore } from './access-log.ts';
import { createAccountStore, type AccountStore } from './accounts.ts';
import { deviceRoutes } from './device-routes.ts';
import { createDeviceStore, type DeviceStore } from './devices.ts';
import { createLockOut } from './lock-out.ts';
import { loginRoutes } from './login-routes.ts';
import { createLogins, type Logins } from './logins.ts';
import { createNonceStore, type NonceStore } from './nonces.ts';
import { createPackageTokens, type PackageTokens } from './package-tokens.ts';
import { createSessionStore, type SessionStore } from './sessions.ts';
import { totpRoutes } from './totp-routes.ts';
import { createTotp, type Totp } from './totp.ts';

export interface Access {
  readonly config: LpseConfig;
  readonly accounts: AccountStore;
  readonly accessLog: AccessLogStore;
  readonly sessions: SessionStore;
  readonly logins: Logins;
  readonly totp: Totp;
  readonly devices: DeviceStore;
  readonly nonces: NonceStore;
  readonly tokens: PackageTokens;
}

export interface AccessNeeds {
  readonly config: LpseConfig;
  readonly store: Store;
  readonly clock: MovableClock;
  readonly atRest: AtRestCipher;
  readonly lpseKey: SigningKey;
  readonly outbox: Outbox;
}

export async function createAccess({ config, store, clock, atRest, lpseKey, outbox }: AccessNeeds): Promise<Access> {
  const now = (): Date => clock.real();
  const accounts = await createAccountStore({ store, atRest, scryptCost: config.scryptCost });
  const accessLog = createAccessLog(store, clock);
  const sessions = createSessionStore({ store, accounts, now, accessTokenMs: config.accessTokenMs });
  const totp = createTotp({ store, accounts, outbox, issuer: config.name, baseUrl: config.baseUrl, now });
  const lockOut = createLockOut(store, { now, lockMs: config.lockOutMs });
  return {
    config,
    accounts,
    accessLog,
    sessions,
    totp,
    logins: createLogins({ accounts, sessions, lockOut, totp, accessLog, now }),
    devices: createDeviceStore(store, { key: lpseKey, clock }),
    nonces: createNonceStore(store, now),
    tokens: createPackageTokens(store, () => clock.now()),
  };
}

export function accessModule(access: Access): LpseModule {
  return { routes: [...loginRoutes(access), ...totpRoutes(access), ...deviceRoutes(access)] };
}
