// What became of one's own bid, in one colour and one sentence. Green only for what this computer has proven.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toneOf, type OwnFate } from '../../app/domain/own-bid.ts';
import { Icon, type IconName } from './Icon.tsx';

const ICONS: Readonly<Record<ReturnType<typeof toneOf>, IconName>> = {
  green: 'check',
  amber: 'warning',
  red: 'warning',
  grey: 'lock',
};

export interface FateMarkProps {
  readonly fate: OwnFate;
  readonly inline?: boolean;
  /** Place of the receipt in the log, for the sentence of an alarm. */
  readonly index?: number;
}

export function FateMark({ fate, inline = false, index }: FateMarkProps): ReactElement {
  const { t } = useTranslation('watch');
  const tone = toneOf(fate);
  const live = tone === 'red' ? ({ role: 'alert' } as const) : ({ role: 'status' } as const);
  return (
    <div className={`truth truth-${tone} ${inline ? 'truth-inline' : ''}`} data-fate={fate} {...(inline ? {} : live)}>
      <Icon name={ICONS[tone]} size={inline ? 16 : 20} />
      <span>
        <strong>{t(`fate.${fate}`, { index: index ?? '' })}</strong>
        {!inline && <span className="d-block">{t(`fateText.${fate}`)}</span>}
      </span>
    </div>
  );
}
