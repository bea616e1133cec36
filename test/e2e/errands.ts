// Errands that follow one another on one working day: what they share beside their desks.
import { chromium, type Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { lpseWithPeople, type People } from '../app/usecases/people.ts';
import { sitDown } from './committee-walk.ts';
import { Desk } from './desk.ts';
import { CHROMIUM } from './surroundings.ts';

export interface Day {
  readonly people: People;
  /** A committee member or an officer at a desk, logged in, with every certificate the person has. */
  readonly sit: (userId: string) => Promise<Desk>;
}

/**
 * One LPSE with its people, one browser, and desks of committee members and officers, whose errands are done in turn.
 * @param day - name of the pictures of a failure
 * @param before - what has happened when the first errand begins
 */
export function workingDay(day: string, before: (people: People) => Promise<void>): Day {
  const people = lpseWithPeople();
  const desks: Desk[] = [];
  let browser: Browser | null = null;
  beforeAll(async () => {
    await before(people);
    browser = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await browser?.close();
  });
  inTurn(day, () => desks);
  return {
    people,
    async sit(userId) {
      if (browser === null) throw new Error('the day has not begun');
      const desk = await Desk.open(browser);
      desks.push(desk);
      await sitDown(desk, people.lpse, userId);
      return desk;
    },
  };
}

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
