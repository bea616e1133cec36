// Beranda of a committee (ux.md): what can be opened now, my tenders by next opening, what waits for my signature, and whose keys
// are not ready; what has been opened stands last.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAccount } from '../../account.ts';
import { useBridgeEvent, useCall } from '../../query.ts';
import { useServerMinute } from '../../server-clock.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { problemText } from '../../ui/ProblemNotice.tsx';
import { useLanguage } from '../../i18n.ts';
import './committee.css';
import { KeyAlarms } from './KeyAlarms.tsx';
import { MemberLine, type Tender } from './MemberAlarms.tsx';
import { OpenNow } from './OpenNow.tsx';
import { OpeningHour } from './OpeningHour.tsx';
import { StartedTenders } from './StartedTenders.tsx';
import { byOpening, type Waiting } from './tender-order.ts';

export function CommitteeHome(): ReactElement {
  const { t } = useTranslation('committee');
  const account = useAccount();
  const overview = useCall('committee.overview', null, { refetchEveryMs: 60_000 });
  const title = account?.role === 'procurementOfficer' ? 'home.titleOfficer' : 'home.title';
  return (
    <Page title={t(title)} lead={account === null ? undefined : t('home.lead', { name: account.name })}>
      <Loaded query={overview} lines={8}>
        {({ tenders, unavailable }) => (
          <>
            <Tenders tenders={tenders} />
            <Unavailable rows={unavailable} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Tenders({ tenders }: { readonly tenders: readonly Tender[] }): ReactElement {
  const { t } = useTranslation('committee');
  const nowMs = useServerMinute();
  const query = useCall('openings.list', null, { refetchEveryMs: 60_000 });
  useBridgeEvent('openings.changed', () => void query.refetch());
  const openings = query.data?.openings ?? [];
  const { waiting, started } = byOpening(tenders, nowMs);
  return (
    <>
      <OpenNow openings={openings} />
      <KeyAlarms tenders={tenders} />
      {waiting.length > 0 && (
        <section className="panel" aria-labelledby="committee-tenders">
          <h2 id="committee-tenders">{t('home.tenders')}</h2>
          <ul className="rows">
            {waiting.map((one) => (
              <TenderRow key={one.tender.kdTender} {...one} />
            ))}
          </ul>
        </section>
      )}
      {tenders.length === 0 && (
        <section className="panel" aria-label={t('home.tenders')}>
          <EmptyState icon="package" title={t('home.noneTitle')} text={t('home.noneText')} />
        </section>
      )}
      <StartedTenders tenders={started} openings={openings} />
    </>
  );
}

function TenderRow({ tender, opensAt, members }: Waiting): ReactElement {
  const { t } = useTranslation('committee');
  return (
    <li className="followed">
      <div>
        <Link to={`/committee/${tender.kdTender}`}>
          <span className="tabular">{tender.kdTender}</span> · {tender.name}
        </Link>
        <div className="text-body-secondary small">{t('home.stage', { stage: tender.currentStage })}</div>
        <div className="committee-facts">
          <OpeningHour at={opensAt} />
        </div>
        <PolicyLine tender={tender} />
      </div>
      <ul className="committee-people" aria-label={t('home.people')}>
        {members.map((member) => (
          <MemberLine key={member.accountId} member={member} />
        ))}
      </ul>
    </li>
  );
}

const DEAD: ReadonlySet<string> = new Set(['revoked', 'expired', 'refused']);

/** Unsigned, waiting for so many, in force. */
export function PolicyLine({ tender }: { readonly tender: Pick<Tender, 'policy' | 'members'> }): ReactElement {
  const { t } = useTranslation('committee');
  const { state, serial, signed, required, signedByMe } = tender.policy;
  const missing = Math.max(0, required - signed);
  // Bidders judge every key that the policy names: one dead key, and nothing is sealed.
  const broken = tender.members.some(({ alarms }) => alarms.some(({ kind }) => DEAD.has(kind)));
  return (
    <div className="committee-facts">
      {serial !== null && <span>{t(broken ? 'policy.broken' : 'policy.inForce', { serial })}</span>}
      {state === 'waiting' && (
        <span className="committee-alarm">
          <Icon name="warning" size={16} /> {t('policy.waiting', { signed, required, count: missing })}
          {!signedByMe && <> {t('policy.yours')}</>}
        </span>
      )}
      {state === 'incomplete' && (
        <span className="committee-alarm">
          <Icon name="warning" size={16} /> {t(serial === null ? 'policy.none' : 'policy.stuck')}
        </span>
      )}
    </div>
  );
}

function Unavailable({
  rows,
}: {
  readonly rows: readonly { readonly kdTender: string; readonly name: string; readonly code: string }[];
}): ReactElement | null {
  const { t } = useTranslation('committee');
  const language = useLanguage();
  if (rows.length === 0) return null;
  return (
    <section className="panel panel-urgent" aria-labelledby="committee-unavailable">
      <h2 id="committee-unavailable">{t('home.unavailable')}</h2>
      <ul className="rows">
        {rows.map(({ kdTender, name, code }) => (
          <li key={kdTender} className="row-item">
            <div className="row-text">
              <span className="tabular">{kdTender}</span> · {name}
              <div>
                {problemText(code, language).what} <code>{code}</code>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
