// Whose certificate signs: chosen anew for each act, from those of the account in use and no other (ux.md 6, domain.md 2.3).
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { IdentityView } from '../../app/contract/records.ts';
import { useCall } from '../query.ts';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';
import { Loaded } from './Loaded.tsx';
import { canSign, signersFor } from '../model/signers.ts';

export interface CertificateChoiceProps {
  /** `name` of the radio group: unique on the screen. */
  readonly group: string;
  readonly chosen: string | null;
  readonly onChoose: (identityId: string) => void;
  /** Holder of the certificate that sealed the bid: only that one may send it. */
  readonly sealedBy?: string | null;
  /** The certificate must still be valid then. */
  readonly until: string | null;
}

export function CertificateChoice(props: CertificateChoiceProps): ReactElement {
  const { t } = useTranslation('bid');
  const known = useCall('identities.list', null);
  return (
    <Loaded query={known} lines={2}>
      {({ identities }) =>
        identities.some(canSign) ? (
          <Choices {...props} identities={identities.filter(canSign)} />
        ) : (
          <p className="consequence">
            {t('certificate.empty')} <Link to="/identities">{t('certificate.import')}</Link>
          </p>
        )
      }
    </Loaded>
  );
}

function Choices({
  group,
  chosen,
  onChoose,
  sealedBy = null,
  until,
  identities,
}: CertificateChoiceProps & { readonly identities: readonly IdentityView[] }): ReactElement {
  const { t } = useTranslation('bid');
  const { usable } = signersFor(identities, sealedBy);
  const expired = identities.filter((identity) => !usable.includes(identity));
  return (
    <fieldset className="certificates">
      <legend className="form-label">{t('certificate.label')}</legend>
      {[...usable, ...expired].map((identity) => (
        <Choice
          key={identity.identityId}
          {...{ group, identity, until }}
          checked={identity.identityId === chosen}
          onChoose={() => onChoose(identity.identityId)}
        />
      ))}
    </fieldset>
  );
}

function Choice({
  group,
  identity,
  until,
  checked,
  onChoose,
}: {
  readonly group: string;
  readonly identity: IdentityView;
  readonly until: string | null;
  readonly checked: boolean;
  readonly onChoose: () => void;
}): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  const { identityId, holder, organisation, issuer, notAfter, expired, expiresSoon } = identity;
  const endsEarly = until !== null && Date.parse(notAfter) < Date.parse(until);
  const inputId = `${group}-${identityId}`;
  return (
    <div className={`form-check certificate ${checked ? 'certificate-chosen' : ''}`}>
      <input
        id={inputId}
        className="form-check-input"
        type="radio"
        name={group}
        checked={checked}
        disabled={expired}
        onChange={onChoose}
      />
      <label className="form-check-label" htmlFor={inputId}>
        <strong>{holder}</strong>
        {organisation !== null && <> · {organisation}</>}
        <span className="d-block small text-body-secondary">
          {issuer} · {t('certificate.until', { time: format.instant(notAfter) })}
        </span>
        {expired && <span className="d-block small">{t('certificate.expired')}</span>}
        {!expired && (endsEarly || expiresSoon) && (
          <span className="d-block small">
            <Icon name="warning" size={16} /> {t(endsEarly ? 'certificate.endsEarly' : 'certificate.expiresSoon')}
          </span>
        )}
      </label>
    </div>
  );
}
