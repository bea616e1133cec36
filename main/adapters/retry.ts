// When and how long to wait before trying again: full jitter, so that a thousand clients that were cut off
// together do not come back together; a server's Retry-After is honoured.
import { CodedError } from '../../app/errors/coded-error.ts';
import { entryOf, toProblem } from '../../app/errors/problem.ts';

export interface RetryRules {
  readonly baseMs: number;
  readonly capMs: number;
  /** Tries in a row without any progress. */
  readonly attempts: number;
  /** From 0 to 1; tests pass a fixed one. */
  readonly random: () => number;
}

export const RETRY: RetryRules = { baseMs: 1000, capMs: 30_000, attempts: 10, random: Math.random };

/**
 * The longest wait that a server may ask for. It does not know our deadline, and we do not believe that an hour must pass:
 * asking again after five minutes is one request more for it, an hour may be the bid.
 */
const MOST_ASKED_MS = 5 * 60_000;

/** Of the time that is left, the part that one wait may take: several more tries still fit. */
const SHARE_OF_TIME_LEFT = 0.25;

/**
 * @param failures - in a row, from 1
 * @param leftMs - until the deadline of what is tried; nothing matters any more when it has passed
 */
export function delayBefore(failures: number, error: unknown, rules: RetryRules = RETRY, leftMs = Infinity): number {
  const jittered = rules.random() * Math.min(rules.capMs, rules.baseMs * 2 ** (failures - 1));
  const asked = error instanceof CodedError ? error.details.retryAfterSeconds : undefined;
  // Spread behind the moment that the server named, too.
  const waited = jittered + (typeof asked === 'number' ? Math.min(asked * 1000, MOST_ASKED_MS) : 0);
  return Math.round(leftMs > 0 ? Math.min(waited, Math.max(rules.baseMs, leftMs * SHARE_OF_TIME_LEFT)) : waited);
}

/** Whether the same request may succeed later, by the catalogue. */
export function isWorthRetrying(error: unknown): boolean {
  const { code } = toProblem(error);
  return code !== 'cancelled/by-user' && entryOf(code).retryable;
}
