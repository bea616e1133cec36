// A problem for a person (ux.md 4): what happened, what to do, what is safe, the code, and the details to copy.
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { IncidentProblem } from '../../app/contract/result.ts';
import { entryOf, isErrorCode } from '../../app/errors/problem.ts';
import type { ProblemText } from '../../app/errors/entry.ts';
import { problemOf, useHost } from '../bridge.ts';
import { useLanguage, type Language } from '../i18n.ts';
import { run } from '../query.ts';
import { CopyButton } from './CopyButton.tsx';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';

export interface ProblemNoticeProps {
  /** What a call threw, or the problem itself. */
  readonly problem: unknown;
  readonly onRetry?: () => void;
  /** Buttons for the next step, before "try again". */
  readonly children?: ReactNode;
}

/** The catalogue's three sentences; those of an unexpected fault for a code that this window does not know. */
export function problemText(code: string, language: Language): ProblemText {
  return entryOf(isErrorCode(code) ? code : 'defect/unexpected')[language];
}

export function ProblemNotice({ problem: given, onRetry, children }: ProblemNoticeProps): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { bridge } = useHost();
  const problem = isProblem(given) ? given : problemOf(given);
  const { what, next, safe } = problemText(problem.code, language);
  const { code, incident, details } = problem;
  const facts = Object.entries(details);
  const describe = async () => {
    try {
      return (await run(bridge, 'app.describe', { code, incident, details: { ...details } })).text;
    } catch {
      return [code, incident, what, ...facts.map(([name, value]) => `${name}: ${String(value)}`)].join('\n');
    }
  };
  return (
    <div className="problem" role="alert">
      <p className="problem-what">
        <Icon name="warning" size={20} /> {what}
      </p>
      <p>{next}</p>
      <p className="text-body-secondary">
        <Icon name="lock" size={16} /> {safe}
      </p>
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{t(`fact.${name}`, { defaultValue: name })}</dt>
              <dd>{format.fact(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className="d-flex flex-wrap gap-2 align-items-center">
        {code === 'access/session-expired' && <LoginLink />}
        {children}
        {onRetry !== undefined && (
          <button type="button" className="btn btn-sm btn-primary" onClick={onRetry}>
            {t('ui.tryAgain')}
          </button>
        )}
        <CopyButton text={describe} label={t('ui.copyDetails')} />
        <span className="text-body-secondary small">
          {t('ui.code')} <code>{code}</code>
          {incident !== '' && (
            <>
              {' · '}
              {t('ui.incident')} <code>{incident}</code>
            </>
          )}
        </span>
      </div>
    </div>
  );
}

function isProblem(value: unknown): value is IncidentProblem {
  return typeof value === 'object' && value !== null && 'code' in value && 'incident' in value;
}

/** Back to this screen afterwards: nothing on it was lost. */
function LoginLink(): ReactElement {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <Link className="btn btn-sm btn-primary" to="/login" state={{ from: pathname }}>
      {t('ui.loginAgain')}
    </Link>
  );
}
