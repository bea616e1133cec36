// Switching the authenticator on (QR code, shown 59 s) and off.
import { useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import { useMutationCall } from '../../query.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { svgSource } from './Captcha.tsx';
import { ClosingBar } from './ClosingBar.tsx';
import { CodeField, isCode } from './CodeField.tsx';
import { useClosing } from './closing.ts';

const QR_SECONDS = 59;

export function Authenticator({ enabled }: { readonly enabled: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="authenticator">
      <h2 id="authenticator">{t('totp.title')}</h2>
      <p>{t(enabled ? 'totp.on' : 'totp.off')}</p>
      {enabled ? <Disable /> : <Enable />}
    </section>
  );
}

function Enable(): ReactElement {
  const { t } = useTranslation();
  const enrol = useMutationCall('session.enrolTotp');
  if (enrol.data !== undefined) {
    return <Enrolment key={enrol.data.secret} enrolment={enrol.data} onAgain={() => enrol.mutate(null)} />;
  }
  return (
    <>
      <p className="text-body-secondary">{t('totp.lead')}</p>
      {enrol.error !== null && <ProblemNotice problem={enrol.error} />}
      <button type="button" className="btn btn-primary" disabled={enrol.isPending} onClick={() => enrol.mutate(null)}>
        {t('totp.enable')}
      </button>
    </>
  );
}

interface EnrolmentProps {
  readonly enrolment: CallOutput<'session.enrolTotp'>;
  readonly onAgain: () => void;
}

function Enrolment({ enrolment, onAgain }: EnrolmentProps): ReactElement {
  const { t } = useTranslation();
  const left = useClosing(enrolment.closesAt, QR_SECONDS);
  const [code, setCode] = useState('');
  const confirm = useMutationCall('session.confirmTotp', { refreshes: ['session.current', 'session.accessLog'] });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    confirm.mutate({ code }, { onError: () => setCode('') });
  };
  return (
    <form onSubmit={submit}>
      {left > 0 ? (
        <div className="qr-row">
          <img className="qr" src={svgSource(enrolment.qrSvg)} alt={t('totp.qrAlt')} />
          <div>
            <p>{t('totp.scan')}</p>
            <p className="mb-2">
              {t('totp.secret')} <code className="filename">{enrolment.secret}</code>{' '}
              <CopyButton compact text={enrolment.secret} />
            </p>
            <ClosingBar text={t('totp.qrLeft', { seconds: left })} left={left} of={QR_SECONDS} />
          </div>
        </div>
      ) : (
        <p>
          {t('totp.qrClosed')}{' '}
          <button type="button" className="btn btn-sm btn-outline-primary" onClick={onAgain}>
            {t('totp.qrAgain')}
          </button>
        </p>
      )}
      {confirm.error !== null && <ProblemNotice problem={confirm.error} />}
      <CodeField value={code} onChange={setCode} />
      <button type="submit" className="btn btn-primary" disabled={confirm.isPending || !isCode(code)}>
        {t('totp.confirm')}
      </button>
    </form>
  );
}

function Disable(): ReactElement {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const disable = useMutationCall('session.disableTotp', { refreshes: ['session.current', 'session.accessLog'] });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    disable.mutate({ code }, { onError: () => setCode('') });
  };
  return (
    <form onSubmit={submit}>
      {disable.error !== null && <ProblemNotice problem={disable.error} />}
      <CodeField value={code} onChange={setCode} />
      <button type="submit" className="btn btn-outline-secondary" disabled={disable.isPending || !isCode(code)}>
        {t('totp.disable')}
      </button>
    </form>
  );
}
