// The truth bar (ux.md 1): one state, one place, one colour, one sentence. The only green thing of the window.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { BidView } from '../../app/contract/bids.ts';
import { useIsPast } from '../server-clock.ts';
import { useFormat, type Format } from './format.ts';
import { Icon, type IconName } from './Icon.tsx';

export type TruthOf = Pick<
  BidView,
  'state' | 'truth' | 'updatedAt' | 'receipt' | 'uploadedBytes' | 'sealed' | 'withdrawnAt' | 'refusal'
>;

export interface TruthBarProps {
  readonly bid: TruthOf;
  /** Inside a list: no bar, only the coloured words. */
  readonly inline?: boolean;
  /** Where the deadline is known: a sealed bid that nobody sent before it is told as one that was never filed. */
  readonly closesAt?: string | undefined;
}

const ICONS: Readonly<Record<BidView['truth'], IconName>> = {
  grey: 'file',
  red: 'warning',
  amber: 'upload',
  green: 'check',
};

export function TruthBar({ bid, inline = false, closesAt }: TruthBarProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const late = useIsPast(closesAt ?? null) && bid.state === 'sealed';
  const facts = { ...truthFacts(bid, format), closesAt: closesAt === undefined ? '' : format.instant(closesAt) };
  const key = late ? 'late' : bid.state;
  return (
    <div
      className={`truth truth-${bid.truth} ${inline ? 'truth-inline' : ''}`}
      {...(inline ? {} : { role: 'status', 'aria-label': t('truth.label') })}
      data-truth={bid.truth}
    >
      <Icon name={ICONS[bid.truth]} size={inline ? 16 : 20} />
      <span>
        <strong>{t(`truth.${key}`, facts)}</strong>
        {!inline && <> · {t(`truth.${key}Detail`, facts)}</>}
      </span>
    </div>
  );
}

function truthFacts(bid: TruthOf, format: Format): Readonly<Record<string, string>> {
  const { uploadedBytes, sealed, receipt } = bid;
  const share = uploadedBytes === null || sealed === null ? 0 : uploadedBytes / Math.max(1, sealed.sizeBytes);
  return {
    percent: format.number(Math.floor(Math.min(1, share) * 100)),
    saved: format.instant(bid.updatedAt),
    sealedAt: sealed === null ? '' : format.instant(sealed.sealedAt),
    receivedAt: receipt === null ? '' : format.instant(receipt.receivedAt, { seconds: true }),
    number: receipt === null ? '' : String(receipt.sequence),
    withdrawnAt: bid.withdrawnAt === null ? '' : format.instant(bid.withdrawnAt),
    refusedAt: bid.refusal === null ? '' : format.instant(bid.refusal.serverTime, { seconds: true }),
  };
}
