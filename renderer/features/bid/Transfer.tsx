// Carrying a bid to another computer and back: an unsealed draft for oneself, or the sealed file for whoever has the better line.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import { useExport, type Export } from '../../acts/use-export.ts';
import { run } from '../../query.ts';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useBidCall } from './bid-calls.ts';
import { draftName, sealedName } from './file-names.ts';

interface PanelProps {
  readonly kind: 'draft' | 'sealed';
  readonly out: Export;
  /** Null where there is nothing to take along yet. */
  readonly fileName: string | null;
  readonly taking: boolean;
  readonly takeProblem: unknown;
  readonly onTake: (file: string) => void;
}

/** A draft with documents and letter, written and read by Segel only. */
export function DraftTransfer({ bid }: { readonly bid: BidView }): ReactElement {
  const navigate = useNavigate();
  const out = useExport((bridge, to) => run(bridge, 'bids.exportDraft', { bidId: bid.bidId, to }));
  const take = useBidCall('bids.importDraft', (taken) => void navigate(`/bids/${taken.bidId}/dokumen`));
  const taken = { taking: take.isPending, takeProblem: take.error, onTake: (file: string) => take.mutate({ file }) };
  return <Panel kind="draft" out={out} fileName={draftName(bid)} {...taken} />;
}

/** Who seals need not be who has the better line. */
export function SealedTransfer({ bid }: { readonly bid: BidView }): ReactElement {
  const navigate = useNavigate();
  const out = useExport((bridge, to) => run(bridge, 'bids.exportSealed', { bidId: bid.bidId, to }));
  const take = useBidCall('bids.importSealed', (taken) => void navigate(`/bids/${taken.bidId}/kirim`));
  const taken = { taking: take.isPending, takeProblem: take.error, onTake: (file: string) => take.mutate({ file }) };
  return <Panel kind="sealed" out={out} fileName={bid.sealed === null ? null : sealedName(bid)} {...taken} />;
}

function Panel({ kind, out, fileName, taking, takeProblem, onTake }: PanelProps): ReactElement {
  const { t } = useTranslation('bid');
  return (
    <details className="transfer">
      <summary>{t(`transfer.${kind}.title`)}</summary>
      <p className="text-body-secondary">{t(`transfer.${kind}.text`)}</p>
      {kind === 'draft' && (
        <p className="transfer-warning">
          <Icon name="warning" size={16} /> <span>{t('transfer.draft.warning')}</span>
        </p>
      )}
      <div className="d-flex flex-wrap gap-3 align-items-center">
        {fileName !== null && (
          <button
            type="button"
            className="btn btn-outline-secondary"
            disabled={out.busy}
            onClick={() => void out.start(fileName)}
          >
            <Icon name="save" /> {t(`transfer.${kind}.export`)}
          </button>
        )}
        <FileDrop
          purpose={kind}
          label={t(`transfer.${kind}.import`)}
          compact
          disabled={taking}
          onFiles={([file]) => {
            if (file !== undefined) onTake(file.handle);
          }}
        />
      </div>
      {out.shownAs !== null && <p role="status">{t('window:ui.saved', { where: out.shownAs })}</p>}
      {out.problem !== null && <ProblemNotice problem={out.problem} />}
      {takeProblem !== null && <ProblemNotice problem={takeProblem} />}
    </details>
  );
}
