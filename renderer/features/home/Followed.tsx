// "Status Tender Yang Anda Ikuti": code, name, stage, and per envelope the deadline, the time left and where my bid stands.
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import type { PackageSummary } from '../../../app/contract/packages.ts';
import { liveBids } from '../../model/bids-of.ts';
import { byDeadline } from '../../model/next-deadline.ts';
import { serverClock } from '../../server-clock.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SafeStart } from '../../ui/SafeStart.tsx';
import { TruthBar } from '../../ui/TruthBar.tsx';
import { OpeningFate } from './OpeningFate.tsx';

/** More than these are looked for in "Paket saya". */
const SHOWN = 20;

export interface FollowedProps {
  readonly packages: readonly PackageSummary[];
  readonly bids: readonly BidView[];
}

export function Followed({ packages, bids }: FollowedProps): ReactElement {
  const { t } = useTranslation();
  const mine = useMemo(() => {
    const own = new Set(bids.map(({ kdTender }) => kdTender));
    const followed = packages.filter(({ role, kdTender }) => role !== 'none' || own.has(kdTender));
    return byDeadline(followed, serverClock.now() ?? Date.now());
  }, [packages, bids]);
  return (
    <section className="panel" aria-labelledby="followed">
      <h2 id="followed">{t('home.followed')}</h2>
      {mine.length === 0 ? (
        <EmptyState icon="package" title={t('home.noneTitle')} text={t('home.noneText')}>
          <Link className="btn btn-outline-primary" to="/packages">
            {t('home.allPackages')}
          </Link>
        </EmptyState>
      ) : (
        <ul className="rows">
          {mine.slice(0, SHOWN).map((one) => (
            <FollowedRow key={one.kdTender} one={one} bids={bids} />
          ))}
        </ul>
      )}
      {mine.length > SHOWN && (
        <p className="mt-3 mb-0">
          <Link to="/packages">{t('home.more', { count: mine.length - SHOWN })}</Link>
        </p>
      )}
    </section>
  );
}

function FollowedRow({ one, bids }: { readonly one: PackageSummary; readonly bids: readonly BidView[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <li className="followed">
      <div>
        <Link to={`/packages/${one.kdTender}`}>
          <span className="tabular">{one.kdTender}</span> · {one.name}
        </Link>
        <div className="text-body-secondary small">{t('packages.stage', { stage: one.currentStage })}</div>
      </div>
      <ul className="followed-envelopes">
        {one.envelopes.map(({ envelopeId, name, closesAt }) => {
          const live = liveBids(bids, { kdTender: one.kdTender, envelopeId });
          return (
            <li key={envelopeId}>
              <span className="followed-name">{name}</span>
              <span className="followed-time">
                <Countdown closesAt={closesAt} />
                <span className="text-body-secondary small">
                  <Moment at={closesAt} />
                </span>
              </span>
              <span className="followed-state">
                {live.length === 0 ? (
                  <span className="text-body-secondary small">{t('home.noBid')}</span>
                ) : (
                  live.map((bid) => (
                    <Link key={bid.bidId} to={`/bids/${bid.bidId}`} className="truth-link">
                      <TruthBar bid={bid} closesAt={closesAt} inline />
                    </Link>
                  ))
                )}
              </span>
              {live.map((bid) => (
                <OpeningFate key={bid.bidId} bid={bid} closesAt={closesAt} />
              ))}
              {live.map((bid) => (
                <SafeStart key={bid.bidId} bid={bid} closesAt={closesAt} />
              ))}
            </li>
          );
        })}
      </ul>
    </li>
  );
}
