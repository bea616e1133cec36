// The log of this opening: each line is one entry of the transparency log, proven against its signed head. Newest first.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpeningEventView } from '../../../app/contract/openings.ts';
import { useFormat } from '../../ui/format.ts';

export function LogPane({ events }: { readonly events: readonly OpeningEventView[] }): ReactElement {
  const { t } = useTranslation('opening');
  const format = useFormat();
  return (
    <section className="panel" aria-labelledby="log-title">
      <h2 id="log-title">{t('log.title')}</h2>
      <p className="small text-body-secondary">{t('log.lead')}</p>
      <div className="log-lines" role="log" aria-label={t('log.lines')} tabIndex={0}>
        <ul className="rows">
          {[...events].reverse().map((event) => (
            <li key={event.index} className="log-line">
              <span className="small text-body-secondary tabular">
                {format.instant(event.time, { seconds: true })} · {t('log.entry', { index: event.index })}
              </span>
              <span className="d-block">
                {t(`log.${event.event}`, {
                  who: event.who ?? t('log.nobody'),
                  bidder: event.bidderName ?? '',
                  count: event.count ?? 0,
                })}
              </span>
              {event.sha256 !== null && (
                <code className="small" title={event.sha256}>
                  SHA-256 {event.sha256.slice(0, 16)}…
                </code>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
