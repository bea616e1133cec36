// Amounts of money as exact decimal text: `1234567890.50`, at most two fraction digits, no sign. Never a float.

const CANONICAL = /^(0|[1-9]\d{0,17})(?:\.(\d{1,2}))?$/;
const INDONESIAN = /^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?$/;
const PLAIN = /^\d+(?:[.,]\d{1,2})?$/;

export function isAmount(text: string): boolean {
  return CANONICAL.test(text);
}

/**
 * Reads what people type: `Rp 1.234.567,50`, `1234567,5`, `1234567.50`. A dot before three digits groups thousands, as in
 * Indonesian; null when the text is no amount. `0.125` is none: nobody groups after a zero, and the eighth of a rupiah must not
 * become a hundred and twenty-five.
 */
export function parseAmount(text: string): string | null {
  const typed = text.replace(/^\s*(?:Rp\.?|IDR)?\s*/i, '').trim();
  let plain: string;
  if (INDONESIAN.test(typed)) plain = typed.replaceAll('.', '').replace(',', '.');
  else if (PLAIN.test(typed)) plain = typed.replace(',', '.');
  else return null;
  const amount = plain.replace(/^0+(?=\d)/, '');
  return isAmount(amount) ? amount : null;
}

/** `Rp 1.234.567.890,00`. @throws RangeError when `amount` is not canonical */
export function formatRupiah(amount: string): string {
  const cents = toCents(amount);
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, '.');
  return `Rp ${whole},${(cents % 100n).toString().padStart(2, '0')}`;
}

/** Negative, zero or positive, as for sorting. */
export function compareAmounts(a: string, b: string): number {
  const difference = toCents(a) - toCents(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Exact sum in canonical form with two fraction digits. */
export function sumAmounts(amounts: readonly string[]): string {
  const cents = amounts.reduce((sum, amount) => sum + toCents(amount), 0n);
  return `${(cents / 100n).toString()}.${(cents % 100n).toString().padStart(2, '0')}`;
}

function toCents(amount: string): bigint {
  const match = CANONICAL.exec(amount);
  if (match === null) throw new RangeError('not an amount');
  return BigInt(match[1] ?? '0') * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
}
