import { describe, expect, it } from 'vitest';
import { missingResults, opensHere, stepsOf, type Situation } from '../../../../renderer/features/opening/steps.ts';

const nothing: Situation['entered'] = {
  session: null,
  releasedAt: null,
  contributions: 0,
  report: { ok: true, checks: [] },
  dueCount: 2,
};
const session = { certificateSha256: 'a'.repeat(64), leader: 'Siti', here: false };
const states = (situation: Partial<Situation> & Pick<Situation, 'rule'>) =>
  stepsOf({ threshold: 0, entered: nothing, allOpened: false, ...situation }).map(({ state }) => state);

describe('the steps of an opening', () => {
  it('need no leader and no shares where each member opens alone', () => {
    expect(states({ rule: 'members' })).toEqual(['done', 'now', 'none', 'later', 'later']);
  });

  it('begin with a leader in a quorum, and wait for enough shares', () => {
    expect(states({ rule: 'quorum', threshold: 2 })).toEqual(['now', 'later', 'later', 'later', 'later']);
    const released = { ...nothing, session, releasedAt: '2026-11-20T00:00:00.000Z', contributions: 1 };
    expect(states({ rule: 'quorum', threshold: 2, entered: released })).toEqual([
      'done',
      'done',
      'now',
      'later',
      'later',
    ]);
    expect(states({ rule: 'quorum', threshold: 2, entered: { ...released, contributions: 2 } })[3]).toBe('now');
  });

  it('end with the results', () => {
    const entered = { ...nothing, session, releasedAt: '2026-11-20T00:00:00.000Z' };
    expect(states({ rule: 'single-lock', entered, allOpened: true })).toEqual(['done', 'done', 'none', 'done', 'now']);
  });

  it('lead straight to the minutes where no bid is to be opened', () => {
    for (const rule of ['members', 'quorum', 'single-lock'] as const) {
      const entered = { ...nothing, dueCount: 0 };
      expect(states({ rule, threshold: 2, entered })).toEqual(['done', 'none', 'none', 'none', 'now']);
    }
  });

  it('open only where the key is', () => {
    expect(opensHere('members', nothing)).toBe(true);
    expect(opensHere('quorum', { session })).toBe(false);
    expect(opensHere('single-lock', { session: { ...session, here: true } })).toBe(true);
  });
});

describe('signed results that are missing', () => {
  const opener = { name: 'Siti', certificateSha256: 'a'.repeat(64), mine: true, leads: false, contributed: false };
  const other = { ...opener, name: 'Budi', mine: false, leads: true, results: 2 };
  const openers = [{ ...opener, results: 1 }, other];

  it('are counted for this member where this member opens', () => {
    expect(missingResults('members', { dueCount: 2, openers, session: null })).toBe(1);
    expect(missingResults('quorum', { dueCount: 2, openers, session: { ...session, here: true } })).toBe(1);
    expect(missingResults('members', { dueCount: 1, openers, session: null })).toBe(0);
  });

  it('are counted for the leader where another computer opens', () => {
    expect(missingResults('quorum', { dueCount: 2, openers, session })).toBe(0);
    expect(missingResults('quorum', { dueCount: 5, openers, session })).toBe(3);
  });

  it('are all of them while nobody is known to have posted any', () => {
    expect(missingResults('single-lock', { dueCount: 2, openers: [], session: null })).toBe(2);
  });
});
