// A member signs the minutes with their own certificate: the paper's digest is repeated, and the passphrase is forgotten at once.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { PaperView } from '../../../app/contract/minutes.ts';
import { useMutationCall } from '../../query.ts';
import { CertificateChoice } from '../../ui/CertificateChoice.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { PassphraseField } from '../../ui/PassphraseField.tsx';
import type { MinutesPlace } from './MinutesPanel.tsx';

export interface SignMinutesDialogProps {
  readonly place: MinutesPlace;
  readonly paper: PaperView;
  readonly onClose: () => void;
  readonly onSigned: (result: CallOutput<'minutes.sign'>) => void;
}

export function SignMinutesDialog({ place, paper, onClose, onSigned }: SignMinutesDialogProps): ReactElement {
  const { t } = useTranslation('minutes');
  const [identityId, setIdentityId] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const sign = useMutationCall('minutes.sign', {
    refreshes: ['minutes.state'],
    onDone: (result) => {
      onSigned(result);
      onClose();
    },
  });
  const { name, sha256 } = paper;
  const wrong = sign.error?.problem.code === 'identity/wrong-passphrase';
  const confirm = () => {
    if (identityId === null) return;
    sign.mutate({ ...place, name, sha256, identityId, passphrase });
    setPassphrase('');
  };
  return (
    <ConfirmDialog
      show
      title={t('sign.title')}
      facts={[
        { label: t('fact.tender'), value: place.kdTender },
        { label: t('fact.envelope'), value: place.envelopeId },
        { label: t('fact.paper'), value: name },
        { label: t('fact.digest'), value: <DigestText digest={sha256} label={t('fact.digest')} /> },
      ]}
      consequence={t('sign.consequence')}
      confirmLabel={t('sign.act')}
      mustAccept={t('sign.read')}
      busy={sign.isPending}
      ready={identityId !== null && passphrase !== ''}
      problem={wrong ? null : sign.error}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <CertificateChoice group="sign-minutes" chosen={identityId} onChoose={setIdentityId} until={null} />
      <PassphraseField value={passphrase} onChange={setPassphrase} wrong={wrong && passphrase === ''} />
    </ConfirmDialog>
  );
}
