// Every attempt of a bid, oldest first, as the journal has it: what an LPSE is shown when somebody asks what happened.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../query.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { EventFacts } from '../../ui/EventFacts.tsx';
import { useFormat } from '../../ui/format.ts';
import { Loaded } from '../../ui/Loaded.tsx';

export function AttemptHistory({ bidId }: { readonly bidId: string }): ReactElement {
  const { t } = useTranslation('bid');
  const { t: shared } = useTranslation();
  const format = useFormat();
  const history = useCall('bids.history', { bidId });
  return (
    <section className="panel" aria-labelledby="history-title">
      <h3 id="history-title">{t('history.title')}</h3>
      <Loaded query={history} lines={3}>
        {({ entries }) => (
          <>
            {entries.length === 0 && <p className="text-body-secondary">{t('history.empty')}</p>}
            <ol className="history">
              {entries.map(({ sequence, time, event, facts }) => (
                <li key={sequence}>
                  <time dateTime={time} className="tabular">
                    {format.instant(time, { seconds: true })}
                  </time>
                  <div>
                    {shared(`event.${event}`, { defaultValue: event })}
                    <EventFacts facts={facts} />
                  </div>
                </li>
              ))}
            </ol>
            <CopyButton
              label={t('history.copy')}
              text={entries
                .map(({ sequence, time, event, facts }) => [sequence, time, event, JSON.stringify(facts)].join(' '))
                .join('\n')}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}
