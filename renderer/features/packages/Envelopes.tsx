// The package's envelopes: what belongs into each, until when, where my bid stands, and the button that starts or goes on with it.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import type { PackageDetail } from '../../../app/contract/packages.ts';
import { liveBids } from '../../model/bids-of.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { useServerTime } from '../../server-clock.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { TruthBar } from '../../ui/TruthBar.tsx';
import { useFormat } from '../../ui/format.ts';

type Envelope = PackageDetail['envelopes'][number];

export function Envelopes({ one }: { readonly one: PackageDetail }): ReactElement {
  const { t } = useTranslation();
  const { kdTender } = one;
  const bids = useCall('bids.list', { kdTender }, { enabled: one.role === 'participant' });
  return (
    <section className="panel" aria-labelledby="envelopes">
      <h2 id="envelopes">{t('packages.envelopes')}</h2>
      {one.role !== 'participant' && <p>{t(`packages.role.${one.role}`)}</p>}
      {bids.error !== null && <ProblemNotice problem={bids.error} onRetry={() => void bids.refetch()} />}
      <ul className="rows">
        {one.envelopes.map((envelope) => (
          <EnvelopeRow
            key={envelope.envelopeId}
            one={one}
            envelope={envelope}
            bids={liveBids(bids.data?.bids ?? [], { kdTender, envelopeId: envelope.envelopeId })}
          />
        ))}
      </ul>
    </section>
  );
}

interface EnvelopeRowProps {
  readonly one: PackageDetail;
  readonly envelope: Envelope;
  readonly bids: readonly BidView[];
}

function EnvelopeRow({ one, envelope, bids }: EnvelopeRowProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const required = envelope.slots.filter((slot) => slot.required);
  const optional = envelope.slots.filter((slot) => !slot.required);
  return (
    <li className="row-item">
      <div className="row-text">
        <h3 className="mb-1">{envelope.name}</h3>
        <div>
          {t('packages.closes')} <Moment at={envelope.closesAt} /> · <Countdown closesAt={envelope.closesAt} />
        </div>
        <div className="text-body-secondary small">
          {required.length > 0 && t('packages.required', { slots: required.map(({ name }) => name).join(', ') })}{' '}
          {optional.length > 0 && t('packages.optional', { slots: optional.map(({ name }) => name).join(', ') })}{' '}
          {envelope.carriesPrice && t('packages.carriesPrice')}{' '}
          {t('packages.submissions', {
            count: envelope.submissionCount,
            shown: format.number(envelope.submissionCount),
          })}
        </div>
      </div>
      {one.role === 'participant' && <EnvelopeBids one={one} envelope={envelope} bids={bids} />}
    </li>
  );
}

function EnvelopeBids({ one, envelope, bids }: EnvelopeRowProps): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { nowMs } = useServerTime();
  const start = useMutationCall('bids.start', {
    refreshes: ['bids.list'],
    onDone: ({ bidId }) => void navigate(`/bids/${bidId}`),
  });
  const closed = nowMs !== null && Date.parse(envelope.closesAt) <= nowMs;
  const begin = () => start.mutate({ kdTender: one.kdTender, envelopeId: envelope.envelopeId });
  return (
    <div className="envelope-bids">
      {bids.map((bid) => (
        <div key={bid.bidId} className="envelope-bid">
          <TruthBar bid={bid} closesAt={envelope.closesAt} inline />
          <Link
            className={`btn btn-sm ${bid.state === 'receipted' ? 'btn-outline-secondary' : 'btn-primary'}`}
            to={`/bids/${bid.bidId}`}
            aria-label={t('packages.continueNamed', {
              envelope: envelope.name,
              state: t(`packages.continue.${bid.state}`),
            })}
          >
            {t(`packages.continue.${bid.state}`)}
          </Link>
        </div>
      ))}
      {start.error !== null && <ProblemNotice problem={start.error} />}
      {closed
        ? bids.length === 0 && <span className="text-body-secondary">{t('packages.closedWithoutBid')}</span>
        : !bids.some(({ state }) => state === 'receipted') && (
            <button
              type="button"
              className={`btn btn-sm ${bids.length === 0 ? 'btn-primary' : 'btn-link'}`}
              disabled={start.isPending}
              aria-label={t(bids.length === 0 ? 'packages.startNamed' : 'packages.anotherNamed', {
                envelope: envelope.name,
              })}
              onClick={begin}
            >
              {bids.length === 0 && <Icon name="lock" size={16} />}{' '}
              {start.isPending ? t('ui.working') : t(bids.length === 0 ? 'packages.start' : 'packages.another')}
            </button>
          )}
    </div>
  );
}
