// Step 1: is this the right tender and the right envelope, who will be able to open it, and when.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import type { PackageDetail } from '../../../app/contract/packages.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { Moment } from '../../ui/Countdown.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TruthBar } from '../../ui/TruthBar.tsx';
import type { Desk } from './desk.ts';
import { StepPanel } from './StepPanel.tsx';
import type { Envelope } from './steps.ts';

export function PackageStep({ desk }: { readonly desk: Desk }): ReactElement {
  const { bid, about, envelope } = desk;
  const { t } = useTranslation('bid');
  return (
    <StepPanel title={t('package.title')} lead={t('package.lead')}>
      {about === null || envelope === null ? (
        <Skeleton lines={5} />
      ) : (
        <>
          <PackageFacts about={about} envelope={envelope} />
          <Openers bid={bid} about={about} envelope={envelope} />
          <Envelopes bid={bid} about={about} />
        </>
      )}
    </StepPanel>
  );
}

function PackageFacts({
  about,
  envelope,
}: {
  readonly about: PackageDetail;
  readonly envelope: Envelope;
}): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  return (
    <section className="panel">
      <FactTable
        facts={[
          { label: t('package.code'), value: about.kdTender },
          { label: t('package.name'), value: about.name },
          { label: t('package.unit'), value: `${about.workUnit}, ${about.agency}` },
          { label: t('package.kind'), value: `${about.procurementType} · ${about.method}` },
          { label: t('package.estimate'), value: format.money(about.ownerEstimate) },
          { label: t('fact.envelope'), value: envelope.name },
          { label: t('fact.closesAt'), value: <Moment at={envelope.closesAt} /> },
          { label: t('package.opensAt'), value: envelope.opensAtStage },
          {
            label: t('package.limits'),
            value: t('package.limitsText', {
              size: format.bytes(about.limits.maxUploadBytes),
              count: about.limits.maxDocuments,
              length: about.limits.maxNameLength,
            }),
          },
        ]}
      />
      <Link to={`/packages/${about.kdTender}`}>{t('package.all')}</Link>
    </section>
  );
}

function Openers({
  bid,
  about: { policy },
  envelope,
}: {
  readonly bid: BidView;
  readonly about: PackageDetail;
  readonly envelope: Envelope;
}): ReactElement {
  const { t } = useTranslation('bid');
  const rule = policy?.openingRules[bid.envelopeId];
  return (
    <section className="panel">
      <h3>{t('package.openers')}</h3>
      <p>{t(`package.mode.${bid.mode}`)}</p>
      {rule !== undefined && (
        <p>
          {rule.kind === 'members' &&
            t('package.rule.members', { names: rule.members.join(', '), stage: envelope.opensAtStage })}
          {rule.kind === 'quorum' &&
            t('package.rule.quorum', {
              names: rule.holders.join(', '),
              threshold: rule.threshold,
              total: rule.holders.length,
              stage: envelope.opensAtStage,
            })}
          {rule.kind === 'single-lock' &&
            t('package.rule.single', { names: rule.officers.join(', '), stage: envelope.opensAtStage })}
        </p>
      )}
      {policy === null ? (
        <p className="consequence">{t('package.noPolicy')}</p>
      ) : (
        <CheckReport report={policy.report} title={t('package.policy', { serial: policy.serial })} />
      )}
    </section>
  );
}

/** Every envelope of the package with what there is for it: a bid, or the way to begin one. */
function Envelopes({ bid, about }: { readonly bid: BidView; readonly about: PackageDetail }): ReactElement {
  const { t } = useTranslation('bid');
  const navigate = useNavigate();
  const { data } = useCall('bids.list', { kdTender: bid.kdTender });
  const start = useMutationCall('bids.start', {
    refreshes: ['bids.list'],
    onDone: (started) => void navigate(`/bids/${started.bidId}`),
  });
  return (
    <section className="panel">
      <h3>{t('package.envelopes')}</h3>
      <ul className="bid-list">
        {about.envelopes.map(({ envelopeId, name, closesAt }) => {
          const bids = (data?.bids ?? []).filter((one) => one.envelopeId === envelopeId);
          return (
            <li key={envelopeId}>
              <strong>{name}</strong>
              {bids
                .toSorted((a, b) => b.revision - a.revision)
                .map((one) => (
                  <span key={one.bidId} className="bid-list-row">
                    {one.bidId === bid.bidId ? (
                      <span aria-current="true">{t('package.thisBid', { number: one.revision })}</span>
                    ) : (
                      <Link to={`/bids/${one.bidId}`}>{t('package.bid', { number: one.revision })}</Link>
                    )}
                    <TruthBar bid={one} closesAt={closesAt} inline />
                  </span>
                ))}
              {data !== undefined && bids.length === 0 && (
                <button
                  type="button"
                  className="btn btn-sm btn-outline-primary"
                  disabled={start.isPending}
                  onClick={() => start.mutate({ kdTender: bid.kdTender, envelopeId })}
                >
                  {t('package.start')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {start.error !== null && <ProblemNotice problem={start.error} />}
    </section>
  );
}
