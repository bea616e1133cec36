// Names that last: a rename that waits for whoever holds the file a moment, and a folder whose entries are on the device.
import { constants, type PathLike } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from './storage-faults.ts';

/** Virus scanners hold a fresh file for a moment (Windows); then rename answers one of these. */
const BUSY = new Set(['EBUSY', 'EPERM', 'EACCES']);
const ATTEMPTS = 10;

interface Renaming {
  rename(from: PathLike, to: PathLike): Promise<void>;
}

interface Opening {
  open(path: PathLike, flags: number): Promise<{ sync(): Promise<void>; close(): Promise<void> }>;
}

/** Gives a file its name, also when something else has it open just now; after two seconds the system's error is thrown. */
export async function renamePatiently(from: string, to: string, fs: Renaming = nodeFs): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await fs.rename(from, to);
      return;
    } catch (error) {
      if (!BUSY.has(systemCode(error) ?? '') || attempt === ATTEMPTS) throw error;
      await wait(attempt * 50);
    }
  }
}

/** Makes the folder's entries durable; Windows has no such call. */
export async function syncFolder(folder: string, fs: Opening = nodeFs): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
