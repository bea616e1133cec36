// A report of checks: one sentence for everybody, the numbered list one click away, the whole of it to copy (ux.md 7).
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Report } from '../../app/contract/shapes.ts';
import { CHECKS, type CheckId } from '../../app/domain/checks.ts';
import { useLanguage, type Language } from '../i18n.ts';
import { CopyButton } from './CopyButton.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { InlineFacts } from './InlineFacts.tsx';
import { problemText } from './ProblemNotice.tsx';

export interface CheckReportProps {
  readonly report: Report;
  /** What was checked, as a heading: `Tanda terima 12`. */
  readonly title: string;
  /** The verdict in one sentence; `checks.passed` / `checks.failed` of the locale without it. */
  readonly verdict?: string;
  readonly open?: boolean;
  /** The openssl command that makes the same check, where there is one. */
  readonly command?: string;
}

type Row = Report['checks'][number];

const ICONS: Readonly<Record<Row['outcome'], IconName>> = {
  passed: 'check',
  failed: 'cross',
  missing: 'warning',
  'not-made': 'minus',
};

export function CheckReport({ report, title, verdict, open = false, command }: CheckReportProps): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [shown, setShown] = useState(open || !report.ok);
  const listId = useId();
  const passed = report.checks.filter(({ outcome }) => outcome === 'passed').length;
  const sentence = verdict ?? t(report.ok ? 'checks.passed' : 'checks.failed');
  return (
    <section className={`checks ${report.ok ? 'checks-ok' : 'checks-bad'}`} aria-label={title}>
      <p className="checks-verdict">
        <Icon name={report.ok ? 'check' : 'cross'} size={20} /> <strong>{sentence}</strong>
      </p>
      <div className="d-flex flex-wrap gap-2 align-items-center">
        <button
          type="button"
          className="btn btn-sm btn-outline-secondary"
          aria-expanded={shown}
          aria-controls={listId}
          onClick={() => setShown(!shown)}
        >
          {t(shown ? 'checks.hide' : 'checks.show', { passed, total: report.checks.length })}
        </button>
        <CopyButton text={reportText(report, { title, sentence, language })} label={t('checks.copy')} />
      </div>
      <ol id={listId} hidden={!shown} className="checks-list">
        {report.checks.map((row) => (
          <CheckRowView key={`${row.number} ${String(row.facts.envelopeId ?? '')}`} row={row} />
        ))}
      </ol>
      {command !== undefined && shown && (
        <p className="small mb-0">
          {t('checks.command')} <code className="command">{command}</code> <CopyButton text={command} compact />
        </p>
      )}
    </section>
  );
}

function CheckRowView({ row }: { readonly row: Row }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li className={`check check-${row.outcome}`}>
      <Icon name={ICONS[row.outcome]} />
      <div>
        {checkText(row.id, language)} <span className="check-outcome">{t(`checks.outcome.${row.outcome}`)}</span>
        {row.code !== null && <div className="small">{problemText(row.code, language).what}</div>}
        <div className="text-body-secondary small">
          {row.clause}
          <InlineFacts facts={Object.entries(row.facts)} />
          {row.code !== null && (
            <>
              {' · '}
              <code>{row.code}</code>
            </>
          )}
        </div>
      </div>
    </li>
  );
}

/** The sentence of a check; its id where this window is older than the program. */
export function checkText(id: string, language: Language): string {
  return Object.hasOwn(CHECKS, id) ? CHECKS[id as CheckId][language] : id;
}

function reportText(
  report: Report,
  { title, sentence, language }: { readonly title: string; readonly sentence: string; readonly language: Language },
): string {
  const rows = report.checks.map(({ number, id, clause, outcome, code, facts }) => {
    const said = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
    return [`${number}. [${outcome}] ${checkText(id, language)} (${clause})`, code ?? '', ...said].join(' ').trimEnd();
  });
  return [title, sentence, ...rows].join('\n');
}
