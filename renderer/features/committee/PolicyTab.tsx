// Kebijakan: what the next sealing policy says, who has signed it, and my signature.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommitteeDetailView } from '../../../app/contract/committee.ts';
import { useMutationCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { Moment } from '../../ui/Countdown.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { problemText } from '../../ui/ProblemNotice.tsx';
import { useLanguage } from '../../i18n.ts';
import { PolicyLine } from './CommitteeHome.tsx';
import { MemberSignDialog } from '../../ui/MemberSignDialog.tsx';
import { problemOf } from '../../bridge.ts';

type Draft = NonNullable<CommitteeDetailView['draft']>;

export function PolicyTab({ detail }: { readonly detail: CommitteeDetailView }): ReactElement {
  const { t } = useTranslation('committee');
  const language = useLanguage();
  const { tender, draft } = detail;
  const { code } = tender.policy;
  return (
    <section className="panel" aria-labelledby="committee-policy">
      <h2 id="committee-policy">{t('policy.title')}</h2>
      <PolicyLine tender={tender} />
      <p className="mt-2">
        <Icon name="lock" /> {t(`mode.${tender.mode}`)}
      </p>
      {code !== null && (
        <p className="consequence">
          {problemText(code, language).what} {problemText(code, language).next} <code>{code}</code>
        </p>
      )}
      {draft === null ? code === null && <p>{t('policy.nothing')}</p> : <DraftView detail={detail} draft={draft} />}
    </section>
  );
}

function DraftView({ detail, draft }: { readonly detail: CommitteeDetailView; readonly draft: Draft }): ReactElement {
  const { t } = useTranslation('committee');
  const { policy } = detail.tender;
  return (
    <>
      <h3>{t('policy.draft', { serial: draft.serial })}</h3>
      <ul className="rows">
        {draft.envelopes.map((envelope) => (
          <li key={envelope.envelopeId} className="row-item">
            <div className="row-text">
              <h4 className="h6">{envelope.name}</h4>
              <div>
                {t('policy.closes')} <Moment at={envelope.closesAt} />
              </div>
              <div>{t('policy.stage', { stage: envelope.opensAtStage })}</div>
              <Rule envelope={envelope} />
              <People title={t('policy.openers')} people={envelope.openers} />
              <People title={t('policy.signers')} people={envelope.signers} />
            </div>
          </li>
        ))}
      </ul>
      <CheckReport
        report={draft.report}
        title={t('policy.draft', { serial: draft.serial })}
        verdict={t(draft.report.ok ? 'policy.draftGood' : 'policy.draftBad')}
      />
      <p className="small mt-2">
        SHA-256: <DigestText digest={draft.policySha256} label={t('policy.digest')} />
      </p>
      {policy.signedByMe ? <p>{t('policy.mineDone')}</p> : <SignPolicy detail={detail} draft={draft} />}
    </>
  );
}

function Rule({ envelope: { rule } }: { readonly envelope: Draft['envelopes'][number] }): ReactElement {
  const { t } = useTranslation('committee');
  switch (rule.kind) {
    case 'members':
      return <div>{t('rule.members')}</div>;
    case 'quorum':
      return <div>{t('rule.quorum', { threshold: rule.threshold, total: rule.holders.length })}</div>;
    case 'single-lock':
      return <div>{t('rule.single')}</div>;
  }
}

interface Person {
  readonly name: string;
  readonly sha256: string;
  readonly signed?: boolean;
}

function People({
  title,
  people,
}: {
  readonly title: string;
  readonly people: readonly Person[];
}): ReactElement | null {
  const { t } = useTranslation('committee');
  if (people.length === 0) return null;
  return (
    <div className="mt-2">
      <strong>{title}</strong>
      <ul className="committee-people">
        {people.map(({ name, sha256, signed }) => (
          <li key={sha256} className="committee-person">
            <span>
              {name}
              {signed === true && (
                <>
                  {' '}
                  <Icon name="check" size={16} /> {t('policy.hasSigned')}
                </>
              )}
            </span>
            <DigestText digest={sha256} label={t('policy.certificateOf', { name })} copy={false} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function SignPolicy({ detail, draft }: { readonly detail: CommitteeDetailView; readonly draft: Draft }): ReactElement {
  const { t } = useTranslation('committee');
  const { kdTender, name } = detail.tender;
  const [asked, setAsked] = useState(false);
  const sign = useMutationCall('committee.signPolicy', {
    refreshes: ['committee.load', 'committee.overview'],
    onDone: () => setAsked(false),
  });
  return (
    <>
      <button type="button" className="btn btn-primary" disabled={!draft.report.ok} onClick={() => setAsked(true)}>
        {t('policy.sign')}
      </button>
      {asked && (
        <MemberSignDialog
          title={t('policy.signTitle')}
          facts={[
            { label: t('fact.tender'), value: <span className="tabular">{kdTender}</span> },
            { label: t('fact.name'), value: name },
            { label: t('fact.serial'), value: draft.serial },
            { label: t('fact.digest'), value: <span className="tabular">{draft.policySha256.slice(0, 16)}</span> },
          ]}
          consequence={t('policy.consequence')}
          confirmLabel={t('policy.sign')}
          opens={false}
          busy={sign.isPending}
          problem={sign.error === null ? null : problemOf(sign.error)}
          onConfirm={({ identityId, passphrase }) =>
            sign.mutate({ kdTender, identityId, passphrase, policySha256: draft.policySha256 })
          }
          onCancel={() => setAsked(false)}
        />
      )}
    </>
  );
}
