// The one dialog in which a bidder signs something: seal, send, withdraw. It repeats the facts, says what cannot be undone, takes
// certificate, passphrase and statements, and forgets the passphrase the moment it hands it on.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentProblem } from '../../../app/contract/result.ts';
import { signersFor } from '../../model/signers.ts';
import { useCall } from '../../query.ts';
import { CertificateChoice } from '../../ui/CertificateChoice.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { PassphraseField } from '../../ui/PassphraseField.tsx';
import { Tick } from '../../ui/Tick.tsx';
import { useActFacts } from './desk.ts';
import type { BidSituation } from './steps.ts';

export interface Signature {
  /** Null in NON_CA mode: this computer's own key signs. */
  readonly identityId: string | null;
  readonly passphrase: string | null;
}

export interface SignDialogProps {
  readonly situation: BidSituation;
  readonly title: string;
  readonly consequence: string;
  readonly confirmLabel: string;
  /** Chosen on the screen already; without it the dialog lets choose. */
  readonly identityId?: string;
  /** Statements that must all be ticked. */
  readonly statements?: readonly string[];
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly problem: IncidentProblem | null;
  readonly onConfirm: (signature: Signature) => void;
  readonly onCancel: () => void;
}

/** Mounted while it is open: every opening starts empty. */
export function SignDialog(props: SignDialogProps): ReactElement {
  const { situation, statements = [], problem } = props;
  const { bid } = situation;
  const { t } = useTranslation('bid');
  const { data } = useCall('identities.list', null, { enabled: bid.mode === 'CA' });
  const { preset, usable } = signersFor(data?.identities ?? [], bid.sealed?.signerName ?? null);
  const [picked, setPicked] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [accepted, setAccepted] = useState<ReadonlySet<number>>(new Set());
  const identityId = props.identityId ?? picked ?? preset;
  const holder = data?.identities.find((identity) => identity.identityId === identityId)?.holder ?? null;
  const facts = useActFacts(situation, holder);
  const byCertificate = bid.mode === 'CA';
  // The one certificate there is stands among the facts already.
  const chooses = byCertificate && props.identityId === undefined && !(usable.length === 1 && preset !== null);
  const signed = !byCertificate || (identityId !== null && passphrase !== '');
  const confirm = () => {
    setPassphrase('');
    props.onConfirm(byCertificate ? { identityId, passphrase } : { identityId: null, passphrase: null });
  };
  return (
    <ConfirmDialog
      show
      title={props.title}
      facts={facts}
      consequence={props.consequence}
      confirmLabel={props.confirmLabel}
      danger={props.danger ?? false}
      busy={props.busy}
      ready={signed && accepted.size === statements.length}
      needs={[
        ...(byCertificate && identityId === null ? [t('passphrase.needCertificate')] : []),
        ...(byCertificate && passphrase === '' ? [t('passphrase.need')] : []),
        ...(accepted.size < statements.length ? [t('passphrase.needStatements')] : []),
      ]}
      problem={problem?.code === 'identity/wrong-passphrase' ? null : problem}
      onConfirm={confirm}
      onCancel={props.onCancel}
    >
      {chooses && (
        <CertificateChoice
          group="sign"
          chosen={identityId}
          onChoose={setPicked}
          sealedBy={bid.sealed?.signerName ?? null}
          until={null}
        />
      )}
      {byCertificate && (
        <PassphraseField
          value={passphrase}
          onChange={setPassphrase}
          wrong={problem?.code === 'identity/wrong-passphrase' && passphrase === ''}
        />
      )}
      {statements.map((text, i) => (
        <Tick
          key={text}
          className="mb-2"
          checked={accepted.has(i)}
          onChange={(checked) => setAccepted(changed(accepted, i, checked))}
        >
          {text}
        </Tick>
      ))}
    </ConfirmDialog>
  );
}

function changed(accepted: ReadonlySet<number>, index: number, checked: boolean): ReadonlySet<number> {
  const next = new Set(accepted);
  if (checked) next.add(index);
  else next.delete(index);
  return next;
}
