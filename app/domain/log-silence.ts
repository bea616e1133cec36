// A log that gives no proof of its growth while its LPSE answers everything else. Once is a hiccup; again and again it is what a log
// would do that cannot prove it.

export interface LogSilence {
  /** RFC 3339 UTC by this computer's clock: the first look in a row that got no proof. */
  readonly since: string;
  readonly lastAt: string;
  /** Looks in a row without proof. */
  readonly looks: number;
}

/** Both must be reached: a program that looks often must not cry early, nor one that was closed for days cry at once. */
export const ALARM_AFTER_LOOKS = 3;
export const ALARM_AFTER_MS = 15 * 60_000;
/** What one screen asks at once is one look. */
const SAME_LOOK_MS = 30_000;

export function oneMoreSilence(before: LogSilence | null, now: Date): LogSilence {
  const at = now.toISOString();
  if (before === null) return { since: at, lastAt: at, looks: 1 };
  const isSame = now.getTime() - Date.parse(before.lastAt) < SAME_LOOK_MS;
  return isSame ? before : { since: before.since, lastAt: at, looks: before.looks + 1 };
}

export function isAlarming({ since, lastAt, looks }: LogSilence): boolean {
  return looks >= ALARM_AFTER_LOOKS && Date.parse(lastAt) - Date.parse(since) >= ALARM_AFTER_MS;
}
