// What is typed into the bid letter, read as an exact amount and a number of days, with what deserves a second look. Pure.
import type { BidView } from '../../../app/contract/bids.ts';
import { formatRupiah, isAmount, parseAmount } from '../../../app/domain/money.ts';

export interface LetterForm {
  readonly price: string;
  readonly days: string;
}

export interface LetterReading {
  /** Canonical decimal; null while the text is no amount. */
  readonly price: string | null;
  readonly days: number | null;
  readonly priceWrong: boolean;
  readonly daysWrong: boolean;
  /** The letter as it can be saved; null while something is missing or wrong. */
  readonly letter: { readonly price: string; readonly validityDays: number } | null;
  readonly cautions: readonly Caution[];
}

/** `above-estimate`: over the HPS. `far-below`: under half of it, often a zero too few. `zero`: nothing. */
export type Caution = 'above-estimate' | 'far-below' | 'zero';

export const MOST_DAYS = 3650;

export function formOf(letter: BidView['letter']): LetterForm {
  if (letter === null) return { price: '', days: '' };
  return { price: formatRupiah(letter.price).slice(3), days: String(letter.validityDays) };
}

/** @param ownerEstimate - the HPS as canonical decimal; null when it is not known */
export function readLetter({ price: typed, days: typedDays }: LetterForm, ownerEstimate: string | null): LetterReading {
  const price = parseAmount(typed);
  const days = /^\s*\d{1,4}\s*$/.test(typedDays) ? Number(typedDays) : null;
  const goodDays = days !== null && days >= 1 && days <= MOST_DAYS;
  return {
    price,
    days: goodDays ? days : null,
    priceWrong: typed.trim() !== '' && price === null,
    daysWrong: typedDays.trim() !== '' && !goodDays,
    letter: price !== null && goodDays ? { price, validityDays: days } : null,
    cautions: price === null ? [] : cautionsOf(price, ownerEstimate),
  };
}

export function isEmpty({ price, days }: LetterForm): boolean {
  return price.trim() === '' && days.trim() === '';
}

function cautionsOf(price: string, ownerEstimate: string | null): readonly Caution[] {
  const cents = toCents(price);
  if (cents === 0n) return ['zero'];
  if (ownerEstimate === null || !isAmount(ownerEstimate)) return [];
  const estimate = toCents(ownerEstimate);
  if (cents > estimate) return ['above-estimate'];
  return cents * 2n < estimate ? ['far-below'] : [];
}

function toCents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}
