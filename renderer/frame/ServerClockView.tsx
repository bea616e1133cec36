// The server's clock in the LPSE's zone, how far this computer's differs, and whether the LPSE can be reached.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInZone } from '../../app/domain/deadline.ts';
import { useConnection, useCurrentLpse } from '../account.ts';
import { useLanguage } from '../i18n.ts';
import { useServerTime } from '../server-clock.ts';
import { useFormat } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';

export function ServerClockView(): ReactElement | null {
  const { t } = useTranslation();
  const lpse = useCurrentLpse();
  const connection = useConnection();
  const { online } = useServerTime();
  if (lpse === null) return null;
  return (
    <div className="server-clock">
      {connection !== null && <Clock zone={connection.timeZone} />}
      {connection !== null && <Offset offsetMs={connection.offsetMs} differs={connection.clockDiffers} />}
      <span className={`connection ${online ? 'connection-on' : 'connection-off'}`} role="status">
        <span className="dot" aria-hidden="true" /> {t(online ? 'frame.online' : 'frame.offline')}
      </span>
    </div>
  );
}

function Clock({ zone }: { readonly zone: 'WIB' | 'WITA' | 'WIT' }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nowMs } = useServerTime();
  const text = nowMs === null ? null : formatInZone(new Date(nowMs), zone, { language, seconds: true });
  // The date is a word away; the header shows the time of day: the two last words of the long form.
  const words = text?.split(' ') ?? [];
  return (
    <span className="tabular" title={text ?? undefined}>
      <Icon name="clock" size={16} /> <span className="visually-hidden">{t('frame.serverTime')} </span>
      {words.length === 0 ? '––' : words.slice(-2).join(' ')}
    </span>
  );
}

function Offset({ offsetMs, differs }: { readonly offsetMs: number; readonly differs: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = format.number(Math.abs(offsetMs) / 1000, Math.abs(offsetMs) < 10_000 ? 1 : 0);
  if (!differs) return <span className="header-note tabular">{t('frame.offset', { seconds })}</span>;
  return (
    <span className="clock-warning" role="alert">
      <Icon name="warning" size={16} /> {t('frame.clockDiffers', { seconds })}
    </span>
  );
}
