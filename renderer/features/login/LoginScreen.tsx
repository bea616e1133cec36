// Login as in SPSE 4.5: who (penyedia or not, user id), then password and kode keamanan, then the authenticator's code.
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import type { CallInput, CallOutput } from '../../../app/contract/contract.ts';
import { useClearScreen, useCurrentLpse, type Account } from '../../account.ts';
import { useDemo } from '../../acts/demo.ts';
import { useCall } from '../../query.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { IdentifyStep } from './IdentifyStep.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { ResetStep } from './ResetStep.tsx';
import { TotpStep } from './TotpStep.tsx';

export type Who = CallInput<'session.identify'>;
export type Challenge = CallOutput<'session.identify'>;

type Step =
  | { readonly at: 'identify' }
  | { readonly at: 'password'; readonly who: Who; readonly challenge: Challenge }
  | { readonly at: 'totp'; readonly who: Who; readonly loginId: string; readonly closesAt: string }
  | { readonly at: 'reset'; readonly who: Who };

export function LoginScreen(): ReactElement {
  const { t } = useTranslation();
  const session = useCall('session.current', null);
  const lpses = useCall('lpse.list', null);
  const lpse = useCurrentLpse();
  const state = useRouterState();
  if (lpses.data !== undefined && lpse === null) return <Navigate to="/lpse" replace />;
  return (
    <Page title={t('login.title')} lead={lpse === null ? undefined : t('login.lead', { name: lpse.name })} narrow>
      <Loaded query={session}>
        {(account) => (account === null ? <Steps /> : <Navigate to={state.from ?? '/'} replace />)}
      </Loaded>
    </Page>
  );
}

function Steps(): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const clear = useClearScreen();
  const state = useRouterState();
  const { demo, chosen } = useDemo();
  const [step, setStep] = useState<Step>({ at: 'identify' });
  const enter = (who: Account) => {
    clear();
    client.setQueryData(['session.current', null], who);
    void navigate(state.from ?? '/', { replace: true });
  };
  switch (step.at) {
    case 'identify':
      return (
        <>
          <IdentifyStep
            prefilled={chosen === null ? undefined : { userType: userTypeOf(chosen.userType), userId: chosen.userId }}
            onChallenge={(who, challenge) => setStep({ at: 'password', who, challenge })}
          />
          <p className="mt-3">
            <Link to="/lpse">{t('login.otherLpse')}</Link>
          </p>
        </>
      );
    case 'password':
      return (
        <PasswordStep
          who={step.who}
          challenge={step.challenge}
          demoPassword={demo?.accounts.find(({ userId }) => userId === step.who.userId)?.password}
          onChallenge={(challenge) => setStep({ ...step, challenge })}
          onTotp={(closesAt) => setStep({ at: 'totp', who: step.who, loginId: step.challenge.loginId, closesAt })}
          onIn={enter}
          onBack={() => setStep({ at: 'identify' })}
        />
      );
    case 'totp':
      return (
        <TotpStep
          loginId={step.loginId}
          closesAt={step.closesAt}
          onIn={enter}
          onReset={() => setStep({ at: 'reset', who: step.who })}
          onBack={() => setStep({ at: 'identify' })}
        />
      );
    case 'reset':
      return <ResetStep who={step.who} onBack={() => setStep({ at: 'identify' })} />;
  }
}

function userTypeOf(text: string): Who['userType'] {
  return text === 'NON_PENYEDIA' ? 'NON_PENYEDIA' : 'PENYEDIA';
}

/** Where the login was asked for. */
function useRouterState(): { readonly from?: string } {
  const { state } = useLocation() as { state: unknown };
  return typeof state === 'object' && state !== null ? state : {};
}
