// Third step: the authenticator's code, while the page stays open (56 s); how long is always in sight.
import { useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../account.ts';
import { useMutationCall } from '../../query.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { ClosingBar } from './ClosingBar.tsx';
import { CodeField, isCode } from './CodeField.tsx';
import { useClosing } from './closing.ts';

const OPEN_SECONDS = 56;

export interface TotpStepProps {
  readonly loginId: string;
  readonly closesAt: string;
  readonly onIn: (account: Account) => void;
  readonly onReset: () => void;
  readonly onBack: () => void;
}

export function TotpStep({ loginId, closesAt, onIn, onReset, onBack }: TotpStepProps): ReactElement {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const left = useClosing(closesAt, OPEN_SECONDS);
  const totp = useMutationCall('session.totp');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    totp.mutate(
      { loginId, code },
      {
        onSuccess: (step) => {
          if (step.step === 'in') onIn(step.account);
        },
        onError: () => setCode(''),
      },
    );
  };
  if (left === 0) {
    return (
      <div className="panel">
        <p role="alert">{t('login.totpClosed')}</p>
        <button type="button" className="btn btn-primary" onClick={onBack}>
          {t('login.again')}
        </button>
      </div>
    );
  }
  return (
    <form className="panel" onSubmit={submit}>
      <p>{t('login.totpLead')}</p>
      <ClosingBar text={t('login.totpLeft', { seconds: left })} left={left} of={OPEN_SECONDS} />
      {totp.error !== null && <ProblemNotice problem={totp.error} />}
      <CodeField value={code} onChange={setCode} autoFocus />
      <div className="d-flex flex-wrap gap-2">
        <button type="submit" className="btn btn-primary" disabled={totp.isPending || !isCode(code)}>
          {totp.isPending ? t('ui.working') : t('login.enter')}
        </button>
        <button type="button" className="btn btn-link" onClick={onReset}>
          {t('login.totpLost')}
        </button>
      </div>
    </form>
  );
}
