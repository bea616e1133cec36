// Files that the window of the browser host sends: bytes -> a file of ours, 0600, in a folder of its own, under the name the
// person knows it by. The user's original is not touched; what is sealed is this copy.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import { syncFolder } from '../adapters/durable-names.ts';
import { makePrivateFolder } from '../adapters/private-files.ts';
import { storing, unlessMissing } from '../adapters/storage-faults.ts';

/** More than any package allows for a whole bid. */
const MAX_RECEIVED_BYTES = 5 * 2 ** 30;
/** What the usual file systems take. */
const MAX_NAME_BYTES = 255;

export interface ReceivedFile {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
}

export interface ReceiveOptions {
  /** The profile's folder for received files. */
  readonly folder: string;
  /** As the browser tells it; of a path only the last segment counts. */
  readonly name: string;
  readonly maxBytes?: number;
}

/**
 * Writes all bytes durably, or leaves nothing.
 * @throws document/name-refused, document/total-too-large, storage/full, storage/failed
 */
export async function receiveFile(
  bytes: AsyncIterable<Uint8Array>,
  { folder, name, maxBytes = MAX_RECEIVED_BYTES }: ReceiveOptions,
): Promise<ReceivedFile> {
  const ownName = lastSegment(name);
  await makePrivateFolder(folder);
  const place = join(folder, randomBytes(12).toString('hex'));
  await storing(() => mkdir(place, { mode: 0o700 }));
  const path = join(place, ownName);
  try {
    const sizeBytes = await storing(() => write(bytes, path, maxBytes));
    await storing(() => syncFolder(place));
    return { path, name: ownName, sizeBytes };
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    throw error;
  }
}

/** Removes received files that nothing refers to any more: those of forms that were never sent, and of drafts that are gone. */
export async function forgetReceived(folder: string, stillNeeded: (path: string) => boolean): Promise<void> {
  for (const place of (await unlessMissing(readdir(folder))) ?? []) {
    const files = (await unlessMissing(readdir(join(folder, place)))) ?? [];
    if (files.some((file) => stillNeeded(join(folder, place, file)))) continue;
    await rm(join(folder, place), { recursive: true, force: true });
  }
}

async function write(bytes: AsyncIterable<Uint8Array>, path: string, maxBytes: number): Promise<number> {
  // The folder is fresh and ours alone: O_EXCL can only fail when somebody plays with it.
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    let sizeBytes = 0;
    for await (const part of bytes) {
      sizeBytes += part.length;
      if (sizeBytes > maxBytes) throw new CodedError('document/total-too-large', { maxBytes });
      await file.writeFile(part);
    }
    await file.sync();
    return sizeBytes;
  } finally {
    await file.close();
  }
}

function lastSegment(name: string): string {
  const segment = name.split(/[/\\]/).at(-1) ?? '';
  const refused = segment === '' || segment === '.' || segment === '..' || segment.includes('\0');
  if (refused || Buffer.byteLength(segment) > MAX_NAME_BYTES) throw new CodedError('document/name-refused');
  return segment;
}
