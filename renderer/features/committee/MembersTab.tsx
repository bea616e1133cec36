// Anggota: each member's certificates with what is wrong and what to do, and asking for another person in a place.
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommitteeDetailView, MemberView } from '../../../app/contract/committee.ts';
import { problemOf } from '../../bridge.ts';
import { useMutationCall } from '../../query.ts';
import { DigestText } from '../../ui/DigestText.tsx';
import { Field } from '../../ui/Field.tsx';
import { useFormat } from '../../ui/format.ts';
import { AlarmList, TimeLeft } from './MemberAlarms.tsx';
import { MemberSignDialog } from '../../ui/MemberSignDialog.tsx';

export function MembersTab({ detail }: { readonly detail: CommitteeDetailView }): ReactElement {
  const { t } = useTranslation('committee');
  const { tender } = detail;
  return (
    <section className="panel" aria-labelledby="committee-members">
      <h2 id="committee-members">{t('members.title')}</h2>
      <ul className="rows">
        {tender.members.map((member) => (
          <li key={member.accountId} className="row-item">
            <div className="row-text">
              <h3 className="h6">
                {member.name}
                {member.leader && <span className="text-body-secondary"> · {t('members.leader')}</span>}
                {member.me && <span className="text-body-secondary"> ({t('you')})</span>}
              </h3>
              <KeyLine label={t('key.signing')} certificate={member.signing} />
              {tender.mode === 'CA' && <KeyLine label={t('key.opening')} certificate={member.opening} />}
              <AlarmList member={member} tender={tender} />
            </div>
            {!detail.closed && detail.candidates.length > 0 && <Replace detail={detail} member={member} />}
          </li>
        ))}
      </ul>
      {!detail.closed && detail.candidates.length === 0 && <p className="mb-0">{t('members.noCandidates')}</p>}
    </section>
  );
}

const LIVING: ReadonlySet<string> = new Set(['good', 'expires-before-opening', 'unknown']);

function KeyLine({
  label,
  certificate,
}: {
  readonly label: string;
  readonly certificate: MemberView['signing'];
}): ReactElement {
  const { t } = useTranslation('committee');
  const format = useFormat();
  return (
    <div>
      {label}:{' '}
      {certificate === null ? (
        t('members.none')
      ) : (
        <>
          {t(`state.${certificate.state}`)} · {t('members.until', { time: format.instant(certificate.notAfter) })}
          {/* A revoked key has none left, whatever it says. */}
          <TimeLeft until={LIVING.has(certificate.state) ? certificate.notAfter : null} />{' '}
          <span className="small">
            <DigestText digest={certificate.sha256} label={label} copy={false} />
          </span>
        </>
      )}
    </div>
  );
}

function Replace({
  detail: { tender, candidates },
  member,
}: {
  readonly detail: CommitteeDetailView;
  readonly member: MemberView;
}): ReactElement {
  const { t } = useTranslation('committee');
  const { kdTender, name, way } = tender;
  const id = useId();
  const [asked, setAsked] = useState(false);
  const [add, setAdd] = useState(candidates[0]?.accountId ?? '');
  const [reason, setReason] = useState('');
  const replace = useMutationCall('committee.replaceMember', {
    refreshes: ['committee.load', 'committee.overview'],
    onDone: () => setAsked(false),
  });
  return (
    <div>
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary"
        aria-label={t('replace.buttonNamed', { name: member.name })}
        onClick={() => setAsked(true)}
      >
        {t('replace.button')}
      </button>
      {asked && (
        <MemberSignDialog
          title={t('replace.title')}
          facts={[
            { label: t('fact.tender'), value: <span className="tabular">{kdTender}</span> },
            { label: t('fact.name'), value: name },
            { label: t('fact.leaving'), value: member.name },
          ]}
          consequence={t(way.kind === 'quorum' ? 'replace.consequenceQuorum' : 'replace.consequence')}
          confirmLabel={t('replace.confirm')}
          opens={false}
          danger
          busy={replace.isPending}
          problem={replace.error === null ? null : problemOf(replace.error)}
          onConfirm={({ identityId, passphrase }) =>
            replace.mutate({ kdTender, remove: member.accountId, add, reason, identityId, passphrase })
          }
          onCancel={() => setAsked(false)}
        >
          <div className="mb-3">
            <label className="form-label" htmlFor={id}>
              {t('replace.joining')}
            </label>
            <select id={id} className="form-select" value={add} onChange={(event) => setAdd(event.target.value)}>
              {candidates.map(({ accountId, name: candidate }) => (
                <option key={accountId} value={accountId}>
                  {candidate}
                </option>
              ))}
            </select>
          </div>
          <Field label={t('replace.reason')} hint={t('replace.reasonHint')}>
            {(input) => (
              <input {...input} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        </MemberSignDialog>
      )}
    </div>
  );
}
