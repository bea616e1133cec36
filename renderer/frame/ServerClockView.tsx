// The server's clock in the LPSE's zone, how far this computer's differs, and whether the LPSE can be reached.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../app/contract/lpse.ts';
import { formatInZone, type Zone } from '../../app/domain/deadline.ts';
import { useConnection, useCurrentLpse } from '../account.ts';
import { useLanguage, type Language } from '../i18n.ts';
import { useCall } from '../query.ts';
import { serverClock, useServerTime } from '../server-clock.ts';
import { useFormat } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';

export function ServerClockView(): ReactElement | null {
  const lpse = useCurrentLpse();
  const connection = useConnection();
  if (lpse === null) return null;
  return (
    <div className="server-clock">
      {connection !== null && <Clock zone={connection.timeZone} />}
      {connection !== null && <Offset connection={connection} />}
      <ConnectionState zone={connection?.timeZone ?? 'WIB'} />
    </div>
  );
}

/** Not more than is known: that it answers, that it is being asked, or since when it has not answered and how it fails. */
function ConnectionState({ zone }: { readonly zone: Zone }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { online } = useServerTime();
  const { error, isFetching } = useCall('lpse.connect', null, { enabled: false });
  const { lastAnswerMs } = serverClock;
  const asked = !online && isFetching && lastAnswerMs === null;
  const state = online
    ? 'online'
    : asked
      ? 'asking'
      : error?.problem.code === 'network/server-error'
        ? 'fault'
        : 'offline';
  return (
    <span className={`connection ${online ? 'connection-on' : asked ? '' : 'connection-off'}`} role="status">
      <span className="dot" aria-hidden="true" /> <span>{t(`frame.${state}`)}</span>
      {!online && lastAnswerMs !== null && (
        <span>, {t('frame.lastAnswer', { time: clockText(lastAnswerMs, Date.now(), { zone, language }) })}</span>
      )}
    </span>
  );
}

function Clock({ zone }: { readonly zone: Zone }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nowMs } = useServerTime();
  const text = nowMs === null ? '––' : clockText(nowMs, Date.now(), { zone, language });
  return (
    <span className="tabular">
      <Icon name="clock" size={16} /> <span className="visually-hidden">{t('frame.serverTime')} </span>
      {text}
    </span>
  );
}

/** The time of day; with the date where the server's day is not this computer's. */
export function clockText(
  serverMs: number,
  localMs: number,
  { zone, language }: { readonly zone: Zone; readonly language: Language },
): string {
  const words = (ms: number) => formatInZone(new Date(ms), zone, { language, seconds: true }).split(' ');
  const [server, local] = [words(serverMs), words(localMs)];
  const sameDay = server.slice(0, 3).join(' ') === local.slice(0, 3).join(' ');
  return (sameDay ? server.slice(-2) : server).join(' ');
}

function Offset({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { offsetMs, clockDiffers, reference } = connection;
  const seconds = Math.abs(offsetMs) / 1000;
  if (!clockDiffers) {
    return <span className="header-note tabular">{t('frame.offset', { seconds: format.number(seconds, 1) })}</span>;
  }
  // A demo's clock may be moved on purpose: nothing on this computer needs setting.
  if (reference) return <span className="header-note">{t('frame.demoClock')}</span>;
  return (
    <span className="clock-warning" role="alert">
      <Icon name="warning" size={16} /> {t('frame.clockDiffers', { time: format.seconds(seconds) })}
    </span>
  );
}
