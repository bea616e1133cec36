// A package token: pasted here, or brought by a link or the command line. It leads to its package and nowhere else.
import { useEffect, useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { setPendingToken, usePendingToken } from '../../frame-facts.ts';
import { useMutationCall } from '../../query.ts';
import { Field } from '../../ui/Field.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';

export function TokenBox(): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const pending = usePendingToken();
  const [token, setToken] = useState('');
  const resolve = useMutationCall('packages.resolveToken', {
    onDone: ({ kdTender }) => void navigate(`/packages/${kdTender}`),
  });
  const { mutate } = resolve;
  useEffect(() => {
    if (pending === null) return;
    setPendingToken(null);
    setToken(pending);
    mutate({ token: pending });
  }, [pending, mutate]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mutate({ token: token.trim() });
  };
  return (
    <section className="panel" aria-labelledby="token-box">
      <h2 id="token-box">{t('home.token')}</h2>
      <form onSubmit={submit}>
        <Field label={t('home.tokenLabel')} hint={t('home.tokenHint')}>
          {(input) => (
            <input
              {...input}
              type="text"
              autoComplete="off"
              spellCheck={false}
              maxLength={512}
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        {resolve.error !== null && <ProblemNotice problem={resolve.error} />}
        <button type="submit" className="btn btn-outline-primary" disabled={resolve.isPending || token.trim() === ''}>
          {resolve.isPending ? t('ui.working') : t('home.tokenOpen')}
        </button>
      </form>
    </section>
  );
}
