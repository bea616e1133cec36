// The dialog in which a member acts: facts, what cannot be undone, which certificate, its passphrase. The passphrase is forgotten the
// moment it is handed on.
import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { IdentityView } from '../../../app/contract/records.ts';
import type { IncidentProblem } from '../../../app/contract/result.ts';
import { canSign } from '../../model/signers.ts';
import { useCall } from '../../query.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import type { Fact } from '../../ui/FactTable.tsx';
import { Field } from '../../ui/Field.tsx';
import { useFormat } from '../../ui/format.ts';
import { PassphraseField } from '../../ui/PassphraseField.tsx';

export interface MemberSignature {
  readonly identityId: string;
  readonly passphrase: string;
  readonly encryptionIdentityId: string | null;
  readonly encryptionPassphrase: string | null;
}

export interface MemberSignDialogProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly consequence: string;
  readonly confirmLabel: string;
  /** The act needs the encryption certificate, too. */
  readonly opens: boolean;
  readonly mustAccept?: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly problem: IncidentProblem | null;
  readonly children?: ReactNode;
  readonly onConfirm: (signature: MemberSignature) => void;
  readonly onCancel: () => void;
}

/** Mounted while it is open: every opening starts empty. */
export function MemberSignDialog(props: MemberSignDialogProps): ReactElement {
  const { opens, problem } = props;
  const { t } = useTranslation('committee');
  const { data } = useCall('identities.list', null);
  const signers = (data?.identities ?? []).filter((one) => canSign(one) && !one.expired);
  const openers = (data?.identities ?? []).filter((one) => canOpen(one) && !one.expired);
  const [chosen, setChosen] = useState<Readonly<Record<'sign' | 'open', string | null>>>({ sign: null, open: null });
  const [passphrase, setPassphrase] = useState('');
  const [other, setOther] = useState('');
  const identityId = chosen.sign ?? signers[0]?.identityId ?? null;
  const encryptionIdentityId = opens ? (chosen.open ?? openers[0]?.identityId ?? null) : null;
  const missing = data !== undefined && (signers.length === 0 || (opens && openers.length === 0));
  const wrong = problem?.code === 'identity/wrong-passphrase';
  const confirm = () => {
    if (identityId === null) return;
    setPassphrase('');
    setOther('');
    const encryptionPassphrase = other === '' ? null : other;
    props.onConfirm({ identityId, passphrase, encryptionIdentityId, encryptionPassphrase });
  };
  return (
    <ConfirmDialog
      show
      title={props.title}
      facts={props.facts}
      consequence={props.consequence}
      confirmLabel={props.confirmLabel}
      {...(props.mustAccept === undefined ? {} : { mustAccept: props.mustAccept })}
      danger={props.danger ?? false}
      busy={props.busy}
      ready={identityId !== null && (!opens || encryptionIdentityId !== null) && passphrase !== ''}
      needs={passphrase === '' ? [t('bid:passphrase.need')] : []}
      problem={wrong ? null : problem}
      onConfirm={confirm}
      onCancel={props.onCancel}
    >
      {props.children}
      {missing && (
        <p className="consequence">
          {t('sign.noCertificate')} <Link to="/identities">{t('sign.import')}</Link>
        </p>
      )}
      <Choice
        label={t('sign.signing')}
        identities={signers}
        chosen={identityId}
        onChoose={(sign) => setChosen({ ...chosen, sign })}
      />
      {opens && (
        <Choice
          label={t('sign.opening')}
          identities={openers}
          chosen={encryptionIdentityId}
          onChoose={(open) => setChosen({ ...chosen, open })}
        />
      )}
      <PassphraseField value={passphrase} onChange={setPassphrase} wrong={wrong && passphrase === ''} />
      {opens && (
        <Field label={t('sign.otherPassphrase')} hint={t('sign.otherHint')}>
          {(input) => (
            <input
              {...input}
              type="password"
              autoComplete="off"
              maxLength={1024}
              value={other}
              onChange={(event) => setOther(event.target.value)}
            />
          )}
        </Field>
      )}
    </ConfirmDialog>
  );
}

function Choice({
  label,
  identities,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly identities: readonly IdentityView[];
  readonly chosen: string | null;
  readonly onChoose: (identityId: string) => void;
}): ReactElement | null {
  const format = useFormat();
  const id = useId();
  if (identities.length === 0) return null;
  return (
    <div className="mb-3">
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="form-select" value={chosen ?? ''} onChange={(event) => onChoose(event.target.value)}>
        {identities.map(({ identityId, holder, notAfter, sha256 }) => (
          <option key={identityId} value={identityId}>
            {holder} · {sha256.slice(0, 8)} · {format.instant(notAfter)}
          </option>
        ))}
      </select>
    </div>
  );
}

function canOpen({ usages }: IdentityView): boolean {
  return usages.includes('keyEncipherment') || usages.includes('keyAgreement');
}
