// Choosing files: drop them, or press the button. The window gets handles, names and sizes; paths and bytes stay outside.
import { useId, useState, type DragEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../app/contract/result.ts';
import { useHost, type ChosenFile, type FilePurpose } from '../bridge.ts';
import { droppedFiles } from './dropped-files.ts';
import { Icon } from './Icon.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';

export interface FileDropProps {
  readonly purpose: FilePurpose;
  readonly onFiles: (files: readonly ChosenFile[]) => void;
  readonly label: string;
  /** True while files are on their way: what needs them can wait. */
  readonly onBusy?: (busy: boolean) => void;
  /** What the files are for, where several such bars stand on one screen: for screen readers. */
  readonly about?: string;
  readonly hint?: string;
  readonly disabled?: boolean;
  /** A second button that takes a whole folder. */
  readonly folder?: boolean;
  /** A bar as high as a button. */
  readonly compact?: boolean;
}

export function FileDrop(props: FileDropProps): ReactElement {
  const { purpose, onFiles, onBusy, label, about, hint, disabled = false, folder = false, compact = false } = props;
  const { t } = useTranslation();
  const host = useHost();
  const hintId = useId();
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const take = async (source: () => Promise<Result<readonly ChosenFile[]>>) => {
    setBusy(true);
    onBusy?.(true);
    setProblem(null);
    const answer = await source();
    setBusy(false);
    onBusy?.(false);
    if (!answer.ok) setProblem(answer.problem);
    else if (answer.value.length > 0) onFiles(answer.value);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (disabled) return;
    const files = droppedFiles(event.dataTransfer);
    void take(async () => host.receive(await files));
  };
  const off = disabled || busy;
  return (
    <div
      className={`file-drop ${over ? 'file-drop-over' : ''} ${compact ? 'file-drop-compact' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="d-flex flex-wrap gap-2 align-items-center">
        <button
          type="button"
          className="btn btn-outline-primary"
          disabled={off}
          aria-describedby={hint === undefined ? undefined : hintId}
          onClick={() => void take(() => host.choose(purpose))}
        >
          <Icon name="file" /> {busy ? t('ui.working') : label}
          {about !== undefined && <span className="visually-hidden"> {about}</span>}
        </button>
        {folder && (
          <button
            type="button"
            className="btn btn-outline-secondary"
            disabled={off}
            onClick={() => void take(() => host.choose('folder'))}
          >
            {t('ui.chooseFolder')}
          </button>
        )}
        <span className="text-body-secondary small">{t('ui.orDrop')}</span>
      </div>
      {hint !== undefined && (
        <p id={hintId} className="text-body-secondary small mt-2 mb-0">
          {hint}
        </p>
      )}
      {problem !== null && <ProblemNotice problem={problem} />}
    </div>
  );
}
