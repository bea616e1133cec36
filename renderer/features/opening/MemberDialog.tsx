// The one dialog in which a member signs something in an opening: it repeats tender, envelope, number of bids and certificate
// holder, says what cannot be undone, takes the passphrase, and forgets it the moment it hands it on.
import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EnteredRoom, RoomView } from '../../../app/contract/openings.ts';
import type { IdentityView } from '../../../app/contract/records.ts';
import type { IncidentProblem } from '../../../app/contract/result.ts';
import { useCall } from '../../query.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { useFormat } from '../../ui/format.ts';
import type { Fact } from '../../ui/FactTable.tsx';
import { PassphraseField } from '../../ui/PassphraseField.tsx';

export interface MemberSignature {
  readonly identityId: string;
  readonly passphrase: string;
  readonly encryptionIdentityId: string | null;
  /** Null when it is the same. */
  readonly encryptionPassphrase: string | null;
}

export interface MemberDialogProps {
  readonly room: Pick<RoomView, 'opening'>;
  readonly entered: Pick<EnteredRoom, 'openers' | 'bids'> | null;
  /** SHA-256 of the certificates that may sign; those of the room's openers without it. */
  readonly signers?: readonly string[];
  readonly title: string;
  readonly consequence: string;
  readonly confirmLabel: string;
  /** The member's own encryption certificate takes part. */
  readonly needsKey: boolean;
  readonly busy: boolean;
  readonly problem: IncidentProblem | null;
  readonly mustAccept?: string;
  readonly facts?: readonly Fact[];
  readonly children?: ReactNode;
  readonly onConfirm: (signature: MemberSignature) => void;
  readonly onCancel: () => void;
}

/** Mounted while it is open: every opening starts empty. */
export function MemberDialog(props: MemberDialogProps): ReactElement {
  const { room, entered, needsKey, problem, facts = [] } = props;
  const { t } = useTranslation('opening');
  const { data } = useCall('identities.list', null);
  const [picked, setPicked] = useState<string | null>(null);
  const [pickedKey, setPickedKey] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [second, setSecond] = useState('');
  const identities = data?.identities ?? [];
  const allowed = new Set(props.signers ?? entered?.openers.map(({ certificateSha256 }) => certificateSha256) ?? []);
  const signers = identities.filter(({ sha256, expired }) => allowed.has(sha256) && !expired);
  const keys = identities.filter((identity) => canOpen(identity) && !identity.expired);
  const signer = signers.find(({ identityId }) => identityId === picked) ?? signers[0];
  const key = keys.find(({ identityId }) => identityId === pickedKey) ?? keys[0];
  const ready = signer !== undefined && passphrase !== '' && (!needsKey || key !== undefined);
  const { kdTender, packageName, envelopeName } = room.opening;
  const wrong = problem?.code === 'identity/wrong-passphrase' && passphrase === '';
  return (
    <ConfirmDialog
      show
      title={props.title}
      facts={[
        { label: t('fact.tender'), value: `${kdTender} ${packageName}` },
        { label: t('fact.envelope'), value: envelopeName },
        ...(entered === null ? [] : [{ label: t('fact.bids'), value: t('list.bids', { count: entered.bids.length }) }]),
        { label: t('fact.certificate'), value: signer?.holder ?? t('certificate.none') },
        ...facts,
      ]}
      consequence={props.consequence}
      confirmLabel={props.confirmLabel}
      busy={props.busy}
      ready={ready}
      needs={signer !== undefined && passphrase === '' ? [t('bid:passphrase.need')] : []}
      {...(props.mustAccept === undefined ? {} : { mustAccept: props.mustAccept })}
      problem={problem?.code === 'identity/wrong-passphrase' ? null : problem}
      onCancel={props.onCancel}
      onConfirm={() => {
        if (signer === undefined) return;
        setPassphrase('');
        setSecond('');
        props.onConfirm({
          identityId: signer.identityId,
          passphrase,
          encryptionIdentityId: needsKey ? (key?.identityId ?? null) : null,
          encryptionPassphrase: needsKey && second !== '' ? second : null,
        });
      }}
    >
      {props.children}
      {data !== undefined && signer === undefined && (
        <p className="consequence">
          {t('certificate.missing')} <Link to="/identities">{t('certificate.import')}</Link>
        </p>
      )}
      {signers.length > 1 && (
        <Choice label={t('certificate.signing')} identities={signers} chosen={signer} onChoose={setPicked} />
      )}
      {needsKey && data !== undefined && key === undefined && (
        <p className="consequence">
          {t('certificate.keyMissing')} <Link to="/identities">{t('certificate.import')}</Link>
        </p>
      )}
      {needsKey && keys.length > 1 && (
        <Choice label={t('certificate.key')} identities={keys} chosen={key} onChoose={setPickedKey} />
      )}
      {signer !== undefined && <PassphraseField value={passphrase} onChange={setPassphrase} wrong={wrong} />}
      {needsKey && key !== undefined && (
        <Field label={t('certificate.second')} hint={t('certificate.secondHint')}>
          {(input) => (
            <input
              {...input}
              type="password"
              autoComplete="off"
              maxLength={1024}
              value={second}
              onChange={(event) => setSecond(event.target.value)}
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
  readonly chosen: IdentityView | undefined;
  readonly onChoose: (identityId: string) => void;
}): ReactElement {
  const { t } = useTranslation('opening');
  const format = useFormat();
  const id = useId();
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
        {identities.map(({ identityId, holder, notAfter }) => (
          <option key={identityId} value={identityId}>
            {t('certificate.option', { holder, until: format.instant(notAfter) })}
          </option>
        ))}
      </select>
    </div>
  );
}

function canOpen({ usages }: Pick<IdentityView, 'usages'>): boolean {
  return usages.includes('keyAgreement') || usages.includes('keyEncipherment');
}
