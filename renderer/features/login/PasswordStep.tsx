// Second step: password and kode keamanan. A refused try needs a new code; the LPSE says so, and we fetch it at once.
import { useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../account.ts';
import { useMutationCall } from '../../query.ts';
import { Field } from '../../ui/Field.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Captcha } from './Captcha.tsx';
import type { Challenge, Who } from './LoginScreen.tsx';

export interface PasswordStepProps {
  readonly who: Who;
  readonly challenge: Challenge;
  readonly demoPassword: string | undefined;
  readonly onChallenge: (challenge: Challenge) => void;
  readonly onTotp: (closesAt: string) => void;
  readonly onIn: (account: Account) => void;
  readonly onBack: () => void;
}

export function PasswordStep(props: PasswordStepProps): ReactElement {
  const { who, challenge, demoPassword, onChallenge, onTotp, onIn, onBack } = props;
  const { t } = useTranslation();
  const [password, setPassword] = useState(demoPassword ?? '');
  const [captcha, setCaptcha] = useState('');
  const identify = useMutationCall('session.identify', {
    onDone: (next) => {
      setCaptcha('');
      onChallenge(next);
    },
  });
  const login = useMutationCall('session.password');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    login.mutate(
      { loginId: challenge.loginId, password, captcha: captcha.trim() },
      {
        onSuccess: (step) => (step.step === 'in' ? onIn(step.account) : onTotp(step.closesAt)),
        onError: () => {
          setPassword('');
          identify.mutate(who);
        },
      },
    );
  };
  const busy = login.isPending || identify.isPending;
  return (
    <form className="panel" onSubmit={submit}>
      <p>
        {t(`login.types.${who.userType}`)}: <strong>{who.userId}</strong>{' '}
        <button type="button" className="btn btn-link btn-sm p-0 align-baseline" onClick={onBack}>
          {t('login.change')}
        </button>
      </p>
      {login.error !== null && <ProblemNotice problem={login.error} />}
      {identify.error !== null && <ProblemNotice problem={identify.error} />}
      <Field label={t('login.password')}>
        {(input) => (
          <input
            {...input}
            type="password"
            autoComplete="current-password"
            maxLength={256}
            required
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Captcha
        challenge={challenge}
        value={captcha}
        onChange={setCaptcha}
        onAnother={() => identify.mutate(who)}
        busy={busy}
      />
      <button type="submit" className="btn btn-primary" disabled={busy || password === '' || captcha.trim() === ''}>
        {login.isPending ? t('ui.working') : t('login.enter')}
      </button>
    </form>
  );
}
