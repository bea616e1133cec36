// What is wrong with a member's keys, in plain words, and what to do about it; or that nothing is.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommitteeTenderView, MemberView } from '../../../app/contract/committee.ts';
import { timeLeft } from '../../../app/domain/deadline.ts';
import { useServerTime } from '../../server-clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';

export type Tender = CommitteeTenderView;
type Alarm = MemberView['alarms'][number];

/** Name of an envelope; its id where the tender does not know it. */
export function envelopeName({ envelopes }: Pick<Tender, 'envelopes'>, envelopeId: string): string {
  return envelopes.find((one) => one.envelopeId === envelopeId)?.name ?? envelopeId;
}

/** One line for a list: the most urgent alarm, or that the keys were tried. */
export function MemberLine({ member }: { readonly member: MemberView }): ReactElement {
  const { t } = useTranslation('committee');
  const [first, ...more] = member.alarms;
  return (
    <li className="committee-person">
      <span>
        {member.name}
        {member.me && <span className="text-body-secondary"> ({t('you')})</span>}
      </span>
      {first === undefined ? (
        <span className="text-body-secondary">
          <Icon name="check" size={16} /> {t('member.ready')}
        </span>
      ) : (
        <span className="committee-alarm">
          <Icon name="warning" size={16} /> {t(`alarm.${first.kind}.short`)}
          <TimeLeft until={first.kind === 'expires-before-opening' ? (member[first.key]?.notAfter ?? null) : null} />
          {more.length > 0 && <span className="text-body-secondary"> {t('member.more', { count: more.length })}</span>}
        </span>
      )}
    </li>
  );
}

/** How long a key that will expire still holds; nothing for one that already does not. */
export function TimeLeft({ until }: { readonly until: string | null }): ReactElement | null {
  const { t } = useTranslation('committee');
  const format = useFormat();
  const { nowMs } = useServerTime();
  const left = until === null || nowMs === null ? null : timeLeft(new Date(until), new Date(nowMs));
  if (left === null) return null;
  return <span className="tabular"> · {t('member.left', { time: format.timeLeft(left) })}</span>;
}

/** Every alarm with its next step. */
export function AlarmList({
  member,
  tender,
}: {
  readonly member: MemberView;
  readonly tender: Tender;
}): ReactElement | null {
  if (member.alarms.length === 0) return null;
  return (
    <ul className="committee-people">
      {member.alarms.map((alarm) => (
        <AlarmText key={`${alarm.kind}-${alarm.key}-${alarm.envelopeId ?? ''}`} {...{ alarm, member, tender }} />
      ))}
    </ul>
  );
}

function AlarmText({
  alarm: { kind, key, envelopeId },
  member,
  tender,
}: {
  readonly alarm: Alarm;
  readonly member: MemberView;
  readonly tender: Tender;
}): ReactElement {
  const { t } = useTranslation('committee');
  const envelope = envelopeId === null ? '' : envelopeName(tender, envelopeId);
  return (
    <li>
      <span className="committee-alarm">
        <Icon name="warning" size={16} />{' '}
        {t(`alarm.${kind}.what`, { key: t(`key.${key}`), envelope, name: member.name })}
      </span>{' '}
      {t(member.me ? `alarm.${kind}.mine` : `alarm.${kind}.next`)}
    </li>
  );
}
