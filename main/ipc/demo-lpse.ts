// The embedded reference LPSE of a source checkout, with demo people and packages: so that a newcomer can do the whole job
// without any server of their own. Not in packaged programs, because the server is not in them.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodedError } from '../../app/errors/coded-error.ts';

/** What is used of `test/lpse`; the server is no part of the program, so its types are not either. */
interface ServerModule {
  readonly startLpse: (options: { readonly dir: string; readonly testMode: boolean }) => Promise<RunningDemo>;
}
interface RunningDemo {
  readonly url: string;
  readonly trustDir: string;
  close(): Promise<void>;
}
interface PeopleModule {
  readonly DEMO_PASSWORD: string;
  readonly DEMO_PEOPLE: readonly DemoAccount[];
}
interface IdentitiesModule {
  readonly demoIdentityFiles: (dir: string) => readonly DemoIdentity[];
}

export interface DemoAccount {
  readonly userType: string;
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
}
export interface DemoIdentity {
  readonly userId: string;
  readonly path: string;
  readonly passphrase: string;
}

export interface StartedDemo {
  readonly baseUrl: string;
  readonly trustDir: string;
  readonly password: string;
  readonly accounts: readonly DemoAccount[];
  readonly identities: readonly DemoIdentity[];
}

export class DemoLpse {
  readonly #dir: string;
  #starting: Promise<{ readonly server: RunningDemo; readonly started: StartedDemo }> | null = null;

  constructor(root: string) {
    this.#dir = join(root, 'demo-lpse');
  }

  get available(): boolean {
    return checkout() !== null;
  }

  /** Safe to repeat: the same server. It keeps its folder, and so its people and bids, from one run to the next. @throws ipc/no-demo */
  async start(): Promise<StartedDemo> {
    const starting = (this.#starting ??= this.#start());
    try {
      return (await starting).started;
    } catch (error) {
      this.#starting = null;
      throw error;
    }
  }

  async close(): Promise<void> {
    const starting = this.#starting;
    this.#starting = null;
    // A server that did not start has nothing to close.
    const running = await starting?.catch(() => null);
    await running?.server.close();
  }

  async #start() {
    const folder = checkout();
    if (folder === null) throw new CodedError('ipc/no-demo');
    // The files exist in a checkout, and their shape is held by the tests that start them.
    const load = async <M>(file: string) => (await import(pathToFileURL(join(folder, file)).href)) as M;
    const { startLpse } = await load<ServerModule>('server.ts');
    const { DEMO_PASSWORD, DEMO_PEOPLE } = await load<PeopleModule>('seeds/people.ts');
    const { demoIdentityFiles } = await load<IdentitiesModule>('seeds/identities.ts');
    const server = await startLpse({ dir: this.#dir, testMode: true });
    const started: StartedDemo = {
      baseUrl: server.url,
      trustDir: server.trustDir,
      password: DEMO_PASSWORD,
      accounts: DEMO_PEOPLE,
      identities: demoIdentityFiles(this.#dir),
    };
    return { server, started };
  }
}

/** `test/lpse` of the checkout that this program runs from; null in a packaged one. */
function checkout(): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'test', 'lpse');
    if (existsSync(join(candidate, 'server.ts'))) return candidate;
    if (folder === dirname(folder)) return null;
  }
}
