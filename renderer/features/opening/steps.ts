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
  /** Every bid due has a result of this computer, or, where another computer opens, a signed one. */
  readonly allOpened: boolean;
}

export function stepsOf({ rule, threshold, entered, allOpened }: Situation): readonly StepView[] {
  const { session, releasedAt, contributions, dueCount } = entered;
  const done: Readonly<Record<StepId, boolean>> = {
    enter: rule === 'members' ? dueCount !== null : session !== null,
    release: releasedAt !== null,
    contribute: contributions >= threshold,
    open: allOpened,
    results: false,
  };
  const needed = STEP_IDS.filter((id) => id !== 'contribute' || rule === 'quorum');
  const now = needed.find((id) => !done[id]);
  return STEP_IDS.map((id) => {
    if (!needed.includes(id)) return { id, state: 'none' };
    if (id === now) return { id, state: 'now' };
    return { id, state: done[id] ? 'done' : 'later' };
  });
}

/** May this computer open the bids? In a quorum, and with one lock, only the leading one. */
export function opensHere(rule: RoomRule['kind'], { session }: Pick<EnteredRoom, 'session'>): boolean {
  return rule === 'members' || session?.here === true;
}
