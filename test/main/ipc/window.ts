// A window without a screen: the real handlers behind the real door, with a host whose dialogs answer what the test says.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallName, EventName } from '../../../app/contract/channels.ts';
import { EVENT_CONTRACT, type CallInput, type CallOutput, type EventPayload } from '../../../app/contract/contract.ts';
import type { IncidentProblem, Result } from '../../../app/contract/result.ts';
import { createDoor, type Caller } from '../../../main/ipc/door.ts';
import { Handles } from '../../../main/ipc/handles.ts';
import { createHandlers } from '../../../main/ipc/handlers.ts';
import { FILE_HANDLE_LIFETIME_MS, type HeldFile, type WindowHost } from '../../../main/ipc/host.ts';
import { Program } from '../../../main/ipc/program.ts';
import { demoIdentityFiles } from '../../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD, DEMO_PEOPLE } from '../../lpse/seeds/people.ts';
import type { TemporaryLpse } from '../../lpse/temporary-lpse.ts';

export interface SeenEvent<E extends EventName = EventName> {
  readonly event: E;
  readonly payload: EventPayload<E>;
  /** Milliseconds on a clock that never jumps. */
  readonly atMs: number;
}

export class TestWindow {
  readonly dir: string;
  readonly program: Program;
  readonly events: SeenEvent[];
  /** What the host's dialogs answer next. */
  readonly dialogs: { chosen: readonly string[]; target: string | null };
  readonly incidents: string[];
  readonly opened: string[];
  readonly #stop = new AbortController();
  readonly #door: ReturnType<typeof createDoor>;
  readonly caller: Caller;

  private constructor(dir: string, parts: Omit<Opened, 'door'> & { readonly door: ReturnType<typeof createDoor> }) {
    this.dir = dir;
    this.program = parts.program;
    this.events = parts.events;
    this.dialogs = parts.dialogs;
    this.incidents = parts.incidents;
    this.opened = parts.opened;
    this.#door = parts.door;
    this.caller = { windowId: 'window-1', signal: this.#stop.signal };
  }

  /** @param dir - an earlier window's folder: the same computer after a restart */
  static async open(dir?: string, watchEveryMs: number | null = null): Promise<TestWindow> {
    const folder = dir ?? (await mkdtemp(join(tmpdir(), 'segel-window-')));
    const events: SeenEvent[] = [];
    const dialogs: TestWindow['dialogs'] = { chosen: [], target: null };
    const incidents: string[] = [];
    const opened: string[] = [];
    const host: WindowHost = {
      kind: 'electron',
      chooseFiles: () => Promise.resolve(dialogs.chosen),
      chooseTarget: (name) => Promise.resolve(dialogs.target ?? join(folder, name)),
      openLink: (link) => Promise.resolve(void opened.push(link)),
      showFolder: (folder) => Promise.resolve(opened.push(folder) > 0),
    };
    const program = await Program.open({
      dataDir: join(folder, 'data'),
      host,
      watchEveryMs,
      files: new Handles<HeldFile>({ lifetimeMs: FILE_HANDLE_LIFETIME_MS }),
      // Parsed, so that a window is never told what its contract does not know.
      send: (event, payload) => {
        EVENT_CONTRACT[event].parse(payload);
        events.push({ event, payload, atMs: performance.now() });
      },
      onBackgroundFailure: (what, error) => incidents.push(`${what}: ${String(error)}`),
    });
    const door = createDoor(createHandlers(program), ({ call, code, error }) => {
      incidents.push(`${call} ${code}: ${String(error instanceof Error ? error.stack : error)}`);
    });
    return new TestWindow(folder, { program, events, dialogs, incidents, opened, door });
  }

  async ask<C extends CallName>(name: C, input: unknown = null, caller: Caller | null = this.caller) {
    // The door has just checked the answer against the schema of `name`.
    return (await this.#door(name, input, caller)) as Result<CallOutput<C>>;
  }

  /** The value; a problem fails the test with its code. */
  async call<C extends CallName>(
    name: C,
    ...input: null extends CallInput<C> ? [] : [CallInput<C>]
  ): Promise<CallOutput<C>> {
    const answer = await this.ask(name, input[0] ?? null);
    if (answer.ok) return answer.value;
    throw new Error(
      `${name}: ${answer.problem.code} ${JSON.stringify(answer.problem.details)}\n${this.incidents.at(-1) ?? ''}`,
    );
  }

  /** The problem; an answer fails the test. */
  async problem(name: CallName, input: unknown = null): Promise<IncidentProblem> {
    const answer = await this.ask(name, input);
    if (answer.ok) throw new Error(`${name} was answered`);
    return answer.problem;
  }

  /** Events of one kind so far. */
  seen<E extends EventName>(event: E): readonly EventPayload<E>[] {
    return this.events.filter((one): one is SeenEvent<E> => one.event === event).map(({ payload }) => payload);
  }

  /** What the system's dialog would hand over. */
  async choose(...paths: readonly string[]): Promise<readonly string[]> {
    this.dialogs.chosen = paths;
    const { files } = await this.call('files.choose', { purpose: 'documents' });
    return files.map(({ handle }) => handle);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.dir, name);
    await writeFile(path, content);
    return path;
  }

  /** A place to save to, as the dialog would answer. */
  async target(name: string): Promise<{ readonly handle: string; readonly path: string }> {
    const path = join(this.dir, name);
    this.dialogs.target = path;
    const saved = await this.call('files.saveAs', { suggestedName: name });
    if (saved === null) throw new Error('no place to save to');
    return { handle: saved.handle, path };
  }

  /** Looks at the LPSE with its operator's anchors, believes it, and uses it. */
  async pin(lpse: TemporaryLpse): Promise<void> {
    const [anchors] = await this.choose(lpse.trustDir);
    const looked = await this.call('lpse.look', { baseUrl: lpse.url, anchors: anchors ?? null });
    await this.call('lpse.add', { ticket: looked.ticket });
    await this.call('lpse.use', { baseUrl: lpse.url });
  }

  async login(userId: string): Promise<void> {
    const { userType } = DEMO_PEOPLE.find((person) => person.userId === userId) ?? {
      userType: 'NON_PENYEDIA' as const,
    };
    const { loginId, captchaText } = await this.call('session.identify', { userType, userId });
    const given = { loginId, password: DEMO_PASSWORD, captcha: captchaText ?? '' };
    const { step } = await this.call('session.password', given);
    if (step !== 'in') throw new Error('asked for a second factor');
  }

  /** Imports the person's .p12 and answers the id of the one that signs. */
  async importIdentity(lpse: TemporaryLpse, userId: string): Promise<string> {
    const file = demoIdentityFiles(lpse.dir).find((one) => one.userId === userId);
    const [handle] = await this.choose(file?.path ?? '');
    const { imported } = await this.call('identities.import', { file: handle ?? '', passphrase: DEMO_PASSPHRASE });
    const [identity] = imported;
    if (identity === undefined) throw new Error('nothing imported');
    return identity.identityId;
  }

  /** Ends the program; the computer's folder stays. */
  async quit(): Promise<void> {
    this.#stop.abort();
    await this.program.close();
  }

  async close(): Promise<void> {
    await this.quit();
    await rm(this.dir, { recursive: true, force: true });
  }
}

interface Opened {
  readonly program: Program;
  readonly events: SeenEvent[];
  readonly dialogs: TestWindow['dialogs'];
  readonly incidents: string[];
  readonly opened: string[];
}
