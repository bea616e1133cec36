// Results on paper: exports with their digests, the minutes as a draft and to be signed, and who signed. Stands on a screen of its
// own and in the opening room.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import { useLanguage, type Language } from '../../i18n.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Tick } from '../../ui/Tick.tsx';
import { ExportSection } from './ExportSection.tsx';
import './minutes.css';
import { PaperItem } from './PaperItem.tsx';

export interface MinutesPlace {
  readonly kdTender: string;
  readonly envelopeId: string;
}

export function MinutesPanel(place: MinutesPlace): ReactElement {
  const { kdTender, envelopeId } = place;
  const state = useCall('minutes.state', { kdTender, envelopeId });
  const [language, setLanguage] = useState<Language>(useLanguage());
  return (
    <Loaded query={state} lines={5}>
      {(known) => (
        <>
          <LanguageChoice language={language} onChoose={setLanguage} />
          <ExportSection place={{ kdTender, envelopeId }} language={language} />
          <Papers place={{ kdTender, envelopeId }} language={language} state={known} />
        </>
      )}
    </Loaded>
  );
}

const LANGUAGES = ['id', 'en'] as const;

function LanguageChoice({
  language,
  onChoose,
}: {
  readonly language: Language;
  readonly onChoose: (language: Language) => void;
}): ReactElement {
  const { t } = useTranslation('minutes');
  return (
    <div className="panel paper-language" role="radiogroup" aria-labelledby="paper-language">
      <strong id="paper-language">{t('language')}</strong>
      {LANGUAGES.map((one) => (
        <Tick
          key={one}
          group="paper-language"
          className="form-check-inline"
          checked={language === one}
          onChange={() => onChoose(one)}
        >
          {t(`languages.${one}`)}
        </Tick>
      ))}
    </div>
  );
}

interface PapersProps {
  readonly place: MinutesPlace;
  readonly language: Language;
  readonly state: CallOutput<'minutes.state'>;
}

function Papers({ place, language, state }: PapersProps): ReactElement {
  const { t } = useTranslation('minutes');
  const draft = useMutationCall('minutes.draft', { refreshes: ['minutes.state'] });
  const draw = (stage: 'draft' | 'final', format: 'pdf' | 'docx') =>
    draft.mutate({ ...place, language, stage, format });
  const { papers, folder, esignHost } = state;
  return (
    <section className="panel" aria-labelledby="minutes-papers">
      <h2 id="minutes-papers">{t('papers.title')}</h2>
      <p>{t('papers.text')}</p>
      <div className="d-flex flex-wrap gap-2">
        <button
          type="button"
          className="btn btn-outline-secondary"
          disabled={draft.isPending}
          onClick={() => draw('draft', 'docx')}
        >
          {t('papers.draftDocx')}
        </button>
        <button
          type="button"
          className="btn btn-outline-secondary"
          disabled={draft.isPending}
          onClick={() => draw('draft', 'pdf')}
        >
          {t('papers.draftPdf')}
        </button>
        <button
          type="button"
          className="btn btn-primary"
          disabled={draft.isPending}
          onClick={() => draw('final', 'pdf')}
        >
          {t('papers.final')}
        </button>
      </div>
      <div aria-live="polite" className="mt-2">
        {draft.isPending && <p>{t('papers.drawing')}</p>}
        {draft.data !== undefined && <p>{t('papers.drawn', { name: draft.data.file.name })}</p>}
      </div>
      {draft.error !== null && <ProblemNotice problem={draft.error} />}
      <p className="small text-body-secondary mt-3">
        {t('papers.folder')} <code className="command">{folder}</code> <CopyButton text={folder} compact />
      </p>
      {papers.length === 0 ? (
        <p>{t('papers.none')}</p>
      ) : (
        <ul className="list-unstyled">
          {papers.map((paper) => (
            <PaperItem key={paper.name} {...{ place, paper, esignHost }} />
          ))}
        </ul>
      )}
    </section>
  );
}
