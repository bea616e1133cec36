// An LPSE whose clock is set while a window is open: the next answer of any kind tells, and the signed time is measured anew.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

const HOUR_MS = 3_600_000;
let lpse: TemporaryLpse;
let window: TestWindow;
beforeAll(async () => {
  lpse = await startTemporaryLpse();
  window = await TestWindow.open();
  await window.pin(lpse);
  await window.login('siti.rahayu');
});
afterAll(async () => {
  await window.close();
  await lpse.close();
});

it('shows the new time within seconds, without waiting for the next look', { timeout: 60_000 }, async () => {
  await window.call('packages.list');
  const before = window.seen('lpse.time').at(-1)?.offsetMs ?? 0;
  await lpse.management?.advanceTo(new Date(Date.now() + before + HOUR_MS));
  await vi.waitFor(
    async () => {
      await window.call('packages.list');
      const now = window.seen('lpse.time').at(-1)?.offsetMs ?? 0;
      expect(now - before).toBeGreaterThan(HOUR_MS - 60_000);
    },
    { timeout: 40_000, interval: 1000 },
  );
  const measured = window.seen('lpse.time').length;
  for (let i = 0; i < 5; i++) await window.call('packages.list');
  expect(window.seen('lpse.time')).toHaveLength(measured);
});
