// Own bids for an earlier version of a tender that is held again: plain facts, and what is left to do.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EarlierBidView } from '../../../app/contract/watch.ts';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { Icon } from '../../ui/Icon.tsx';

export function EarlierBids({ bids }: { readonly bids: readonly EarlierBidView[] }): ReactElement | null {
  const { t } = useTranslation('watch');
  const envelopeName = useEnvelopeName();
  if (bids.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="watch-earlier">
      <h2 id="watch-earlier">{t('earlierTitle')}</h2>
      <ul className="plain-list">
        {bids.map(({ bidId, envelopeId, sequence, versiTender, current, hasNew }) => (
          <li key={bidId} data-earlier={versiTender}>
            <p className="mb-1">
              <Icon name="lock" size={16} />{' '}
              <strong>
                <Link to={`/bids/${bidId}`}>{t('earlierBid', { envelope: envelopeName(envelopeId), sequence })}</Link>:{' '}
                {t('earlierFact', { versiTender, current })}
              </strong>
            </p>
            <p className="mb-0">{t(hasNew ? 'earlierHasNew' : 'earlierNeedsNew', { current })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
