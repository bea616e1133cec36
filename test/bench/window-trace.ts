// What a trace says about a page's smoothness: the gaps between its frames, and which of them its own main thread made. On a
// computer that does other work a frame is also late because nobody got the processor; that is not the page's doing.

/** As Chromium writes it: microseconds, `dur` by the clock, `tdur` by the thread's own processor time. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

export interface Smoothness {
  readonly seconds: number;
  readonly frames: number;
  readonly gaps: number;
  readonly worstGapMs: number;
  /** Gaps of which the main thread computed at least half. */
  readonly ownGaps: number;
  readonly longestTaskMs: number;
  readonly longestTaskCpuMs: number;
}

const GAP_MS = 100;

/** @param frames - times of the frames, the first one when the mark was set; on the page's clock */
export function summarise(
  events: readonly TraceEvent[],
  { frames, zeroMark }: { readonly frames: readonly number[]; readonly zeroMark: string },
): Omit<Smoothness, 'seconds'> {
  const zero = events.find(({ name }) => name === zeroMark);
  const [first = 0] = frames;
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => name.endsWith('RunTask') && ph === 'X' && pid === zero?.pid && tid === zero.tid,
  );
  const offsetMs = first - (zero?.ts ?? 0) / 1000;
  const gaps = frames.slice(1).flatMap((end, i) => {
    const start = frames[i] ?? end;
    return end - start > GAP_MS ? [{ start, end }] : [];
  });
  const computedMs = ({ start, end }: { readonly start: number; readonly end: number }) =>
    tasks.reduce((sum, { ts, dur = 0, tdur = 0 }) => {
      const from = ts / 1000 + offsetMs;
      return from + dur / 1000 > start && from < end ? sum + tdur / 1000 : sum;
    }, 0);
  const lengths = frames.slice(1).map((end, i) => end - (frames[i] ?? end));
  return {
    frames: frames.length,
    gaps: gaps.length,
    worstGapMs: lengths.reduce((most, length) => Math.max(most, length), 0),
    ownGaps: gaps.filter((gap) => computedMs(gap) >= (gap.end - gap.start) / 2).length,
    longestTaskMs: tasks.reduce((most, { dur = 0 }) => Math.max(most, dur / 1000), 0),
    longestTaskCpuMs: tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur / 1000), 0),
  };
}
