// An opening that the log has and the LPSE does not show: the alarm itself is said above; here is what proves it.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HiddenOpeningView } from '../../../app/contract/watch.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { OwnBid } from './OwnBid.tsx';
import { standOf } from './stand-of.ts';

export function HiddenOpening({ opening }: { readonly opening: HiddenOpeningView }): ReactElement {
  const { t } = useTranslation('watch');
  const format = useFormat();
  const envelopeName = useEnvelopeName();
  const { envelopeId, closedAt, releasedAt, results, logIndex, own, report } = opening;
  const at = (time: string | null) => (time === null ? t('notYet') : format.instant(time, { seconds: true }));
  const headingId = `hidden-${envelopeId}`;
  const facts: readonly (readonly [string, string])[] = [
    [t('closedAt'), at(closedAt)],
    [t('releasedAt'), at(releasedAt)],
    [t('hiddenResults'), String(results)],
    [t('hiddenNewest'), t('logIndex', { index: logIndex })],
  ];
  return (
    <section className="panel" aria-labelledby={headingId} data-hidden={envelopeId}>
      <h2 id={headingId}>{envelopeName(envelopeId)}</h2>
      {own.map((bid) => (
        <OwnBid key={bid.submissionId} own={bid} />
      ))}
      <p>{t('hiddenLead')}</p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CheckReport report={report} title={t('openingChecks')} verdict={t(`checked.opening.${standOf(report)}`)} />
    </section>
  );
}
