// One check, run so that its outcome is data: what fails with a catalogue code becomes a row, what has none stays a defect.
import { CodedError, Defect, type ProblemDetails } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { isErrorCode } from '../errors/problem.ts';
import type { CheckOutcome } from '../domain/check-report.ts';
import type { CheckId } from '../domain/checks.ts';

export type Row = CheckOutcome & { readonly id: CheckId; readonly facts?: ProblemDetails };

/** Facts for the reader; nothing when the check has none. */
type Passed = ProblemDetails | undefined;

/** Runs `check`; returning means passed, throwing a coded error means failed. Anything else is thrown on. */
export function runCheck(id: CheckId, check: () => Passed): Row {
  try {
    return { id, outcome: 'passed', facts: check() ?? {} };
  } catch (error) {
    const { code, details } = codedFailure(error);
    return { id, outcome: 'failed', code, facts: details };
  }
}

/** As `runCheck`, for a check whose finding later ones build on: `value` is null exactly when it failed. */
export function findOut<T extends object>(
  id: CheckId,
  find: () => T,
  factsOf: (value: T) => ProblemDetails,
): { readonly row: Row; readonly value: T | null } {
  try {
    const value = find();
    return { row: { id, outcome: 'passed', facts: factsOf(value) }, value };
  } catch (error) {
    const { code, details } = codedFailure(error);
    return { row: { id, outcome: 'failed', code, facts: details }, value: null };
  }
}

/** A check that could not be made because an earlier one failed. */
export function notMade(id: CheckId): Row {
  return { id, outcome: 'not-made' };
}

/** Something that may honestly be absent. */
export function missing(id: CheckId, code: ErrorCode): Row {
  return { id, outcome: 'missing', code };
}

/** Code and facts of an error that has them. @throws the error itself when it has none */
export function codedFailure(error: unknown): { readonly code: ErrorCode; readonly details: ProblemDetails } {
  if (error instanceof CodedError) return { code: error.code, details: error.details };
  if (error instanceof Error && 'code' in error && isErrorCode(error.code)) return { code: error.code, details: {} };
  throw error;
}

/** Null when it cannot be read or does not hold; defects pass. */
export function tryRead<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    codedFailure(error);
    return null;
  }
}

/** A code from `crypto/` as a catalogue code; the catalogue covers all of them, by a test. */
export function toErrorCode(code: string): ErrorCode {
  if (isErrorCode(code)) return code;
  throw new Defect(`code without catalogue entry: ${code}`);
}
