// The sealed file for another computer, and from one: who seals need not be who has the better line.
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

export function SealedTransfer({ bid }: { readonly bid: BidView }): ReactElement {
  const { t } = useTranslation('bid');
  const navigate = useNavigate();
  const out = useExport((bridge, to) => run(bridge, 'bids.exportSealed', { bidId: bid.bidId, to }));
  const take = useBidCall('bids.importSealed', (taken) => void navigate(`/bids/${taken.bidId}/kirim`));
  return (
    <details className="transfer">
      <summary>{t('transfer.sealedTitle')}</summary>
      <p className="text-body-secondary">{t('transfer.sealedText')}</p>
      <div className="d-flex flex-wrap gap-3 align-items-center">
        {bid.sealed !== null && (
          <button
            type="button"
            className="btn btn-outline-secondary"
            disabled={out.busy}
            onClick={() => void out.start(`${bid.kdTender}-${bid.envelopeId}-${bid.revision}.sampul`)}
          >
            <Icon name="down" /> {t('transfer.exportSealed')}
          </button>
        )}
        <FileDrop
          purpose="sealed"
          label={t('transfer.importSealed')}
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
