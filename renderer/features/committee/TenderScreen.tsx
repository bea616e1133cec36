// One tender before its opening, in four tabs: policy, rehearsal, quorum, members.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { CommitteeDetailView } from '../../../app/contract/committee.ts';
import { nextOpening } from '../../../app/domain/committee-view.ts';
import { useCall } from '../../query.ts';
import { serverClock } from '../../server-clock.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import './committee.css';
import { MembersTab } from './MembersTab.tsx';
import { OpeningHour } from './OpeningHour.tsx';
import { PolicyTab } from './PolicyTab.tsx';
import { QuorumTab } from './QuorumTab.tsx';
import { RehearsalTab } from './RehearsalTab.tsx';

const TABS = ['policy', 'rehearsal', 'quorum', 'members'] as const;
type Tab = (typeof TABS)[number];

export function TenderScreen(): ReactElement {
  const { kdTender = '', tab = 'policy' } = useParams();
  // Another tender is another screen: nothing of the last one may linger.
  return <OneTender key={kdTender} kdTender={kdTender} tab={TABS.find((one) => one === tab) ?? 'policy'} />;
}

function OneTender({ kdTender, tab }: { readonly kdTender: string; readonly tab: Tab }): ReactElement {
  const { t } = useTranslation('committee');
  const detail = useCall('committee.load', { kdTender }, { refetchEveryMs: 30_000 });
  return (
    <Page title={detail.data?.tender.name ?? t('tender.one', { code: kdTender })}>
      <Loaded query={detail} lines={8}>
        {(one) => (
          <>
            <Summary detail={one} />
            <Tabs detail={one} current={tab} />
            {tab === 'policy' && <PolicyTab detail={one} />}
            {tab === 'rehearsal' && <RehearsalTab detail={one} />}
            {tab === 'quorum' && <QuorumTab detail={one} />}
            {tab === 'members' && <MembersTab detail={one} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ detail: { tender, closed } }: { readonly detail: CommitteeDetailView }): ReactElement {
  const { t } = useTranslation('committee');
  const opensAt = nextOpening(tender.envelopes, serverClock.now() ?? Date.now());
  return (
    <>
      <p className="summary">
        <span className="tabular">{tender.kdTender}</span>
        <span>{t('home.stage', { stage: tender.currentStage })}</span>
        {opensAt !== null && <OpeningHour at={opensAt} />}
      </p>
      {closed && (
        <p className="consequence">
          {t('tender.closed')} <Link to="/openings">{t('tender.openings')}</Link>
        </p>
      )}
    </>
  );
}

function Tabs({ detail, current }: { readonly detail: CommitteeDetailView; readonly current: Tab }): ReactElement {
  const { t } = useTranslation('committee');
  const { tender } = detail;
  const attention: Readonly<Record<Tab, boolean>> = {
    policy: tender.policy.state !== 'published',
    rehearsal: tender.members.some(({ rehearsals }) => rehearsals.some(({ outcome }) => outcome !== 'opened')),
    quorum: detail.quorum.some(({ outdated, sessionSha256 }) => outdated || sessionSha256 !== null),
    members: tender.members.some(({ alarms }) => alarms.some(({ kind }) => !REHEARSED_AWAY.has(kind))),
  };
  return (
    <nav aria-label={t('tabs.label')}>
      <ul className="committee-tabs">
        {TABS.map((tab) => (
          <li key={tab}>
            <Link to={`/committee/${tender.kdTender}/${tab}`} aria-current={tab === current ? 'page' : undefined}>
              {t(`tabs.${tab}`)}
              {attention[tab] && (
                <>
                  <Icon name="warning" size={16} />
                  <span className="visually-hidden"> {t('tabs.attention')}</span>
                </>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const REHEARSED_AWAY: ReadonlySet<string> = new Set(['not-rehearsed', 'failed']);
