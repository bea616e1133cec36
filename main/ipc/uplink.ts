// Measures the line to the LPSE while bids are sent, keeps it for the next start, and tells the window.
import { UplinkMeter } from '../../app/domain/uplink.ts';
import type { Program } from './program.ts';
import type { StepProgress } from './progress.ts';

/** Between two measurements that are kept while one upload goes on. */
const KEEP_EVERY_MS = 10_000;

export interface MeasuredUpload {
  readonly report: (progress: StepProgress) => void;
  /** The upload is over, however it ended. Never fails: a speed that cannot be kept must not fail a sent bid. */
  readonly end: () => Promise<void>;
}

export function measureUplink(program: Program, kdLpse: number): MeasuredUpload {
  const { clock, uplink } = program.installation;
  const meter = new UplinkMeter();
  let keptMs = clock.monotonicMs();
  let keeping: Promise<void> = Promise.resolve();
  const keep = (): void => {
    keptMs = clock.monotonicMs();
    const bytesPerSecond = meter.bytesPerSecond();
    if (bytesPerSecond === null) return;
    const measured = { bytesPerSecond, measuredAt: clock.now().toISOString() };
    program.send('lpse.uplink', measured);
    keeping = keeping.then(() => uplink.write(kdLpse, measured)).catch(() => undefined);
  };
  return {
    report: ({ step, doneBytes }) => {
      if (step !== 'uploading') return;
      const nowMs = clock.monotonicMs();
      meter.acknowledged(doneBytes, nowMs);
      if (nowMs - keptMs >= KEEP_EVERY_MS) keep();
    },
    end: () => {
      keep();
      return keeping;
    },
  };
}
