// "Pembukaan: ..." below a receipted bid whose deadline has passed: what was last found of it, and the way to the opening.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import { useCall } from '../../query.ts';
import { useIsPast } from '../../server-clock.ts';
import { FateMark } from '../../ui/FateMark.tsx';

export interface OpeningFateProps {
  readonly bid: BidView;
  readonly closesAt: string;
}

/** Nothing for a bid without a receipt, or before the deadline. */
export function OpeningFate({ bid, closesAt }: OpeningFateProps): ReactElement | null {
  const past = useIsPast(closesAt);
  if (!past || bid.state !== 'receipted' || bid.receipt === null) return null;
  return <Found bid={bid} sequence={bid.receipt.sequence} index={bid.receipt.logIndex} />;
}

interface FoundProps {
  readonly bid: BidView;
  readonly sequence: number;
  readonly index: number;
}

function Found({ bid: { kdTender, envelopeId }, sequence, index }: FoundProps): ReactElement {
  const { t } = useTranslation('watch');
  // Refreshed by the program's event (`useBidEvents`).
  const { data } = useCall('watch.list', null);
  const own = data?.bids.find(
    (one) => one.kdTender === kdTender && one.envelopeId === envelopeId && one.sequence === sequence,
  );
  const fate = own?.fate ?? null;
  return (
    <div className="followed-opening">
      <span className="small text-body-secondary">{t('homeLabel')}</span>
      <Link to={`/watch/${kdTender}`} className={fate === null ? 'small' : 'truth-link'}>
        {fate === null ? t('fate.not-looked') : <FateMark fate={fate} index={index} inline />}
      </Link>
    </div>
  );
}
