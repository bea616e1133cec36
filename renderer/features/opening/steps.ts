// Where an opening stands, as five calm steps (ux.md): what is done, what is next, and who is waited for. Pure.
import type { EnteredRoom, RoomView } from '../../../app/contract/openings.ts';

export const STEP_IDS = ['enter', 'release', 'contribute', 'open', 'results'] as const;
export type StepId = (typeof STEP_IDS)[number];
/** `none`: this envelope needs no such step. */
export type StepState = 'done' | 'now' | 'later' | 'none';

export interface StepView {
  readonly id: StepId;
  readonly state: StepState;
}

export type RoomRule = NonNullable<RoomView['rule']>;

export interface Situation {
  readonly rule: RoomRule['kind'];
  readonly threshold: number;
  readonly entered: Pick<EnteredRoom, 'session' | 'releasedAt' | 'contributions' | 'report' | 'dueCount'>;
  /** Every bid due was gone through, and none of their signed results is missing. */
  readonly allOpened: boolean;
}

export function stepsOf({ rule, threshold, entered, allOpened }: Situation): readonly StepView[] {
  const { session, releasedAt, contributions, dueCount } = entered;
  const nothingDue = dueCount === 0;
  const done: Readonly<Record<StepId, boolean>> = {
    enter: rule === 'members' || nothingDue ? dueCount !== null : session !== null,
    release: releasedAt !== null,
    contribute: contributions >= threshold,
    open: allOpened,
    results: false,
  };
  // Where no bid is to be opened there is no key to release and nothing to open: minutes are all that is left.
  const needed = STEP_IDS.filter((id) =>
    nothingDue ? id === 'enter' || id === 'results' : id !== 'contribute' || rule === 'quorum',
  );
  const now = needed.find((id) => !done[id]);
  return STEP_IDS.map((id) => {
    if (!needed.includes(id)) return { id, state: 'none' };
    if (id === now) return { id, state: 'now' };
    return { id, state: done[id] ? 'done' : 'later' };
  });
}

/**
 * Bids due for which the log has no signed result yet of the one who opens: this member, or the leader at another computer. A
 * result is made here and posted to the LPSE afterwards, so a bid can be gone through without one.
 */
export function missingResults(
  rule: RoomRule['kind'],
  { dueCount, openers, session }: Pick<EnteredRoom, 'dueCount' | 'openers' | 'session'>,
): number {
  const opener = openers.find(({ mine, leads }) => (opensHere(rule, { session }) ? mine : leads));
  return Math.max(0, (dueCount ?? 0) - (opener?.results ?? 0));
}

/** May this computer open the bids? In a quorum, and with one lock, only the leading one. */
export function opensHere(rule: RoomRule['kind'], { session }: Pick<EnteredRoom, 'session'>): boolean {
  return rule === 'members' || session?.here === true;
}
