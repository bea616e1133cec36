import { describe, expect, it } from 'vitest';
import type { Caller, Door } from '../../../main/ipc/door.ts';
import { TokenMail } from '../../../main/ipc/token-mail.ts';

const caller: Caller = { windowId: 'w1', signal: new AbortController().signal };
const anyDoor: Door = () => Promise.resolve({ ok: true, value: null });

function mail() {
  const sent: unknown[] = [];
  const tokens = new TokenMail((event, payload) => sent.push({ event, payload }));
  return { sent, tokens, door: tokens.watch(anyDoor) };
}

describe('a package token from outside', () => {
  it('waits for the first call of the screens', async () => {
    const { sent, tokens, door } = mail();
    tokens.arrived('tttttttt');
    await door('app.preferences', null, caller);
    expect(sent).toEqual([]);
    await door('session.current', null, caller);
    expect(sent).toEqual([{ event: 'app.token', payload: { token: 'tttttttt' } }]);
    await door('session.current', null, caller);
    expect(sent).toHaveLength(1);
  });

  it('is delivered at once while the page listens', async () => {
    const { sent, tokens, door } = mail();
    await door('session.current', null, caller);
    tokens.arrived('tttttttt');
    expect(sent).toHaveLength(1);
  });

  it('is not drawn out by a stranger', async () => {
    const { sent, tokens, door } = mail();
    tokens.arrived('tttttttt');
    await door('session.current', null, null);
    expect(sent).toEqual([]);
  });

  it('gives way to a later one while both wait', async () => {
    const { sent, tokens, door } = mail();
    tokens.arrived('earlier1');
    tokens.arrived('later111');
    await door('session.current', null, caller);
    expect(sent).toEqual([{ event: 'app.token', payload: { token: 'later111' } }]);
  });
});
