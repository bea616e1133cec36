// Runs commands in turn and keeps what they cost: whole processes, wall time from spawn to exit.
import { spawnSync } from 'node:child_process';

export interface Cost {
  readonly seconds: number;
  readonly maxRssMiB: number;
  /** What a job of the product says about itself, without the start of its process. */
  readonly jobSeconds: number | null;
  /** Resident memory after the work, threads still alive. */
  readonly rssAfterMiB: number | null;
}

export interface Command {
  readonly name: string;
  readonly argv: readonly string[];
  /** Runs before each time, unmeasured. */
  readonly before?: () => void;
  /** Runs after each time, unmeasured. */
  readonly after?: () => void;
}

export function measure({ name, argv, before, after }: Command): Cost {
  before?.();
  const started = process.hrtime.bigint();
  // GNU time tells the peak memory of a program that does not tell it itself; it costs under a millisecond.
  const run = spawnSync('/usr/bin/time', ['-f', '%M', ...argv], { encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (run.status !== 0) throw new Error(`${name} failed: ${run.stderr}`);
  after?.();
  const kib = Number(run.stderr.trim().split('\n').at(-1));
  const own = /job\.(mjs|ts)$/.test(argv[1] ?? '') ? parseOwn(run.stdout) : null;
  return {
    seconds,
    maxRssMiB: own?.maxRssMiB ?? kib / 1024,
    jobSeconds: own?.seconds ?? null,
    rssAfterMiB: own?.rssMiB ?? null,
  };
}

function parseOwn(stdout: string): { seconds: number; maxRssMiB: number; rssMiB: number } {
  // Written by job.mjs.
  return JSON.parse(stdout) as { seconds: number; maxRssMiB: number; rssMiB: number };
}

/** Every command once per round, so that whatever else the machine does hits all of them alike. */
export function measureInTurn(commands: readonly Command[], rounds: number): ReadonlyMap<string, readonly Cost[]> {
  const costs = new Map<string, Cost[]>(commands.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const command of commands) costs.get(command.name)?.push(measure(command));
  }
  return costs;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]];
  return (low + high) / 2;
}

/** Median over the rounds of a's time through b's time in the same round: whole processes, or the jobs in them alone. */
export function pairedRatio(a: readonly Cost[], b: readonly Cost[], what: 'process' | 'job'): number {
  const secondsOf = (cost: Cost | undefined) => (what === 'job' ? cost?.jobSeconds : cost?.seconds) ?? Number.NaN;
  return median(a.map((cost, i) => secondsOf(cost) / secondsOf(b[i])));
}
