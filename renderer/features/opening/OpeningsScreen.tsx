// Ruang pembukaan: every envelope that this member opens, the next hour first.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OpeningSummary } from '../../../app/contract/openings.ts';
import { useBridgeEvent, useCall } from '../../query.ts';
import { serverClock } from '../../server-clock.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { StateBadge } from './StateBadge.tsx';
import { UntilHour } from './UntilHour.tsx';
import './opening.css';

export function OpeningsScreen(): ReactElement {
  const { t } = useTranslation('opening');
  const query = useCall('openings.list', null, { refetchEveryMs: 30_000 });
  useBridgeEvent('openings.changed', () => void query.refetch());
  // The order is decided once per visit: rows do not jump while somebody reads.
  const [nowMs] = useState(() => serverClock.now() ?? Date.now());
  return (
    <Page title={t('list.title')} lead={t('list.lead')}>
      <Loaded query={query} lines={5}>
        {({ openings }) =>
          openings.length === 0 ? (
            <EmptyState icon="lock" title={t('list.empty')} text={t('list.emptyText')} />
          ) : (
            <section className="panel" aria-label={t('list.title')}>
              <ul className="rows">
                {byHour(openings, nowMs).map((opening) => (
                  <Row key={`${opening.kdTender}/${opening.envelopeId}`} opening={opening} />
                ))}
              </ul>
            </section>
          )
        }
      </Loaded>
    </Page>
  );
}

function Row({ opening }: { readonly opening: OpeningSummary }): ReactElement {
  const { t } = useTranslation('opening');
  const { kdTender, packageName, envelopeId, envelopeName, opensAt, submissionCount, state, method } = opening;
  return (
    <li className="row-item opening-row">
      <div className="row-text">
        <Link className="opening-name" to={`/openings/${kdTender}/${envelopeId}`}>
          {packageName}
        </Link>
        <div>{envelopeName}</div>
        <div className="text-body-secondary small">
          {kdTender} · {method} · {t('list.bids', { count: submissionCount })}
        </div>
      </div>
      <div className="opening-when">
        <StateBadge state={state} />
        <span className="small text-body-secondary">
          {t('list.opensAt')} <Moment at={opensAt} local={false} />
        </span>
        {state === 'not-yet' && <UntilHour at={opensAt} />}
      </div>
    </li>
  );
}

/** Openings under way and ready, then those to come, the nearest first, then those that are over. */
function byHour(openings: readonly OpeningSummary[], nowMs: number): readonly OpeningSummary[] {
  const place = ({ state }: OpeningSummary) => (state === 'opened' ? 2 : state === 'not-yet' ? 1 : 0);
  const distance = ({ opensAt }: OpeningSummary) => Math.abs(Date.parse(opensAt) - nowMs);
  return [...openings].sort((a, b) => place(a) - place(b) || distance(a) - distance(b));
}
