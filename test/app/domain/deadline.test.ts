// Deadlines as people read them.
import { describe, expect, it } from 'vitest';
import { formatInZone, latestStart, timeLeft } from '../../../app/domain/deadline.ts';

describe('a deadline', () => {
  const moment = new Date('2026-11-20T09:44:05.999Z');

  it.each([
    ['WIB', '20 November 2026 16.44 WIB'],
    ['WITA', '20 November 2026 17.44 WITA'],
    ['WIT', '20 November 2026 18.44 WIT'],
  ] as const)('is shown in %s', (zone, shown) => {
    expect(formatInZone(moment, zone)).toBe(shown);
  });

  it('crosses midnight and years, and has seconds and English on request', () => {
    expect(formatInZone(new Date('2026-12-31T23:30:00Z'), 'WIB')).toBe('1 Januari 2027 06.30 WIB');
    expect(formatInZone(moment, 'WIB', { language: 'en', seconds: true })).toBe('20 November 2026 16:44:05 WIB');
  });

  it('never shows more time than there is', () => {
    const deadline = new Date('2026-11-21T09:44:06.998Z');
    expect(timeLeft(deadline, moment)).toEqual({ days: 1, hours: 0, minutes: 0, seconds: 0 });
    expect(timeLeft(new Date(moment.getTime() + 999), moment)).toBeNull();
    expect(timeLeft(moment, moment)).toBeNull();
  });

  it('knows the latest start only with a measured speed', () => {
    const deadline = new Date('2026-11-20T10:00:00Z');
    expect(latestStart(deadline, 100_000_000, 1_000_000)).toEqual(new Date('2026-11-20T09:52:30Z'));
    expect(latestStart(deadline, 1, null)).toBeNull();
    expect(latestStart(deadline, 1, 0)).toBeNull();
  });
});
