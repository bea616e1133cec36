// What we know of the server's clock, and how well.
import { describe, expect, it } from 'vitest';
import { betterOffset, hasPassed, isWorrying, measureOffset, serverNow } from '../../../app/domain/server-time.ts';

const at = (iso: string) => new Date(`2026-11-20T${iso}Z`);
const measured = measureOffset({ serverTime: at('09:00:00.000'), receivedAt: at('08:59:00.100'), roundTripMs: 200 });

describe('the offset to the server', () => {
  it('is measured to the middle of the round trip, with half of it as uncertainty', () => {
    expect(measured).toEqual({ offsetMs: 60_000, uncertaintyMs: 100, measuredAt: '2026-11-20T08:59:00.100Z' });
    expect(serverNow(at('08:59:30.000'), measured)).toEqual(at('09:00:30.000'));
  });

  it('keeps the more exact measurement', () => {
    const rough = { ...measured, uncertaintyMs: 500, measuredAt: '2026-11-20T09:01:00.000Z' };
    expect(betterOffset(measured, rough)).toBe(measured);
    expect(betterOffset(rough, { ...measured, measuredAt: '2026-11-20T09:02:00.000Z' }).uncertaintyMs).toBe(100);
    expect(betterOffset(null, rough)).toBe(rough);
  });

  it.each([
    ['ten minutes later', { ...measured, uncertaintyMs: 500, measuredAt: '2026-11-20T09:10:00.000Z' }],
    ['when this clock was set back', { ...measured, uncertaintyMs: 500, measuredAt: '2026-11-20T08:00:00.000Z' }],
    ['when it contradicts the old one', { ...measured, offsetMs: 0, uncertaintyMs: 500 }],
  ])('takes a rougher measurement %s', (_, rough) => {
    expect(betterOffset(measured, rough)).toBe(rough);
  });

  it('worries only about a difference that is certainly over 30 s', () => {
    expect(isWorrying({ ...measured, offsetMs: 30_100 })).toBe(false);
    expect(isWorrying({ ...measured, offsetMs: -30_101 })).toBe(true);
  });

  it('says "uncertain" about a moment within its uncertainty', () => {
    const moment = at('09:00:00.000');
    expect(hasPassed(moment, at('08:58:59.800'), measured)).toBe('no');
    expect(hasPassed(moment, at('08:59:00.000'), measured)).toBe('uncertain');
    expect(hasPassed(moment, at('08:59:00.101'), measured)).toBe('yes');
  });
});
