// Time left until the hour of an opening, on the server's clock.
import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { timeLeft } from '../../../app/domain/deadline.ts';
import { useServerTime } from '../../server-clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';

export interface UntilHourProps {
  readonly at: string;
  /** Called once when the hour has come. */
  readonly onCome?: () => void;
}

export function UntilHour({ at, onCome }: UntilHourProps): ReactElement {
  const { t } = useTranslation('opening');
  const format = useFormat();
  const { nowMs } = useServerTime();
  const left = nowMs === null ? null : timeLeft(new Date(at), new Date(nowMs));
  const come = nowMs !== null && left === null;
  useEffect(() => {
    if (come) onCome?.();
    // Only the moment itself matters, not who listens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [come]);
  return (
    <span role="timer" className="countdown tabular">
      <Icon name="clock" size={16} />{' '}
      {nowMs === null
        ? t('hour.unknown')
        : left === null
          ? t('hour.come')
          : t('hour.left', { time: format.timeLeft(left) })}
    </span>
  );
}
