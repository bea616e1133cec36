// First step: penyedia or non penyedia, and the user id.
import { useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutationCall } from '../../query.ts';
import { Field } from '../../ui/Field.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Tick } from '../../ui/Tick.tsx';
import type { Challenge, Who } from './LoginScreen.tsx';

const USER_TYPES = ['PENYEDIA', 'NON_PENYEDIA'] as const;

export interface IdentifyStepProps {
  readonly prefilled: Who | undefined;
  readonly onChallenge: (who: Who, challenge: Challenge) => void;
}

export function IdentifyStep({ prefilled, onChallenge }: IdentifyStepProps): ReactElement {
  const { t } = useTranslation();
  const [userType, setUserType] = useState<Who['userType']>(prefilled?.userType ?? 'PENYEDIA');
  const [userId, setUserId] = useState(prefilled?.userId ?? '');
  const identify = useMutationCall('session.identify');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const who = { userType, userId: userId.trim() };
    identify.mutate(who, { onSuccess: (challenge) => onChallenge(who, challenge) });
  };
  return (
    <form className="panel" onSubmit={submit}>
      <fieldset className="mb-3">
        <legend className="form-label">{t('login.userType')}</legend>
        {USER_TYPES.map((type) => (
          <Tick
            key={type}
            group="user-type"
            className="form-check-inline"
            checked={userType === type}
            onChange={() => setUserType(type)}
          >
            {t(`login.types.${type}`)}
          </Tick>
        ))}
      </fieldset>
      <Field label={t('login.userId')}>
        {(input) => (
          <input
            {...input}
            type="text"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
            value={userId}
            onChange={(event) => setUserId(event.target.value)}
          />
        )}
      </Field>
      {identify.error !== null && <ProblemNotice problem={identify.error} />}
      <button type="submit" className="btn btn-primary" disabled={identify.isPending || userId.trim() === ''}>
        {identify.isPending ? t('ui.working') : t('ui.next')}
      </button>
    </form>
  );
}
