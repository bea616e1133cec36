// One paper: what it is, its digest, who signed it, and what can be done with it.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { PaperView } from '../../../app/contract/minutes.ts';
import { useMutationCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { EsignDialog } from './EsignDialog.tsx';
import { EsignResult } from './EsignResult.tsx';
import type { MinutesPlace } from './MinutesPanel.tsx';
import { SaveButton } from './SaveButton.tsx';
import { SignatureList } from './SignatureList.tsx';
import { SignMinutesDialog } from './SignMinutesDialog.tsx';

export interface PaperItemProps {
  readonly place: MinutesPlace;
  readonly paper: PaperView;
  readonly esignHost: string | null;
}

export function PaperItem({ place, paper, esignHost }: PaperItemProps): ReactElement {
  const { t } = useTranslation('minutes');
  const format = useFormat();
  const { name, kind, sha256, sizeBytes, signatures, members } = paper;
  const [dialog, setDialog] = useState<'sign' | 'esign' | null>(null);
  const [signed, setSigned] = useState<CallOutput<'minutes.sign'> | null>(null);
  const [esigned, setEsigned] = useState<CallOutput<'minutes.esign'> | null>(null);
  const toSign = kind === 'final';
  return (
    <li className="border-top pt-3 mb-3">
      <h3 className="h6 text-break">
        <Icon name="file" /> {name}
      </h3>
      <p className="mb-1">
        <span className="badge text-bg-secondary">{t(`kind.${kind}`)}</span>{' '}
        <span className="small text-body-secondary">{format.bytes(sizeBytes)}</span>
      </p>
      <DigestText digest={sha256} label={t('digestOf', { name })} />
      {toSign && <SignatureList {...{ place, signatures, members }} />}
      <div className="d-flex flex-wrap gap-2 align-items-center mt-2">
        <SaveButton {...{ place, name }} />
        {toSign && (
          <button type="button" className="btn btn-primary" onClick={() => setDialog('sign')}>
            <Icon name="lock" /> {t('sign.act')}
          </button>
        )}
        {esignHost !== null && kind !== 'draft' && (
          <button type="button" className="btn btn-outline-secondary" onClick={() => setDialog('esign')}>
            {t('esign.act')}
          </button>
        )}
      </div>
      <div aria-live="polite">
        {signed !== null && <p className="mt-2 mb-0">{t(`sign.outcome.${signed.outcome}`)}</p>}
        {esigned !== null && <EsignResult result={esigned} />}
      </div>
      {toSign && <AddSignature {...{ place, name }} />}
      {toSign && signatures.length > 0 && <Verify {...{ place, name }} />}
      {dialog === 'sign' && (
        <SignMinutesDialog {...{ place, paper }} onClose={() => setDialog(null)} onSigned={setSigned} />
      )}
      {dialog === 'esign' && esignHost !== null && (
        <EsignDialog {...{ place, paper }} host={esignHost} onClose={() => setDialog(null)} onSigned={setEsigned} />
      )}
    </li>
  );
}

function AddSignature({ place, name }: { readonly place: MinutesPlace; readonly name: string }): ReactElement {
  const { t } = useTranslation('minutes');
  const add = useMutationCall('minutes.addSignature', { refreshes: ['minutes.state'] });
  return (
    <div className="mt-2">
      <FileDrop
        purpose="signature"
        compact
        label={t('add.act')}
        about={name}
        disabled={add.isPending}
        onFiles={([file]) => {
          if (file !== undefined) add.mutate({ ...place, name, file: file.handle });
        }}
      />
      <div aria-live="polite">
        {add.data !== undefined && <p>{t(`add.outcome.${add.data.outcome}`, { holder: add.data.holder })}</p>}
      </div>
      {add.error !== null && <ProblemNotice problem={add.error} />}
    </div>
  );
}

function Verify({ place, name }: { readonly place: MinutesPlace; readonly name: string }): ReactElement {
  const { t } = useTranslation('minutes');
  const verify = useMutationCall('minutes.verify');
  const report = verify.data;
  const incomplete =
    report?.checks.some(({ id, outcome }) => id === 'minutes-complete' && outcome === 'missing') === true;
  return (
    <div className="mt-2">
      <button
        type="button"
        className="btn btn-outline-secondary"
        disabled={verify.isPending}
        onClick={() => verify.mutate({ ...place, name })}
      >
        <Icon name="check" /> {t('verify.act')}
      </button>
      <div aria-live="polite" className="mt-2">
        {verify.isPending && <p>{t('verify.working')}</p>}
        {report !== undefined && (
          <CheckReport
            report={report}
            title={t('verify.title', { name })}
            {...(report.ok ? { verdict: t(incomplete ? 'verify.someSigned' : 'verify.allSigned') } : {})}
          />
        )}
      </div>
      {verify.error !== null && <ProblemNotice problem={verify.error} />}
    </div>
  );
}
