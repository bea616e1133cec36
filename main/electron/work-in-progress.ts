// What the program is busy with, as the surroundings of the window show it: taskbar, tray, and the question at closing time.
// Work begins and ends with the call that runs it; how far it is comes by event.
import type { EventPayload } from '../../app/contract/contract.ts';
import type { Door } from '../ipc/door.ts';

export type WorkKind = EventPayload<'bids.progress'>['work'];

export interface Work {
  readonly kind: WorkKind;
  /** 0 to 1; null before the first report. */
  readonly fraction: number | null;
}

const KIND_BY_CALL: Readonly<Record<string, WorkKind>> = { 'bids.seal': 'sealing', 'bids.submit': 'sending' };

export class WorkInProgress {
  readonly #running: Record<WorkKind, number> = { sealing: 0, sending: 0 };
  readonly #listeners: ((work: Work | null) => void)[] = [];
  #fraction: number | null = null;

  /** Sending first: it is what a person must not interrupt without knowing. */
  get current(): Work | null {
    const kind = this.#running.sending > 0 ? 'sending' : this.#running.sealing > 0 ? 'sealing' : null;
    return kind === null ? null : { kind, fraction: this.#fraction };
  }

  onChange(listener: (work: Work | null) => void): void {
    this.#listeners.push(listener);
  }

  /** The same door, watched. */
  watch(door: Door): Door {
    return async (name, input, caller) => {
      const kind = typeof name === 'string' && caller !== null ? KIND_BY_CALL[name] : undefined;
      if (kind === undefined) return door(name, input, caller);
      this.#count(kind, 1);
      try {
        return await door(name, input, caller);
      } finally {
        this.#count(kind, -1);
      }
    };
  }

  report({ work, doneBytes, totalBytes }: EventPayload<'bids.progress'>): void {
    if (this.current?.kind !== work) return;
    this.#fraction = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : null;
    this.#tell();
  }

  #count(kind: WorkKind, by: 1 | -1): void {
    this.#running[kind] += by;
    this.#fraction = null;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.current);
  }
}
