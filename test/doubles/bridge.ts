// A program behind the window that exists only in memory: every answer and every event is held to the contract's schemas, so
// that a screen is never shown data the real program could not send.
import { CALL_NAMES, CALLS, type CallName, type EventName } from '../../app/contract/channels.ts';
import {
  CONTRACT,
  EVENT_CONTRACT,
  type Bridge,
  type CallInput,
  type CallOutput,
  type EventPayload,
} from '../../app/contract/contract.ts';
import type { Result } from '../../app/contract/result.ts';
import type { ErrorCode } from '../../app/errors/catalogue.ts';
import { CodedError, type ProblemDetails } from '../../app/errors/coded-error.ts';
import { toProblem } from '../../app/errors/problem.ts';
import { AUDIT_ANSWERS } from './audit-samples.ts';
import { SAMPLE_ANSWERS } from './window-samples.ts';

/** What a call answers; a thrown CodedError becomes the problem. */
export type FakeAnswers = {
  readonly [C in CallName]?: (input: CallInput<C>) => CallOutput<C> | Promise<CallOutput<C>>;
};

export interface FakeBridge {
  readonly bridge: Bridge;
  /** Every call so far, in order. */
  readonly calls: readonly { readonly name: CallName; readonly input: unknown }[];
  /** Inputs of the calls of one name. */
  inputsOf<C extends CallName>(name: C): readonly CallInput<C>[];
  /** Changes answers from now on. */
  answer(answers: FakeAnswers): void;
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
  /** The same as a door: for a host server with the real transport. */
  door(name: unknown, input: unknown): Promise<Result<unknown>>;
  /** Sees every event that is emitted. */
  onEmit(listener: (event: EventName, payload: unknown) => void): void;
}

/** @param answers - instead of the samples, by call */
export function createFakeBridge(answers: FakeAnswers = {}): FakeBridge {
  const current = new Map<string, unknown>(Object.entries({ ...SAMPLE_ANSWERS, ...AUDIT_ANSWERS, ...answers }));
  const calls: { name: CallName; input: unknown }[] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const watchers: ((event: EventName, payload: unknown) => void)[] = [];

  const door = async (name: unknown, given: unknown): Promise<Result<unknown>> => {
    try {
      const known = CALL_NAMES.find((one) => one === name);
      if (known === undefined) throw new CodedError('ipc/unknown-call');
      const input = CONTRACT[known].input.parse(given ?? null);
      calls.push({ name: known, input });
      const answer = current.get(known) as ((input: unknown) => unknown) | undefined;
      if (answer === undefined) throw new Error(`no answer to ${known}`);
      return { ok: true, value: CONTRACT[known].output.parse((await answer(input)) ?? null) };
    } catch (error) {
      // Only coded errors are answers; anything else is a fault of the test and must be seen.
      if (!(error instanceof CodedError)) console.error(String(name), error);
      return { ok: false, problem: { ...toProblem(error), incident: 'A1B2C3D4' } };
    }
  };

  const areas = Object.entries(CALLS).map(([area, names]) => [
    area,
    Object.fromEntries(names.map((name) => [name, (input: unknown = null) => door(`${area}.${name}`, input)])),
  ]);
  const on = (event: EventName, listener: (payload: never) => void) => {
    const heard = listeners.get(event) ?? new Set();
    listeners.set(event, heard.add(listener));
    return () => heard.delete(listener);
  };
  return {
    // Built from the same table as the type.
    bridge: { ...Object.fromEntries(areas), on } as Bridge,
    calls,
    inputsOf: <C extends CallName>(name: C) =>
      calls.filter((call) => call.name === name).map(({ input }) => input as CallInput<C>),
    answer: (next) => {
      for (const [name, answer] of Object.entries(next)) current.set(name, answer);
    },
    emit: (event, payload) => {
      const checked = EVENT_CONTRACT[event].parse(payload);
      for (const listener of listeners.get(event) ?? []) listener(checked as never);
      for (const watch of watchers) watch(event, checked);
    },
    door,
    onEmit: (listener) => {
      watchers.push(listener);
    },
  };
}

/** For an answer that is a problem. */
export function refuse(code: ErrorCode, details: ProblemDetails = {}): never {
  throw new CodedError(code, details);
}
