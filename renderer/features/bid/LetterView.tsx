// The bid letter as the Pokja will read it.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { BidView } from '../../../app/contract/bids.ts';
import { useLanguage } from '../../i18n.ts';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { amountInWords } from './amount-words.ts';

export function LetterView({ letter }: { readonly letter: NonNullable<BidView['letter']> }): ReactElement {
  const { t } = useTranslation('bid');
  const language = useLanguage();
  const format = useFormat();
  const { price, currency, validityDays } = letter;
  return (
    <FactTable
      facts={[
        {
          label: t('letter.price'),
          value: (
            <>
              <strong className="tabular">{format.money(price, currency)}</strong>
              {currency === 'IDR' && <span className="price-words"> ({amountInWords(price, language)})</span>}
            </>
          ),
        },
        { label: t('letter.days'), value: t('letter.daysValue', { count: validityDays }) },
      ]}
    />
  );
}
