// The embedded reference LPSE of a source checkout, with demo people and packages: so that a newcomer can do the whole job
// without any server of their own. Not in packaged programs, because the server is not in them.
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { DataFolder } from '../adapters/data-folder.ts';
import { renamePatiently } from '../adapters/durable-names.ts';
import { makePrivateFolder, writePrivateFile } from '../adapters/private-files.ts';
import type { ProfileStore } from '../adapters/profile-store.ts';
import { storing, unlessMissing } from '../adapters/storage-faults.ts';
import type { Installation } from '../compose.ts';

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

/** Uploads of the demo's packages close within a day of its beginning; after that a new demo is of more use than the old one. */
const GENERATION_MS = 20 * 3_600_000;

export class DemoLpse {
  readonly #data: DataFolder;
  readonly #profiles: ProfileStore;
  #starting: Promise<{ readonly server: RunningDemo; readonly started: StartedDemo }> | null = null;

  constructor({ data, profiles }: Pick<Installation, 'data' | 'profiles'>) {
    this.#data = data;
    this.#profiles = profiles;
  }

  get available(): boolean {
    return checkout() !== null;
  }

  get running(): boolean {
    return this.#starting !== null;
  }

  /** Safe to repeat: the same server. People and bids outlast a run, but not the day. @throws ipc/no-demo */
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
    const dir = await this.#generation();
    const server = await startLpse({ dir, testMode: true });
    const started: StartedDemo = {
      baseUrl: server.url,
      trustDir: server.trustDir,
      password: DEMO_PASSWORD,
      accounts: DEMO_PEOPLE,
      identities: demoIdentityFiles(dir),
    };
    return { server, started };
  }

  /** The folder in use, or a new one when its deadlines have passed. */
  async #generation(): Promise<string> {
    const base = join(this.#data.root, 'demo-lpse');
    const names = (await storing(() => unlessMissing(readdir(base)))) ?? [];
    const newest = Math.max(0, ...names.map(Number).filter(Number.isSafeInteger));
    const current = join(base, String(newest));
    const begun = newest === 0 ? null : await storing(() => unlessMissing(stat(join(current, BEGINNING))));
    if (begun !== null && Date.now() - begun.mtimeMs < GENERATION_MS) return current;
    await this.#putAside(join(base, 'earlier', String(newest)));
    const next = join(base, String(newest + 1));
    await makePrivateFolder(next);
    await writePrivateFile(join(next, BEGINNING), Buffer.alloc(0));
    return next;
  }

  /** What accounts of an earlier demo remember (policies, receipts, a log) is of another world with the same names. */
  async #putAside(folder: string): Promise<void> {
    for (const { kdLpse, folder: profile } of await this.#profiles.list()) {
      if (kdLpse !== DEMO_KD_LPSE) continue;
      await makePrivateFolder(folder);
      await storing(() => renamePatiently(profile.root, join(folder, profile.profileId)));
    }
  }
}

/** As `test/lpse/server.ts` names itself. */
export const DEMO_KD_LPSE = 906;
/** Its age is the generation's. */
const BEGINNING = 'begun';

/** `test/lpse` of the checkout that this program runs from; null in a packaged one. */
function checkout(): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'test', 'lpse');
    if (existsSync(join(candidate, 'server.ts'))) return candidate;
    if (folder === dirname(folder)) return null;
  }
}
