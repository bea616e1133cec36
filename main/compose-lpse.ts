// The second circle: one LPSE, over HTTPS with its pinned issuers. What is remembered here (the log's head, alarms) belongs to
// this computer; an account adds its own memory and journal.
import { join } from 'node:path';
import { CodedError } from '../app/errors/coded-error.ts';
import type { CallOptions } from '../app/ports/call-options.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Device } from '../app/ports/device.ts';
import type { Downloader } from '../app/ports/downloader.ts';
import type { Journal } from '../app/ports/journal.ts';
import type { LpseGateway } from '../app/ports/lpse-gateway.ts';
import type { LpseMemory } from '../app/ports/lpse-memory.ts';
import type { OpeningEvents } from '../app/ports/opening-events.ts';
import type { RevocationSource } from '../app/ports/revocation-source.ts';
import type { SessionStore } from '../app/ports/session-store.ts';
import type { TimestampAuthority } from '../app/ports/timestamp-authority.ts';
import type { LpseTrust, TrustStore } from '../app/ports/trust-store.ts';
import type { Uploader } from '../app/ports/uploader.ts';
import { FileSessionStore } from './adapters/file-session-store.ts';
import { HttpDownloader } from './adapters/http-downloader.ts';
import { httpLpseGateway } from './adapters/http-lpse-gateway.ts';
import { HttpRevocationSource } from './adapters/http-revocation.ts';
import { httpTimestampAuthority } from './adapters/http-timestamp-authority.ts';
import { HttpsTransport } from './adapters/https-transport.ts';
import { LpseHttp } from './adapters/lpse-http.ts';
import { openDatabase } from './adapters/sqlite-database.ts';
import { SqliteJournal } from './adapters/sqlite-journal.ts';
import { SqliteLpseMemory } from './adapters/sqlite-lpse-memory.ts';
import { SseOpeningEvents } from './adapters/sse-opening-events.ts';
import { TusUploader } from './adapters/tus-uploader.ts';
import { CLIENT_VERSION } from './client-version.ts';
import type { Installation } from './compose.ts';

/** Everything the use cases need of one LPSE, without an account. */
export interface LpseNeeds {
  readonly kdLpse: number;
  readonly lpse: LpseGateway;
  readonly trust: TrustStore;
  readonly clock: Clock;
  readonly session: SessionStore;
  readonly device: Device;
  readonly revocation: RevocationSource;
  readonly tsa: TimestampAuthority;
  readonly uploader: Uploader;
  readonly downloader: Downloader;
  readonly events: OpeningEvents;
  readonly memory: LpseMemory;
  readonly journal: Journal;
}

/** @throws trust/not-pinned when no pin has this code or address; cli/no-lpse when it is not clear which one is meant */
export async function findLpse(installation: Installation, which?: string): Promise<LpseTrust> {
  const { trust, profiles } = installation;
  if (which !== undefined) {
    const found = /^\d+$/.test(which)
      ? await trust.forLpse(Number(which))
      : await trust.forUrl(which.replace(/\/$/, ''));
    if (found === null) throw new CodedError('trust/not-pinned');
    return found;
  }
  const inUse = await profiles.current();
  const pinned = await trust.list();
  const found = inUse === null ? undefined : pinned.find(({ kdLpse }) => kdLpse === inUse.kdLpse);
  const only = pinned.length === 1 ? pinned[0] : undefined;
  const chosen = found ?? only;
  if (chosen === undefined) throw new CodedError('cli/no-lpse', { count: pinned.length });
  return chosen;
}

/** Makes no request yet. @param onServerDate - told what every answer says of the LPSE's clock, unsigned */
export async function composeLpse(
  installation: Installation,
  { kdLpse, baseUrl }: LpseTrust,
  onServerDate: (serverMs: number) => void = () => undefined,
): Promise<LpseNeeds> {
  const { trust, clock, device, profiles, secrets, data } = installation;
  const transport = newTransport(installation, await trust.tlsAnchors(kdLpse));
  const session = new FileSessionStore(kdLpse, profiles, secrets.store);
  const http = new LpseHttp({ baseUrl, transport, sessions: session, device, onServerDate });
  const lpse = httpLpseGateway(http);
  const { database } = openDatabase(join(data.root, 'computer.db'));
  installation.onClose(() => void database.close());
  return {
    ...{ kdLpse, lpse, trust, clock, session, device },
    revocation: new HttpRevocationSource(transport),
    tsa: httpTimestampAuthority(transport, tsaUrlOf(lpse)),
    uploader: new TusUploader({ http, clock }),
    downloader: new HttpDownloader({ http, clock }),
    events: new SseOpeningEvents({ http, clock }),
    memory: new SqliteLpseMemory(database),
    journal: new SqliteJournal(database),
  };
}

/** For an LPSE that is not pinned yet: discovery only, nothing is remembered. */
export function composeStranger(
  installation: Installation,
  { baseUrl, tlsAnchors }: { readonly baseUrl: string; readonly tlsAnchors: string | null },
): Pick<LpseGateway, 'discover' | 'baseUrl'> {
  const transport = newTransport(installation, tlsAnchors);
  const sessions: SessionStore = {
    current: () => Promise.resolve(null),
    save: () => Promise.resolve(),
    clear: () => Promise.resolve(),
  };
  return httpLpseGateway(new LpseHttp({ baseUrl, transport, sessions, device: installation.device }));
}

function newTransport(installation: Installation, tlsAnchors: string | null): HttpsTransport {
  const { proxyUrl } = installation.chosen;
  const userAgent = `segel/${CLIENT_VERSION}`;
  const transport = new HttpsTransport({ tlsAnchors, proxyUrl, userAgent });
  installation.onClose(() => transport.close());
  return transport;
}

/** Asked once. */
function tsaUrlOf(lpse: LpseGateway): (options: CallOptions) => Promise<string> {
  let known: string | null = null;
  return async (options) => (known ??= (await lpse.discover(options)).tsaUrl);
}
