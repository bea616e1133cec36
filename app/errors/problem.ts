// One shape for failures at every boundary: IPC, HTTP (RFC 9457) and `--json`.
import { CATALOGUE, type ErrorCode } from './catalogue.ts';
import type { CatalogueEntry } from './entry.ts';
import { CodedError, type ProblemDetails } from './coded-error.ts';

export interface Problem {
  readonly code: ErrorCode;
  readonly kind: CatalogueEntry['kind'];
  readonly retryable: boolean;
  readonly details: ProblemDetails;
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(CATALOGUE, value);
}

/** The catalogue entry of a code. */
export function entryOf(code: ErrorCode): CatalogueEntry {
  return CATALOGUE[code];
}

/** Any thrown value as a Problem; what has no code is a defect, and its text stays inside. */
export function toProblem(error: unknown): Problem {
  const code = codeOf(error);
  const { kind, retryable } = entryOf(code);
  return { code, kind, retryable, details: error instanceof CodedError ? error.details : {} };
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof Error) {
    if (error.name === 'AbortError') return 'cancelled/by-user';
    if ('code' in error && isErrorCode(error.code)) return error.code;
  }
  return 'defect/unexpected';
}

const SESSION_ENDS: ReadonlySet<ErrorCode> = new Set([
  'access/session-expired',
  'access/refresh-reused',
  'access/device-proof-wrong',
]);

/** Whether nothing more can be asked of the LPSE before signing in again; every other refusal is about one thing. */
export function endsSession(code: ErrorCode): boolean {
  return SESSION_ENDS.has(code);
}
