// The one door between window and program, for both hosts: known caller, known call, valid input, handler, valid output.
// Whatever happens behind it comes out as a Result; nothing is thrown and nothing unexpected is told.
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { CALL_NAMES, type CallName } from '../../app/contract/channels.ts';
import { CONTRACT, type CallInput, type CallOutput } from '../../app/contract/contract.ts';
import type { Result } from '../../app/contract/result.ts';
import { CodedError, Defect } from '../../app/errors/coded-error.ts';
import { toProblem } from '../../app/errors/problem.ts';

/** Who asks. Handles given to one window are worthless in another. */
export interface Caller {
  readonly windowId: string;
  /** Ends when the window does. */
  readonly signal: AbortSignal;
}

export type Handler<C extends CallName> = (input: CallInput<C>, caller: Caller) => Promise<CallOutput<C>>;
export type Handlers = { readonly [C in CallName]: Handler<C> };

/** Where incidents go: the code, never input or text of the error. */
export type IncidentLog = (incident: {
  readonly incident: string;
  readonly call: string;
  readonly code: string;
  readonly error: unknown;
}) => void;

/** Input of one call, as text: a price schedule of 5 000 rows is the longest form. */
export const MAX_INPUT_CHARS = 4 << 20;

export type Door = (name: unknown, input: unknown, caller: Caller | null) => Promise<Result<unknown>>;

export function createDoor(handlers: Handlers, log: IncidentLog): Door {
  return (name, input, caller) =>
    asResult(log, isCallName(name) ? name : 'unknown', async () => {
      if (caller === null) throw new CodedError('ipc/foreign-sender');
      if (!isCallName(name)) throw new CodedError('ipc/unknown-call');
      return run(handlers, name, input, caller);
    });
}

/** Runs `work`; what it throws becomes a problem with the number of an incident. `call` names the work in the log. */
export async function asResult<T>(log: IncidentLog, call: string, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const problem = toProblem(error);
    const incident = randomBytes(4).toString('hex').toUpperCase();
    log({ incident, call, code: problem.code, error });
    return { ok: false, problem: { ...problem, incident } };
  }
}

function isCallName(name: unknown): name is CallName {
  return CALL_NAMES.some((known) => known === name);
}

async function run(handlers: Handlers, name: CallName, input: unknown, caller: Caller): Promise<unknown> {
  const { input: inputSchema, output: outputSchema } = CONTRACT[name];
  const parsed = inputSchema.safeParse(input ?? null);
  if (!parsed.success) {
    throw new CodedError('ipc/malformed-input', { field: fieldOf(parsed.error) });
  }
  // The schema of `name` produced the data that the handler of `name` takes.
  const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>;
  const answer = outputSchema.safeParse((await handler(parsed.data, caller)) ?? null);
  if (!answer.success) throw new Defect(`answer of ${name}: ${fieldOf(answer.error)}`);
  return answer.data;
}

/** Where the first fault lies; never what stood there. */
function fieldOf({ issues }: z.ZodError): string {
  return issues[0]?.path.map(String).join('.') ?? '';
}
