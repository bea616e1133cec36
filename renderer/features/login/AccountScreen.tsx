// Security of the account: authenticator, sessions, log akses.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../account.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Authenticator } from './Authenticator.tsx';

export function AccountScreen(): ReactElement | null {
  const { t } = useTranslation();
  const account = useAccount();
  if (account === null) return null;
  return (
    <Page title={t('frame.account')}>
      <section className="panel">
        <FactTable
          facts={[
            { label: t('login.userId'), value: account.userId },
            { label: t('account.name'), value: account.name },
            { label: t('account.organisation'), value: account.organisation },
            { label: t('account.role'), value: t(`role.${account.role}`) },
            { label: 'NPWP', value: account.npwp ?? '–' },
            { label: t('login.email'), value: account.maskedEmail },
          ]}
        />
      </section>
      <Authenticator enabled={account.totpEnabled} />
      <Sessions />
      <AccessLog />
    </Page>
  );
}

function Sessions(): ReactElement {
  const { t } = useTranslation();
  const sessions = useCall('session.list', null);
  const revoke = useMutationCall('session.revoke', { refreshes: ['session.list', 'session.accessLog'] });
  return (
    <section className="panel" aria-labelledby="sessions">
      <h2 id="sessions">{t('account.sessions')}</h2>
      {revoke.error !== null && <ProblemNotice problem={revoke.error} />}
      <Loaded query={sessions}>
        {(list) => (
          <ul className="rows">
            {list.sessions.map(({ sessionId, startedAt, lastUsedAt, address, current }) => (
              <li key={sessionId} className="row-item">
                <div className="row-text">
                  <strong>{address}</strong>{' '}
                  {current && <span className="badge badge-accent">{t('account.thisSession')}</span>}
                  <div className="text-body-secondary small">
                    {t('account.startedAt')} <Moment at={startedAt} local={false} /> · {t('account.lastUsedAt')}{' '}
                    <Moment at={lastUsedAt} local={false} />
                  </div>
                </div>
                {!current && (
                  <button
                    type="button"
                    className="btn btn-sm btn-outline-secondary"
                    disabled={revoke.isPending}
                    aria-label={t('account.revokeNamed', { address })}
                    onClick={() => revoke.mutate({ sessionId })}
                  >
                    {t('account.revoke')}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function AccessLog(): ReactElement {
  const { t } = useTranslation();
  const log = useCall('session.accessLog', null);
  return (
    <section className="panel" aria-labelledby="access-log">
      <h2 id="access-log">{t('account.accessLog')}</h2>
      <Loaded query={log}>
        {({ entries }) => (
          <div className="table-responsive">
            <table className="table table-sm mb-0">
              <thead>
                <tr>
                  <th scope="col">{t('account.time')}</th>
                  <th scope="col">{t('account.event')}</th>
                  <th scope="col">{t('account.outcome')}</th>
                  <th scope="col">{t('account.address')}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map(({ time, event, outcome, address }, i) => (
                  <tr key={`${time} ${i}`}>
                    <td>
                      <Moment at={time} local={false} />
                    </td>
                    <td>{t(`account.events.${event}`, { defaultValue: event })}</td>
                    <td>{t(`account.outcomes.${outcome}`, { defaultValue: outcome })}</td>
                    <td>{address}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </section>
  );
}
