// When a tender opens: a countdown before the hour, the way into the room after it.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useIsPast } from '../../server-clock.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';

export function OpeningHour({ at }: { readonly at: string }): ReactElement {
  const { t } = useTranslation('committee');
  const past = useIsPast(at);
  return (
    <>
      <span>
        {t('home.opens')} <Moment at={at} />
      </span>
      {past ? <Link to="/openings">{t('home.hourCome')}</Link> : <Countdown closesAt={at} />}
    </>
  );
}
