// Pembukaan: own bids with a receipt, each with what was last found of it, and the way to its opening.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WatchSummary } from '../../../app/contract/watch.ts';
import { useCall } from '../../query.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { FateMark } from '../../ui/FateMark.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';

export function WatchList(): ReactElement {
  const { t } = useTranslation('watch');
  const list = useCall('watch.list', null);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loaded query={list} lines={4}>
        {({ bids }) =>
          bids.length === 0 ? (
            <EmptyState icon="clock" title={t('noneTitle')} text={t('noneText')}>
              <Link className="btn btn-outline-primary" to="/packages">
                {t('bid:receipts.toPackages')}
              </Link>
            </EmptyState>
          ) : (
            <ul className="rows panel">
              {bids.map((bid) => (
                <Row key={`${bid.kdTender} ${bid.envelopeId} ${bid.sequence}`} bid={bid} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function Row({ bid }: { readonly bid: WatchSummary }): ReactElement {
  const { t } = useTranslation('watch');
  const format = useFormat();
  const envelopeName = useEnvelopeName();
  return (
    <li className="row-item">
      <div className="row-text">
        <Link to={`/watch/${bid.kdTender}`}>
          <span className="tabular">{bid.kdTender}</span> {bid.namaPaket}
        </Link>
        <div className="small text-body-secondary">
          {envelopeName(bid.envelopeId)} ·{' '}
          {t('receipt', { number: bid.sequence, time: format.instant(bid.receivedAt, { seconds: true }) })}
        </div>
      </div>
      {bid.fate === null ? (
        <span className="text-body-secondary small">{t('fate.not-looked')}</span>
      ) : (
        <FateMark fate={bid.fate} inline />
      )}
    </li>
  );
}
