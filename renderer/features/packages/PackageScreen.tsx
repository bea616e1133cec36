// Paket: until when, what belongs into each envelope, who will open it and when, the package's labels, and its schedule.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { PackageDetail } from '../../../app/contract/packages.ts';
import { nextDeadline } from '../../model/next-deadline.ts';
import { useCall } from '../../query.ts';
import { serverClock } from '../../server-clock.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Envelopes } from './Envelopes.tsx';
import { OpeningTrust } from './OpeningTrust.tsx';
import { Schedule } from './Schedule.tsx';

export function PackageScreen(): ReactElement {
  const { kdTender = '' } = useParams();
  // Another package is another screen: nothing of the last one may linger.
  return <OnePackage key={kdTender} kdTender={kdTender} />;
}

function OnePackage({ kdTender }: { readonly kdTender: string }): ReactElement {
  const { t } = useTranslation();
  const detail = useCall('packages.load', { kdTender });
  return (
    <Page title={detail.data?.name ?? t('packages.one', { code: kdTender })}>
      <Loaded query={detail} lines={8}>
        {(one) => (
          <>
            <Summary one={one} />
            <Envelopes one={one} />
            <OpeningTrust one={one} />
            <Schedule stages={one.schedule} currentStage={one.currentStage} />
            <Labels one={one} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ one }: { readonly one: PackageDetail }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const closesAt = nextDeadline(one, serverClock.now() ?? Date.now());
  return (
    <p className="summary">
      <span className="tabular">{one.kdTender}</span>
      <span>{t('packages.stage', { stage: one.currentStage })}</span>
      <span>HPS {format.money(one.ownerEstimate)}</span>
      {closesAt !== null && (
        <>
          <span>
            {t('packages.closes')} <Moment at={closesAt} />
          </span>
          <Countdown closesAt={closesAt} inTitle />
        </>
      )}
    </p>
  );
}

/** The labels of SPSE's own package page, in its order. */
function Labels({ one }: { readonly one: PackageDetail }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    { label: t('packages.label.kdTender'), value: <span className="tabular">{one.kdTender}</span> },
    { label: t('packages.label.name'), value: one.name },
    { label: t('packages.label.rupCode'), value: <span className="tabular">{one.rupCode}</span> },
    { label: t('packages.label.createdAt'), value: <Moment at={one.createdAt} local={false} /> },
    { label: t('packages.label.currentStage'), value: one.currentStage },
    { label: t('packages.label.status'), value: one.status },
    { label: t('packages.label.version'), value: one.version },
    { label: t('packages.label.agency'), value: one.agency },
    { label: t('packages.label.workUnit'), value: one.workUnit },
    { label: t('packages.label.procurementType'), value: one.procurementType },
    { label: t('packages.label.method'), value: one.method },
    { label: t('packages.label.qualificationMethod'), value: one.qualificationMethod },
    { label: t('packages.label.evaluationMethod'), value: one.evaluationMethod },
    { label: t('packages.label.fiscalYear'), value: one.fiscalYear },
    { label: t('packages.label.fundingSource'), value: one.fundingSource },
    { label: t('packages.label.budgetCeiling'), value: format.money(one.budgetCeiling) },
    { label: t('packages.label.ownerEstimate'), value: format.money(one.ownerEstimate) },
    { label: t('packages.label.contractType'), value: one.contractType },
    { label: t('packages.label.businessQualification'), value: one.businessQualification },
    { label: t('packages.label.workLocation'), value: one.workLocation },
    { label: t('packages.label.qualificationTerms'), value: one.qualificationTerms },
    {
      label: t('packages.label.limits'),
      value: t('packages.limits', {
        size: format.bytes(one.limits.maxUploadBytes),
        documents: one.limits.maxDocuments,
        name: one.limits.maxNameLength,
      }),
    },
  ];
  return (
    <section className="panel" aria-labelledby="labels">
      <h2 id="labels">{t('packages.information')}</h2>
      <FactTable facts={facts} />
    </section>
  );
}
