// Envelopes of which the log has nothing yet: when they close, and, long after that, that nothing was opened as far as the log shows.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchView } from '../../../app/contract/watch.ts';
import { useCall } from '../../query.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';

interface WaitingProps {
  readonly view: WatchView;
  /** There is nothing else to show. */
  readonly alone: boolean;
}

export function Waiting({ view, alone }: WaitingProps): ReactElement | null {
  const { t } = useTranslation('watch');
  if (view.waiting.length === 0) return alone ? <Unknown kdTender={view.kdTender} /> : null;
  const kind = view.waiting.some(({ overdue }) => overdue) ? 'overdue' : 'before';
  return (
    <EmptyState icon={kind === 'overdue' ? 'clock' : 'lock'} title={t(`${kind}Title`)} text={t(`${kind}Text`)}>
      <WaitingList rows={view.waiting} />
    </EmptyState>
  );
}

/** Before the log has a policy: by the schedule. */
function Unknown({ kdTender }: { readonly kdTender: string }): ReactElement {
  const { t } = useTranslation('watch');
  const { data } = useCall('packages.load', { kdTender });
  return (
    <EmptyState icon="lock" title={t('beforeTitle')} text={t('beforeText')}>
      <WaitingList rows={data?.envelopes ?? []} />
    </EmptyState>
  );
}

function WaitingList(props: { readonly rows: readonly { readonly envelopeId: string; readonly closesAt: string }[] }) {
  const envelopeName = useEnvelopeName();
  return (
    <ul className="plain-list">
      {props.rows.map(({ envelopeId, closesAt }) => (
        <li key={envelopeId}>
          {envelopeName(envelopeId)}: <Moment at={closesAt} /> <Countdown closesAt={closesAt} />
        </li>
      ))}
    </ul>
  );
}
