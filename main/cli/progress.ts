// Long work on stderr, with bytes, speed and time left: a live line on a terminal, a plain line now and then elsewhere, nothing
// with `--json`.
import { Listr, type ListrDefaultRendererLogLevels, ListrLogger, ProcessOutput } from 'listr2';
import type { ByteProgress } from '../../app/ports/call-options.ts';
import { sizeText } from './present.ts';
import type { Terminal } from './terminal.ts';
import type { Texts } from './texts.ts';

/** Plain lines at most so often. */
const PLAIN_EVERY_MS = 5000;

export interface StepProgress extends ByteProgress {
  readonly step: string;
}
export type Report = (progress: StepProgress) => void;

export interface ProgressNeeds {
  readonly terminal: Terminal;
  readonly text: Texts;
}

/** Runs `work` under a title. */
export async function withProgress<T>(
  { terminal, text }: ProgressNeeds,
  title: string,
  work: (report: Report) => Promise<T>,
): Promise<T> {
  if (terminal.json) return work(() => undefined);
  const speed = new Speed();
  const describe = (progress: StepProgress) => describeProgress(progress, speed.measure(progress), text);
  if (!process.stderr.isTTY) return work(plainReport(terminal, title, describe));
  const done: T[] = [];
  const logger = new ListrLogger<ListrDefaultRendererLogLevels>({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  const tasks = new Listr(
    [
      {
        title,
        task: async (_context, task) => {
          done.push(await work((progress) => (task.output = describe(progress))));
        },
      },
    ],
    { renderer: 'default', rendererOptions: { logger, showErrorMessage: false } },
  );
  await tasks.run();
  // The one task ran to its end, or `run` has thrown.
  return done[0] as T;
}

function plainReport(terminal: Terminal, title: string, describe: (progress: StepProgress) => string): Report {
  let step = '';
  let last = 0;
  return (progress) => {
    const now = performance.now();
    const line = describe(progress);
    if (progress.step === step && now - last < PLAIN_EVERY_MS) return;
    step = progress.step;
    last = now;
    terminal.note(`${title}: ${line}`);
  };
}

/** `mengunggah 42 % (12,3 MB dari 29,1 MB), 1,2 MB/s, sisa 14 s` */
export function describeProgress(
  { step, doneBytes, totalBytes }: StepProgress,
  bytesPerSecond: number | null,
  text: Texts,
): string {
  const percent = totalBytes === 0 ? 100 : Math.floor((doneBytes / totalBytes) * 100);
  const parts = [text('progress.done', { step, percent, done: sizeText(doneBytes), total: sizeText(totalBytes) })];
  if (bytesPerSecond !== null && bytesPerSecond > 0) {
    parts.push(`${sizeText(bytesPerSecond)}/s`);
    const seconds = Math.ceil((totalBytes - doneBytes) / bytesPerSecond);
    if (seconds > 0) parts.push(text('progress.left', { seconds }));
  }
  return parts.join(', ');
}

/** Bytes per second of the present step, over its whole course. */
class Speed {
  #step = '';
  #startMs = 0;
  #startBytes = 0;

  measure({ step, doneBytes }: StepProgress): number | null {
    const now = performance.now();
    if (step !== this.#step || doneBytes < this.#startBytes) {
      this.#step = step;
      this.#startMs = now;
      this.#startBytes = doneBytes;
    }
    const seconds = (now - this.#startMs) / 1000;
    return seconds < 0.5 ? null : (doneBytes - this.#startBytes) / seconds;
  }
}
