// Daftar Kuantitas dan Harga: the priced rows of a bid, complete and readable by a machine. What the bidder stated stays beside
// what we reckon: a difference is a finding for people, never a repair.
//
// Reckoning: row total = quantity x unit price x (1 + tax / 100), rounded half up to Rp 0.01 once, at the end; totals are sums of
// rounded rows. Amounts are rupiah.
import { add, compareScaled, faultOf, fromScaled, multiply, roundHalfUp, toScaled, type Scaled } from './decimal.ts';
import type { ScheduleFacts } from './opening-results.ts';

export const SCHEDULE_SCHEMA = 'segel-price-schedule/1';

/** Names of the two documents that the editor makes; `-` is refused by SPSE's name rules. */
export const SCHEDULE_JSON_NAME = 'daftar_kuantitas_harga.json';
export const SCHEDULE_XLSX_NAME = 'daftar_kuantitas_harga.xlsx';

/** Digits before and after the decimal point, lengths in characters. */
export const SCHEDULE_LIMITS = {
  rows: 5000,
  /** Of the JSON document. */
  bytes: 4 << 20,
  number: 32,
  item: 500,
  unit: 32,
  note: 500,
  quantity: { integer: 12, fraction: 6 },
  unitPrice: { integer: 15, fraction: 4 },
  /** At most 100. */
  taxPercent: { integer: 3, fraction: 4 },
  total: { integer: 18, fraction: 2 },
} as const;

/** A heading, as `I. PEKERJAAN PERSIAPAN`: it has no amounts. */
export interface ScheduleSection {
  readonly kind: 'section';
  readonly number: string;
  readonly item: string;
  readonly note: string;
}

/** One priced row; numbers are canonical decimals (`decimal.ts`). */
export interface ScheduleItem {
  readonly kind: 'item';
  /** As the bidder numbers it: `1.a`. */
  readonly number: string;
  /** Uraian. */
  readonly item: string;
  /** Satuan. */
  readonly unit: string;
  /** Volume. */
  readonly quantity: string;
  /** Harga satuan, without tax. */
  readonly unitPrice: string;
  /** Pajak in percent, `0` for none. */
  readonly taxPercent: string;
  /** As the bidder states it, tax included. */
  readonly total: string;
  /** Keterangan. */
  readonly note: string;
}

export type ScheduleRow = ScheduleSection | ScheduleItem;

export interface PriceSchedule {
  readonly schema: typeof SCHEDULE_SCHEMA;
  readonly currency: 'IDR';
  readonly rows: readonly ScheduleRow[];
  /** The official total, as the bidder states it. */
  readonly statedTotal: string;
}

/** Every sum of a schedule, canonical. */
export interface ScheduleSums {
  /** Of quantity x unit price (+ tax), row by row. */
  readonly computedTotal: string;
  /** Of the row totals as stated. */
  readonly rowsTotal: string;
  /** Tax within `computedTotal`. */
  readonly computedTax: string;
}

type Factors = Pick<ScheduleItem, 'quantity' | 'unitPrice' | 'taxPercent'>;

/** Rounded half up to Rp 0.01; null when a factor is not canonical. */
export function computeRow(row: Factors): { readonly total: string; readonly tax: string } | null {
  const reckoned = reckon(row);
  return reckoned === null ? null : { total: fromScaled(reckoned.total), tax: fromScaled(reckoned.tax) };
}

/** @throws RangeError when a number is not canonical */
export function sumSchedule(rows: readonly ScheduleRow[]): ScheduleSums {
  let computed = ZERO;
  let tax = ZERO;
  let stated = ZERO;
  for (const row of rows) {
    if (row.kind === 'section') continue;
    const reckoned = reckon(row);
    const total = toScaled(row.total);
    if (reckoned === null || total === null) throw new RangeError('not a canonical decimal');
    computed = add(computed, reckoned.total);
    tax = add(tax, reckoned.tax);
    stated = add(stated, total);
  }
  return { computedTotal: fromScaled(computed), rowsTotal: fromScaled(stated), computedTax: fromScaled(tax) };
}

/**
 * The facts an opening shows beside the letter. `rows` counts priced rows; `rowsThatDiffer` are places in the list from 1,
 * headings counted. @throws RangeError when a number is not canonical
 */
export function scheduleFacts({ rows, statedTotal }: PriceSchedule): ScheduleFacts {
  return {
    rows: rows.filter(({ kind }) => kind === 'item').length,
    rowsThatDiffer: rows.flatMap((row, i) => (row.kind === 'item' && differs(row) ? [i + 1] : [])),
    computedTotal: sumSchedule(rows).computedTotal,
    statedTotal,
  };
}

/** True when every sum is an amount that money can be (`money.ts`). */
export function isWithinMoney({ computedTotal, rowsTotal }: ScheduleSums): boolean {
  return [computedTotal, rowsTotal].every((sum) => faultOf(sum, SCHEDULE_LIMITS.total) === null);
}

function differs(row: ScheduleItem): boolean {
  const total = toScaled(row.total);
  const reckoned = reckon(row);
  return total === null || reckoned === null || compareScaled(total, reckoned.total) !== 0;
}

const ZERO: Scaled = { units: 0n, scale: 2 };
const HUNDRED: Scaled = { units: 100n, scale: 0 };
const CENTS = 2;

/** Tax is what the rounded total has above the rounded net, so that both columns add up. */
function reckon({ quantity, unitPrice, taxPercent }: Factors): { readonly total: Scaled; readonly tax: Scaled } | null {
  const volume = toScaled(quantity);
  const price = toScaled(unitPrice);
  const rate = toScaled(taxPercent);
  if (volume === null || price === null || rate === null) return null;
  const net = multiply(volume, price);
  const hundredfold = multiply(net, add(HUNDRED, rate));
  const total = roundHalfUp({ units: hundredfold.units, scale: hundredfold.scale + 2 }, CENTS);
  return { total, tax: { units: total.units - roundHalfUp(net, CENTS).units, scale: CENTS } };
}
