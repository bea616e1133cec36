// A witness of the log: its key and its file, and in plain words whether it was shown the same log; a fork is an alarm with what to do.
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WitnessView } from '../../app/contract/witness.ts';
import type { ChosenFile } from '../bridge.ts';
import { FileDrop } from './FileDrop.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { WitnessVerdict } from './WitnessVerdict.tsx';

export interface WitnessComparisonProps {
  /** What it is for, on this screen. */
  readonly lead: string;
  readonly compare: (what: { readonly file: string; readonly keys: string }) => void;
  readonly pending: boolean;
  readonly error: unknown;
  readonly found: WitnessView | undefined;
}

export function WitnessComparison(props: WitnessComparisonProps): ReactElement {
  const { lead, compare, pending, error, found } = props;
  const { t } = useTranslation('audit');
  const [keys, setKeys] = useState('');
  const [file, setFile] = useState<ChosenFile | null>(null);
  const id = useId();
  const hasKey = keys.trim() !== '';
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('witness.title')}</h2>
      <p>{lead}</p>
      <label className="form-label" htmlFor={`${id}-keys`}>
        {t('witness.keys')}
      </label>
      <textarea
        id={`${id}-keys`}
        className="form-control font-monospace"
        rows={2}
        maxLength={4096}
        spellCheck={false}
        autoComplete="off"
        value={keys}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setKeys(event.target.value)}
      />
      <p id={`${id}-hint`} className="small text-body-secondary mt-1">
        {t('witness.keysHint')}
      </p>
      <FileDrop
        purpose="checkpoint"
        compact
        label={t('witness.choose')}
        hint={file === null ? t('witness.fileHint') : t('witness.chosen', { name: file.name })}
        disabled={pending}
        onFiles={([chosen]) => {
          if (chosen === undefined) return;
          setFile(chosen);
          if (hasKey) compare({ file: chosen.handle, keys });
        }}
      />
      <div className="d-flex flex-wrap gap-2 align-items-center mt-3">
        <button
          type="button"
          className="btn btn-primary"
          disabled={pending || file === null || !hasKey}
          aria-describedby={`${id}-needs`}
          onClick={() => file !== null && compare({ file: file.handle, keys })}
        >
          {t(pending ? 'witness.comparing' : 'witness.compare')}
        </button>
        <span id={`${id}-needs`} className="small text-body-secondary">
          {!hasKey ? t('witness.needsKey') : file === null && t('witness.needsFile')}
        </span>
      </div>
      <div aria-live="polite" className="mt-3">
        {error !== null && <ProblemNotice problem={error} />}
        {found !== undefined && !pending && <WitnessVerdict found={found} />}
      </div>
    </section>
  );
}
