// Starts the reference LPSE: LPSE, AMS, KMS, TSA and log in one process, each with its own keys and its own database.
// NOT FOR PRODUCTION. Loopback only, with its own CA.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import { encodePem } from '../../crypto/encoding.ts';
import { FULL_SCRYPT_COST } from './access/passwords.ts';
import { createClock, DEFAULT_START_BEHIND_MS, type MovableClock } from './clock.ts';
import type { LpseConfig, LpseContext } from './context.ts';
import { closeStores, openStores, type Stores } from './database.ts';
import { createHttp, type HttpServer, type LpseModule } from './http.ts';
import { createManagement, managementModule, type Management } from './management/management.ts';
import { bidModules } from './modules.ts';
import { createParts } from './parts.ts';
import { openapiModule } from './openapi.ts';
import { seedServer } from './seeds/seed.ts';
import { createSettings, type Settings } from './settings.ts';
import { writeTrustFolder, TRUST_FILES } from './trust/anchors-folder.ts';
import { loadAuthorities, validitySpan, type Authorities } from './trust/authorities.ts';
import { openKeyFolder } from './trust/key-folder.ts';

export interface LpseOptions {
  /** Everything of this installation; made when it does not exist. */
  readonly dir: string;
  /** Default: any free port, and the same one after a restart. */
  readonly port?: number;
  /** Loopback only. Default 127.0.0.1. */
  readonly host?: string;
  /** Movable clock, management interface, captcha in text, a lower scrypt cost. */
  readonly testMode: boolean;
  /** Test mode, first start only. Default: two days ago. */
  readonly clockStart?: Date;
  /** The machine's clock; trials hold it still. Default: real time. */
  readonly real?: () => Date;
  /** Demo people and packages on the first start. Default true. */
  readonly seed?: boolean;
  /** Knobs; see README.md. */
  readonly knobs?: Partial<
    Pick<
      LpseConfig,
      | 'scryptCost'
      | 'loginRequestsPerMinute'
      | 'lockOutMs'
      | 'accessTokenMs'
      | 'limits'
      | 'certificatesUntil'
      | 'listsEveryMs'
    >
  >;
}

export interface RunningLpse {
  readonly url: string;
  /** CA of the TLS certificate, for the client to trust explicitly. */
  readonly caPem: string;
  /** Folder with all anchors. */
  readonly trustDir: string;
  readonly clock: MovableClock;
  /** null outside test mode. */
  readonly management: Management | null;
  readonly context: LpseContext;
  close(): Promise<void>;
}

const KD_LPSE = 906;
const NAME = 'LPSE Referensi Segel';
const TEST_SCRYPT_COST = 2 ** 12;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** @throws lpse/loopback-only */
export async function startLpse(options: LpseOptions): Promise<RunningLpse> {
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK.has(host)) throw new CodedError('lpse/loopback-only');
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const stores = openStores(options.dir);
  try {
    return await start(options, { host, stores });
  } catch (error) {
    closeStores(stores);
    throw error;
  }
}

async function start(
  options: LpseOptions,
  { host, stores }: { readonly host: string; readonly stores: Stores },
): Promise<RunningLpse> {
  const settings = createSettings(stores.lpse);
  const clock = startClock(options, settings);
  const config = await configure(options, settings, host);
  const genesis = new Date(settings.getOrSet('genesis', () => clock.now().toISOString()));
  const span = validitySpan(genesis, clock.real());
  const folder = openKeyFolder(options.dir);
  const authorities = await loadAuthorities({ folder, ...config, span, now: () => clock.now() });
  const parts = await createParts({ config, stores, clock, span, folder, authorities });
  const { context, access, modules } = parts;
  const seeding = { ...parts, config, settings, clock };
  if (options.seed !== false) await seedServer({ ...context, ...seeding });

  const http = await createHttp({
    tls: tlsOf(authorities),
    hooks: context.hooks,
    authenticate: (token) => access.sessions.authenticate(token),
    now: () => clock.now(),
    reportDefect: (error, incident) => console.error(`defect ${incident}`, error),
  });
  const management = config.testMode ? createManagement(parts) : null;
  const all: LpseModule[] = [
    ...modules,
    ...bidModules(context),
    ...(management === null ? [] : [managementModule(management, context)]),
    openapiModule(() => http.routes, config.name),
  ];
  await serve(http, all, { host, port: Number(new URL(config.baseUrl).port) });
  const trustDir = writeTrustFolder(options.dir, {
    ...config,
    anchors: { ...context.keys.anchors, kms: context.kms.anchor },
    logVerifierKey: context.log.verifierKey,
  });
  return {
    url: config.baseUrl,
    caPem: join(trustDir, TRUST_FILES.tls),
    trustDir,
    clock,
    management,
    context,
    async close() {
      for (const module of all) await module.stop?.();
      await http.app.close();
      closeStores(stores);
    },
  };
}

async function serve(
  http: HttpServer,
  modules: readonly LpseModule[],
  address: { readonly host: string; readonly port: number },
): Promise<void> {
  for (const module of modules) {
    http.add(module.routes ?? []);
    module.mount?.(http);
  }
  for (const module of modules) await module.start?.();
  await http.app.listen(address);
}

function startClock({ testMode, clockStart, real = () => new Date() }: LpseOptions, settings: Settings): MovableClock {
  const time = real().getTime();
  const fallback = clockStart === undefined ? DEFAULT_START_BEHIND_MS : time - clockStart.getTime();
  const behindMs = testMode ? Number(settings.getOrSet('behind-ms', () => String(fallback))) : 0;
  return createClock({
    movable: testMode,
    start: new Date(time - behindMs),
    real,
    remember: (next) => settings.set('behind-ms', String(next)),
  });
}

/** The port is part of every certificate's CRL address: an installation keeps the one it began with. */
async function configure(options: LpseOptions, settings: Settings, host: string): Promise<LpseConfig> {
  const port = settings.get('port') ?? String(options.port ?? (await freePort(host)));
  if (options.port !== undefined && String(options.port) !== port) {
    throw new Error(`${options.dir} belongs to port ${port}; take another folder for another port`);
  }
  settings.set('port', port);
  return {
    dir: options.dir,
    testMode: options.testMode,
    baseUrl: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    name: NAME,
    kdLpse: KD_LPSE,
    timeZone: 'WIB',
    limits: { maxUploadBytes: 500 << 20, maxDocuments: 250, maxNameLength: 40 },
    minimumClientVersion: '0.1.0',
    scryptCost: options.testMode ? TEST_SCRYPT_COST : FULL_SCRYPT_COST,
    loginRequestsPerMinute: options.testMode ? 600 : 60,
    lockOutMs: 15 * 60_000,
    accessTokenMs: 10 * 60_000,
    certificatesUntil: {},
    listsEveryMs: null,
    ...options.knobs,
  };
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

function tlsOf({ tls }: Authorities): { key: string; cert: string } {
  return {
    key: tls.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: encodePem('CERTIFICATE', tls.certificate.der),
  };
}
