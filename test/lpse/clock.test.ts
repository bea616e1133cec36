import { describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';

const REAL = new Date('2026-03-10T10:00:00.000Z');
const TWO_DAYS_AGO = new Date('2026-03-08T10:00:00.000Z');
const clockAt = (start: Date, movable = true) => createClock({ movable, start, real: () => REAL });

describe('the clock of the reference LPSE', () => {
  it('starts where it is told and runs beside real time', () => {
    let real = REAL;
    const clock = createClock({ movable: true, start: TWO_DAYS_AGO, real: () => real });
    expect(clock.now()).toEqual(TWO_DAYS_AGO);
    real = new Date(REAL.getTime() + 1500);
    expect(clock.now()).toEqual(new Date(TWO_DAYS_AGO.getTime() + 1500));
  });

  it('moves forward', () => {
    const clock = clockAt(TWO_DAYS_AGO);
    clock.advanceTo(new Date('2026-03-09T00:00:00.000Z'));
    expect(clock.now().toISOString()).toBe('2026-03-09T00:00:00.000Z');
  });

  it('refuses to go back and to pass real time', () => {
    const clock = clockAt(TWO_DAYS_AGO);
    expect(() => clock.advanceTo(new Date(TWO_DAYS_AGO.getTime() - 1))).toThrow('clock/backwards');
    expect(() => clock.advanceTo(new Date(REAL.getTime() + 1))).toThrow('clock/beyond-real-time');
    expect(clock.now()).toEqual(TWO_DAYS_AGO);
  });

  it('refuses to start in the future', () => {
    expect(() => clockAt(new Date(REAL.getTime() + 1))).toThrow('clock/beyond-real-time');
  });

  it('is the real one, and fixed, outside test mode', () => {
    const clock = clockAt(TWO_DAYS_AGO, false);
    expect(clock.now()).toEqual(REAL);
    expect(() => clock.advanceTo(REAL)).toThrow('access/forbidden');
  });

  it('is remembered before it moves', () => {
    const remembered: number[] = [];
    const clock = createClock({
      movable: true,
      start: TWO_DAYS_AGO,
      real: () => REAL,
      remember: (behindMs) => remembered.push(behindMs),
    });
    clock.advanceTo(new Date(REAL.getTime() - 60_000));
    expect(remembered).toEqual([60_000]);
    expect(clock.behindMs).toBe(60_000);
  });
});
