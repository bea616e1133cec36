// The events of an opening as calm lines, newest first: when, what, at which place of the log, and whether that is proven. The newest
// is spoken by screen readers.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchEventView } from '../../../app/contract/watch.ts';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';

interface EventListProps {
  readonly events: readonly WatchEventView[];
  readonly live: boolean;
  readonly several: boolean;
}

export function EventList({ events, live, several }: EventListProps): ReactElement {
  const { t } = useTranslation('watch');
  const say = useEventText();
  const newest = events.at(-1);
  return (
    <section className="panel" aria-labelledby="watch-events">
      <div className="page-head">
        <h2 id="watch-events">{t('eventsTitle')}</h2>
        <span className="small text-body-secondary">
          <Icon name={live ? 'plug' : 'clock'} size={16} /> {t(live ? 'live' : 'notLive')}
        </span>
      </div>
      <p className="small text-body-secondary">{t('eventsLead')}</p>
      <p className="visually-hidden" aria-live="polite">
        {newest === undefined ? '' : say(newest)}
      </p>
      {events.length === 0 && <p className="mb-0">{t('noEvents')}</p>}
      <ol className="watch-events" reversed>
        {events.toReversed().map((event) => (
          <Line key={event.sequence} event={event} text={say(event)} several={several} />
        ))}
      </ol>
    </section>
  );
}

interface LineProps {
  readonly event: WatchEventView;
  readonly text: string;
  readonly several: boolean;
}

function Line({ event, text, several }: LineProps): ReactElement {
  const { t } = useTranslation('watch');
  const envelopeName = useEnvelopeName();
  const format = useFormat();
  return (
    <li className={event.mine ? 'watch-mine' : ''} data-kind={event.kind}>
      <span className="tabular small text-body-secondary">{format.instant(event.time, { seconds: true })}</span>
      <span>
        {several && <span className="text-body-secondary">{envelopeName(event.envelopeId)} · </span>}
        {text}
        {event.mine && <strong> {t('mine')}</strong>}
      </span>
      <span className="small watch-proof">
        <Icon name={event.proven ? 'check' : 'minus'} size={16} /> {t('logIndex', { index: event.logIndex })},{' '}
        {t(event.proven ? 'proven' : 'unproven')}
      </span>
    </li>
  );
}

/** One sentence for an event, from its kind and facts; nothing that a server wrote is shown as a sentence. */
function useEventText(): (event: WatchEventView) => string {
  const { t } = useTranslation('watch');
  return ({ kind, who, place, facts }) => {
    const told = {
      who: who ?? t('someone'),
      place: place ?? '?',
      submissions: facts.submissions ?? '?',
      live: facts.live ?? '?',
    };
    if (kind === 'opening-result') {
      return t(facts.outcome === 'opened' ? 'event.result-opened' : 'event.result-not-opened', told);
    }
    if (kind === 'bid-stated') return t(facts.canBeOpened === true ? 'event.stated-can' : 'event.stated-cannot', told);
    return t(`event.${kind}`, { ...told, defaultValue: kind });
  };
}
