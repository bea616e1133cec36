// What an opening brought, as the table, the exports and the minutes show it: facts side by side, no verdict on anybody.
import type { ErrorCode } from '../errors/catalogue.ts';

/** Outcome of one bid on this computer. */
export type RowOutcome =
  | { readonly kind: 'waiting' }
  /** File II of a bidder who did not pass File I: stays sealed. */
  | { readonly kind: 'stays-sealed' }
  | { readonly kind: 'opened'; readonly innerSha256: string; readonly documents: number }
  | { readonly kind: 'not-opened'; readonly reason: string; readonly code: ErrorCode }
  /** Could not be proven on this computer; nobody is blamed. */
  | { readonly kind: 'unproven'; readonly code: ErrorCode };

/** What the priced rows say beside the letter; exact decimals. Null where the bid has no Daftar Kuantitas dan Harga we can read. */
export interface ScheduleFacts {
  readonly rows: number;
  /** Rows whose total is not quantity x unit price (+ tax), by their number. */
  readonly rowsThatDiffer: readonly number[];
  readonly computedTotal: string;
  readonly statedTotal: string;
}

export const RESULT_FACTS = [
  'above-owner-estimate',
  'above-budget-ceiling',
  'letter-and-schedule-differ',
  'rows-differ',
  'total-differs',
  'same-price',
  'members-disagree',
] as const;
export type ResultFact = (typeof RESULT_FACTS)[number];

export interface MemberResult {
  readonly name: string;
  readonly certificateSha256: string;
  /** The same outcome, digest and price as this computer's; null while this computer has none. */
  readonly agrees: boolean | null;
}

export interface ResultRow {
  /** Place in the opening, from 1, in order of receipt; those that stay sealed come after the others. */
  readonly n: number;
  readonly submissionId: string;
  readonly bidderId: string;
  readonly bidderName: string;
  readonly npwp: string;
  /** Running number of the receipt; null where the LPSE hands out none (a bid that stays sealed). */
  readonly receiptSequence: number | null;
  readonly receivedAt: string;
  readonly sizeBytes: number;
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  readonly outcome: RowOutcome;
  /** Decimal text; null unless opened and the envelope carries the price. */
  readonly price: string | null;
  readonly validityDays: number | null;
  readonly schedule: ScheduleFacts | null;
  /** By price, from 1; equal prices share a place. Null without a price. */
  readonly rank: number | null;
  readonly facts: readonly ResultFact[];
  readonly members: readonly MemberResult[];
  readonly referral: {
    readonly referralId: string;
    readonly statement: { readonly canBeOpened: boolean; readonly text: string; readonly statedAt: string } | null;
  } | null;
}

/** A bid that was filed and is not in force: replaced or withdrawn before the deadline. */
export interface Tombstone {
  readonly submissionId: string;
  readonly bidderId: string;
  readonly receivedAt: string;
  readonly sealedSha256: string;
  readonly fate: 'superseded' | 'withdrawn';
}

export type OpeningMode =
  | { readonly kind: 'members'; readonly members: readonly string[] }
  | {
      readonly kind: 'quorum';
      readonly threshold: number;
      readonly holders: readonly string[];
      readonly contributed: readonly string[];
    }
  | { readonly kind: 'single-lock'; readonly officer: string };

export interface OpeningResults {
  readonly kdTender: string;
  readonly versiTender: number;
  readonly packageName: string;
  readonly lpseName: string;
  readonly workUnit: string;
  readonly method: string;
  readonly ownerEstimate: string;
  readonly budgetCeiling: string;
  readonly envelopeId: string;
  readonly envelopeName: string;
  readonly carriesPrice: boolean;
  readonly openingId: string;
  readonly closesAt: string;
  readonly startedAt: string;
  /** By the KMS; null before. */
  readonly releasedAt: string | null;
  readonly mode: OpeningMode;
  /** Signed note taken at closing, and what it says. */
  readonly closedCheckpoint: { readonly note: string; readonly size: number; readonly rootSha256: string };
  readonly policySha256: string;
  /** File II: what decided whose envelope opens; null for every other. */
  readonly technicalResult: { readonly sha256: string; readonly passed: number } | null;
  readonly rows: readonly ResultRow[];
  readonly tombstones: readonly Tombstone[];
}
