// A sealed bid is not edited: a new draft is made from it, and the sealed one stays as it is.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useBidCall } from './bid-calls.ts';
import { useActFacts } from './desk.ts';
import type { BidSituation } from './steps.ts';

export function SealedNote({ situation }: { readonly situation: BidSituation }): ReactElement {
  const { t } = useTranslation('bid');
  return (
    <div className="panel d-flex flex-wrap gap-3 align-items-center justify-content-between">
      <span>
        <Icon name="lock" /> {t(`sealedNote.${situation.bid.state}`)}
      </span>
      <ReplaceButton situation={situation} />
    </div>
  );
}

/** States from which a new draft can be made. */
export function canReplace({ state }: Pick<BidView, 'state'>): boolean {
  return state === 'sealed' || state === 'receipted' || state === 'refused' || state === 'withdrawn';
}

export interface ReplaceButtonProps {
  readonly situation: BidSituation;
  readonly primary?: boolean;
}

/** Asks, makes the draft, and goes to it. The words follow the state: change, replace, or try again. */
export function ReplaceButton({ situation, primary = false }: ReplaceButtonProps): ReactElement | null {
  const { bid } = situation;
  const { t } = useTranslation('bid');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const replace = useBidCall('bids.replace', (draft) => void navigate(`/bids/${draft.bidId}/dokumen`));
  const facts = useActFacts(situation, bid.sealed?.signerName ?? null);
  if (!canReplace(bid)) return null;
  return (
    <>
      <button
        type="button"
        className={`btn ${primary ? 'btn-primary' : 'btn-outline-secondary'}`}
        onClick={() => setAsking(true)}
      >
        {t(`replace.${bid.state}.button`)}
      </button>
      <ConfirmDialog
        show={asking}
        title={t(`replace.${bid.state}.title`)}
        facts={facts}
        consequence={t(`replace.${bid.state}.consequence`)}
        confirmLabel={t(`replace.${bid.state}.button`)}
        busy={replace.isPending}
        problem={replace.error}
        onConfirm={() => replace.mutate({ bidId: bid.bidId })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
