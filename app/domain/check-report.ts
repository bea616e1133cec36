// A list of numbered checks and how each came out: what a receipt, a sealed file, a policy or a log was judged by.
// Nothing is trusted that is not listed, and a check that was not made never counts as passed.
import type { ProblemDetails } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CHECKS, type CheckId } from './checks.ts';

export type CheckOutcome =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly code: ErrorCode }
  /** It can honestly be missing (a timestamp while the TSA is down): said, never hidden, never green by itself. */
  | { readonly outcome: 'missing'; readonly code: ErrorCode }
  /** An earlier check failed, so that this one means nothing. */
  | { readonly outcome: 'not-made' };

export type Check = CheckOutcome & {
  readonly number: number;
  readonly id: CheckId;
  /** The rule behind it, e.g. `crypto/SPEC.md 5`, `RFC 6962 2.1`. */
  readonly clause: string;
  /** Facts for the reader: times, digests, names. */
  readonly facts: ProblemDetails;
};

export interface CheckReport {
  /** True when every check passed or is honestly missing. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/** Joins outcomes to a numbered report. */
export function toReport(
  outcomes: readonly (CheckOutcome & { readonly id: CheckId; readonly facts?: ProblemDetails })[],
): CheckReport {
  const checks = outcomes.map((outcome, i) => ({
    ...outcome,
    number: i + 1,
    clause: CHECKS[outcome.id].clause,
    facts: outcome.facts ?? {},
  }));
  const ok = checks.length > 0 && checks.every(({ outcome }) => outcome === 'passed' || outcome === 'missing');
  return { ok, checks };
}

/** The first check that failed; null when none did. */
export function firstFailure(report: CheckReport): (Check & { readonly outcome: 'failed' }) | null {
  return report.checks.find((check) => check.outcome === 'failed') ?? null;
}
