// The only file that knows how the window reaches the program: `window.segel` of the Electron preload, or the same object
// made over loopback HTTP for the browser host (main/README.md, two hosts and one door).
import { createContext, useContext } from 'react';
import { CALLS, EVENTS, type CallName } from '../app/contract/channels.ts';
import type { Bridge, CallInput, CallOutput } from '../app/contract/contract.ts';
import type { IncidentProblem, Result } from '../app/contract/result.ts';
import { isErrorCode } from '../app/errors/problem.ts';

export type FilePurpose = CallInput<'files.choose'>['purpose'];
export type ChosenFile = CallOutput<'files.choose'>['files'][number];

/** What the window runs in. `receive` turns dropped or picked files into handles; paths and bytes stay on the program's side. */
export interface Host {
  readonly bridge: Bridge;
  choose(purpose: FilePurpose): Promise<Result<readonly ChosenFile[]>>;
  receive(files: readonly File[]): Promise<Result<readonly ChosenFile[]>>;
}

declare global {
  interface Window {
    readonly segel?: Bridge;
    /** Beside the contract, because a `File` is no data: the Electron preload asks the system for the paths and sends them on. */
    readonly segelFiles?: { received(files: readonly File[]): Promise<Result<{ files: readonly ChosenFile[] }>> };
  }
}

export const HostContext = createContext<Host | null>(null);

export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === null) throw new Error('no host above this component');
  return host;
}

export function connectHost(): Host {
  return window.segel === undefined ? browserHost() : electronHost(window.segel);
}

/** Calls by name: what the query hooks use. */
export async function callByName<C extends CallName>(
  bridge: Bridge,
  name: C,
  input: CallInput<C>,
): Promise<Result<CallOutput<C>>> {
  const [area, call] = name.split('.') as [keyof typeof CALLS, string];
  // True by the type of Bridge: `area.call` is the function of the call `name`.
  const functions = bridge[area] as unknown as Readonly<
    Record<string, (input: CallInput<C>) => Promise<Result<CallOutput<C>>>>
  >;
  const run = functions[call];
  return run === undefined ? gone('ipc/unknown-call') : run(input);
}

function electronHost(bridge: Bridge): Host {
  return {
    bridge,
    choose: async (purpose) => filesOf(await bridge.files.choose({ purpose })),
    receive: async (files) =>
      window.segelFiles === undefined ? gone('ipc/unknown-call') : filesOf(await window.segelFiles.received(files)),
  };
}

function browserHost(): Host {
  const receive = async (files: readonly File[]): Promise<Result<readonly ChosenFile[]>> => {
    const chosen: ChosenFile[] = [];
    for (const file of files) {
      const answer = await upload(file);
      if (!answer.ok) return answer;
      chosen.push(answer.value);
    }
    return { ok: true, value: chosen };
  };
  return {
    bridge: httpBridge(),
    receive,
    choose: async (purpose) => receive(await pickFiles(purpose)),
  };
}

/** The bridge over `POST /ipc/<name>` and `GET /events`. */
export function httpBridge(): Bridge {
  const areas = Object.entries(CALLS).map(([area, names]) => [
    area,
    Object.fromEntries(names.map((name) => [name, (input: unknown = null) => post(`${area}.${name}`, input)])),
  ]);
  const events = new EventSource('/events');
  const on = (event: string, listener: (payload: unknown) => void): (() => void) => {
    if (!EVENTS.some((known) => known === event)) throw new TypeError('unknown event');
    const forward = (message: MessageEvent<string>) => {
      listener(JSON.parse(message.data));
    };
    events.addEventListener(event, forward);
    return () => {
      events.removeEventListener(event, forward);
    };
  };
  // Built from the same table as the type; the answers are validated by the door on the other side.
  return Object.freeze({ ...Object.fromEntries(areas), on }) as Bridge;
}

async function post(name: string, input: unknown): Promise<Result<unknown>> {
  return answerOf(() =>
    fetch(`/ipc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
  );
}

async function upload(file: File): Promise<Result<ChosenFile>> {
  // A file of a folder brings its place in it, so that equal names in two folders stay apart.
  const name = file.webkitRelativePath ? file.webkitRelativePath : file.name;
  const answer = await answerOf<ChosenFile>(() =>
    fetch(`/files?name=${encodeURIComponent(name)}`, { method: 'POST', body: file }),
  );
  return answer;
}

/** The door answers a Result; `/files` may answer the bare value. */
async function answerOf<T>(request: () => Promise<Response>): Promise<Result<T>> {
  try {
    const response = await request();
    if (response.status === 403) return gone('ipc/foreign-sender');
    if (!response.ok) return gone('defect/unexpected');
    const answer = (await response.json()) as Result<T> | T;
    return isResult<T>(answer) ? answer : { ok: true, value: answer };
  } catch {
    return gone('ipc/program-gone');
  }
}

function isResult<T>(answer: Result<T> | T): answer is Result<T> {
  return typeof answer === 'object' && answer !== null && 'ok' in answer;
}

function filesOf(answer: Result<{ readonly files: readonly ChosenFile[] }>): Result<readonly ChosenFile[]> {
  return answer.ok ? { ok: true, value: answer.value.files } : answer;
}

function gone(code: IncidentProblem['code']): Result<never> {
  const kind = code === 'defect/unexpected' ? 'defect' : 'fault';
  return { ok: false, problem: { code, kind, retryable: false, details: {}, incident: '' } };
}

/** The browser's own file dialog; an empty list when it was cancelled. */
function pickFiles(purpose: FilePurpose): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = purpose === 'documents';
    input.webkitdirectory = purpose === 'folder';
    if (purpose === 'identity') input.accept = '.p12,.pfx';
    if (purpose === 'spreadsheet') input.accept = '.xlsx';
    input.addEventListener('change', () => {
      resolve(Array.from(input.files ?? []));
    });
    input.addEventListener('cancel', () => {
      resolve([]);
    });
    input.click();
  });
}

/** A thrown value as the problem it carries. */
export function problemOf(error: unknown): IncidentProblem {
  if (error instanceof ProblemError) return error.problem;
  return { code: 'defect/unexpected', kind: 'defect', retryable: false, details: {}, incident: '' };
}

/** What react-query holds when a call answered with a problem. */
export class ProblemError extends Error {
  readonly problem: IncidentProblem;

  constructor(problem: IncidentProblem) {
    super(isErrorCode(problem.code) ? problem.code : 'defect/unexpected');
    this.name = 'ProblemError';
    this.problem = problem;
  }
}
