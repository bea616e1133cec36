// Adversity on demand (test mode, POST /management/faults): what networks, disks and servers do on a bad day.
// Every count runs down by itself; an answer shows what is still to come.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';

/** How often whoever is held looks whether it may go on. */
const HELD_MS = 20;

const Count = z.int().min(0).max(1_000_000);

export const FaultSettings = z.strictObject({
  /** The next upload request is cut after this many bytes of its body. */
  cutAfterBytes: z.int().nonnegative().nullable().default(null),
  /** So many replies of POST and PATCH are lost after their work was done. */
  loseReplies: Count.default(0),
  /** So many requests are answered 503. */
  unavailable: Count.default(0),
  /** Every request to a path that begins so is answered 503, for as long as this is set. */
  unavailableAt: z.string().startsWith('/').nullable().default(null),
  /** So many writes of upload bytes find the disk full. */
  diskFull: Count.default(0),
  /** A piece of an upload that begins at this position or behind it is not taken up, for as long as this is set. */
  holdUploadsAt: z.int().nonnegative().nullable().default(null),
  /** Of a bid on its way to a committee nothing from this position on is sent, for as long as this is set. */
  holdDownloadsAt: z.int().nonnegative().nullable().default(null),
  /** Finalising stands still where a crash hurts most: before the verdict, or between the leaf in the log and the receipt. */
  stopFinalising: z.enum(['before-verdict', 'before-receipt']).nullable().default(null),
  /** No envelope is closed although its hour has come. */
  leaveOpen: z.boolean().default(false),
  /** Whoever asks for the openings of a package is told of none; the log goes on telling the truth. */
  hideOpenings: z.boolean().default(false),
});
export type FaultSettings = z.infer<typeof FaultSettings>;

/** Sets what is named, leaves the rest; `flip` acts at once on a stored file. */
export const FaultRequest = FaultSettings.partial().extend({
  flip: z.strictObject({ uploadId: z.string(), position: z.int().nonnegative() }).optional(),
});

export interface Faults {
  /** Number of bytes after which to cut, once; null: do not. */
  takeCut(): number | null;
  /** True when the reply to this request is to be lost. */
  takeLostReply(): boolean;
  /** @throws an error as the file system would, when the disk is to be full */
  beforeWrite(): void;
  /** @throws service/unavailable */
  beforeRequest(request: { readonly url: string }): Promise<void>;
  /** Returns when a piece that begins at `offset` may be taken up, or nobody sends it any more. */
  beforeReceiving(offset: number, body: { readonly destroyed: boolean }): Promise<void>;
  /** Returns when the bytes of a download before `end` may be sent. */
  beforeDownloading(end: number): Promise<void>;
  readonly stopFinalising: FaultSettings['stopFinalising'];
  readonly leaveOpen: boolean;
  readonly hideOpenings: boolean;
  /** What is left out stays as it is. */
  set(settings: Omit<z.infer<typeof FaultRequest>, 'flip'>): FaultSettings;
}

export function createFaults(): Faults {
  const state = FaultSettings.parse({});
  const take = (name: 'loseReplies' | 'unavailable' | 'diskFull'): boolean => {
    if (state[name] === 0) return false;
    state[name]--;
    return true;
  };
  return {
    takeCut() {
      const cut = state.cutAfterBytes;
      state.cutAfterBytes = null;
      return cut;
    },
    takeLostReply: () => take('loseReplies'),
    beforeWrite() {
      if (take('diskFull')) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
    beforeRequest({ url }) {
      const isDown = state.unavailableAt !== null && url.startsWith(state.unavailableAt);
      return isDown || take('unavailable') ? Promise.reject(new CodedError('service/unavailable')) : Promise.resolve();
    },
    async beforeReceiving(offset, body) {
      while (state.holdUploadsAt !== null && offset >= state.holdUploadsAt && !body.destroyed) await sleep(HELD_MS);
    },
    async beforeDownloading(end) {
      while (state.holdDownloadsAt !== null && end > state.holdDownloadsAt) await sleep(HELD_MS);
    },
    get stopFinalising() {
      return state.stopFinalising;
    },
    get leaveOpen() {
      return state.leaveOpen;
    },
    get hideOpenings() {
      return state.hideOpenings;
    },
    set(settings) {
      for (const [name, value] of Object.entries(settings))
        if (value !== undefined) Object.assign(state, { [name]: value });
      return { ...state };
    },
  };
}
