// Copies large files durably, and only if they are the expected ones: the digest is made while the bytes pass.
import { open, type FileHandle } from 'node:fs/promises';
import type { CallOptions } from '../../app/ports/call-options.ts';
import { digestBytes, handleSource, TO_THE_END } from './digest-bytes.ts';
import { replaceFile } from './private-files.ts';

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
  await replaceFile(to, async (file) => accept(await appendFrom(from, file, signal)));
}

/** Writes all bytes of `from` where `file` stands. @returns their lower-case hex SHA-256 */
export async function appendFrom(from: string, file: FileHandle, signal: AbortSignal | undefined): Promise<string> {
  const source = await open(from, 'r');
  try {
    const take = (bytes: Uint8Array) => file.writeFile(bytes);
    return (await digestBytes(handleSource(source), TO_THE_END, { signal, take })).sha256;
  } finally {
    await source.close();
  }
}
