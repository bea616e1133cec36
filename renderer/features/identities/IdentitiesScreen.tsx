// Sertifikat: what is installed for this account, when it expires, and how another one is brought in.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityView } from '../../../app/contract/records.ts';
import { canSign } from '../../model/signers.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Moment } from '../../ui/Countdown.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { ImportIdentity } from './ImportIdentity.tsx';

export function IdentitiesScreen(): ReactElement {
  const { t } = useTranslation();
  const list = useCall('identities.list', null);
  return (
    <Page title={t('nav.identities')} lead={t('identities.lead')}>
      <ImportIdentity />
      <Loaded query={list}>
        {({ identities }) =>
          identities.length === 0 ? (
            <EmptyState icon="certificate" title={t('identities.noneTitle')} text={t('identities.noneText')} />
          ) : (
            <ul className="plain-list">
              {identities.map((identity) => (
                <IdentityCard key={identity.identityId} identity={identity} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function IdentityCard({ identity }: { readonly identity: IdentityView }): ReactElement {
  const { t } = useTranslation();
  const [removing, setRemoving] = useState(false);
  const { holder, organisation, expired, expiresSoon, notAfter, sha256, identityId } = identity;
  return (
    <li className="panel">
      <div className="d-flex flex-wrap gap-2 justify-content-between">
        <div>
          <h2 className="mb-1">
            <Icon name="certificate" /> {holder} <Purpose identity={identity} />
          </h2>
          <div>{organisation ?? t('identities.noOrganisation')}</div>
        </div>
        <button
          type="button"
          className="btn btn-sm btn-outline-secondary align-self-start"
          aria-label={t('identities.removeNamed', { holder })}
          onClick={() => setRemoving(true)}
        >
          {t('ui.remove')}
        </button>
      </div>
      {(expired || expiresSoon) && (
        <p className="consequence" role="status">
          <Icon name="warning" /> {t(expired ? 'identities.expired' : 'identities.expiresSoon')}{' '}
          <Moment at={notAfter} local={false} />. {t('identities.renew')}
        </p>
      )}
      <p className="mt-2 mb-2 text-body-secondary">
        {t('identities.validUntil')} <Moment at={notAfter} local={false} /> · {identity.keyType}
      </p>
      <details>
        <summary>{t('ui.details')}</summary>
        <FactTable
          facts={[
            { label: t('identities.subject'), value: identity.subject },
            { label: t('identities.issuer'), value: identity.issuer },
            { label: t('identities.serial'), value: <code>{identity.serialHex}</code> },
            { label: t('identities.validFrom'), value: <Moment at={identity.notBefore} local={false} /> },
            {
              label: t('identities.usages'),
              value: identity.usages.map((usage) => t(`usage.${usage}`, { defaultValue: usage })).join(', '),
            },
            { label: 'SHA-256', value: <DigestText digest={sha256} label={t('identities.digest')} /> },
          ]}
        />
      </details>
      <RemoveDialog identity={identity} key={identityId} show={removing} onClose={() => setRemoving(false)} />
    </li>
  );
}

/** A member's two certificates carry the same name: what each is for tells them apart. */
function Purpose({ identity }: { readonly identity: IdentityView }): ReactElement | null {
  const { t } = useTranslation();
  const opens = identity.usages.some((usage) => usage === 'keyAgreement' || usage === 'keyEncipherment');
  const signs = canSign(identity);
  if (!opens && !signs) return null;
  const purpose = opens && signs ? 'both' : opens ? 'open' : 'sign';
  return <span className="badge badge-accent">{t(`identities.for.${purpose}`)}</span>;
}

interface RemoveDialogProps {
  readonly identity: IdentityView;
  readonly show: boolean;
  readonly onClose: () => void;
}

function RemoveDialog({ identity, show, onClose }: RemoveDialogProps): ReactElement {
  const { t } = useTranslation();
  const remove = useMutationCall('identities.remove', { refreshes: ['identities.list'] });
  return (
    <ConfirmDialog
      show={show}
      title={t('identities.removeTitle')}
      facts={[
        { label: t('identities.holder'), value: identity.holder },
        { label: t('identities.organisation'), value: identity.organisation ?? '–' },
        { label: t('identities.usages'), value: <Purpose identity={identity} /> },
        { label: t('identities.serial'), value: <code>{identity.serialHex}</code> },
      ]}
      consequence={t('identities.removeConsequence')}
      confirmLabel={t('identities.removeConfirm')}
      danger
      busy={remove.isPending}
      problem={remove.error}
      onCancel={onClose}
      onConfirm={() => remove.mutate({ identityId: identity.identityId }, { onSuccess: onClose })}
    />
  );
}
