// Errands that follow one another on one working day: what they share beside their desks.
import { chromium, type Browser } from '@playwright/test';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Desk } from './desk.ts';
import { CHROMIUM } from './surroundings.ts';

export async function openBrowser(): Promise<Browser> {
  // As root Chromium runs without its sandbox or not at all.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: CHROMIUM ?? '', args });
}

/**
 * Each errand begins where the one before ended: after a failure, whose screens are kept, the rest is skipped, as it would only
 * time out. No errand may leave a complaint in a page's console.
 * @param day - name of the pictures of a failure
 * @param desks - those at which work is done, by the time an errand ends
 */
export function inTurn(day: string, desks: () => Iterable<Desk>): void {
  let failed = false;
  beforeEach(({ skip }) => {
    if (failed) skip('an errand before this one failed');
  });
  afterEach(async ({ task }) => {
    if (failed) return;
    failed = task.result?.state === 'fail';
    const complaints: string[] = [];
    let n = 0;
    for (const desk of desks()) {
      if (failed) await desk.screenshot(`gagal-${day}-${n++}-${task.name.slice(0, 40)}`);
      complaints.push(...desk.complaints.splice(0));
    }
    expect(complaints, 'errors in the console').toEqual([]);
  });
}

/** Looks at the screen when nothing is being loaded any more: in both sizes nothing sticks out, and axe finds nothing. */
export async function lookAt(desk: Desk, ...[screen, sizes]: Parameters<Desk['look']>): Promise<void> {
  await desk.page.waitForFunction(() => document.querySelector('.skeleton') === null);
  expect(await desk.look(screen, sizes)).toEqual([]);
}
