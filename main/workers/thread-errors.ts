// Errors on their way between threads: structured clone keeps neither class nor code.
import { isCryptoError, type CryptoCode } from '../../crypto/errors.ts';
import { OpenFailure, type OpenFailureClass } from '../../crypto/seal/open-failure.ts';

type Details = Readonly<Record<string, string | number | boolean | null>>;

export type ThreadError =
  | {
      readonly kind: 'crypto';
      readonly code: CryptoCode;
      readonly message: string;
      readonly failure: OpenFailureClass | null;
    }
  | { readonly kind: 'coded'; readonly code: string; readonly details: Details }
  | { readonly kind: 'callback'; readonly call: number }
  | { readonly kind: 'abort' }
  | { readonly kind: 'other'; readonly name: string; readonly message: string; readonly stack: string };

/** A call back to the caller's thread failed there, where the error is kept. */
export class CallbackError extends Error {
  readonly call: number;

  constructor(call: number) {
    super('a callback failed');
    this.name = 'CallbackError';
    this.call = call;
  }
}

/** Any thrown value as data. */
export function toThreadError(error: unknown): ThreadError {
  if (error instanceof CallbackError) return { kind: 'callback', call: error.call };
  if (isCryptoError(error)) {
    const { code, message } = error;
    return { kind: 'crypto', code, message, failure: error instanceof OpenFailure ? error.failure : null };
  }
  if (!(error instanceof Error)) return { kind: 'other', name: 'Error', message: String(error), stack: '' };
  if (error.name === 'AbortError') return { kind: 'abort' };
  // The program's own faults, known by their shape: this folder stands below the layer that defines them.
  if ('details' in error && 'code' in error && typeof error.code === 'string') {
    return { kind: 'coded', code: error.code, details: plainDetails(error.details) };
  }
  return { kind: 'other', name: error.name, message: error.message, stack: error.stack ?? '' };
}

function plainDetails(details: unknown): Details {
  if (typeof details !== 'object' || details === null) return {};
  const isPlain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return Object.fromEntries(Object.entries(details).filter(([, value]) => isPlain(value)));
}
