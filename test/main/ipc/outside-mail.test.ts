import { describe, expect, it } from 'vitest';
import type { Caller, Door } from '../../../main/ipc/door.ts';
import { Handles } from '../../../main/ipc/handles.ts';
import type { HeldFile } from '../../../main/ipc/host.ts';
import { OutsideMail } from '../../../main/ipc/outside-mail.ts';

const caller: Caller = { windowId: 'w1', signal: new AbortController().signal };
const anyDoor: Door = () => Promise.resolve({ ok: true, value: null });

function mail() {
  const sent: unknown[] = [];
  const files = new Handles<HeldFile>({ lifetimeMs: 1000 });
  const outside = new OutsideMail((event, payload) => sent.push({ event, payload }), files);
  return { sent, outside, files, door: outside.watch(anyDoor) };
}

describe('a package token from outside', () => {
  it('waits for the first call of the screens', async () => {
    const { sent, outside, door } = mail();
    outside.token('tttttttt');
    await door('app.preferences', null, caller);
    expect(sent).toEqual([]);
    await door('session.current', null, caller);
    expect(sent).toEqual([{ event: 'app.token', payload: { token: 'tttttttt' } }]);
    await door('session.current', null, caller);
    expect(sent).toHaveLength(1);
  });

  it('is delivered at once while the page listens', async () => {
    const { sent, outside, door } = mail();
    await door('session.current', null, caller);
    outside.token('tttttttt');
    expect(sent).toHaveLength(1);
  });

  it('is not drawn out by a stranger', async () => {
    const { sent, outside, door } = mail();
    outside.token('tttttttt');
    await door('session.current', null, null);
    expect(sent).toEqual([]);
  });

  it('gives way to a later one while both wait', async () => {
    const { sent, outside, door } = mail();
    outside.token('earlier1');
    outside.token('later111');
    await door('session.current', null, caller);
    expect(sent).toEqual([{ event: 'app.token', payload: { token: 'later111' } }]);
  });
});

describe('a sealed file from outside', () => {
  it('becomes a handle of the window that listens, with a name and without a path', async () => {
    const { sent, outside, files, door } = mail();
    outside.sealedFile('/media/usb/penawaran.sampul');
    outside.token('tttttttt');
    expect(sent).toEqual([]);
    await door('session.current', null, caller);
    const handle = expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) as string;
    expect(sent).toEqual([
      { event: 'app.sealedFile', payload: { handle, name: 'penawaran.sampul' } },
      { event: 'app.token', payload: { token: 'tttttttt' } },
    ]);
    const [first] = sent as readonly { readonly payload: { readonly handle: string } }[];
    expect(files.resolve(first?.payload.handle ?? '', caller)).toEqual({ path: '/media/usb/penawaran.sampul' });
    const other: Caller = { ...caller, windowId: 'w2' };
    expect(() => files.resolve(first?.payload.handle ?? '', other)).toThrow('ipc/handle-unknown');
  });

  it('is delivered at once while the page listens', async () => {
    const { sent, outside, door } = mail();
    await door('session.current', null, caller);
    outside.sealedFile('/tmp/a.sampul');
    expect(sent).toHaveLength(1);
  });
});
