// Jadwal: every stage with start, end and the history of its changes, each with its reason.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackageDetail } from '../../../app/contract/packages.ts';
import { Moment } from '../../ui/Countdown.tsx';

type Stage = PackageDetail['schedule'][number];

export interface ScheduleProps {
  readonly stages: readonly Stage[];
  /** Stages run side by side: all their names in one text. */
  readonly currentStage: string;
}

export function Schedule({ stages, currentStage }: ScheduleProps): ReactElement {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="schedule">
      <h2 id="schedule">{t('packages.schedule')}</h2>
      <div className="table-responsive">
        <table className="table table-sm mb-0">
          <thead>
            <tr>
              <th scope="col">{t('packages.scheduleStage')}</th>
              <th scope="col">{t('packages.scheduleStart')}</th>
              <th scope="col">{t('packages.scheduleEnd')}</th>
              <th scope="col">{t('packages.scheduleChanges')}</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((stage, i) => (
              <StageRow key={`${stage.name} ${i}`} stage={stage} current={currentStage.includes(stage.name)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function StageRow({ stage, current }: { readonly stage: Stage; readonly current: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <tr className={current ? 'stage-current' : ''} {...(current ? { 'aria-current': 'step' } : {})}>
      <th scope="row">
        {stage.name} {current && <span className="badge badge-accent">{t('packages.now')}</span>}
      </th>
      <td>
        <Moment at={stage.startsAt} local={false} />
      </td>
      <td>
        <Moment at={stage.endsAt} local={false} />
      </td>
      <td>
        {stage.changes.length === 0 ? (
          <span className="text-body-secondary">{t('packages.unchanged')}</span>
        ) : (
          <details>
            <summary>{t('packages.changed', { count: stage.changes.length })}</summary>
            <ul className="mb-0 ps-3">
              {stage.changes.map(({ time, reason }) => (
                <li key={time}>
                  <Moment at={time} local={false} />: {reason}
                </li>
              ))}
            </ul>
          </details>
        )}
      </td>
    </tr>
  );
}
