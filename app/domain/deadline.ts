// Showing deadlines: Indonesia's three zones, time left, and the latest moment to start an upload.

/** Hours ahead of UTC; none of them has summer time. */
export const ZONES = { WIB: 7, WITA: 8, WIT: 9 } as const;
export type Zone = keyof typeof ZONES;

const MONTHS = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
} as const;

/** `20 November 2026 16.44 WIB`; English with a colon. With seconds on request. */
export function formatInZone(
  moment: Date,
  zone: Zone,
  options: { readonly language?: 'id' | 'en'; readonly seconds?: boolean } = {},
): string {
  const { language = 'id', seconds = false } = options;
  const local = new Date(moment.getTime() + ZONES[zone] * 3_600_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [
    two(local.getUTCHours()),
    two(local.getUTCMinutes()),
    ...(seconds ? [two(local.getUTCSeconds())] : []),
  ];
  const month = MONTHS[language][local.getUTCMonth()] ?? '';
  return `${local.getUTCDate()} ${month} ${local.getUTCFullYear()} ${clock.join(language === 'id' ? '.' : ':')} ${zone}`;
}

export interface TimeLeft {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Null once the deadline has come. Whole seconds, rounded down: the shown time is never more than there is. */
export function timeLeft(deadline: Date, serverTime: Date): TimeLeft | null {
  const total = Math.floor((deadline.getTime() - serverTime.getTime()) / 1000);
  if (total <= 0) return null;
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor(total / 3600) % 24,
    minutes: Math.floor(total / 60) % 60,
    seconds: total % 60,
  };
}

/**
 * The latest moment to start sending `sizeBytes`, with half as much time again in reserve and five minutes for the rest.
 * Null without a measured speed.
 */
export function latestStart(deadline: Date, sizeBytes: number, bytesPerSecond: number | null): Date | null {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return null;
  const neededMs = (sizeBytes / bytesPerSecond) * 1500 + 5 * 60_000;
  return new Date(deadline.getTime() - neededMs);
}
