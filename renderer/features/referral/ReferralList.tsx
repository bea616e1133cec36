// Rujukan: bids that did not open, what waits for the LPSE's word first, and what was stated before.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReferralView } from '../../../app/contract/referrals.ts';
import { useCall } from '../../query.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';

export function ReferralList(): ReactElement {
  const { t } = useTranslation('referral');
  const list = useCall('referrals.list', { kdTender: null }, { refetchEveryMs: 30_000 });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loaded query={list} lines={4}>
        {({ referrals }) =>
          referrals.length === 0 ? (
            <EmptyState icon="check" title={t('noneTitle')} text={t('noneText')} />
          ) : (
            <>
              <Part title={t('waiting')} referrals={referrals.filter(({ statement }) => statement === null)} />
              <Part title={t('history')} referrals={referrals.filter(({ statement }) => statement !== null)} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

interface PartProps {
  readonly title: string;
  readonly referrals: readonly ReferralView[];
}

function Part({ title, referrals }: PartProps): ReactElement | null {
  if (referrals.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <ul className="rows">
        {referrals.map((referral) => (
          <Row key={referral.referralId} referral={referral} />
        ))}
      </ul>
    </section>
  );
}

function Row({ referral }: { readonly referral: ReferralView }): ReactElement {
  const { t } = useTranslation('referral');
  const format = useFormat();
  const envelopeName = useEnvelopeName();
  const { statement, kdTender, namaPaket, envelopeId, n, bidderName, reason, referredAt, referredBy } = referral;
  return (
    <li className="row-item">
      <div className="row-text">
        <Link to={`/referrals/${encodeURIComponent(referral.referralId)}`}>
          {t('bidOf', { place: n, bidder: bidderName })}
        </Link>
        <div className="small">
          <span className="tabular">{kdTender}</span> {namaPaket} · {envelopeName(envelopeId)}
        </div>
        <div className="small text-body-secondary">
          {t(`reason.${reason}`)} · {t('referred', { name: referredBy, time: format.instant(referredAt) })}
        </div>
      </div>
      <span className="small">
        {statement === null ? t('noStatement') : t(statement.canBeOpened ? 'stated.can' : 'stated.cannot')}
      </span>
    </li>
  );
}
