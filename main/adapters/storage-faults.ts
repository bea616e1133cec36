// What the operating system says about files, as codes of the catalogue.
import { CodedError } from '../../app/errors/coded-error.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);

/** `storage/full` or `storage/failed`, with the system's code and never a path. A coded error passes unchanged. */
export function toStorageFault(error: unknown): Error {
  if (error instanceof CodedError) return error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  const system = systemCode(error) ?? 'unknown';
  const code = FULL.has(system) ? 'storage/full' : 'storage/failed';
  return new CodedError(code, { system }, { cause: error });
}

/** `ENOENT` and the like; undefined for anything that is not a system error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Runs file work and translates what it throws. */
export async function storing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageFault(error);
  }
}

/**
 * Runs a read of a file that is the user's and translates what it throws.
 * @throws document/not-found, document/not-a-file, document/unreadable
 */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const system = systemCode(error);
    if (system === undefined || error instanceof CodedError) throw error;
    if (system === 'ENOENT' || system === 'ENOTDIR') throw new CodedError('document/not-found', {}, { cause: error });
    // ELOOP: a link where O_NOFOLLOW was said; ENXIO: a socket, or a device without a driver.
    if (system === 'ELOOP' || system === 'ENXIO') throw new CodedError('document/not-a-file', {}, { cause: error });
    throw new CodedError('document/unreadable', { system }, { cause: error });
  }
}

/** Null for a file that is not there; everything else is thrown. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
