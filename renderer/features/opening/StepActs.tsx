// The act that is next in this opening, with what it means; each is confirmed in a dialog that repeats what it is about.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnteredRoom, RoomView } from '../../../app/contract/openings.ts';
import type { Act } from '../../acts/act-store.ts';
import { DigestText } from '../../ui/DigestText.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAct } from './acts.ts';
import { MemberSignDialog, type MemberSignature } from '../../ui/MemberSignDialog.tsx';
import { opensHere, type RoomRule } from './steps.ts';

export interface StepActsProps {
  readonly room: RoomView;
  readonly entered: EnteredRoom;
  readonly rule: RoomRule;
  readonly allOpened: boolean;
  /** Bids in force, also those that stay sealed. */
  readonly bids: number;
  /** Bids that this computer has gone through already. */
  readonly opened: number;
  /** Signed results that the log has not: opening all again posts them. */
  readonly missing: number;
}

type ActId = 'lead' | 'takeOver' | 'release' | 'contribute' | 'open';

interface OneAct {
  readonly id: ActId;
  readonly act: Act & { readonly clear: () => void };
  readonly run: (signature: MemberSignature) => Promise<boolean>;
  readonly needsKey: boolean;
}

export function StepActs(props: StepActsProps): ReactElement {
  const { room, entered, rule } = props;
  const { t } = useTranslation('opening');
  const [asking, setAsking] = useState<ActId | null>(null);
  const acts = useActs(room, entered, rule);
  const offered = offeredActs(props);
  const asked = acts.find(({ id }) => id === asking);
  const saying = sayingOf(props);
  const count = saying === 'goOn' ? props.opened : props.missing;
  const close = () => {
    asked?.act.clear();
    setAsking(null);
  };
  return (
    <div className="step-act">
      <p>{t(`say.${saying}`, { name: entered.session?.leader ?? '', count })}</p>
      {rule.kind === 'single-lock' && entered.releasedAt === null && entered.dueCount !== 0 && (
        <p className="consequence">{t('say.singleLock')}</p>
      )}
      <div className={offered.length === 0 ? 'd-none' : 'd-flex flex-wrap gap-2'}>
        {offered.map((id, i) => (
          <button
            key={id}
            type="button"
            className={`btn ${id === 'takeOver' ? 'btn-outline-secondary' : i === 0 ? 'btn-primary' : 'btn-outline-primary'}`}
            onClick={() => setAsking(id)}
          >
            {t(`act.${id}.button`)}
          </button>
        ))}
      </div>
      {acts.map(
        ({ id, act }) => act.problem !== null && id !== asking && <ProblemNotice key={id} problem={act.problem} />,
      )}
      {asked !== undefined && (
        <MemberSignDialog
          named={entered.openers.map(({ certificateSha256 }) => certificateSha256)}
          facts={[
            { label: t('fact.tender'), value: `${room.opening.kdTender} ${room.opening.packageName}` },
            { label: t('fact.envelope'), value: room.opening.envelopeName },
            { label: t('fact.bids'), value: t('list.bids', { count: entered.bids.length }) },
          ]}
          title={t(`act.${asked.id}.title`)}
          consequence={t(`act.${asked.id}.consequence`)}
          confirmLabel={t(`act.${asked.id}.button`)}
          opens={asked.needsKey}
          busy={asked.act.busy}
          problem={asked.act.problem}
          danger={asked.id === 'takeOver'}
          {...(asked.id === 'contribute' ? { mustAccept: t('act.contribute.compared') } : {})}
          onCancel={close}
          onConfirm={(signature) => {
            // Opening shows its own progress; the dialog has done its part.
            if (asked.id === 'open') setAsking(null);
            void asked.run(signature).then((done) => {
              if (done) setAsking(null);
            });
          }}
        >
          {asked.id === 'contribute' && entered.session !== null && (
            <div className="session">
              <p className="mb-1">{t('act.contribute.to', { name: entered.session.leader })}</p>
              <DigestText digest={entered.session.certificateSha256} label={t('members.sessionDigest')} copy={false} />
            </div>
          )}
        </MemberSignDialog>
      )}
    </div>
  );
}

function useActs({ opening }: RoomView, { session }: EnteredRoom, rule: RoomRule): readonly OneAct[] {
  const { kdTender, envelopeId } = opening;
  const about = `${kdTender}/${envelopeId}`;
  const lead = useAct('openings.lead', about);
  const release = useAct('openings.release', about);
  const contribute = useAct('openings.contribute', about);
  const open = useAct('openings.open', about);
  const id = { kdTender, envelopeId };
  const signed = ({ identityId, passphrase }: Pick<MemberSignature, 'identityId' | 'passphrase'>) => ({
    ...id,
    identityId,
    passphrase,
  });
  return [
    { id: 'lead', act: lead, needsKey: false, run: (signature) => lead.start(signed(signature)) },
    { id: 'takeOver', act: lead, needsKey: false, run: (signature) => lead.start(signed(signature)) },
    { id: 'release', act: release, needsKey: false, run: (signature) => release.start(signed(signature)) },
    {
      id: 'contribute',
      act: contribute,
      needsKey: true,
      run: ({ encryptionIdentityId, encryptionPassphrase, ...signature }) =>
        contribute.start({
          ...signed(signature),
          encryptionPassphrase,
          encryptionIdentityId: encryptionIdentityId ?? '',
          sessionCertificateSha256: session?.certificateSha256 ?? '',
        }),
    },
    {
      id: 'open',
      act: open,
      needsKey: rule.kind === 'members',
      run: ({ encryptionIdentityId, encryptionPassphrase, ...signature }) =>
        open.start({ ...signed(signature), encryptionIdentityId, encryptionPassphrase }),
    },
  ];
}

/** What this member can do now, the next step first. */
function offeredActs({ entered, rule, allOpened, missing }: StepActsProps): readonly ActId[] {
  const { session, releasedAt, openers, contributions, dueCount } = entered;
  if (dueCount === 0) return [];
  const needsSession = rule.kind !== 'members';
  if (needsSession && session === null) return ['lead'];
  const mine = openers.find((opener) => opener.mine);
  const gives = rule.kind === 'quorum' && mine?.contributed === false && !allOpened;
  const opens =
    releasedAt !== null &&
    (!allOpened || missing > 0) &&
    opensHere(rule.kind, entered) &&
    (rule.kind !== 'quorum' || contributions >= rule.threshold);
  return [
    ...(releasedAt === null && !(needsSession && rule.kind === 'single-lock' && session?.here !== true)
      ? (['release'] as const)
      : []),
    ...(gives ? (['contribute'] as const) : []),
    ...(opens ? (['open'] as const) : []),
    // A leading computer that is lost must not keep the bids sealed.
    ...(needsSession && session?.here === false && !allOpened ? (['takeOver'] as const) : []),
  ];
}

/** The sentence above the buttons: where things stand for this member. */
function sayingOf({ entered, rule, allOpened, bids, opened, missing }: StepActsProps): string {
  const { session, releasedAt, contributions, dueCount } = entered;
  if (dueCount === 0) return bids === 0 ? 'noBids' : 'noneDue';
  if (allOpened && missing > 0) return opensHere(rule.kind, entered) ? 'unsent' : 'unsentElsewhere';
  if (allOpened) return 'opened';
  if (rule.kind !== 'members' && session === null) return rule.kind === 'quorum' ? 'lead' : 'leadAlone';
  if (releasedAt === null) return 'release';
  if (rule.kind === 'quorum' && contributions < rule.threshold) return 'contribute';
  if (!opensHere(rule.kind, entered)) return 'watch';
  return opened > 0 ? 'goOn' : 'open';
}
