// "Mulai paling lambat 13.05": by the server's clock, from the measured line, or from a slow guess that is called one (ux.md 2).
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { BidView } from '../../app/contract/bids.ts';
import { useCall } from '../query.ts';
import { bytesToSend, safeStart } from '../safe-start.ts';
import { useServerTime } from '../server-clock.ts';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';

export interface SafeStartProps {
  readonly bid: BidView;
  readonly closesAt: string;
}

/** Nothing for a bid that needs no sending any more. Ticks: a leaf. */
export function SafeStart({ bid, closesAt }: SafeStartProps): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const { nowMs } = useServerTime();
  // Refreshed by the event of the same name (`useBidEvents`).
  const { data: uplink = null } = useCall('lpse.uplink', null, { staleTimeMs: Infinity });
  const sizeBytes = bytesToSend(bid);
  if (sizeBytes === null || (nowMs !== null && nowMs >= Date.parse(closesAt))) return null;
  const start = safeStart(closesAt, { sizeBytes, bytesPerSecond: uplink?.bytesPerSecond ?? null, nowMs });
  if (start === null) return null;
  const facts = {
    time: format.instant(start.at.toISOString()),
    speed: format.speed(start.bytesPerSecond),
    measuredAt: uplink === null ? '' : format.instant(uplink.measuredAt),
  };
  return (
    <p className={`safe-start ${start.late ? 'safe-start-late' : ''}`}>
      <Icon name={start.late ? 'warning' : 'clock'} size={16} />{' '}
      <span>
        <strong>{t(start.late ? 'safeStart.late' : 'safeStart.start', facts)}</strong>{' '}
        <span className="safe-start-why">
          {t(start.measured ? 'safeStart.measured' : 'safeStart.assumed', facts)}
          {bid.state === 'draft' && <> {t('safeStart.soFar')}</>}
        </span>
      </span>
    </p>
  );
}
