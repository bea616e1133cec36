// Numbers as ux.md 10 wants them.
import { describe, expect, it } from 'vitest';
import { formatBytes, formatInstant, formatMoney, formatSeconds } from '../../../renderer/ui/format.ts';

describe('numbers on the screen', () => {
  it('shows rupiah with all their digits', () => {
    expect(formatMoney('1234567890.5')).toBe('Rp 1.234.567.890,50');
    expect(formatMoney('99999999999999999.99')).toBe('Rp 99.999.999.999.999.999,99');
  });

  it('names another currency by its code', () => {
    expect(formatMoney('1200.00', 'USD')).toBe('USD 1.200,00');
  });

  it('shows what is no amount as it came', () => {
    expect(formatMoney('n/a')).toBe('n/a');
  });

  it('shows sizes in MB with one decimal, and never nothing for something', () => {
    expect(formatBytes(12_440_000, 'id')).toBe('12,4 MB');
    expect(formatBytes(12_440_000, 'en')).toBe('12.4 MB');
    expect(formatBytes(7, 'id')).toBe('0,1 MB');
    expect(formatBytes(0, 'id')).toBe('0,0 MB');
  });

  it('shows a moment in the zone of the LPSE', () => {
    expect(formatInstant('2026-11-20T09:44:00.000Z', 'WIB', { language: 'id' })).toBe('20 November 2026 16.44 WIB');
    expect(formatInstant('2026-11-20T09:44:00.000Z', 'WIT', { language: 'en' })).toBe('20 November 2026 18:44 WIT');
    expect(formatInstant('besok', 'WIB', { language: 'id' })).toBe('besok');
  });

  it('shows the two largest units of a time', () => {
    expect(formatSeconds(71_820, 'id')).toBe('19 j 57 m');
    expect(formatSeconds(245, 'id')).toBe('4 m 05 d');
    expect(formatSeconds(180_000, 'en')).toBe('2 d 2 h');
    expect(formatSeconds(-3, 'en')).toBe('0 s');
  });
});
