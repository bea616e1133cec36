// A lost authenticator: user id, e-mail and kode keamanan; the LPSE answers the same to everybody and sends the link by e-mail.
import { useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall, useMutationCall } from '../../query.ts';
import { Field } from '../../ui/Field.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Captcha } from './Captcha.tsx';
import type { Challenge, Who } from './LoginScreen.tsx';

export interface ResetStepProps {
  readonly who: Who;
  readonly onBack: () => void;
}

export function ResetStep({ who, onBack }: ResetStepProps): ReactElement {
  // The login that led here is closed or spent: the form has a kode keamanan of its own.
  const identify = useCall('session.identify', who, { staleTimeMs: Infinity });
  return (
    <Loaded query={identify}>
      {(challenge) => (
        <ResetForm who={who} challenge={challenge} onAnother={() => void identify.refetch()} onBack={onBack} />
      )}
    </Loaded>
  );
}

interface ResetFormProps extends ResetStepProps {
  readonly challenge: Challenge;
  readonly onAnother: () => void;
}

function ResetForm({ who, challenge, onAnother, onBack }: ResetFormProps): ReactElement {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [captcha, setCaptcha] = useState('');
  const request = useMutationCall('session.requestTotpReset');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { loginId } = challenge;
    request.mutate(
      { ...who, email: email.trim(), loginId, captcha: captcha.trim() },
      {
        onError: () => {
          setCaptcha('');
          onAnother();
        },
      },
    );
  };
  if (request.isSuccess) {
    return (
      <div className="panel">
        <p role="status">{t('login.resetSent')}</p>
        <button type="button" className="btn btn-primary" onClick={onBack}>
          {t('login.again')}
        </button>
      </div>
    );
  }
  return (
    <form className="panel" onSubmit={submit}>
      <h2>{t('login.resetTitle')}</h2>
      <p>{t('login.resetLead', { userId: who.userId })}</p>
      {request.error !== null && <ProblemNotice problem={request.error} />}
      <Field label={t('login.email')}>
        {(input) => (
          <input
            {...input}
            type="email"
            autoComplete="email"
            maxLength={254}
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Captcha
        challenge={challenge}
        value={captcha}
        onChange={setCaptcha}
        onAnother={onAnother}
        busy={request.isPending}
      />
      <div className="d-flex gap-2">
        <button type="button" className="btn btn-outline-secondary" onClick={onBack}>
          {t('ui.cancel')}
        </button>
        <button type="submit" className="btn btn-primary" disabled={request.isPending || captcha.trim() === ''}>
          {request.isPending ? t('ui.working') : t('login.resetSend')}
        </button>
      </div>
    </form>
  );
}
