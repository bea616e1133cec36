// Signing through the e-Sign service that the operator set up: the paper leaves this computer, and the dialog says so.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { PaperView } from '../../../app/contract/minutes.ts';
import { useMutationCall } from '../../query.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { Field } from '../../ui/Field.tsx';
import { Tick } from '../../ui/Tick.tsx';
import type { MinutesPlace } from './MinutesPanel.tsx';

const KINDS = ['passphrase', 'totp'] as const;

export function EsignDialog({
  place,
  paper,
  host,
  onClose,
  onSigned,
}: {
  readonly place: MinutesPlace;
  readonly paper: PaperView;
  readonly host: string;
  readonly onClose: () => void;
  readonly onSigned: (result: CallOutput<'minutes.esign'>) => void;
}): ReactElement {
  const { t } = useTranslation('minutes');
  const [signer, setSigner] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('passphrase');
  const [value, setValue] = useState('');
  const esign = useMutationCall('minutes.esign', {
    refreshes: ['minutes.state'],
    onDone: (result) => {
      onSigned(result);
      onClose();
    },
  });
  const { name, sha256 } = paper;
  const fits = kind === 'passphrase' ? value !== '' : /^\d{6,8}$/.test(value);
  const missing = [...(signer.trim().length >= 3 ? [] : [t('esign.signer')]), ...(fits ? [] : [t(`esign.${kind}`)])];
  const confirm = () => {
    esign.mutate({ ...place, name, sha256, signer: signer.trim(), secret: { kind, value } });
    setValue('');
  };
  return (
    <ConfirmDialog
      show
      title={t('esign.title')}
      facts={[
        { label: t('fact.paper'), value: name },
        { label: t('fact.digest'), value: <DigestText digest={sha256} label={t('fact.digest')} /> },
        { label: t('fact.host'), value: host },
      ]}
      consequence={t('esign.consequence', { host })}
      confirmLabel={t('esign.act')}
      busy={esign.isPending}
      ready={missing.length === 0}
      needs={missing}
      problem={esign.error}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <Field label={t('esign.signer')}>
        {(input) => (
          <input
            {...input}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={signer}
            onChange={(event) => setSigner(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="mb-2">
        <legend className="form-label">{t('esign.with')}</legend>
        {KINDS.map((one) => (
          <Tick
            key={one}
            group="esign-kind"
            className="form-check-inline"
            checked={kind === one}
            onChange={() => {
              setKind(one);
              setValue('');
            }}
          >
            {t(`esign.${one}`)}
          </Tick>
        ))}
      </fieldset>
      <Field label={t(`esign.${kind}`)} hint={t('esign.hint')}>
        {(input) => (
          <input
            {...input}
            type={kind === 'passphrase' ? 'password' : 'text'}
            inputMode={kind === 'passphrase' ? 'text' : 'numeric'}
            autoComplete="off"
            spellCheck={false}
            maxLength={1024}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
