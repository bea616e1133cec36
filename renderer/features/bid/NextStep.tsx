// The one next step, beside the truth bar: always in sight, and filled in once nothing is missing on the step in front of it.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { nextStepOf, type BidSituation, type StepId } from './steps.ts';

export function NextStep({ desk, step }: { readonly desk: BidSituation; readonly step: StepId }): ReactElement | null {
  const { t } = useTranslation('bid');
  const next = nextStepOf(desk, step);
  if (next === null) return null;
  return (
    <div className="next-step">
      <Link
        className={`btn btn-sm ${next.ready ? 'btn-primary' : 'btn-outline-primary'}`}
        to={`/bids/${desk.bid.bidId}/${next.id}`}
      >
        {t('next', { step: t(`steps.${next.id}`) })}
      </Link>
    </div>
  );
}
