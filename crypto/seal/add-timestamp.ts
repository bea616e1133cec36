// Adds `manifest.tsr` to a file that was sealed offline (SPEC.md 2): allowed once, before the first submission.
import { CryptoError } from '../errors.ts';
import { readContainer } from './container-reader.ts';
import { ContainerWriter } from './container-writer.ts';
import { ENTRY } from './entry-names.ts';
import type { ByteSink, ByteSource } from './io.ts';

/** The new end of a file: everything before `position` stays. */
export interface TimestampedTail {
  readonly position: number;
  readonly bytes: Buffer;
}

/**
 * What replaces the end of the container in `source`.
 * @throws seal/container-malformed when it is no container, or has a timestamp already
 */
export async function timestampedTail(source: ByteSource, timestampDer: Uint8Array): Promise<TimestampedTail> {
  const layout = await readContainer(source);
  if (layout.timestamped) throw new CryptoError('seal/container-malformed', 'timestamped already');
  const pieces: Uint8Array[] = [];
  const writer = new ContainerWriter(collector(pieces), layout.entries, layout.directoryOffset);
  await writer.add(ENTRY.timestamp, timestampDer);
  await writer.finish();
  return { position: layout.directoryOffset, bytes: Buffer.concat(pieces) };
}

function collector(pieces: Uint8Array[]): ByteSink {
  return {
    write: (bytes) => {
      pieces.push(bytes);
      return Promise.resolve();
    },
    patch: () => Promise.reject(new TypeError('append only')),
    sync: () => Promise.resolve(),
  };
}
