// The embedded reference LPSE: a whole LPSE on this computer, with accounts and certificates anyone may try.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseDemoAccount, setDemo, useDemo, type Demo } from '../../acts/demo.ts';
import { useMutationCall } from '../../query.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useLpse } from './use-lpse.ts';

export function DemoLpse(): ReactElement {
  const { t } = useTranslation();
  const { demo } = useDemo();
  const start = useMutationCall('lpse.startDemo', { refreshes: ['lpse.list', 'lpse.connect'], onDone: setDemo });
  return (
    <section className={`panel ${demo === null ? 'first-step' : ''}`} aria-labelledby="demo-lpse">
      <div>
        <h2 id="demo-lpse">{t('lpse.demo.title')}</h2>
        <p>{t('lpse.demo.lead')}</p>
        {start.error !== null && <ProblemNotice problem={start.error} />}
      </div>
      {demo === null ? (
        <button
          type="button"
          className="btn btn-outline-primary"
          disabled={start.isPending}
          onClick={() => start.mutate(null)}
        >
          {start.isPending ? t('lpse.demo.starting') : t('lpse.demo.start')}
        </button>
      ) : (
        <DemoAccounts demo={demo} />
      )}
    </section>
  );
}

function DemoAccounts({ demo }: { readonly demo: Demo }): ReactElement {
  const { t } = useTranslation();
  const using = useLpse();
  return (
    <>
      <p>{t('lpse.demo.running', { url: demo.baseUrl })}</p>
      {using.error !== null && <ProblemNotice problem={using.error} />}
      <div className="table-responsive">
        <table className="table table-sm align-middle mb-2">
          <caption>{t('lpse.demo.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('login.userId')}</th>
              <th scope="col">{t('lpse.demo.name')}</th>
              <th scope="col">{t('lpse.demo.role')}</th>
              <th scope="col">{t('login.password')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('lpse.demo.use')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {demo.accounts.map((account) => (
              <tr key={account.userId}>
                <td>
                  <code>{account.userId}</code>
                </td>
                <td>{account.name}</td>
                <td>{t(`role.${account.role}`, { defaultValue: account.role })}</td>
                <td>
                  <code>{account.password}</code> <CopyButton compact text={account.password} />
                </td>
                <td className="text-end">
                  <button
                    type="button"
                    className="btn btn-sm btn-outline-primary"
                    disabled={using.isPending}
                    aria-label={t('lpse.demo.useNamed', { name: account.userId })}
                    onClick={() => {
                      chooseDemoAccount(account);
                      using.mutate({ baseUrl: demo.baseUrl });
                    }}
                  >
                    {t('lpse.demo.use')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-body-secondary small mb-0">{t('lpse.demo.identities')}</p>
    </>
  );
}
