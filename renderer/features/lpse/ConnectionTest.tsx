// The way to an LPSE, one thing after the other: proxy, name, TCP, TLS, certificate, discovery, clock, log, latency.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import { useLanguage } from '../../i18n.ts';
import { useCall } from '../../query.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { problemText } from '../../ui/ProblemNotice.tsx';
import { useFormat } from '../../ui/format.ts';

type ConnectionFinding = CallOutput<'lpse.test'>['findings'][number];

const ICONS: Readonly<Record<ConnectionFinding['outcome'], IconName>> = {
  passed: 'check',
  warning: 'warning',
  failed: 'cross',
  'not-made': 'minus',
};
/** Outcomes under the classes that reports of checks have too. */
const CLASSES: Readonly<Record<ConnectionFinding['outcome'], string>> = {
  passed: 'check-passed',
  warning: 'check-missing',
  failed: 'check-failed',
  'not-made': 'check-not-made',
};

export function ConnectionTest({ baseUrl }: { readonly baseUrl: string }): ReactElement {
  const { t } = useTranslation();
  const test = useCall('lpse.test', { baseUrl });
  return (
    <div className="row-below" aria-live="polite">
      <Loaded query={test} lines={6}>
        {({ findings }) => (
          <>
            <ol className="checks-list" aria-label={t('lpse.testResult')}>
              {findings.map((finding) => (
                <FindingRow key={finding.id} finding={finding} />
              ))}
            </ol>
            <button
              type="button"
              className="btn btn-sm btn-outline-secondary"
              disabled={test.isFetching}
              onClick={() => void test.refetch()}
            >
              {test.isFetching ? t('ui.working') : t('lpse.testAgain')}
            </button>
          </>
        )}
      </Loaded>
    </div>
  );
}

function FindingRow({ finding }: { readonly finding: ConnectionFinding }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { id, outcome, code, facts } = finding;
  const text = code === null ? null : problemText(code, language);
  return (
    <li className={`check ${CLASSES[outcome]}`}>
      <Icon name={ICONS[outcome]} />
      <div>
        {t(`lpse.finding.${id}`)} <span className="check-outcome">{t(`lpse.outcome.${outcome}`)}</span>
        {text !== null && (
          <div className="small">
            {text.what} {text.next} <code>{code}</code>
          </div>
        )}
        <div className="text-body-secondary small">
          {Object.entries(facts).map(([name, value], i) => (
            <span key={name}>
              {i > 0 && ' · '}
              {t(`fact.${name}`, { defaultValue: name })}: {format.fact(value)}
            </span>
          ))}
        </div>
      </div>
    </li>
  );
}
