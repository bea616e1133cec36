// A stored upload as random-access bytes.
import { open } from 'node:fs/promises';
import type { ByteSource } from '../../../crypto/seal/io.ts';

export interface StoredFile extends ByteSource {
  close(): Promise<void>;
}

export async function openStoredFile(path: string): Promise<StoredFile> {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  return {
    sizeBytes: size,
    async readInto(target, position) {
      let done = 0;
      while (done < target.length) {
        const { bytesRead } = await handle.read(target, done, target.length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
    close: () => handle.close(),
  };
}
