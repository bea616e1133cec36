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
      return 'red';
    case 'stays-sealed':
      return 'grey';
    case 'unproven':
    case 'members-differ':
    case 'not-opened':
    case 'not-comparable':
      return 'amber';
  }
}
