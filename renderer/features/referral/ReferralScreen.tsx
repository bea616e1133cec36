// One referred bid: examined digest by digest when asked, then the LPSE's statement, shown word for word before it is signed.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { ExaminationView, ReferralView, REFERRALS_EVENTS } from '../../../app/contract/referrals.ts';
import type { z } from 'zod';
import { useBridgeEvent, useCall, useMutationCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { StatementForm } from './StatementForm.tsx';
import './referral.css';

type Progress = z.infer<(typeof REFERRALS_EVENTS)['referrals.progress']>;

export function ReferralScreen(): ReactElement {
  const { referralId = '' } = useParams();
  const { t } = useTranslation('referral');
  const list = useCall('referrals.list', { kdTender: null });
  return (
    <Page
      title={t('caseTitle')}
      lead={t('caseLead')}
      actions={
        <Link className="btn btn-outline-secondary" to="/referrals">
          {t('back')}
        </Link>
      }
    >
      <Loaded query={list} lines={6}>
        {({ referrals }) => {
          const referral = referrals.find((one) => one.referralId === referralId);
          if (referral === undefined) return <EmptyState icon="warning" title={t('goneTitle')} text={t('goneText')} />;
          return <Case referral={referral} />;
        }}
      </Loaded>
    </Page>
  );
}

function Case({ referral }: { readonly referral: ReferralView }): ReactElement {
  const { t } = useTranslation('referral');
  const format = useFormat();
  const envelopeName = useEnvelopeName();
  const { kdTender, namaPaket, envelopeId, n, bidderName, npwp, reason, referredBy, referredAt } = referral;
  return (
    <>
      <section className="panel" aria-label={t('facts.title')}>
        <FactTable
          facts={[
            { label: t('facts.tender'), value: `${kdTender} ${namaPaket}` },
            { label: t('facts.bid'), value: t('facts.place', { place: n, envelope: envelopeName(envelopeId) }) },
            { label: t('facts.bidder'), value: npwp === '' ? bidderName : `${bidderName} (${npwp})` },
            { label: t('facts.reason'), value: t(`reason.${reason}`) },
            { label: t('facts.referred'), value: `${referredBy}, ${format.instant(referredAt, { seconds: true })}` },
          ]}
        />
      </section>
      <Examine referral={referral} />
      <StatementForm referral={referral} />
    </>
  );
}

function Examine({ referral: { referralId } }: { readonly referral: ReferralView }): ReactElement {
  const { t } = useTranslation('referral');
  const examine = useMutationCall('referrals.examine');
  const [progress, setProgress] = useState<Progress | null>(null);
  useBridgeEvent('referrals.progress', (told) => {
    if (told.referralId === referralId) setProgress(told);
  });
  return (
    <section className="panel" aria-labelledby="examine">
      <h2 id="examine">{t('examine.title')}</h2>
      <p>{t('examine.lead')}</p>
      <button
        type="button"
        className={examine.data === undefined ? 'btn btn-primary' : 'btn btn-outline-primary'}
        disabled={examine.isPending}
        onClick={() => examine.mutate({ referralId })}
      >
        {t(examine.data === undefined ? 'examine.button' : 'examine.again')}
      </button>
      {examine.isPending && <Working progress={progress} />}
      {examine.error !== null && <ProblemNotice problem={examine.error} />}
      {examine.data !== undefined && <Found examination={examine.data} />}
    </section>
  );
}

function Working({ progress }: { readonly progress: Progress | null }): ReactElement {
  const { t } = useTranslation('referral');
  const format = useFormat();
  const facts =
    progress === null ? {} : { done: format.bytes(progress.doneBytes), total: format.bytes(progress.totalBytes) };
  const text = progress === null ? t('examine.working') : t(`examine.step.${progress.step}`, facts);
  return (
    <div className="mt-3">
      <p className="mb-1" role="status">
        {text}
      </p>
      <progress
        aria-label={t('examine.working')}
        {...(progress === null ? {} : { value: progress.doneBytes, max: Math.max(1, progress.totalBytes) })}
      />
    </div>
  );
}

/** Reasons that say something about the member's key or the hour: no digest proves them, and they are no fault of the bid. */
const OF_A_KEY: ReadonlySet<string> = new Set(['wrong-or-missing-key', 'too-early']);

function Found({ examination }: { readonly examination: ExaminationView }): ReactElement {
  const { t } = useTranslation('referral');
  const { proven, digests, report, memberName, clientVersion, observedSha256, referral } = examination;
  const agrees = proven === referral.reason;
  return (
    <div className="mt-3">
      <p className="proven" role="status">
        <strong>{proven === null ? t('proven.none') : t('proven.is', { reason: t(`reason.${proven}`) })}</strong>{' '}
        {proven === null ? t('proven.noneText') : t(agrees ? 'proven.agrees' : 'proven.differs')}
      </p>
      <p>{t(`meaning.${proven ?? 'none'}`)}</p>
      {proven === null && OF_A_KEY.has(referral.reason) && <p>{t(`meaning.${referral.reason}`)}</p>}
      <ul className="plain-list digests">
        {digests.map(({ of, objectId, expected, found }) => (
          <li key={`${of} ${objectId ?? ''}`}>
            <div>{of === 'sealed-file' ? t('digest.file') : t('digest.header', { id: objectId ?? '' })}</div>
            <div className="small">
              {t('digest.expected')}: <DigestText digest={expected} label={t('digest.expected')} />
            </div>
            {found === expected ? (
              <div className="small">{t('digest.same')}</div>
            ) : (
              <div className="small">
                {t('digest.found')}:{' '}
                {found === '' ? t('digest.none') : <DigestText digest={found} label={t('digest.found')} />}
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="small text-body-secondary">
        {t('restsOn', { name: memberName ?? '-', version: clientVersion ?? '-' })}
        {observedSha256 !== null && (
          <>
            {' '}
            {t('observed')}: <DigestText digest={observedSha256} label={t('observed')} />
          </>
        )}
      </p>
      <CheckReport report={report} title={t('checks')} verdict={t(report.ok ? 'checksPassed' : 'checksFailed')} />
    </div>
  );
}
