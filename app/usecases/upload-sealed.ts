// The bytes of a sealed file on their way: what happened goes to the journal, how far they came to the bid, also while it goes on,
// so that a computer that loses its power shows the truth before it goes on.
import { uploadingTo, type UploadingBid } from '../domain/bid.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Uploader, UploadEvent, UploadJob } from '../ports/uploader.ts';
import { saveOne } from './edit-draft.ts';

export interface UploadNeeds {
  readonly bids: BidStore;
  readonly journal: Journal;
  readonly uploader: Uploader;
  readonly clock: Clock;
}

/** How old the kept offset may be. */
const KEEP_EVERY_MS = 3000;

/** @returns the bid as it was saved last @throws what the uploader throws; the bid then knows how far it came */
export async function uploadSealed(
  needs: UploadNeeds,
  { bid, timeLeftMs }: { readonly bid: UploadingBid } & Pick<UploadJob, 'timeLeftMs'>,
  options: RunOptions<ByteProgress>,
): Promise<UploadingBid> {
  const { path, sizeBytes } = bid.sealed;
  const kept = new KeptOffset(needs, bid);
  // A journal that cannot be written does not stop bytes on their way; it is told afterwards.
  const notes: Promise<Error | null>[] = [];
  const onProgress = (event: UploadEvent) => {
    if ('offsetBytes' in event) kept.at(event.offsetBytes);
    if (event.kind === 'started' || event.kind === 'acknowledged') {
      options.onProgress?.({ doneBytes: event.offsetBytes, totalBytes: event.totalBytes });
    }
    // Every acknowledgement would fill the journal; beginnings, cuts and peers tell the story.
    if (event.kind === 'acknowledged') return;
    const { kind, ...facts } = event;
    const entry = { event: `upload.${kind}`, bidId: bid.bidId, kdTender: bid.kdTender, facts };
    notes.push(failureOf(needs.journal.append(entry)));
  };
  try {
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    const job = { path, sizeBytes, uploadUrl: bid.upload.uploadUrl, timeLeftMs };
    await needs.uploader.upload(job, { ...signal, onProgress });
  } catch (error) {
    await kept.end();
    throw error;
  } finally {
    await Promise.all(notes);
  }
  const saved = await kept.end();
  const failed = (await Promise.all(notes)).find((failure) => failure !== null);
  if (failed !== undefined) throw failed;
  return saved;
}

/** How far the upload came, kept for the screen; where to go on the server decides. */
class KeptOffset {
  readonly #needs: UploadNeeds;
  #bid: UploadingBid;
  #offsetBytes: number;
  #savedMs: number;
  /** One save after another: each counts on the version of the one before. */
  #saving: Promise<void> = Promise.resolve();

  constructor(needs: UploadNeeds, bid: UploadingBid) {
    this.#needs = needs;
    this.#bid = bid;
    this.#offsetBytes = bid.upload.offsetBytes;
    this.#savedMs = needs.clock.monotonicMs();
  }

  at(offsetBytes: number): void {
    this.#offsetBytes = offsetBytes;
    const nowMs = this.#needs.clock.monotonicMs();
    if (nowMs - this.#savedMs < KEEP_EVERY_MS) return;
    this.#savedMs = nowMs;
    // On a full disk the bytes go on; the last save, which is waited for, tells.
    this.#saving = this.#saving.then(() => this.#save()).catch(() => undefined);
  }

  async end(): Promise<UploadingBid> {
    await this.#saving;
    if (this.#bid.upload.offsetBytes !== this.#offsetBytes) await this.#save();
    return this.#bid;
  }

  async #save(): Promise<void> {
    const { bids, clock } = this.#needs;
    const upload = { ...this.#bid.upload, offsetBytes: this.#offsetBytes };
    const next = uploadingTo(this.#bid, upload, this.#bid.submissionId);
    this.#bid = await saveOne(bids, { ...next, updatedAt: clock.now().toISOString() });
  }
}

/** Caught at once: nobody waits for it while the bytes go out. */
function failureOf(work: Promise<unknown>): Promise<Error | null> {
  return work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new Error('journal', { cause: error })),
  );
}
