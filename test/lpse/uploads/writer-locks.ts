// One writer per upload. A second one is refused while the first is alive; a first one that has gone silent (a connection
// that died without saying so) is ended, so that a client can resume.
import type { IncomingMessage } from 'node:http';
import { CodedError } from '../../../app/errors/coded-error.ts';

export interface WriterLocks {
  /**
   * Runs `write` as the only writer; it calls `onBytes` whenever bytes arrive.
   * @throws upload/busy while another writer is alive
   */
  hold<T>(uploadId: string, request: IncomingMessage, write: (onBytes: () => void) => Promise<T>): Promise<T>;
}

interface Holder {
  readonly request: IncomingMessage;
  readonly done: Promise<unknown>;
  lastBytesAt: number;
}

const SILENT_MS = 10_000;

export function createWriterLocks(): WriterLocks {
  const holders = new Map<string, Holder>();
  return {
    async hold(uploadId, request, write) {
      const other = holders.get(uploadId);
      if (other !== undefined) await endIfSilent(other);
      if (holders.has(uploadId)) throw new CodedError('upload/busy');
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const holder: Holder = { request, done: promise, lastBytesAt: performance.now() };
      holders.set(uploadId, holder);
      try {
        return await write(() => (holder.lastBytesAt = performance.now()));
      } finally {
        holders.delete(uploadId);
        resolve(undefined);
      }
    },
  };
}

async function endIfSilent(holder: Holder): Promise<void> {
  if (performance.now() - holder.lastBytesAt < SILENT_MS) return;
  holder.request.destroy();
  await holder.done;
}
