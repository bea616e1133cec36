// Handlers that answer what a test tells them; every other call is refused as a defect of the test.
import { CALL_NAMES, type CallName } from '../../app/contract/channels.ts';
import type { Handlers } from '../../main/ipc/door.ts';

/** `answers` may be wrong on purpose: the door has to notice. */
export function fakeHandlers(answers: Readonly<Partial<Record<CallName, (input: unknown) => unknown>>> = {}): Handlers {
  const entries = CALL_NAMES.map((name) => [
    name,
    (input: unknown) => {
      const answer = answers[name];
      if (answer === undefined) return Promise.reject(new Error(`the test has no answer for ${name}`));
      return Promise.resolve().then(() => answer(input));
    },
  ]);
  // One entry per name of the contract; what the answers hold is the test's business.
  return Object.fromEntries(entries) as Handlers;
}
