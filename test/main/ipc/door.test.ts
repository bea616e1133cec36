import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CALL_NAMES } from '../../../app/contract/channels.ts';
import { CONTRACT } from '../../../app/contract/contract.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { createDoor, type Caller, type Handlers } from '../../../main/ipc/door.ts';
import { fakeHandlers } from '../../doubles/handlers.ts';

const caller: Caller = { windowId: 'w1', signal: new AbortController().signal };
const preferences = { language: 'id', theme: 'dark' } as const;

function doorTo(handlers: Handlers) {
  const incidents: { call: string; code: string; incident: string }[] = [];
  const door = createDoor(handlers, ({ call, code, incident }) => incidents.push({ call, code, incident }));
  return { door, incidents };
}

describe('the door', () => {
  it('runs the handler of a known call and answers its value', async () => {
    const { door, incidents } = doorTo(fakeHandlers({ 'app.savePreferences': (input) => input }));
    expect(await door('app.savePreferences', preferences, caller)).toEqual({ ok: true, value: preferences });
    expect(incidents).toEqual([]);
  });

  it('takes nothing as null for calls without input', async () => {
    const { door } = doorTo(fakeHandlers({ 'app.preferences': (input) => (input === null ? preferences : input) }));
    expect(await door('app.preferences', undefined, caller)).toEqual({ ok: true, value: preferences });
  });

  it('refuses a foreign sender before anything else, and logs it under the number it answers', async () => {
    const { door, incidents } = doorTo(fakeHandlers({ 'app.preferences': () => preferences }));
    const answer = await door('app.preferences', null, null);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'ipc/foreign-sender', kind: 'fault' } });
    expect(incidents).toHaveLength(1);
    expect(answer).toMatchObject({ problem: { incident: incidents[0]?.incident } });
  });

  it.each(['toString', '__proto__', 'constructor', 'app', 'app.nothing', '', 7, null, { a: 1 }])(
    'refuses %j as a call',
    async (name) => {
      const { door } = doorTo(fakeHandlers());
      expect(await door(name, null, caller)).toMatchObject({ ok: false, problem: { code: 'ipc/unknown-call' } });
    },
  );

  it('names the field of malformed input, never its value', async () => {
    const { door, incidents } = doorTo(fakeHandlers({ 'app.savePreferences': (input) => input }));
    const answer = await door('app.savePreferences', { language: 'xx-secret', theme: 'dark' }, caller);
    expect(answer).toMatchObject({ problem: { code: 'ipc/malformed-input', details: { field: 'language' } } });
    expect(JSON.stringify([answer, incidents])).not.toContain('xx-secret');
  });

  it('refuses a field that the contract does not know', async () => {
    const { door } = doorTo(fakeHandlers({ 'app.savePreferences': (input) => input }));
    const answer = await door('app.savePreferences', { ...preferences, path: '/etc/passwd' }, caller);
    expect(answer).toMatchObject({ problem: { code: 'ipc/malformed-input' } });
  });

  it('does not let out an answer that the contract does not know', async () => {
    const { door } = doorTo(fakeHandlers({ 'app.preferences': () => ({ ...preferences, path: '/home/someone' }) }));
    const answer = await door('app.preferences', null, caller);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'defect/unexpected', details: {} } });
    expect(JSON.stringify(answer)).not.toContain('someone');
  });

  it('answers the code and details of a coded error', async () => {
    const refuse = () => {
      throw new CodedError('ipc/handle-unknown', { field: 'file' });
    };
    const { door } = doorTo(fakeHandlers({ 'app.preferences': refuse }));
    const answer = await door('app.preferences', null, caller);
    expect(answer).toMatchObject({ problem: { code: 'ipc/handle-unknown', details: { field: 'file' } } });
  });

  it('keeps the text of an unexpected error inside', async () => {
    const fail = () => {
      throw new Error('ENOENT /home/someone/secret.p12');
    };
    const { door, incidents } = doorTo(fakeHandlers({ 'app.preferences': fail }));
    const answer = await door('app.preferences', null, caller);
    expect(answer).toMatchObject({ problem: { code: 'defect/unexpected' } });
    expect(JSON.stringify([answer, incidents])).not.toContain('someone');
  });

  it.each(CALL_NAMES)(
    'answers any input of %s with a result, and runs its handler on valid input only',
    async (name) => {
      let ran: unknown[] = [];
      const { door } = doorTo(
        fakeHandlers({
          [name]: (input: unknown) => {
            ran.push(input);
            throw new CodedError('cancelled/by-user');
          },
        }),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true }),
          async (input) => {
            ran = [];
            const answer = await door(name, input, caller);
            expect(answer.ok).toBe(false);
            const valid = CONTRACT[name].input.safeParse(input ?? null).success;
            expect(ran).toHaveLength(valid ? 1 : 0);
          },
        ),
        { numRuns: 100 },
      );
    },
  );
});
