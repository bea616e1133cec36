// Beranda: what must not be forgotten, the tenders I follow with my bid's state and the time left, and what changed.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import type { PackageSummary } from '../../../app/contract/packages.ts';
import { useAccount } from '../../account.ts';
import { closesAtOf, unsent } from '../../model/bids-of.ts';
import { useCall } from '../../query.ts';
import { useIsPast } from '../../server-clock.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { TruthBar } from '../../ui/TruthBar.tsx';
import { Changes } from './Changes.tsx';
import { Followed } from './Followed.tsx';
import { TokenBox } from './TokenBox.tsx';

export function HomeScreen(): ReactElement {
  const { t } = useTranslation();
  const account = useAccount();
  const packages = useCall('packages.list', null, { refetchEveryMs: 60_000 });
  const bids = useCall('bids.list', { kdTender: null });
  return (
    <Page title={t('nav.home')} lead={account === null ? undefined : t('home.greeting', { name: account.name })}>
      <FirstCertificate />
      <Unsent bids={bids.data?.bids ?? []} packages={packages.data?.packages ?? []} />
      <div className="home-columns">
        {/* One column, also while a problem stands above the list. */}
        <div>
          <Loaded query={packages} lines={6}>
            {(data) => <Followed packages={data.packages} bids={bids.data?.bids ?? []} />}
          </Loaded>
        </div>
        <div>
          <TokenBox />
          <p>
            <Link to="/import">{t('home.import')}</Link>
          </p>
          {packages.data !== undefined && <Changes changes={packages.data.changes} />}
        </div>
      </div>
    </Page>
  );
}

/** Before the first bid there is one thing to do; it is not left to be found out at the seal. */
function FirstCertificate(): ReactElement | null {
  const { t } = useTranslation();
  const { data } = useCall('identities.list', null);
  if (data === undefined || data.identities.length > 0) return null;
  return (
    <section className="panel panel-first first-step" aria-labelledby="first-certificate">
      <div>
        <h2 id="first-certificate">{t('home.first.title')}</h2>
        <p>{t('home.first.text')}</p>
      </div>
      <Link className="btn btn-primary" to="/identities">
        {t('home.first.button')}
      </Link>
    </section>
  );
}

interface UnsentProps {
  readonly bids: readonly BidView[];
  readonly packages: readonly PackageSummary[];
}

/** Sealed or half sent: red and amber first, before anything else is read. */
function Unsent({ bids, packages }: UnsentProps): ReactElement | null {
  const { t } = useTranslation();
  const waiting = unsent(bids);
  if (waiting.length === 0) return null;
  return (
    <section className="panel panel-urgent" aria-labelledby="unsent">
      <h2 id="unsent">{t('home.unsent', { count: waiting.length })}</h2>
      <ul className="rows">
        {waiting.map((bid) => (
          <UnsentRow key={bid.bidId} bid={bid} closesAt={closesAtOf(packages, bid)} />
        ))}
      </ul>
    </section>
  );
}

function UnsentRow({ bid, closesAt }: { readonly bid: BidView; readonly closesAt: string | undefined }): ReactElement {
  const { t } = useTranslation();
  const late = useIsPast(closesAt ?? null) && bid.state === 'sealed';
  return (
    <li className="row-item">
      <div className="row-text">
        <span className="tabular">{bid.kdTender}</span> · {bid.namaPaket}
      </div>
      <TruthBar bid={bid} closesAt={closesAt} inline />
      <Link className={`btn btn-sm ${late ? 'btn-outline-primary' : 'btn-primary'}`} to={`/bids/${bid.bidId}`}>
        {t(late ? 'packages.continue.superseded' : `packages.continue.${bid.state}`)}
        <span className="visually-hidden"> {bid.namaPaket}</span>
      </Link>
    </li>
  );
}
