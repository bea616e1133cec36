// Taking a draft to another computer and back: one file with documents and letter, written and read by Segel only.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import { run } from '../../query.ts';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useBidCall } from './bid-calls.ts';
import { useExport } from './use-export.ts';

export function DraftTransfer({ bid }: { readonly bid: BidView }): ReactElement {
  const { t } = useTranslation('bid');
  const navigate = useNavigate();
  const out = useExport((bridge, to) => run(bridge, 'bids.exportDraft', { bidId: bid.bidId, to }));
  const take = useBidCall('bids.importDraft', (taken) => void navigate(`/bids/${taken.bidId}/dokumen`));
  return (
    <details className="transfer">
      <summary>{t('transfer.draftTitle')}</summary>
      <p className="text-body-secondary">{t('transfer.draftText')}</p>
      <div className="d-flex flex-wrap gap-3 align-items-center">
        <button
          type="button"
          className="btn btn-outline-secondary"
          disabled={out.busy}
          onClick={() => void out.start(`draf-${bid.kdTender}-${bid.envelopeId}.segel-draf`)}
        >
          <Icon name="down" /> {t('transfer.exportDraft')}
        </button>
        <FileDrop
          purpose="draft"
          label={t('transfer.importDraft')}
          compact
          disabled={take.isPending}
          onFiles={([file]) => {
            if (file !== undefined) take.mutate({ file: file.handle });
          }}
        />
      </div>
      {out.shownAs !== null && <p role="status">{t('window:ui.saved', { where: out.shownAs })}</p>}
      {out.problem !== null && <ProblemNotice problem={out.problem} />}
      {take.error !== null && <ProblemNotice problem={take.error} />}
    </details>
  );
}
