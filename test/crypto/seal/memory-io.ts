// Sources and sinks in memory, for tests of sealing and opening.
import { CryptoError } from '../../../crypto/errors.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import type { ByteSink, DocumentSource, NamedSink } from '../../../crypto/seal/io.ts';

/** A document that stays as it is, or, with `changed`, says that it did not. */
export function memoryDocument(bytes: Uint8Array, { changed = false } = {}): DocumentSource {
  return {
    ...bytesSource(bytes),
    requireUnchanged: () => (changed ? Promise.reject(new CryptoError('seal/document-changed')) : Promise.resolve()),
  };
}

export class MemorySink implements ByteSink {
  #pieces: Buffer[] = [];

  write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(Buffer.from(bytes));
    return Promise.resolve();
  }

  patch(position: number, bytes: Uint8Array): Promise<void> {
    const whole = this.bytes();
    whole.set(bytes, position);
    this.#pieces = [whole];
    return Promise.resolve();
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}

/** A folder whose files appear on commit; `started` counts what was begun, `left` what was neither committed nor aborted. */
export class MemoryFolder {
  readonly files = new Map<string, Buffer>();
  started = 0;
  left = 0;

  readonly createSink = (name: string): Promise<NamedSink> => {
    const sink = new MemorySink();
    this.started++;
    this.left++;
    let open = true;
    const end = () => {
      if (open) this.left--;
      open = false;
      return Promise.resolve();
    };
    return Promise.resolve({
      write: (bytes) => sink.write(bytes),
      patch: (position, bytes) => sink.patch(position, bytes),
      sync: () => sink.sync(),
      commit: () => {
        this.files.set(name, sink.bytes());
        return end();
      },
      abort: end,
    });
  };
}
