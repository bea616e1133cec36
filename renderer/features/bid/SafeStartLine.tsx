// "Mulai paling lambat 13.05": from the measured uplink, or from a slow guess that is called one (ux.md 2).
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerTime } from '../../server-clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { safeStart } from './send-model.ts';
import type { BidSituation } from './steps.ts';
import { useMeasuredUplink } from './uplink.ts';

export function SafeStartLine({
  situation: { bid, envelope },
}: {
  readonly situation: BidSituation;
}): ReactElement | null {
  const { t } = useTranslation('bid');
  const format = useFormat();
  const { nowMs } = useServerTime();
  const bytesPerSecond = useMeasuredUplink();
  if (envelope === null) return null;
  if (nowMs !== null && nowMs >= Date.parse(envelope.closesAt)) {
    return (
      <p className="safe-start safe-start-late">
        <Icon name="warning" /> {t('send.closed', { time: format.instant(envelope.closesAt) })}
      </p>
    );
  }
  const sizeBytes = (bid.sealed?.sizeBytes ?? 0) - (bid.uploadedBytes ?? 0);
  const start = safeStart(envelope.closesAt, { sizeBytes, bytesPerSecond, nowMs });
  if (start === null) return null;
  const facts = { time: format.instant(start.at.toISOString()), speed: format.bytes(start.bytesPerSecond) };
  return (
    <p className={`safe-start ${start.late ? 'safe-start-late' : ''}`}>
      <Icon name={start.late ? 'warning' : 'clock'} /> {t(start.late ? 'send.safeStartLate' : 'send.safeStart', facts)}{' '}
      <span className="text-body-secondary">{t(start.measured ? 'send.measured' : 'send.assumed', facts)}</span>
    </p>
  );
}
