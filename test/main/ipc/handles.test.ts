import { describe, expect, it } from 'vitest';
import { Handle } from '../../../app/contract/shapes.ts';
import type { Caller } from '../../../main/ipc/door.ts';
import { Handles } from '../../../main/ipc/handles.ts';

const signal = new AbortController().signal;
const [mine, other]: [Caller, Caller] = [
  { windowId: 'w1', signal },
  { windowId: 'w2', signal },
];

function handles(lifetimeMs = 1000) {
  const clock = { ms: 0 };
  return { clock, held: new Handles<string>({ lifetimeMs, now: () => clock.ms }) };
}

describe('handles', () => {
  it('have the form that the contract takes, and are new each time', () => {
    const { held } = handles();
    const [a, b] = [held.issue('/x', mine), held.issue('/x', mine)];
    expect(Handle.parse(a)).toBe(a);
    expect(a).not.toBe(b);
  });

  it('resolve in the window they were given to', () => {
    const { held } = handles();
    expect(held.resolve(held.issue('/x', mine), mine)).toBe('/x');
  });

  it('are worthless in another window', () => {
    const { held } = handles();
    const handle = held.issue('/x', mine);
    expect(() => held.resolve(handle, other)).toThrow('ipc/handle-unknown');
    expect(held.resolve(handle, mine)).toBe('/x');
  });

  it('are refused when nobody issued them', () => {
    const { held } = handles();
    expect(() => held.resolve('AAAAAAAAAAAAAAAAAAAAAA', mine)).toThrow('ipc/handle-unknown');
  });

  it('die after their lifetime without use, which each use starts again', () => {
    const { clock, held } = handles(1000);
    const handle = held.issue('/x', mine);
    clock.ms = 999;
    expect(held.resolve(handle, mine)).toBe('/x');
    clock.ms = 1998;
    expect(held.resolve(handle, mine)).toBe('/x');
    clock.ms = 2998;
    expect(() => held.resolve(handle, mine)).toThrow('ipc/handle-unknown');
  });
});
