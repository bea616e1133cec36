// The register of bids that did not open: one case per bid of an opening, the first referral stands.
import { newId } from '../access/opaque.ts';
import type { Store } from '../database.ts';

export interface Referral {
  readonly referralId: string;
  readonly openingId: string;
  readonly submissionId: string;
  readonly reason: string;
  /** CMS SignedData over `ResultStatement`, of the member who referred. */
  readonly result: Buffer;
  /** The evidence package; null when the client sent none. */
  readonly evidence: Buffer | null;
  readonly referredAt: string;
  readonly referredBy: string;
  /** CMS SignedData by the LPSE over `LpseStatement`. */
  readonly statement: Buffer | null;
}

export interface ReferralBook {
  /** The case of this bid, made on first call. */
  add(referral: Omit<Referral, 'referralId' | 'statement'>): Referral;
  ofBid(openingId: string, submissionId: string): Referral | null;
  find(referralId: string): Referral | null;
  /** Oldest first. */
  all(): readonly Referral[];
  setStatement(referralId: string, statement: Buffer): void;
}

const COLUMNS = `referral_id AS referralId, opening_id AS openingId, submission_id AS submissionId, reason, result, evidence,
  referred_at AS referredAt, referred_by AS referredBy, statement`;

export function createReferralBook(store: Store): ReferralBook {
  const insert = store.prepare<[string, string, string, string, Buffer, Buffer | null, string, string]>(
    `INSERT OR IGNORE INTO referrals
     (referral_id, opening_id, submission_id, reason, result, evidence, referred_at, referred_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ofBid = store.prepare<[string, string], Referral>(
    `SELECT ${COLUMNS} FROM referrals WHERE opening_id = ? AND submission_id = ?`,
  );
  const byId = store.prepare<[string], Referral>(`SELECT ${COLUMNS} FROM referrals WHERE referral_id = ?`);
  const all = store.prepare<[], Referral>(`SELECT ${COLUMNS} FROM referrals ORDER BY rowid`);
  const setStatement = store.prepare<[Buffer, string]>('UPDATE referrals SET statement = ? WHERE referral_id = ?');
  return {
    add({ openingId, submissionId, reason, result, evidence, referredAt, referredBy }) {
      insert.run(newId(), openingId, submissionId, reason, result, evidence, referredAt, referredBy);
      const row = ofBid.get(openingId, submissionId);
      if (row === undefined) throw new Error('a row just written is there');
      return row;
    },
    ofBid: (openingId, submissionId) => ofBid.get(openingId, submissionId) ?? null,
    find: (referralId) => byId.get(referralId) ?? null,
    all: () => all.all(),
    setStatement: (referralId, statement) => void setStatement.run(statement, referralId),
  };
}
