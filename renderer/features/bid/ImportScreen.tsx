// What comes from another computer: a sealed file to send from here, or a draft to go on with. Also where a sealed file leads that
// was opened with the program.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { setOpenedFile, useOpenedFile } from '../../frame-facts.ts';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import './bid.css';
import { useBidCall } from './bid-calls.ts';

export function ImportScreen(): ReactElement {
  const { t } = useTranslation('bid');
  return (
    <Page title={t('import.title')} lead={t('import.lead')} narrow>
      <SealedFile />
      <Draft />
    </Page>
  );
}

function SealedFile(): ReactElement {
  const { t } = useTranslation('bid');
  const navigate = useNavigate();
  const opened = useOpenedFile();
  const take = useBidCall('bids.importSealed', ({ bidId }) => {
    setOpenedFile(null);
    void navigate(`/bids/${bidId}/kirim`);
  });
  return (
    <section className="panel" aria-labelledby="import-sealed">
      <h2 id="import-sealed">{t('import.sealed')}</h2>
      <p className="text-body-secondary">{t('import.sealedText')}</p>
      {opened !== null && (
        <div className="opened-file" role="status">
          <p>
            <Icon name="file" size={16} /> {t('import.opened')} <strong>{opened.name}</strong>
          </p>
          <div className="act-bar">
            <button
              type="button"
              className="btn btn-primary"
              disabled={take.isPending}
              onClick={() => take.mutate({ file: opened.handle })}
            >
              {take.isPending ? t('window:ui.working') : t('import.takeOpened')}
            </button>
            <button
              type="button"
              className="btn btn-outline-secondary"
              disabled={take.isPending}
              onClick={() => {
                take.reset();
                setOpenedFile(null);
              }}
            >
              {t('import.putAside')}
            </button>
          </div>
        </div>
      )}
      <FileDrop
        purpose="sealed"
        label={t('transfer.sealed.import')}
        disabled={take.isPending}
        onFiles={([file]) => {
          if (file !== undefined) take.mutate({ file: file.handle });
        }}
      />
      {take.error !== null && <ProblemNotice problem={take.error} />}
    </section>
  );
}

function Draft(): ReactElement {
  const { t } = useTranslation('bid');
  const navigate = useNavigate();
  const take = useBidCall('bids.importDraft', ({ bidId }) => void navigate(`/bids/${bidId}/dokumen`));
  return (
    <section className="panel" aria-labelledby="import-draft">
      <h2 id="import-draft">{t('import.draft')}</h2>
      <p className="text-body-secondary">{t('import.draftText')}</p>
      <FileDrop
        purpose="draft"
        label={t('transfer.draft.import')}
        disabled={take.isPending}
        onFiles={([file]) => {
          if (file !== undefined) take.mutate({ file: file.handle });
        }}
      />
      {take.error !== null && <ProblemNotice problem={take.error} />}
    </section>
  );
}
