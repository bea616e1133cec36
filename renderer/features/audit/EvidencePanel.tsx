// Device records, opened with the auditor's key on this computer: the passphrase first, then groups, then every record.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { IdentityView } from '../../../app/contract/records.ts';
import { useExport } from '../../acts/use-export.ts';
import { problemOf } from '../../bridge.ts';
import { run, useCall, useMutationCall } from '../../query.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { PassphraseField } from '../../ui/PassphraseField.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { EvidenceRecords } from './EvidenceRecords.tsx';
import { SharedFacts } from './SharedFacts.tsx';

/** Certificates whose key can open what was sealed to it. */
const canOpen = ({ usages, expired }: IdentityView): boolean =>
  !expired && (usages.includes('keyAgreement') || usages.includes('keyEncipherment'));

export function EvidencePanel({ kdTender }: { readonly kdTender: string }): ReactElement {
  const { t } = useTranslation('audit');
  const identities = useCall('identities.list', null);
  return (
    <section className="panel" aria-labelledby="evidence">
      <h2 id="evidence">{t('evidence.title')}</h2>
      <p>{t('evidence.lead')}</p>
      <Loaded query={identities} lines={2}>
        {(data) => {
          const [identity] = data.identities.filter(canOpen);
          return identity === undefined ? (
            <p className="consequence">
              {t('evidence.noCertificate')} <Link to="/identities">{t('evidence.import')}</Link>
            </p>
          ) : (
            <Reading kdTender={kdTender} identity={identity} />
          );
        }}
      </Loaded>
    </section>
  );
}

function Reading({ kdTender, identity }: { readonly kdTender: string; readonly identity: IdentityView }): ReactElement {
  const { t } = useTranslation('audit');
  const [passphrase, setPassphrase] = useState('');
  const read = useMutationCall('audit.evidence');
  const { identityId } = identity;
  const file = useExport((bridge, to) => run(bridge, 'audit.exportEvidence', { kdTender, identityId, passphrase, to }));
  const problem = read.error === null ? file.problem : problemOf(read.error);
  return (
    <>
      <form
        className="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          read.mutate({ kdTender, identityId, passphrase });
        }}
      >
        <p className="small text-body-secondary">{t('evidence.with', { holder: identity.holder })}</p>
        <PassphraseField value={passphrase} onChange={setPassphrase} wrong={false} />
        <div className="d-flex flex-wrap gap-2 mb-3">
          <button type="submit" className="btn btn-primary" disabled={read.isPending || passphrase === ''}>
            {t('evidence.read')}
          </button>
          <button
            type="button"
            className="btn btn-outline-secondary"
            disabled={file.busy || passphrase === ''}
            onClick={() => void file.start(`jejak-perangkat-${kdTender}.json`)}
          >
            {t('evidence.save')}
          </button>
        </div>
        {file.shownAs !== null && <p role="status">{t('evidence.saved', { path: file.shownAs })}</p>}
        {problem !== null && <ProblemNotice problem={problem} />}
      </form>
      {read.data !== undefined && (
        <div role="status">
          <SharedFacts shared={read.data.shared} bidders={new Set(read.data.records.map((one) => one.bidderId)).size} />
          <EvidenceRecords records={read.data.records} shared={read.data.shared} />
        </div>
      )}
    </>
  );
}
