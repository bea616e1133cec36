// A reference LPSE in a folder of its own, for one test file.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLpse, type LpseOptions, type RunningLpse } from './server.ts';

export interface TemporaryLpse extends RunningLpse {
  readonly dir: string;
  /** Stops the server and leaves its folder for the next one. */
  stop(): Promise<void>;
}

/** `close` removes the folder too. */
export async function startTemporaryLpse(options: Partial<LpseOptions> = {}): Promise<TemporaryLpse> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'segel-lpse-')));
  const lpse = await startLpse({ testMode: true, ...options, dir });
  return {
    ...lpse,
    dir,
    stop: () => lpse.close(),
    async close() {
      await lpse.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
