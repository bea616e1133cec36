// The one dialog in which a member of a committee, or an officer, signs: what it is about, whose certificate, what cannot be undone.
// Where the own key takes part it asks for that, too. Passphrases are forgotten the moment they are handed on.
import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { IdentityView } from '../../app/contract/records.ts';
import type { IncidentProblem } from '../../app/contract/result.ts';
import { canOpen, canSign } from '../model/signers.ts';
import { useCall } from '../query.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import type { Fact } from './FactTable.tsx';
import { Field } from './Field.tsx';
import { useFormat } from './format.ts';
import { PassphraseField } from './PassphraseField.tsx';

export interface MemberSignature {
  readonly identityId: string;
  readonly passphrase: string;
  readonly encryptionIdentityId: string | null;
  /** Null when it is the same. */
  readonly encryptionPassphrase: string | null;
}

export interface MemberSignDialogProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly consequence: string;
  readonly confirmLabel: string;
  /** The act needs the encryption certificate, too. */
  readonly opens: boolean;
  /** SHA-256 of the certificates that may sign: those that a policy names. Any that can sign without it. */
  readonly named?: readonly string[];
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
  const { opens, problem, named } = props;
  const { t } = useTranslation('committee');
  const { data } = useCall('identities.list', null);
  const [picked, setPicked] = useState<Readonly<Record<'sign' | 'open', string | null>>>({ sign: null, open: null });
  const [passphrase, setPassphrase] = useState('');
  const [other, setOther] = useState('');
  const usable = (data?.identities ?? []).filter(({ expired }) => !expired);
  const signers = usable.filter((one) => (named === undefined ? canSign(one) : named.includes(one.sha256)));
  const openers = opens ? usable.filter(canOpen) : [];
  const signer = chosenOf(signers, picked.sign);
  const opener = chosenOf(openers, picked.open);
  const wrong = problem?.code === 'identity/wrong-passphrase';
  const confirm = () => {
    if (signer === undefined) return;
    setPassphrase('');
    setOther('');
    props.onConfirm({
      ...{ identityId: signer.identityId, passphrase },
      encryptionIdentityId: opener?.identityId ?? null,
      encryptionPassphrase: opener === undefined || other === '' ? null : other,
    });
  };
  return (
    <ConfirmDialog
      show
      title={props.title}
      facts={[...props.facts, { label: t('fact.certificate'), value: signer?.holder ?? t('sign.none') }]}
      consequence={props.consequence}
      confirmLabel={props.confirmLabel}
      {...(props.mustAccept === undefined ? {} : { mustAccept: props.mustAccept })}
      danger={props.danger ?? false}
      busy={props.busy}
      ready={signer !== undefined && (!opens || opener !== undefined) && passphrase !== ''}
      needs={signer !== undefined && passphrase === '' ? [t('bid:passphrase.need')] : []}
      problem={wrong ? null : problem}
      onConfirm={confirm}
      onCancel={props.onCancel}
    >
      {props.children}
      {data !== undefined && signer === undefined && (
        <Missing text={t(named === undefined ? 'sign.noSigner' : 'sign.notNamed')} />
      )}
      {data !== undefined && opens && opener === undefined && <Missing text={t('sign.noOpener')} />}
      <Choice
        label={t('sign.signing')}
        identities={signers}
        chosen={signer}
        onChoose={(sign) => setPicked({ ...picked, sign })}
      />
      <Choice
        label={t('sign.opening')}
        identities={openers}
        chosen={opener}
        onChoose={(open) => setPicked({ ...picked, open })}
      />
      {signer !== undefined && (
        <PassphraseField value={passphrase} onChange={setPassphrase} wrong={wrong && passphrase === ''} />
      )}
      {opener !== undefined && (
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

function Missing({ text }: { readonly text: string }): ReactElement {
  const { t } = useTranslation('committee');
  return (
    <p className="consequence">
      {text} <Link to="/identities">{t('sign.import')}</Link>
    </p>
  );
}

/** Only where there is something to choose: the holder stands among the facts. */
function Choice({
  label,
  identities,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly identities: readonly IdentityView[];
  readonly chosen: IdentityView | undefined;
  readonly onChoose: (identityId: string) => void;
}): ReactElement | null {
  const { t } = useTranslation('committee');
  const format = useFormat();
  const id = useId();
  if (identities.length < 2) return null;
  return (
    <div className="mb-3">
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="form-select"
        value={chosen?.identityId ?? ''}
        onChange={(event) => onChoose(event.target.value)}
      >
        {identities.map(({ identityId, holder, notAfter, sha256 }) => (
          <option key={identityId} value={identityId}>
            {t('sign.option', { holder, digest: sha256.slice(0, 8), until: format.instant(notAfter) })}
          </option>
        ))}
      </select>
    </div>
  );
}

function chosenOf(identities: readonly IdentityView[], picked: string | null): IdentityView | undefined {
  return identities.find(({ identityId }) => identityId === picked) ?? identities[0];
}
