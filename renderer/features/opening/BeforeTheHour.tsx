// Before the hour nobody can open, and the screen says who refuses and why: the server by its clock, the KMS by its own, and the
// mathematics of the locks without any clock.
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../app/contract/openings.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { UntilHour } from './UntilHour.tsx';

export function BeforeTheHour({ room: { opening, rule } }: { readonly room: RoomView }): ReactElement {
  const { t } = useTranslation('opening');
  const client = useQueryClient();
  const { opensAt, closesAt, stageName, submissionCount } = opening;
  return (
    <section className="panel" aria-labelledby="before-title">
      <h2 id="before-title">{t('before.title')}</h2>
      <p className="hour-left">
        <UntilHour at={opensAt} onCome={() => void client.invalidateQueries({ queryKey: ['openings.room'] })} />
      </p>
      <FactTable
        facts={[
          { label: t('before.closesAt'), value: <Moment at={closesAt} /> },
          { label: t('before.opensAt'), value: <Moment at={opensAt} /> },
          { label: t('before.stage'), value: stageName },
          { label: t('before.count'), value: t('list.bids', { count: submissionCount }) },
        ]}
      />
      <h3>{t('before.whoRefuses')}</h3>
      <ul className="refusals">
        {(['server', 'kms'] as const).map((who) => (
          <li key={who}>
            <Icon name="lock" size={16} /> {t(`before.${who}`)}
          </li>
        ))}
        {rule !== null && (
          <li>
            <Icon name="lock" size={16} /> <LockOf rule={rule} />
          </li>
        )}
      </ul>
      {rule === null && <p className="consequence mb-0">{t('before.noPolicy')}</p>}
    </section>
  );
}

/** What the second lock means, by the rule of the policy. */
export function LockOf({ rule }: { readonly rule: NonNullable<RoomView['rule']> }): ReactElement {
  const { t } = useTranslation('opening');
  switch (rule.kind) {
    case 'members':
      return <>{t('lock.members', { names: rule.members.join(', ') })}</>;
    case 'quorum':
      return (
        <>
          {t('lock.quorum', { threshold: rule.threshold, total: rule.holders.length, names: rule.holders.join(', ') })}
        </>
      );
    case 'single-lock':
      return <>{t('lock.single', { names: rule.officers.join(', ') })}</>;
  }
}
