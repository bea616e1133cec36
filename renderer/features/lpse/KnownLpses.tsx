// The LPSEs whose certificates were compared and pinned on this computer: use one, or test the way to it.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { Connection } from '../../../app/contract/lpse.ts';
import { useConnection } from '../../account.ts';
import { useCall } from '../../query.ts';
import { FactTable } from '../../ui/FactTable.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useFormat } from '../../ui/format.ts';
import { ConnectionTest } from './ConnectionTest.tsx';
import { useLpse } from './use-lpse.ts';

type Known = CallOutput<'lpse.list'>['known'];

export function KnownLpses({ known }: { readonly known: Known }): ReactElement {
  const { t } = useTranslation();
  const [tested, setTested] = useState<string | null>(null);
  const using = useLpse();
  return (
    <section className="panel" aria-labelledby="known-lpse">
      <h2 id="known-lpse">{t('lpse.known')}</h2>
      {using.error !== null && <ProblemNotice problem={using.error} />}
      <ul className="rows">
        {known.map(({ baseUrl, name, kdLpse, current }) => (
          <li key={baseUrl} className="row-item">
            <div className="row-text">
              <strong>{name}</strong>
              <div className="text-body-secondary small">
                {baseUrl} · {t('lpse.code', { code: kdLpse })}
              </div>
            </div>
            {current ? (
              <span className="badge badge-accent">{t('lpse.inUse')}</span>
            ) : (
              <button
                type="button"
                className="btn btn-sm btn-outline-primary"
                disabled={using.isPending}
                onClick={() => using.mutate({ baseUrl })}
                aria-label={t('lpse.useNamed', { name })}
              >
                {t('lpse.use')}
              </button>
            )}
            <button
              type="button"
              className="btn btn-sm btn-outline-secondary"
              aria-label={t('lpse.testNamed', { name })}
              aria-expanded={tested === baseUrl}
              onClick={() => setTested(tested === baseUrl ? null : baseUrl)}
            >
              {t('lpse.test')}
            </button>
            {current && <CurrentFacts />}
            {tested === baseUrl && <ConnectionTest baseUrl={baseUrl} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is known of the LPSE in use; why it cannot be reached, if so. */
function CurrentFacts(): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const connection = useConnection();
  const { error, refetch } = useCall('lpse.connect', null, { enabled: false });
  return (
    <div className="row-below">
      {error !== null && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {connection !== null && (
        <FactTable
          facts={[
            { label: t('lpse.zone'), value: connection.timeZone },
            {
              label: t('lpse.offset'),
              value: t(offsetText(connection), {
                time: format.seconds(Math.abs(connection.offsetMs) / 1000),
                seconds: format.number(Math.abs(connection.offsetMs) / 1000, 1),
                margin: format.number(connection.uncertaintyMs / 1000, 2),
              }),
            },
            { label: t('lpse.log'), value: t('lpse.logSize', { size: format.number(connection.logSize) }) },
            { label: t('lpse.minimumVersion'), value: connection.minimumClientVersion },
          ]}
        />
      )}
    </div>
  );
}

function offsetText({ clockDiffers, reference }: Connection): string {
  if (!clockDiffers) return 'lpse.offsetFine';
  return reference ? 'lpse.offsetDemo' : 'lpse.offsetWarning';
}
