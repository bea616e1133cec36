// The clock of the countdowns follows the server, whatever happens to this computer's clock.
import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../renderer/server-clock.ts';
import { SAMPLE_CONNECTION } from '../doubles/sample-account.ts';

const START = Date.parse('2026-11-21T03:00:00.000Z');

function at(wall: number, steady: number) {
  const time = { wallMs: wall, steadyMs: steady };
  const clock = new ServerClock({ wall: () => time.wallMs, steady: () => time.steadyMs });
  return { time, clock };
}

describe('the server clock', () => {
  it('knows no time before the first measurement', () => {
    expect(at(START, 0).clock.now()).toBeNull();
  });

  it('is the wall clock plus the measured offset, carried on by the steady clock', () => {
    const { time, clock } = at(START, 100);
    clock.measured({ ...SAMPLE_CONNECTION, offsetMs: 41_000 });
    time.wallMs += 1500;
    time.steadyMs += 1500;
    expect(clock.now()).toBe(START + 42_500);
  });

  it('never gives back time when somebody sets this computer back', () => {
    const { time, clock } = at(START, 0);
    clock.measured({ ...SAMPLE_CONNECTION, offsetMs: 0 });
    time.wallMs -= 3_600_000;
    time.steadyMs += 5000;
    expect(clock.now()).toBe(START + 5000);
    expect(clock.doubtful).toBe(true);
  });

  it('counts the sleep of a computer whose steady clock stood still', () => {
    const { time, clock } = at(START, 0);
    clock.measured({ ...SAMPLE_CONNECTION, offsetMs: 0 });
    time.wallMs += 600_000;
    time.steadyMs += 10;
    expect(clock.now()).toBe(START + 600_000);
  });

  it('goes on counting while the LPSE cannot be reached, and says so', () => {
    const { time, clock } = at(START, 0);
    clock.measured(SAMPLE_CONNECTION);
    clock.measured(null);
    time.wallMs += 1000;
    time.steadyMs += 1000;
    expect(clock.online).toBe(false);
    expect(clock.now()).toBe(START + SAMPLE_CONNECTION.offsetMs + 1000);
  });

  it('forgets the time of an LPSE that is no longer used', () => {
    const { clock } = at(START, 0);
    clock.measured(SAMPLE_CONNECTION);
    clock.reset();
    expect(clock.now()).toBeNull();
  });
});
