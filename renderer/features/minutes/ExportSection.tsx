// Results as files: one where the user chooses, or all of them with their digests in the folder of the opening.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { Language } from '../../i18n.ts';
import { problemOf, useHost } from '../../bridge.ts';
import { run, useMutationCall } from '../../query.ts';
import { DigestText } from '../../ui/DigestText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import type { MinutesPlace } from './MinutesPanel.tsx';

const FORMATS = ['xlsx', 'csv', 'json'] as const;
type Written = CallOutput<'minutes.export'>;

export function ExportSection({
  place,
  language,
}: {
  readonly place: MinutesPlace;
  readonly language: Language;
}): ReactElement {
  const { t } = useTranslation('minutes');
  const one = useExportOne(place, language);
  const all = useMutationCall('minutes.export', { refreshes: ['minutes.state'] });
  const busy = one.busy || all.isPending;
  const written = all.data ?? one.written;
  const problem = all.error ?? one.problem;
  return (
    <section className="panel" aria-labelledby="minutes-exports">
      <h2 id="minutes-exports">{t('exports.title')}</h2>
      <p>{t('exports.text')}</p>
      <div className="d-flex flex-wrap gap-2">
        {FORMATS.map((format) => (
          <button
            key={format}
            type="button"
            className="btn btn-outline-secondary"
            disabled={busy}
            onClick={() => {
              all.reset();
              void one.start(format);
            }}
          >
            <Icon name="save" /> {t(`exports.${format}`)}
          </button>
        ))}
        <button
          type="button"
          className="btn btn-primary"
          disabled={busy}
          onClick={() => all.mutate({ ...place, language, format: 'all', to: null })}
        >
          {t('exports.all')}
        </button>
      </div>
      <div aria-live="polite" className="mt-2">
        {busy && <p>{t('exports.writing')}</p>}
        {!busy && written !== null && <Files {...written} />}
      </div>
      {problem !== null && <ProblemNotice problem={problem} />}
    </section>
  );
}

function Files({ folder, files }: Written): ReactElement {
  const { t } = useTranslation('minutes');
  return (
    <>
      <p>{t(folder === null ? 'exports.written' : 'exports.writtenAll', { folder: folder ?? '' })}</p>
      <ul className="list-unstyled">
        {files.map(({ name, sha256 }) => (
          <li key={name} className="mb-2">
            <span className="d-block text-break">{name}</span>
            <DigestText digest={sha256} label={t('digestOf', { name })} />
          </li>
        ))}
      </ul>
    </>
  );
}

function useExportOne(place: MinutesPlace, language: Language) {
  const { bridge } = useHost();
  const [state, setState] = useState<{
    readonly busy: boolean;
    readonly written: Written | null;
    readonly problem: unknown;
  }>({
    busy: false,
    written: null,
    problem: null,
  });
  const start = async (format: (typeof FORMATS)[number]) => {
    setState({ busy: true, written: null, problem: null });
    try {
      const suggestedName = `hasil-pembukaan-${place.kdTender}-${place.envelopeId}.${format}`;
      const target = await run(bridge, 'files.saveAs', { suggestedName });
      const written =
        target === null ? null : await run(bridge, 'minutes.export', { ...place, language, format, to: target.handle });
      setState({ busy: false, written, problem: null });
    } catch (error) {
      setState({ busy: false, written: null, problem: problemOf(error) });
    }
  };
  return { ...state, start };
}
