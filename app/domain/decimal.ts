// Exact decimals as text, for quantities and prices: `1234.5`, no sign, no leading zeros, no zeros at the end of the fraction.
// One number has one text, so equal numbers are equal texts. Reckoned with whole numbers; nothing passes through a float.

const CANONICAL = /^(0|[1-9]\d*)(?:\.(\d*[1-9]))?$/;

/** A number as `units / 10^scale`. */
export interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

/** Digits before and after the decimal point that a column takes. */
export interface Digits {
  readonly integer: number;
  readonly fraction: number;
}

/** Null when `text` is not canonical. */
export function toScaled(text: string): Scaled | null {
  const match = CANONICAL.exec(text);
  if (match === null) return null;
  const fraction = match[2] ?? '';
  return { units: BigInt(`${match[1] ?? ''}${fraction}`), scale: fraction.length };
}

/** Canonical text of a number that is not negative. */
export function fromScaled({ units, scale }: Scaled): string {
  const digits = units.toString().padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 || fraction === '' ? whole : `${whole}.${fraction}`;
}

export function multiply(a: Scaled, b: Scaled): Scaled {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

export function add(a: Scaled, b: Scaled): Scaled {
  const scale = Math.max(a.scale, b.scale);
  return { units: atScale(a, scale) + atScale(b, scale), scale };
}

/** Half goes up, as in commerce: `0.005` becomes `0.01`. Exact when there is nothing to round. */
export function roundHalfUp(value: Scaled, scale: number): Scaled {
  if (value.scale <= scale) return { units: atScale(value, scale), scale };
  const step = 10n ** BigInt(value.scale - scale);
  return { units: (value.units + step / 2n) / step, scale };
}

/** Negative, zero or positive, as for sorting. */
export function compareScaled(a: Scaled, b: Scaled): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = atScale(a, scale) - atScale(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export type DecimalFault = 'unreadable' | 'too-large' | 'too-many-digits';

/** What keeps `text` from being a number of a column; null when it is one. */
export function faultOf(text: string, digits: Digits): DecimalFault | null {
  const match = CANONICAL.exec(text);
  if (match === null) return 'unreadable';
  if ((match[1] ?? '').length > digits.integer) return 'too-large';
  return (match[2] ?? '').length > digits.fraction ? 'too-many-digits' : null;
}

/** Longest text that is tried as a number. */
const MAX_TYPED = 64;
const INDONESIAN = /^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?$/;
const ENGLISH = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
const PLAIN = /^\d+(?:[.,]\d*)?$/;

/** How a text groups thousands: `1.234,5` or `1,234.5`. */
export type NumberStyle = 'indonesian' | 'english';

/**
 * Reads what people type and paste: `1.234.567,89`, `1234567,89`, `1234567.89`, `Rp 1.000,-`, `11 %`. A single dot before three
 * digits groups thousands, as in Indonesian; `1,234,567.89` can only be English and is read so. Null when it is no number.
 */
export function parseTyped(text: string, style: NumberStyle = 'indonesian'): string | null {
  if (text.length > MAX_TYPED) return null;
  const typed = text
    .trim()
    .replace(/^(?:Rp\.?|IDR)\s*/i, '')
    .replace(/\s*%$/, '')
    .replace(/[,.]-$/, '')
    .trim();
  const english = ENGLISH.test(typed) && (style === 'english' || isSurelyEnglish(typed));
  if (english) return canonical(typed.replaceAll(',', ''));
  if (style === 'indonesian' && INDONESIAN.test(typed)) return canonical(typed.replaceAll('.', '').replace(',', '.'));
  return PLAIN.test(typed) ? canonical(typed.replace(',', '.')) : null;
}

/** Of numbers that come from one place: English as soon as one of them can be nothing else. */
export function styleOf(texts: Iterable<string>): NumberStyle {
  for (const text of texts) {
    const typed = text.trim();
    if (ENGLISH.test(typed) && isSurelyEnglish(typed)) return 'english';
  }
  return 'indonesian';
}

/** `1.234.567,89`; text that is no canonical number stays as it is. */
export function formatDecimal(text: string): string {
  const match = CANONICAL.exec(text);
  if (match === null) return text;
  const whole = (match[1] ?? '').replace(/\B(?=(\d{3})+$)/g, '.');
  return match[2] === undefined ? whole : `${whole},${match[2]}`;
}

/** Two commas, or a comma and then a dot. */
function isSurelyEnglish(typed: string): boolean {
  return /,.*[,.]/.test(typed);
}

function canonical(plain: string): string {
  const [whole = '', fraction = ''] = plain.split('.');
  const digits = whole.replace(/^0+(?=\d)/, '');
  const rest = fraction.replace(/0+$/, '');
  return rest === '' ? digits : `${digits}.${rest}`;
}

function atScale({ units, scale }: Scaled, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}
