// What a whole tender was judged by: the numbered checks of app/protocol/DOSSIER.md 4, some of them once for each envelope.
import type { ProblemDetails } from '../errors/coded-error.ts';
import type { Check, CheckOutcome, CheckReport } from './check-report.ts';
import { CHECKS } from './checks.ts';

/** In the order of their numbers, from 1. */
export const TENDER_CHECKS = [
  'tender-index',
  'tender-policies',
  'tender-log-head',
  'tender-log-order',
  'tender-logged',
  'tender-technical',
  'tender-closed',
  'tender-complete',
  'tender-receipts',
  'tender-manifests',
  'tender-release',
  'tender-quorum',
  'tender-results',
  'tender-opened',
  'tender-referrals',
  'tender-sealed',
  'tender-witnesses',
  'tender-documents',
] as const;
export type TenderCheckId = (typeof TENDER_CHECKS)[number];

export type TenderRow = CheckOutcome & {
  readonly id: TenderCheckId;
  /** Null for the tender as a whole. */
  readonly envelopeId: string | null;
  readonly facts?: ProblemDetails;
};

export interface TenderReport extends CheckReport {
  readonly checks: readonly (Check & { readonly id: TenderCheckId; readonly envelopeId: string | null })[];
}

/** Proven when none failed and none was not made. */
export function toTenderReport(rows: readonly TenderRow[]): TenderReport {
  const checks = rows.map((row) => ({
    ...row,
    number: TENDER_CHECKS.indexOf(row.id) + 1,
    clause: CHECKS[row.id].clause,
    facts: { ...(row.envelopeId === null ? {} : { envelopeId: row.envelopeId }), ...row.facts },
  }));
  const ok = checks.length > 0 && checks.every(({ outcome }) => outcome === 'passed' || outcome === 'missing');
  return { ok, checks };
}
