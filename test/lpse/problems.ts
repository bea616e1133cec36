// Failures as RFC 9457 problem documents with a catalogue code.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ErrorCode } from '../../app/errors/catalogue.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { entryOf, toProblem } from '../../app/errors/problem.ts';
import type { ProblemDocument } from '../../app/protocol/problem.ts';

/** HTTP statuses that differ from the default of their kind. */
const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  'access/wrong-credentials': 401,
  'access/session-expired': 401,
  'access/refresh-reused': 401,
  'access/login-expired': 401,
  'access/captcha-wrong': 401,
  'access/totp-wrong': 401,
  'access/totp-used': 401,
  'access/totp-closed': 401,
  'access/device-proof-wrong': 403,
  'access/forbidden': 403,
  'access/token-refused': 403,
  'access/locked': 423,
  'access/rate-limited': 429,
  'access/too-large': 413,
  'access/not-found': 404,
  'package/not-found': 404,
  'policy/not-published': 404,
  'policy/no-draft': 404,
  'upload/malformed': 400,
  'upload/not-found': 404,
  'upload/offset-conflict': 409,
  'upload/expired': 410,
  'upload/busy': 423,
  // tus 1.0, checksum extension.
  'upload/checksum-mismatch': 460,
  'submission/not-found': 404,
  'submission/wrong-account': 403,
  'submission/not-participant': 403,
  'opening/wrong-role': 403,
  'opening/too-early': 409,
  'kms/before-the-hour': 409,
  'opening/not-found': 404,
  'opening/bid-not-found': 404,
  'rehearsal/not-found': 404,
  'upload/too-large': 413,
  'upload/no-space': 507,
  'service/unavailable': 503,
};

const BY_EXIT: Readonly<Partial<Record<string, number>>> = { refused: 409, defect: 500, storage: 500, network: 503 };

/** The document of any thrown value. A defect keeps its text to itself and carries an incident number for the log. */
export function toProblemDocument(error: unknown): ProblemDocument {
  const problem = toProblem(asCoded(error));
  const entry = entryOf(problem.code);
  const status = STATUS[problem.code] ?? BY_EXIT[entry.exit] ?? 400;
  const details = status >= 500 && problem.kind === 'defect' ? { incident: randomUUID() } : problem.details;
  return {
    type: `https://segel.invalid/problems/${problem.code}`,
    title: entry.en.what,
    status,
    code: problem.code,
    ...(Object.keys(details).length === 0 ? {} : { details: { ...details } }),
  };
}

/** What zod and Fastify throw, as codes of ours. */
function asCoded(error: unknown): unknown {
  if (error instanceof z.ZodError) {
    const first = error.issues[0];
    return new CodedError('access/malformed-request', { field: first?.path.join('.') ?? '', rule: first?.code ?? '' });
  }
  if (error instanceof Error && 'statusCode' in error && !(error instanceof CodedError)) {
    if (error.statusCode === 413) return new CodedError('access/too-large');
    if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500)
      return new CodedError('access/malformed-request');
  }
  return error;
}

/** True for a thrown failure with this catalogue code. */
export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof CodedError && error.code === code;
}
