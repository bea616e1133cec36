// Long work (ux.md 9): bytes, speed, time left; pause and cancel where they make sense; spoken every tenth, not every tick.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';

export interface ProgressPanelProps {
  readonly title: string;
  /** What is being done right now, in words. */
  readonly step: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly paused?: boolean;
  readonly onPause?: (() => void) | undefined;
  readonly onResume?: (() => void) | undefined;
  readonly onCancel?: (() => void) | undefined;
  readonly cancelLabel?: string;
}

export function ProgressPanel(props: ProgressPanelProps): ReactElement {
  const { title, step, doneBytes, totalBytes, bytesPerSecond, secondsLeft, paused = false } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const percent = totalBytes === 0 ? 0 : Math.min(100, Math.floor((doneBytes / totalBytes) * 100));
  const figures = [
    t('progress.bytes', { done: format.bytes(doneBytes), total: format.bytes(totalBytes) }),
    ...(bytesPerSecond === null || paused ? [] : [t('progress.speed', { speed: format.bytes(bytesPerSecond) })]),
    ...(secondsLeft === null || paused ? [] : [t('progress.left', { time: format.seconds(secondsLeft) })]),
  ];
  return (
    <section className="progress-panel" aria-label={title}>
      <div className="d-flex justify-content-between gap-3">
        <strong>{paused ? t('progress.paused') : step}</strong>
        <span className="tabular">{format.number(percent)} %</span>
      </div>
      <progress className="bar" max={100} value={percent} aria-label={title} />
      <div className="d-flex flex-wrap justify-content-between gap-2 align-items-center">
        <span className="text-body-secondary tabular small">{figures.join(' · ')}</span>
        <ProgressButtons {...props} paused={paused} />
      </div>
      <span className="visually-hidden" aria-live="polite">
        {t('progress.spoken', { title, percent: Math.floor(percent / 10) * 10 })}
      </span>
    </section>
  );
}

function ProgressButtons({
  paused,
  onPause,
  onResume,
  onCancel,
  cancelLabel,
}: Pick<ProgressPanelProps, 'paused' | 'onPause' | 'onResume' | 'onCancel' | 'cancelLabel'>): ReactElement {
  const { t } = useTranslation();
  return (
    <span className="d-flex gap-2">
      {paused !== true && onPause !== undefined && (
        <button type="button" className="btn btn-sm btn-outline-secondary" onClick={onPause}>
          <Icon name="pause" size={16} /> {t('progress.pause')}
        </button>
      )}
      {paused === true && onResume !== undefined && (
        <button type="button" className="btn btn-sm btn-primary" onClick={onResume}>
          <Icon name="play" size={16} /> {t('progress.resume')}
        </button>
      )}
      {onCancel !== undefined && (
        <button type="button" className="btn btn-sm btn-outline-secondary" onClick={onCancel}>
          {cancelLabel ?? t('ui.cancel')}
        </button>
      )}
    </span>
  );
}
