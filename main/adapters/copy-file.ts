// Copies a large file to where a person wants it, durably and only if it is the expected one: temp -> digest -> fsync -> rename.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CallOptions } from '../../app/ports/call-options.ts';
import { syncFolder } from './private-files.ts';
import { storing } from './storage-faults.ts';

const CHUNK_BYTES = 1 << 20;

/**
 * Replaces `to`. `accept` gets the digest (lower-case hex SHA-256) of what was copied and throws to leave everything as it was.
 * @throws storage/full, storage/failed, and what `accept` throws
 */
export async function copyFile(
  from: string,
  to: string,
  accept: (sha256: string) => void = () => undefined,
  { signal }: CallOptions = {},
): Promise<void> {
  const temporary = join(dirname(to), `.${randomBytes(8).toString('hex')}.tmp`);
  await storing(async () => {
    try {
      const hash = createHash('sha256');
      const file = await open(temporary, 'wx', 0o600);
      try {
        const source = createReadStream(from, {
          highWaterMark: CHUNK_BYTES,
          ...(signal === undefined ? {} : { signal }),
        });
        for await (const part of source as AsyncIterable<Buffer>) {
          hash.update(part);
          await file.writeFile(part);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      accept(hash.digest('hex'));
      await rename(temporary, to);
      await syncFolder(dirname(to));
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
  });
}
