// How far a tender's file is: bytes with their speed, or a count while there are only small parts; spoken when the step changes.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload } from '../../app/contract/contract.ts';
import { useFormat } from './format.ts';
import { ProgressPanel } from './ProgressPanel.tsx';

export interface DossierProgressProps {
  readonly title: string;
  /** Null before the first report. */
  readonly progress: EventPayload<'audit.progress'> | null;
  readonly onCancel?: (() => void) | undefined;
}

export function DossierProgress({ title, progress, onCancel }: DossierProgressProps): ReactElement {
  const { t } = useTranslation('audit');
  if (progress === null || progress.step === 'parts' || progress.step === 'log')
    return <Counted {...{ title, progress, onCancel }} />;
  const { step, done, total, bytesPerSecond, secondsLeft } = progress;
  return (
    <div className="mt-3">
      <ProgressPanel
        {...{ title, bytesPerSecond, secondsLeft, onCancel }}
        step={t(`dossier.step.${step}`)}
        doneBytes={done}
        totalBytes={total}
      />
    </div>
  );
}

function Counted({ title, progress, onCancel }: DossierProgressProps): ReactElement {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const value = progress === null || progress.total === 0 ? {} : { value: (progress.done / progress.total) * 100 };
  const of = progress === null ? {} : { done: format.number(progress.done), total: format.number(progress.total) };
  return (
    <section className="progress-panel mt-3" aria-label={title}>
      <strong role="status">{progress === null ? title : t(`dossier.step.${progress.step}`)}</strong>
      <progress className="bar" max={100} {...value} aria-label={title} />
      <div className="d-flex flex-wrap justify-content-between gap-2 align-items-center">
        <span className="text-body-secondary tabular small">{progress !== null && t('dossier.counted', of)}</span>
        {onCancel !== undefined && (
          <button type="button" className="btn btn-sm btn-outline-secondary" onClick={onCancel}>
            {t('window:ui.cancel')}
          </button>
        )}
      </div>
    </section>
  );
}
