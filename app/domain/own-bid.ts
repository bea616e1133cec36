// What can become of one's own bid in an opening, as a watching bidder is told.

export const OWN_FATES = [
  /** The list could not be proven. */
  'unproven',
  /** Receipted, and not on the list: an alarm. */
  'missing',
  /** On the list; nothing is reported yet. */
  'listed',
  /** File II of somebody who did not pass File I. */
  'stays-sealed',
  /** File II of somebody who did not pass File I, with a member's proven result all the same: an alarm. */
  'opened-unpassed',
  /** Opened = sealed, proven. */
  'opened-equal',
  /** Other content or another price than was sealed: an alarm. */
  'opened-differs',
  'members-differ',
  'not-opened',
  /** Opened, but the sealed file is not here to compare with. */
  'not-comparable',
  /** Withdrawn in time, and gone: proven. */
  'withdrawn',
  /** A later bid took its place, and it is gone: proven. */
  'replaced',
  /** Withdrawn or replaced, and treated as if it were in force: an alarm. */
  'revived',
  /** The log has an opening, or a result on this bid, that the LPSE does not show: an alarm. */
  'withheld',
  /** For an earlier version of a tender that is held again: it counts for nothing in the one that runs now. */
  'earlier-version',
] as const;
export type OwnFate = (typeof OWN_FATES)[number];

export type NotOpenedReason =
  'damaged-in-storage' | 'lock-release-mismatch' | 'made-wrongly' | 'wrong-or-missing-key' | 'too-early';

/** How loud a fate is shown: green only for what is proven. */
export function toneOf(fate: OwnFate): 'green' | 'amber' | 'red' | 'grey' {
  switch (fate) {
    case 'listed':
    case 'opened-equal':
      return 'green';
    case 'missing':
    case 'opened-unpassed':
    case 'opened-differs':
    case 'revived':
    case 'withheld':
      return 'red';
    case 'earlier-version':
    case 'stays-sealed':
    case 'withdrawn':
    case 'replaced':
      return 'grey';
    case 'unproven':
    case 'members-differ':
    case 'not-opened':
    case 'not-comparable':
      return 'amber';
  }
}

/** How long a look at an opening may be put off. Nothing is ever final: a member may state otherwise, a sealed bid be opened after all. */
export type LookAgain = 'soon' | 'later';

/** @param isStated - the LPSE has said its word on a bid that did not open */
export function lookAgain(fate: OwnFate | null, isStated: boolean): LookAgain {
  switch (fate) {
    case null:
    case 'listed':
    case 'unproven':
    case 'members-differ':
    case 'withheld':
      return 'soon';
    case 'not-opened':
      return isStated ? 'later' : 'soon';
    case 'missing':
    case 'stays-sealed':
    case 'opened-unpassed':
    case 'opened-equal':
    case 'opened-differs':
    case 'not-comparable':
    case 'withdrawn':
    case 'replaced':
    case 'revived':
    case 'earlier-version':
      return 'later';
  }
}
