import { describe, expect, it } from 'vitest';
import { UplinkMeter } from '../../../app/domain/uplink.ts';

const MIB = 1 << 20;

function measured(...reports: readonly (readonly [bytes: number, ms: number])[]): number | null {
  const meter = new UplinkMeter();
  for (const [bytes, ms] of reports) meter.acknowledged(bytes, ms);
  return meter.bytesPerSecond();
}

describe('the measured line', () => {
  it('is what was acknowledged by the time it took', () => {
    expect(measured([0, 0], [2 * MIB, 1000], [4 * MIB, 3000])).toBe((4 * MIB) / 3);
  });

  it('does not count what an earlier run had sent', () => {
    expect(measured([100 * MIB, 0], [102 * MIB, 2000])).toBe(MIB);
  });

  it('does not count a server that was away, nor an upload that begins anew', () => {
    expect(measured([0, 0], [2 * MIB, 2000], [3 * MIB, 122_000], [5 * MIB, 124_000])).toBe(MIB);
    expect(measured([0, 0], [2 * MIB, 2000], [0, 2500], [2 * MIB, 4500])).toBe(MIB);
  });

  it('says nothing after a few bytes or a moment', () => {
    expect(measured()).toBeNull();
    expect(measured([0, 0], [1000, 5000])).toBeNull();
    expect(measured([0, 0], [8 * MIB, 50])).toBeNull();
  });
});
