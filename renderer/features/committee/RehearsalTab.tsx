// Gladi: each member tries the own key on a canary of the KMS, or the own share of the quorum, days before it matters.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { CommitteeDetailView, MemberView } from '../../../app/contract/committee.ts';
import { problemOf } from '../../bridge.ts';
import { useLanguage } from '../../i18n.ts';
import { useMutationCall } from '../../query.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { problemText } from '../../ui/ProblemNotice.tsx';
import { MemberSignDialog } from '../../ui/MemberSignDialog.tsx';

type Envelope = CommitteeDetailView['tender']['envelopes'][number];
type Outcome = MemberView['rehearsals'][number]['outcome'];

const ICONS: Readonly<Record<Outcome, IconName>> = { opened: 'check', failed: 'cross', none: 'warning' };

export function RehearsalTab({ detail }: { readonly detail: CommitteeDetailView }): ReactElement {
  const { t } = useTranslation('committee');
  const { tender } = detail;
  return (
    <section className="panel" aria-labelledby="committee-rehearsal">
      <h2 id="committee-rehearsal">{t('rehearsal.title')}</h2>
      <p>{t(`rehearsal.lead.${tender.way.kind}`)}</p>
      <ul className="rows">
        {tender.envelopes.map((envelope) => (
          <EnvelopeRow key={envelope.envelopeId} detail={detail} envelope={envelope} />
        ))}
      </ul>
    </section>
  );
}

function EnvelopeRow({
  detail,
  envelope,
}: {
  readonly detail: CommitteeDetailView;
  readonly envelope: Envelope;
}): ReactElement {
  const { t } = useTranslation('committee');
  const { members, kdTender } = detail.tender;
  const why = whyBlocked(detail, envelope);
  const blocked = why === null ? null : { kdTender, why };
  return (
    <li className="row-item">
      <div className="row-text">
        <h3 className="h6">{envelope.name}</h3>
        <ul className="committee-people">
          {members.map((member) => {
            const mark = member.rehearsals.find(({ envelopeId }) => envelopeId === envelope.envelopeId);
            const outcome = mark?.outcome ?? 'none';
            return (
              <li key={member.accountId} className="committee-person">
                <span>
                  {member.name}
                  {member.me && <span className="text-body-secondary"> ({t('you')})</span>}
                </span>
                <span>
                  <Icon name={ICONS[outcome]} size={16} /> {t(`rehearsal.outcome.${outcome}`)}
                  {mark?.time !== undefined && mark.time !== null && (
                    <span className="text-body-secondary">
                      {' '}
                      · <Moment at={mark.time} />
                    </span>
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      </div>
      {!detail.closed &&
        (blocked === null ? <Rehearse detail={detail} envelope={envelope} /> : <Blocked {...blocked} />)}
    </li>
  );
}

/** A share of a dealing that nobody stands for any more, or none at all, cannot be tried. */
function whyBlocked({ quorum }: CommitteeDetailView, { envelopeId }: Envelope): 'dealerLeft' | 'notDealt' | null {
  const dealt = quorum.find((one) => one.envelopeId === envelopeId);
  if (dealt === undefined) return null;
  if (dealt.dealerLeft) return 'dealerLeft';
  return dealt.holders.some((one) => one.me && !one.dealt) ? 'notDealt' : null;
}

function Blocked({
  kdTender,
  why,
}: {
  readonly kdTender: string;
  readonly why: 'dealerLeft' | 'notDealt';
}): ReactElement {
  const { t } = useTranslation('committee');
  return (
    <p className="committee-blocked mb-0">
      {t(`rehearsal.blocked.${why}`)} <Link to={`/committee/${kdTender}/quorum`}>{t('rehearsal.blocked.goto')}</Link>
    </p>
  );
}

function Rehearse({
  detail: { tender },
  envelope,
}: {
  readonly detail: CommitteeDetailView;
  readonly envelope: Envelope;
}): ReactElement {
  const { t } = useTranslation('committee');
  const [asked, setAsked] = useState(false);
  const rehearse = useMutationCall('committee.rehearse', {
    refreshes: ['committee.load', 'committee.overview'],
    onDone: () => setAsked(false),
  });
  const { kdTender, name, mode } = tender;
  const { envelopeId } = envelope;
  return (
    <div>
      <button
        type="button"
        className="btn btn-outline-primary"
        aria-label={t('rehearsal.startNamed', { envelope: envelope.name })}
        onClick={() => setAsked(true)}
      >
        {t('rehearsal.start')}
      </button>
      <div aria-live="polite">{rehearse.data !== undefined && <OutcomeText outcome={rehearse.data} />}</div>
      {asked && (
        <MemberSignDialog
          title={t('rehearsal.dialog')}
          facts={[
            { label: t('fact.tender'), value: <span className="tabular">{kdTender}</span> },
            { label: t('fact.name'), value: name },
            { label: t('fact.envelope'), value: envelope.name },
          ]}
          consequence={t('rehearsal.consequence')}
          confirmLabel={t('rehearsal.start')}
          opens={mode === 'CA'}
          busy={rehearse.isPending}
          problem={rehearse.error === null ? null : problemOf(rehearse.error)}
          onConfirm={(signature) => rehearse.mutate({ kdTender, envelopeId, ...signature })}
          onCancel={() => setAsked(false)}
        />
      )}
    </div>
  );
}

function OutcomeText({ outcome }: { readonly outcome: CallOutput<'committee.rehearse'> }): ReactElement {
  const { t } = useTranslation('committee');
  const language = useLanguage();
  if (outcome.kind === 'not-opened') {
    return (
      <p className="consequence mt-2">
        {t('rehearsal.failed')} {problemText(outcome.code, language).what} <code>{outcome.code}</code>
      </p>
    );
  }
  const text = outcome.kind === 'opened' ? t('rehearsal.opened') : t('rehearsal.share', { x: outcome.x });
  return <p className="mt-2 mb-0">{text}</p>;
}
