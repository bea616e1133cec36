// The program's own log of refused and failed calls: number, call, code and place in the code. Never input, never the text of
// an error, which may hold a path or a name.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { IncidentLog } from './door.ts';

const MAX_BYTES = 1 << 20;

/** Appends to `incidents.log` in `folder`; one older file is kept. A log that cannot be written stops nothing. */
export function fileIncidentLog(folder: string, now: () => Date = () => new Date()): IncidentLog {
  const path = join(folder, 'incidents.log');
  return ({ incident, call, code, error }) => {
    const line = JSON.stringify({ time: now().toISOString(), incident, call, code, at: placeOf(error) });
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch {
      // Deliberately: the call's answer matters more than its trace.
    }
  };
}

/** Class and the first frames, which name our own files only by their last segments. */
function placeOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [typeof error];
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [
    error.constructor.name,
    ...frames.slice(0, 6).map((line) => line.trim().replace(/(file:\/\/)?[\w:]*[\\/]\S*[\\/]/, '')),
  ];
}
