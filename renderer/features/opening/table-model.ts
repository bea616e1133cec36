// The table of bids: rows joined from the room, what is being opened, and results; sorted, filtered, copied. Pure.
import type { BidProgress, EnteredRoom, ResultRowView } from '../../../app/contract/openings.ts';

export interface TableRow extends Omit<ResultRowView, 'manifestSha256' | 'receivedAt'> {
  readonly receivedAt: string | null;
  /** While it is being opened on this computer. */
  readonly progress: BidProgress | null;
}

export const SORTS = ['place', 'price', 'name'] as const;
export type Sort = (typeof SORTS)[number];
export const STATES = ['all', 'waiting', 'opened', 'not-opened', 'unproven', 'stays-sealed'] as const;
export type StateFilter = (typeof STATES)[number];

/** Results where they are known; before, the bids that the log has proven. */
export function rowsOf(
  entered: Pick<EnteredRoom, 'bids'>,
  about: { readonly results: readonly ResultRowView[] | null; readonly bids: ReadonlyMap<number, BidProgress> | null },
): readonly TableRow[] {
  const base: readonly Omit<TableRow, 'progress'>[] = about.results ?? entered.bids.map(waitingRow);
  return base.map((row) => ({ ...row, progress: progressOf(row.n, about.bids) }));
}

function progressOf(n: number, bids: ReadonlyMap<number, BidProgress> | null): BidProgress | null {
  return bids?.get(n) ?? null;
}

function waitingRow(bid: EnteredRoom['bids'][number]): Omit<TableRow, 'progress'> {
  return {
    ...bid,
    outcome: { kind: 'waiting' },
    price: null,
    validityDays: null,
    schedule: null,
    rank: null,
    facts: [],
    members: [],
    referral: null,
  };
}

export interface View {
  readonly text: string;
  readonly state: StateFilter;
  readonly sort: Sort;
}

export function shown(rows: readonly TableRow[], { text, state, sort }: View): readonly TableRow[] {
  const wanted = text.trim().toLocaleLowerCase('id');
  const matching = rows.filter(
    (row) =>
      (state === 'all' || row.outcome.kind === state) &&
      (wanted === '' || `${row.bidderName} ${row.npwp}`.toLocaleLowerCase('id').includes(wanted)),
  );
  return [...matching].sort(ORDER[sort]);
}

const ORDER: Readonly<Record<Sort, (a: TableRow, b: TableRow) => number>> = {
  place: (a, b) => a.n - b.n,
  price: (a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.n - b.n,
  name: (a, b) => a.bidderName.localeCompare(b.bidderName, 'id') || a.n - b.n,
};

/** `95,25`, in English `95.25`: hundredths of a percent, exactly; null where there is nothing to compare with. */
export function percentOf(part: string, whole: string, language: 'id' | 'en'): string | null {
  const [a, b] = [cents(part), cents(whole)];
  if (a === null || b === null || b === 0n) return null;
  const hundredths = (a * 20_000n + b) / (b * 2n);
  const mark = language === 'id' ? ',' : '.';
  return `${String(hundredths / 100n)}${mark}${String(hundredths % 100n).padStart(2, '0')}`;
}

function cents(amount: string): bigint | null {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  return match === null ? null : BigInt(`${match[1] ?? '0'}${(match[2] ?? '').padEnd(2, '0')}`);
}

/** Cells as a spreadsheet takes them; what could begin a formula there is quoted. */
export function asTabs(cells: readonly (readonly string[])[]): string {
  const plain = (text: string) => {
    const oneLine = text.replaceAll(/[\t\r\n]+/g, ' ');
    return /^[=+\-@]/.test(oneLine) ? `'${oneLine}` : oneLine;
  };
  return cells.map((row) => row.map(plain).join('\t')).join('\n');
}
