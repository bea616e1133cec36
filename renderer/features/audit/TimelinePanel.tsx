// The tender's leaves of the transparency log, proven against its signed head, oldest first.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineView } from '../../../app/contract/audit.ts';
import { useCall } from '../../query.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';

/** Rows shown at first. */
const STEP = 100;

export function TimelinePanel({ kdTender }: { readonly kdTender: string }): ReactElement {
  const { t } = useTranslation('audit');
  const timeline = useCall('audit.timeline', { kdTender });
  return (
    <section className="panel" aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline.title')}</h2>
      <Loaded query={timeline} lines={5}>
        {(data) => <Proven timeline={data} />}
      </Loaded>
    </section>
  );
}

function Proven({ timeline }: { readonly timeline: TimelineView }): ReactElement {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const envelopeName = useEnvelopeName();
  const [shown, setShown] = useState(STEP);
  const { entries, size, rootSha256 } = timeline;
  return (
    <>
      <p>
        <Icon name="check" />{' '}
        {t('timeline.proven', { entries: format.number(entries.length), size: format.number(size) })}{' '}
        <DigestText digest={rootSha256} label={t('timeline.root')} />
      </p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('timeline.what')}>
        <table className="table table-sm mb-0">
          <thead>
            <tr>
              <th scope="col">{t('timeline.index')}</th>
              <th scope="col">{t('timeline.time')}</th>
              <th scope="col">{t('timeline.what')}</th>
              <th scope="col">{t('timeline.envelope')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, shown).map(({ index, time, type, envelopeId, hidden, facts }) => (
              <tr key={index}>
                <td className="tabular">{index}</td>
                <td>
                  <Moment at={time} seconds />
                </td>
                <td>
                  {t(`timeline.type.${type}`)}
                  {hidden ? (
                    <div className="small text-body-secondary">{t('timeline.hidden')}</div>
                  ) : (
                    <Facts facts={facts} />
                  )}
                </td>
                <td>{envelopeId === null ? '–' : envelopeName(envelopeId)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {entries.length > shown && (
        <button type="button" className="btn btn-outline-secondary mt-2" onClick={() => setShown(shown + STEP)}>
          {t('timeline.more', { count: entries.length - shown })}
        </button>
      )}
    </>
  );
}

function Facts({ facts }: { readonly facts: TimelineView['entries'][number]['facts'] }): ReactElement | null {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const known = Object.entries(facts);
  if (known.length === 0) return null;
  return (
    <details className="small">
      <summary>{t('timeline.details')}</summary>
      {known.map(([name, value]) => (
        <div key={name} className="text-break">
          {name}: {format.fact(value)}
        </div>
      ))}
    </details>
  );
}
