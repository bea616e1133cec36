// How what a witness of the log saw stands to the log that this computer is shown.

export const WITNESS_STANDS = ['same', 'older', 'newer', 'forked', 'not-compared'] as const;
/**
 * `older`: the log here continues what the witness saw; `newer`: the witness saw more than is shown here; `forked`: two logs, both under
 * the LPSE's own signature.
 */
export type WitnessStand = (typeof WITNESS_STANDS)[number];

export const NOT_COMPARED_BECAUSE = [
  'no-head',
  'other-log',
  'not-signed',
  'not-cosigned',
  'cosignature-wrong',
  'unreachable',
  'log-broken',
] as const;
/** Why nothing can be said. */
export type NotComparedBecause = (typeof NOT_COMPARED_BECAUSE)[number];

export const RECEIPT_STANDS = ['covered', 'not-covered', 'forked', 'not-compared'] as const;
/** Whether the log that holds a receipt is the one the witness saw. */
export type ReceiptStand = (typeof RECEIPT_STANDS)[number];
