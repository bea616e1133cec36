// The system's own mark on files that came from strangers, so that office programs and virus scanners treat them with care:
// Zone.Identifier on Windows, com.apple.quarantine on macOS, user.xdg.origin.url on Linux. Best effort, and it says so.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { systemCode } from './storage-faults.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 10_000;
/** Paths in one call of a tool. */
const BATCH = 100;

export interface MarkOutcome {
  readonly marked: boolean;
  /** Why not: the tool is missing, or the file system keeps no marks. */
  readonly reason: 'done' | 'no-tool' | 'not-supported';
}

interface Asked {
  readonly paths: readonly string[];
  readonly tell: (outcome: MarkOutcome) => void;
}

/** By origin: what waits for the tool that is at work. */
const waiting = new Map<string, Asked[]>();

/**
 * Starting a tool costs more than the marks, and an opening asks for hundreds of bids: what is asked while it works goes with its
 * next run.
 * @param origin - URL that the files came from; shown by the system, so without anything private
 */
export function markFromStranger(paths: readonly string[], origin: string): Promise<MarkOutcome> {
  return new Promise((tell) => {
    const queue = waiting.get(origin);
    if (queue !== undefined) {
      queue.push({ paths, tell });
      return;
    }
    const first = [{ paths, tell }];
    waiting.set(origin, first);
    void work(origin, first);
  });
}

async function work(origin: string, queue: Asked[]): Promise<void> {
  while (queue.length > 0) {
    const together = queue.splice(0);
    const all = await markAll(
      together.flatMap(({ paths }) => paths),
      origin,
    );
    // Which of them could not be marked, only each by itself can tell.
    const isClear = all.marked || together.length === 1;
    for (const { paths, tell } of together) tell(isClear ? all : await markAll(paths, origin));
  }
  waiting.delete(origin);
}

async function markAll(paths: readonly string[], origin: string): Promise<MarkOutcome> {
  try {
    for (let i = 0; i < paths.length; i += BATCH) await markBatch(paths.slice(i, i + BATCH), origin);
    return { marked: true, reason: 'done' };
  } catch (error) {
    return { marked: false, reason: systemCode(error) === 'ENOENT' ? 'no-tool' : 'not-supported' };
  }
}

async function markBatch(paths: readonly string[], origin: string): Promise<void> {
  const options = { timeout: TIMEOUT_MS };
  if (process.platform === 'win32') {
    // ZoneId 3 is the internet zone.
    const stream = `[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=${origin}\r\n`;
    for (const path of paths) await writeFile(`${path}:Zone.Identifier`, stream);
  } else if (process.platform === 'darwin') {
    // Flags 0083: downloaded by a program that asked the user; seconds since 1970 in hex; the program's name.
    const value = `0083;${Math.floor(Date.now() / 1000).toString(16)};Segel;`;
    await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', value, ...paths], options);
  } else {
    // Freedesktop "Common extended attributes".
    await run('setfattr', ['--name=user.xdg.origin.url', `--value=${origin}`, '--', ...paths], options);
  }
}
