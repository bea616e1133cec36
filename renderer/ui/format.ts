// Numbers as ux.md 10 wants them: rupiah, dates in the LPSE's zone, sizes in MB with one decimal, times in few words.
import { useMemo } from 'react';
import { formatInZone, type TimeLeft, type Zone } from '../../app/domain/deadline.ts';
import { formatRupiah, isAmount } from '../../app/domain/money.ts';
import { useZone } from '../account.ts';
import { useLanguage, type Language } from '../i18n.ts';

const WORDS = {
  id: { days: 'h', hours: 'j', minutes: 'm', seconds: 'd' },
  en: { days: 'd', hours: 'h', minutes: 'm', seconds: 's' },
} as const;

/** `Rp 1.234.567.890,00`; other currencies with their code; what is no amount stays as it came. */
export function formatMoney(amount: string, currency = 'IDR'): string {
  if (!isAmount(amount)) return amount;
  return currency === 'IDR' ? formatRupiah(amount) : `${currency} ${formatRupiah(amount).slice(3)}`;
}

/** `12,4 MB`; never rounded down to nothing. */
export function formatBytes(bytes: number, language: Language): string {
  const megabytes = bytes / 1_000_000;
  const shown = bytes > 0 && megabytes < 0.1 ? 0.1 : Math.round(megabytes * 10) / 10;
  const digits = shown.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB', {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return `${digits} MB`;
}

/** `250 kB/d`, `1,2 MB/d`: a slow line is not told in tenths of a megabyte. */
export function formatSpeed(bytesPerSecond: number, language: Language): string {
  const kilobytes = Math.max(1, Math.round(bytesPerSecond / 1000));
  const amount = kilobytes < 1000 ? `${kilobytes} kB` : formatBytes(bytesPerSecond, language);
  return `${amount}/${WORDS[language].seconds}`;
}

export function formatNumber(value: number, language: Language, decimals = 0): string {
  return value.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** The two largest units: `19 j 57 m`, `4 m 05 d`. */
export function formatTimeLeft(left: TimeLeft, language: Language): string {
  const words = WORDS[language];
  const two = (value: number) => String(value).padStart(2, '0');
  if (left.days > 0) return `${left.days} ${words.days} ${left.hours} ${words.hours}`;
  if (left.hours > 0) return `${left.hours} ${words.hours} ${two(left.minutes)} ${words.minutes}`;
  return left.minutes > 0
    ? `${left.minutes} ${words.minutes} ${two(left.seconds)} ${words.seconds}`
    : `${left.seconds} ${words.seconds}`;
}

export function formatSeconds(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return formatTimeLeft(
    {
      days: Math.floor(whole / 86_400),
      hours: Math.floor(whole / 3600) % 24,
      minutes: Math.floor(whole / 60) % 60,
      seconds: whole % 60,
    },
    language,
  );
}

/** `20 November 2026 16.44 WIB`; what is no time stays as it came. */
export function formatInstant(
  instant: string,
  zone: Zone,
  options: { readonly language: Language; readonly seconds?: boolean },
): string {
  const moment = new Date(instant);
  return Number.isNaN(moment.getTime()) ? instant : formatInZone(moment, zone, options);
}

export interface Format {
  money(amount: string, currency?: string): string;
  instant(instant: string, options?: { readonly seconds?: boolean }): string;
  bytes(bytes: number): string;
  speed(bytesPerSecond: number): string;
  number(value: number, decimals?: number): string;
  timeLeft(left: TimeLeft): string;
  seconds(seconds: number): string;
  /** A fact of a problem, a check or a journal entry, as text. */
  fact(value: string | number | boolean | null): string;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** Formatting bound to the language on screen and the LPSE's zone. */
export function useFormat(): Format {
  const language = useLanguage();
  const zone = useZone();
  return useMemo(
    () => ({
      money: formatMoney,
      instant: (instant, options = {}) => formatInstant(instant, zone, { language, ...options }),
      bytes: (bytes) => formatBytes(bytes, language),
      speed: (bytesPerSecond) => formatSpeed(bytesPerSecond, language),
      number: (value, decimals) => formatNumber(value, language, decimals),
      timeLeft: (left) => formatTimeLeft(left, language),
      seconds: (seconds) => formatSeconds(seconds, language),
      fact: (value) => {
        if (value === null) return '–';
        if (typeof value === 'boolean') return language === 'id' ? (value ? 'ya' : 'tidak') : value ? 'yes' : 'no';
        if (typeof value === 'string' && INSTANT.test(value))
          return formatInstant(value, zone, { language, seconds: true });
        return String(value);
      },
    }),
    [language, zone],
  );
}
