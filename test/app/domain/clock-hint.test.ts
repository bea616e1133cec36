import { expect, it } from 'vitest';
import { ClockHints } from '../../../app/domain/clock-hint.ts';

it('tells when an LPSE’s clock was set, and not of seconds that are only rounded', () => {
  const hints = new ClockHints();
  expect([-400, -900, 300].map((ms) => hints.heard(ms))).toEqual([false, false, false]);
  expect(hints.heard(60_000)).toBe(true);
  expect(hints.heard(-60_000)).toBe(true);
});

it('takes a header that was always wrong for the usual', () => {
  const hints = new ClockHints();
  expect([7_200_000, 7_200_500, 7_199_800].map((ms) => hints.heard(ms))).toEqual([false, false, false]);
  expect(hints.heard(0)).toBe(true);
  hints.reset();
  expect(hints.heard(0)).toBe(false);
});

it('says nothing where there is no header', () => {
  const hints = new ClockHints();
  expect(hints.heard(Number.NaN)).toBe(false);
  expect(hints.heard(500)).toBe(false);
});
