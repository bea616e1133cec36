// When to try again, how long to wait, how much to send at once.
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { ChunkSize } from '../../../main/adapters/chunk-size.ts';
import { delayBefore, isWorthRetrying, RETRY } from '../../../main/adapters/retry.ts';

const rules = { ...RETRY, random: () => 1 };

describe('delayBefore', () => {
  it('doubles up to the cap, anywhere below it', () => {
    expect([1, 2, 3, 20].map((n) => delayBefore(n, null, rules))).toEqual([1000, 2000, 4000, 30_000]);
    expect(delayBefore(20, null, { ...rules, random: () => 0 })).toBe(0);
  });

  it('waits at least as long as the server asked for', () => {
    const busy = new CodedError('network/server-error', { retryAfterSeconds: 7 });
    expect(delayBefore(1, busy, { ...rules, random: () => 0 })).toBe(7000);
  });

  it('does not let a server send a bidder away for an hour', () => {
    const away = new CodedError('network/server-error', { retryAfterSeconds: 3600 });
    expect(delayBefore(1, away, { ...rules, random: () => 0 })).toBe(300_000);
  });

  it('keeps time for more tries before the deadline, whatever the server asked for', () => {
    const away = new CodedError('network/server-error', { retryAfterSeconds: 300 });
    expect(delayBefore(1, away, rules, 40_000)).toBe(10_000);
    expect(delayBefore(1, away, rules, 2000)).toBe(1000);
    expect(delayBefore(20, null, rules, 20_000)).toBe(5000);
    expect(delayBefore(1, away, rules, 3_600_000)).toBe(301_000);
    expect(delayBefore(1, away, rules, -1)).toBe(301_000);
  });
});

describe('isWorthRetrying', () => {
  it('goes by the catalogue, never on after a cancellation or a defect', () => {
    expect(isWorthRetrying(new CodedError('network/timeout'))).toBe(true);
    expect(isWorthRetrying(new CodedError('submission/closed'))).toBe(false);
    expect(isWorthRetrying(new DOMException('', 'AbortError'))).toBe(false);
    expect(isWorthRetrying(new Error('bug'))).toBe(false);
  });
});

describe('ChunkSize', () => {
  it('grows while it goes well and shrinks when it breaks, within bounds', () => {
    const chunk = new ChunkSize();
    const start = chunk.bytes;
    chunk.failed();
    expect(chunk.bytes).toBe(start / 2);
    for (let i = 0; i < 20; i++) chunk.failed();
    expect(chunk.bytes).toBe(64 << 10);
    for (let i = 0; i < 20; i++) chunk.succeeded();
    expect(chunk.bytes).toBe(8 << 20);
  });
});
