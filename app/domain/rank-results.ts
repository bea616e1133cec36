// Places by price and the facts that stand beside a bid: what a table can show side by side, and no verdict on anybody.
import { compareAmounts } from './money.ts';
import { RESULT_FACTS, type MemberResult, type ResultFact, type ResultRow } from './opening-results.ts';

/** A row before it is compared with the others. */
export type UnrankedRow = Omit<ResultRow, 'rank' | 'facts'> & {
  /** Members said different things of this bid. */
  readonly membersDisagree: boolean;
};

/** What prices are held against; decimal text. */
export interface Estimates {
  readonly ownerEstimate: string;
  readonly budgetCeiling: string;
}

/** Lowest price first; equal prices share a place, and the next place counts them all (1, 1, 3). */
export function rankResults(rows: readonly UnrankedRow[], estimates: Estimates): readonly ResultRow[] {
  const prices = rows.flatMap(({ price }) => (price === null ? [] : [price]));
  return rows.map(({ membersDisagree, ...row }) => {
    const { price } = row;
    const lower = price === null ? 0 : prices.filter((other) => compareAmounts(other, price) < 0).length;
    const same = price === null ? 0 : prices.filter((other) => compareAmounts(other, price) === 0).length;
    return {
      ...row,
      rank: price === null ? null : lower + 1,
      facts: factsOf(row, estimates, { samePrice: same > 1, membersDisagree }),
    };
  });
}

function factsOf(
  { price, schedule, members }: Pick<ResultRow, 'price' | 'schedule' | 'members'>,
  { ownerEstimate, budgetCeiling }: Estimates,
  { samePrice, membersDisagree }: { readonly samePrice: boolean; readonly membersDisagree: boolean },
): readonly ResultFact[] {
  const above = (limit: string) => price !== null && compareAmounts(price, limit) > 0;
  const differs = (a: string | null, b: string | null) => a !== null && b !== null && compareAmounts(a, b) !== 0;
  const holds: Readonly<Record<ResultFact, boolean>> = {
    'above-owner-estimate': above(ownerEstimate),
    'above-budget-ceiling': above(budgetCeiling),
    'letter-and-schedule-differ': differs(price, schedule?.statedTotal ?? null),
    'rows-differ': (schedule?.rowsThatDiffer.length ?? 0) > 0,
    'total-differs': differs(schedule?.computedTotal ?? null, schedule?.statedTotal ?? null),
    'same-price': samePrice,
    'members-disagree': membersDisagree || members.some(({ agrees }: MemberResult) => agrees === false),
  };
  return RESULT_FACTS.filter((fact) => holds[fact]);
}
