// One act on the quorum key, behind its confirmation: deal, take the dealing back, ask for shares, give the own share, deal again.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommitteeDetailView } from '../../../app/contract/committee.ts';
import { problemOf } from '../../bridge.ts';
import { useMutationCall } from '../../query.ts';
import { MemberSignDialog, type MemberSignature } from '../../ui/MemberSignDialog.tsx';

export interface QuorumActProps {
  readonly act: 'deal' | 'withdraw' | 'ask' | 'give' | 'redeal';
  readonly detail: CommitteeDetailView;
  /** For `deal`. */
  readonly threshold?: number;
}

export function QuorumAct({ act, detail, threshold = 0 }: QuorumActProps): ReactElement {
  const { t } = useTranslation('committee');
  const { kdTender, name, members } = detail.tender;
  const [asked, setAsked] = useState(false);
  const options = {
    refreshes: ['committee.load', 'committee.overview'],
    onDone: () => setAsked(false),
  } as const;
  const deal = useMutationCall('committee.deal', options);
  const withdraw = useMutationCall('committee.withdrawDealing', options);
  const ask = useMutationCall('committee.askForShares', options);
  const give = useMutationCall('committee.giveShares', options);
  const redeal = useMutationCall('committee.redeal', options);
  const running = { deal, withdraw, ask, give, redeal }[act];
  const sessionSha256 = detail.quorum.flatMap((one) => one.sessionSha256 ?? []);
  const confirm = ({ identityId, passphrase, ...opening }: MemberSignature) => {
    const signing = { kdTender, identityId, passphrase };
    if (act === 'deal') deal.mutate({ ...signing, threshold });
    if (act === 'withdraw')
      withdraw.mutate({ ...signing, dealingSha256: detail.quorum.map(({ dealingSha256 }) => dealingSha256) });
    if (act === 'ask') ask.mutate(signing);
    if (act === 'give') give.mutate({ ...signing, ...opening, sessionSha256 });
    if (act === 'redeal') redeal.mutate(signing);
  };
  const computers = sessionSha256.map((sha256) => (
    <div key={sha256} className="tabular text-break">
      {sha256}
    </div>
  ));
  const trusted = act === 'deal' || act === 'redeal' ? { mustAccept: t('quorum.accept') } : {};
  return (
    <>
      <button
        type="button"
        className={`btn ${act === 'ask' || act === 'withdraw' ? 'btn-outline-primary' : 'btn-primary'}`}
        onClick={() => setAsked(true)}
      >
        {t(`act.${act}.button`)}
      </button>
      {asked && (
        <MemberSignDialog
          title={t(`act.${act}.title`)}
          facts={[
            { label: t('fact.tender'), value: <span className="tabular">{kdTender}</span> },
            { label: t('fact.name'), value: name },
            ...(act === 'deal'
              ? [{ label: t('fact.threshold'), value: t('quorum.option', { threshold, total: members.length }) }]
              : []),
            ...(act === 'give'
              ? [
                  { label: t('fact.leader'), value: members[0]?.name ?? '' },
                  { label: t('fact.computer'), value: computers },
                ]
              : [{ label: t('fact.holders'), value: members.map((member) => member.name).join(', ') }]),
          ]}
          consequence={t(`act.${act}.consequence`)}
          confirmLabel={t(`act.${act}.button`)}
          opens={act === 'give'}
          danger={act === 'withdraw'}
          {...trusted}
          busy={running.isPending}
          problem={running.error === null ? null : problemOf(running.error)}
          onConfirm={confirm}
          onCancel={() => setAsked(false)}
        />
      )}
    </>
  );
}
