import { describe, expect, it } from 'vitest';
import { opensHere, stepsOf, type Situation } from '../../../../renderer/features/opening/steps.ts';

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

  it('open only where the key is', () => {
    expect(opensHere('members', nothing)).toBe(true);
    expect(opensHere('quorum', { session })).toBe(false);
    expect(opensHere('single-lock', { session: { ...session, here: true } })).toBe(true);
  });
});
