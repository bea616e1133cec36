// Time left until a deadline, and the deadline itself in the LPSE's zone and, where it differs, in this computer's.
import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInZone, timeLeft, type Zone } from '../../app/domain/deadline.ts';
import { useZone } from '../account.ts';
import { useLanguage, type Language } from '../i18n.ts';
import { localZone, useServerTime } from '../server-clock.ts';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';

const HOUR_MS = 3_600_000;

export interface CountdownProps {
  readonly closesAt: string;
  /** Under one hour the time left stands in the window's title too; for the one tender on screen. */
  readonly inTitle?: boolean;
}

/** `sisa 19 j 57 m`; ticks on the server's clock. */
export function Countdown({ closesAt, inTitle = false }: CountdownProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { nowMs } = useServerTime();
  const left = nowMs === null ? null : timeLeft(new Date(closesAt), new Date(nowMs));
  const leftMs = nowMs === null ? null : Date.parse(closesAt) - nowMs;
  const urgent = leftMs !== null && leftMs > 0 && leftMs < HOUR_MS;
  const text =
    nowMs === null
      ? t('time.unknown')
      : left === null
        ? t('time.closed')
        : t('time.left', { time: format.timeLeft(left) });
  useTitle(inTitle && urgent ? text : null);
  return (
    <span role="timer" className={`countdown tabular ${urgent ? 'countdown-urgent' : ''}`}>
      <Icon name="clock" size={16} /> {text}
    </span>
  );
}

export interface MomentProps {
  readonly at: string;
  readonly local?: boolean;
  /** For what a proof or the log says. */
  readonly seconds?: boolean;
}

/** `21 November 2026 10.00 WIB`, with `11.00 WITA di komputer ini` where this computer stands in another zone. */
export function Moment({ at, local = true, seconds = false }: MomentProps): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const format = useFormat();
  const date = new Date(at);
  const here = localText(date, zone, language);
  return (
    <time dateTime={at}>
      {format.instant(at, { seconds })}
      {local && here !== null && <span className="text-body-secondary"> ({t('time.local', { time: here })})</span>}
    </time>
  );
}

/** Null where this computer's time is the LPSE's. */
function localText(date: Date, zone: Zone, language: Language): string | null {
  if (Number.isNaN(date.getTime())) return null;
  const own = localZone(date);
  if (own === zone) return null;
  if (own !== null) return briefly(date, [zone, own], language);
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  }).format(date);
}

/** Only the time of day, unless it is another day there. */
function briefly(date: Date, [zone, own]: readonly [Zone, Zone], language: Language): string {
  const day = (of: Zone) => formatInZone(date, of, { language }).split(' ').slice(0, 3).join(' ');
  const text = formatInZone(date, own, { language });
  return day(zone) === day(own) ? text.split(' ').slice(-2).join(' ') : text;
}

const TITLE = 'Segel';

function useTitle(text: string | null): void {
  useEffect(() => {
    if (text === null) return;
    document.title = `${text} · ${TITLE}`;
    return () => {
      document.title = TITLE;
    };
  }, [text]);
}
