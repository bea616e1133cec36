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
  const remove = () => rm(dir, { recursive: true, force: true });
  const lpse = await startLpse({ testMode: true, ...options, dir }).catch(async (error: unknown) => {
    // A folder that was here before is whoever's who made it.
    if (options.dir === undefined) await remove();
    throw error;
  });
  return {
    ...lpse,
    dir,
    stop: () => lpse.close(),
    async close() {
      await lpse.close();
      await remove();
    },
  };
}
