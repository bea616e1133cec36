// The running state behind the window's door: this computer, the LPSE in use, the account in use, work under way. One per window.
import { join } from 'node:path';
import type { CallOptions } from '../../app/ports/call-options.ts';
import type { LpseConnection } from '../../app/usecases/connect-lpse.ts';
import { composeInstallation, joinAccount, type AccountNeeds, type Installation, type LpseNeeds } from '../compose.ts';
import { AccountInUse, RECEIVED, type OpenProfile } from './account-in-use.ts';
import { Background } from './background.ts';
import { toBidView } from './bid-view.ts';
import { CallPassphrase } from './call-passphrase.ts';
import { DemoLpse } from './demo-lpse.ts';
import type { FileHandles, SendEvent, WindowHost } from './host.ts';
import { Jobs } from './jobs.ts';
import { LpseInUse } from './lpse-in-use.ts';
import { OpeningWatches } from './opening-watches.ts';
import { SeenPackages } from './seen-packages.ts';
import { WATCH_EVERY_MS, watchLpse } from './watch.ts';

export interface ProgramOptions {
  /** Default: `SEGEL_HOME`, else the operating system's place for it. */
  readonly dataDir?: string | undefined;
  readonly host: WindowHost;
  readonly send: SendEvent;
  readonly files: FileHandles;
  /** Failures of work that no call waits for; the code goes to the incident log. */
  readonly onBackgroundFailure?: (what: string, error: unknown) => void;
  /** Between two looks at the LPSE while nobody asks; null for never. */
  readonly watchEveryMs?: number | null;
}

/** An account with its LPSE, met just now or a few minutes ago. */
export interface Online {
  readonly needs: AccountNeeds;
  readonly connection: LpseConnection;
  readonly profile: OpenProfile;
}

interface Parts {
  readonly installation: Installation;
  readonly passphrase: CallPassphrase;
  readonly options: ProgramOptions;
}

export class Program {
  readonly installation: Installation;
  readonly passphrase: CallPassphrase;
  readonly host: WindowHost;
  readonly files: FileHandles;
  readonly send: SendEvent;
  readonly jobs: Jobs;
  readonly lpse: LpseInUse;
  readonly account: AccountInUse;
  readonly packages: SeenPackages;
  readonly demo: DemoLpse;
  readonly watches: OpeningWatches;
  readonly background: Background;

  private constructor({ installation, passphrase, options }: Parts) {
    const { host, files, send, onBackgroundFailure = () => undefined } = options;
    this.installation = installation;
    this.passphrase = passphrase;
    this.host = host;
    this.files = files;
    this.send = send;
    this.jobs = new Jobs(send);
    this.lpse = new LpseInUse(installation, send);
    this.background = new Background(onBackgroundFailure);
    this.account = new AccountInUse({
      installation,
      onBidSaved: (bid) => send('bids.changed', toBidView(bid, this.jobs.of(bid.bidId))),
      beforeLeaving: () => {
        this.watches.endAll();
        return this.jobs.stopAll();
      },
    });
    this.packages = new SeenPackages();
    this.demo = new DemoLpse(installation);
    this.watches = new OpeningWatches(this);
  }

  /** @throws storage/full, storage/failed */
  static async open(options: ProgramOptions): Promise<Program> {
    const passphrase = new CallPassphrase();
    const installation = await composeInstallation({ dataDir: options.dataDir, prompt: passphrase });
    const program = new Program({ installation, passphrase, options });
    const { watchEveryMs = WATCH_EVERY_MS } = options;
    if (watchEveryMs !== null) program.background.run('watch', (signal) => watchLpse(program, watchEveryMs, signal));
    return program;
  }

  /** What the account in use has here; needs no network. @throws ipc/no-lpse, access/session-expired */
  async profile(): Promise<OpenProfile> {
    const { trust } = await this.lpse.require();
    return this.account.require(trust.kdLpse);
  }

  /** The LPSE in use, met; with or without an account. @throws ipc/no-lpse, network/*, trust/* */
  async met(): Promise<{ readonly needs: LpseNeeds; readonly connection: LpseConnection }> {
    const { needs } = await this.lpse.require();
    return { needs, connection: await this.lpse.connection() };
  }

  /** @throws ipc/no-lpse, access/session-expired, network/*, trust/* */
  async online(): Promise<Online> {
    const profile = await this.profile();
    const { needs, connection } = await this.met();
    return { needs: joinAccount(needs, profile), connection, profile };
  }

  /** The account's needs without asking the network. @throws ipc/no-lpse, access/session-expired */
  async offline(): Promise<AccountNeeds> {
    const profile = await this.profile();
    const { needs } = await this.lpse.require();
    return joinAccount(needs, profile);
  }

  /** Where files go whose bytes the window sends: into the account's own folder, which nobody else's window reads. */
  async receivedFolder(): Promise<string> {
    const open = await this.lpse.current();
    const profile = open === null ? null : await this.account.current(open.trust.kdLpse);
    return join(profile?.folder.root ?? this.installation.data.root, RECEIVED);
  }

  /** Ends work, connections and the demo's server. */
  async close(): Promise<void> {
    await this.jobs.stopAll();
    const over = this.background.close();
    await this.lpse.leave();
    await over;
    await this.account.close();
    await this.demo.close();
    await this.installation.close();
  }
}

/** For calls that end with their window. */
export function until({ signal }: { readonly signal: AbortSignal }): CallOptions {
  return { signal };
}
