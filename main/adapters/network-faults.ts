// What goes wrong between here and a server, as codes of the catalogue: system and TLS errors, and answers that are no answer.
import { CodedError, type ProblemDetails } from '../../app/errors/coded-error.ts';
import { isErrorCode } from '../../app/errors/problem.ts';
import { PROBLEM_CONTENT_TYPE, ProblemDocument } from '../../app/protocol/problem.ts';
import { systemCode } from './storage-faults.ts';

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const TIMEOUTS = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT', 'ERR_SOCKET_CONNECTION_TIMEOUT']);
const TOO_LARGE = new Set(['ERR_FR_MAX_BODY_LENGTH_EXCEEDED', 'HPE_HEADER_OVERFLOW']);
const TLS =
  /^(CERT_|ERR_SSL_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|INVALID_CA|INVALID_PURPOSE|EPROTO$|HOSTNAME_MISMATCH)/;

/** Any failure of a request. An `AbortError` of the caller and a coded error pass unchanged. */
export function toNetworkFault(error: unknown): Error {
  if (error instanceof CodedError) return error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  const system = systemCode(error) ?? systemCode(error instanceof Error ? error.cause : undefined) ?? 'unknown';
  return new CodedError(networkCode(error, system), { system }, { cause: error });
}

function networkCode(error: unknown, system: string) {
  if (TLS.test(system)) return 'network/tls-untrusted';
  if (TIMEOUTS.has(system) || (error instanceof Error && error.name === 'TimeoutError')) return 'network/timeout';
  if (system.startsWith('ERR_PROXY')) return 'network/proxy-refused';
  if (TOO_LARGE.has(system) || (error instanceof Error && error.message.includes('maxContentLength')))
    return 'network/answer-too-large';
  if (system.startsWith('HPE_')) return 'network/bad-answer';
  return 'network/unreachable';
}

/** Returns a 2xx answer; everything else throws what it means. */
export function requireSuccess(answer: HttpAnswer): HttpAnswer {
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  throw toAnswerFault(answer);
}

/** The fault that a non-2xx answer stands for. */
export function toAnswerFault(answer: HttpAnswer): CodedError {
  const { status } = answer;
  if (status >= 300 && status < 400) return new CodedError('network/redirected', { status });
  if (status === 407) return new CodedError('network/proxy-refused', { status });
  const problem = problemOf(answer);
  if (problem !== null) return fromProblem(problem, answer);
  if (isHtml(answer) && status < 500) return new CodedError('network/not-an-lpse', { status });
  return new CodedError(status >= 500 || status === 429 ? 'network/server-error' : 'network/bad-answer', {
    status,
    ...retryAfter(answer),
  });
}

/** True for what a captive portal or a proxy's notice looks like. */
export function isHtml({ headers }: HttpAnswer): boolean {
  return (headers['content-type'] ?? '').startsWith('text/html');
}

/** Seconds of a numeric Retry-After header, at most an hour. */
export function retryAfter({ headers }: Pick<HttpAnswer, 'headers'>): { readonly retryAfterSeconds?: number } {
  const seconds = Number(headers['retry-after'] ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterSeconds: Math.min(seconds, 3600) } : {};
}

function fromProblem(problem: ProblemDocument, answer: HttpAnswer): CodedError {
  const details: ProblemDetails = { ...problem.details, ...retryAfter(answer) };
  // A defect of the server is not one of ours, and a code from a newer server has no texts here.
  if (!isErrorCode(problem.code) || problem.code.startsWith('defect/') || problem.code.startsWith('cancelled/')) {
    const code = answer.status >= 500 ? 'network/server-error' : 'network/bad-answer';
    return new CodedError(code, { ...details, status: answer.status, serverCode: problem.code.slice(0, 64) });
  }
  return new CodedError(problem.code, details);
}

function problemOf({ headers, body }: HttpAnswer): ProblemDocument | null {
  if (!(headers['content-type'] ?? '').startsWith(PROBLEM_CONTENT_TYPE)) return null;
  try {
    return ProblemDocument.parse(JSON.parse(body.toString('utf8')));
  } catch {
    // Not the problem document it says it is: judged by its status instead.
    return null;
  }
}
