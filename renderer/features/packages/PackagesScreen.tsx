// Paket saya (Paket for those who do not bid): every package the account can see, next deadline first, found by code or name. Made for thousands.
import { memo, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import type { PackageSummary } from '../../../app/contract/packages.ts';
import { useAccount } from '../../account.ts';
import { packagesTitleOf } from '../../frame/role-menu.ts';
import { closesAtOf, liveBids } from '../../model/bids-of.ts';
import { byDeadline, nextDeadline } from '../../model/next-deadline.ts';
import { useCall } from '../../query.ts';
import { serverClock } from '../../server-clock.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { SearchList } from '../../ui/SearchList.tsx';
import { TruthBar } from '../../ui/TruthBar.tsx';

const ROW_HEIGHT_PX = 76;
const NO_BIDS: readonly BidView[] = [];
const FILTERS = ['open', 'mine', 'all'] as const;
type Filter = (typeof FILTERS)[number];

export function PackagesScreen(): ReactElement {
  const { t } = useTranslation();
  const account = useAccount();
  const packages = useCall('packages.list', null);
  const bids = useCall('bids.list', { kdTender: null });
  return (
    <Page title={t(packagesTitleOf(account?.role ?? null))}>
      <Loaded query={packages} lines={8}>
        {(data) => <PackageList packages={data.packages} bids={bids.data?.bids ?? NO_BIDS} />}
      </Loaded>
    </Page>
  );
}

interface PackageListProps {
  readonly packages: readonly PackageSummary[];
  readonly bids: readonly BidView[];
}

function PackageList({ packages, bids }: PackageListProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [filter, setFilter] = useState<Filter>('all');
  const nowMs = serverClock.now() ?? Date.now();
  const wanted = useMemo(
    () => byDeadline(packages, nowMs).filter((one) => matches(one, { filter, bids, nowMs })),
    // The order need not follow every second.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [packages, filter, bids],
  );
  if (packages.length === 0) {
    return <EmptyState icon="package" title={t('packages.emptyTitle')} text={t('packages.emptyText')} />;
  }
  return (
    <SearchList
      items={wanted}
      rowHeightPx={ROW_HEIGHT_PX}
      keyOf={keyOf}
      textOf={searchedOf}
      label={t('nav.packages')}
      searchLabel={t('packages.search')}
      none={{ title: t('packages.noneTitle'), text: t('packages.noneText') }}
      tools={(found) => (
        <>
          <label className="visually-hidden" htmlFor="package-filter">
            {t('packages.filter')}
          </label>
          <select
            id="package-filter"
            className="form-select"
            value={filter}
            onChange={(event) => setFilter(FILTERS.find((one) => one === event.target.value) ?? 'all')}
          >
            {FILTERS.map((one) => (
              <option key={one} value={one}>
                {t(`packages.filters.${one}`)}
              </option>
            ))}
          </select>
          <span className="text-body-secondary small" role="status">
            {t('packages.found', { found: format.number(found), total: format.number(packages.length) })}
          </span>
        </>
      )}
    >
      {(one) => <PackageRow one={one} bids={bids} />}
    </SearchList>
  );
}

const keyOf = ({ kdTender }: PackageSummary): string => kdTender;
const searchedOf = ({ kdTender, name, rupCode, workUnit }: PackageSummary): string =>
  `${kdTender} ${name} ${rupCode} ${workUnit}`;

interface PackageRowProps {
  readonly one: PackageSummary;
  readonly bids: readonly BidView[];
}

/** Kept while it stays in sight: scrolling makes only the rows that come into it. */
const PackageRow = memo(function PackageRow({ one, bids }: PackageRowProps): ReactElement {
  const { t } = useTranslation();
  const closesAt = nextDeadline(one, serverClock.now() ?? Date.now());
  // One state per envelope: a green File I must not hide a red File II.
  const states = one.envelopes.flatMap(({ envelopeId }) =>
    liveBids(bids, { kdTender: one.kdTender, envelopeId }).slice(0, 1),
  );
  return (
    <div className="package-row">
      <div className="row-text">
        <Link to={`/packages/${one.kdTender}`} className="text-truncate d-block" title={one.name}>
          <span className="tabular">{one.kdTender}</span> · {one.name}
        </Link>
        <div className="text-body-secondary small text-truncate">
          {one.method} · {one.procurementType} · {t('packages.stage', { stage: one.currentStage })}
        </div>
      </div>
      <div className="package-states">
        {states.map((bid) => (
          <TruthBar key={bid.bidId} bid={bid} closesAt={closesAtOf([one], bid)} inline />
        ))}
      </div>
      {closesAt !== null && (
        <span className="package-time">
          <Countdown closesAt={closesAt} />
          <span className="text-body-secondary small">
            <Moment at={closesAt} local={false} />
          </span>
        </span>
      )}
    </div>
  );
});

interface Wanted {
  readonly filter: Filter;
  readonly bids: readonly BidView[];
  readonly nowMs: number;
}

function matches(one: PackageSummary, { filter, bids, nowMs }: Wanted): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'open':
      return one.envelopes.some(({ closesAt }) => Date.parse(closesAt) > nowMs);
    case 'mine':
      return one.role === 'participant' || bids.some(({ kdTender }) => kdTender === one.kdTender);
  }
}
