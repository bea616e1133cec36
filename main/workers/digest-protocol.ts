// Messages between a digest lane and its thread. Bytes never travel: both sides see the same shared memory.

export interface BeginMessage {
  readonly kind: 'begin';
  readonly crc32: boolean;
  readonly blockBytes: number;
}

export interface UpdateMessage {
  readonly kind: 'update';
  /** Place of the bytes in the shared memory given at the start. */
  readonly offset: number;
  readonly length: number;
}

export type LaneMessage = BeginMessage | UpdateMessage | { readonly kind: 'finish' };

export interface FinishedMessage {
  readonly sha256: Uint8Array;
  readonly crc32: number;
  readonly blocks: readonly Uint8Array[];
}

/** `null` acknowledges one update, in order. */
export type LaneAnswer = null | FinishedMessage;
