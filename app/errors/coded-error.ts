// Faults of the program's own layers. `crypto/` has its own class; both carry a catalogue code.
import type { ErrorCode } from './catalogue.ts';

/** Plain facts for the reader of an error (times, sizes, counts, a stage); never a secret, a path of another user or content. */
export type ProblemDetails = Readonly<Record<string, string | number | boolean | null>>;

export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly details: ProblemDetails;

  constructor(code: ErrorCode, details: ProblemDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'CodedError';
    this.code = code;
    this.details = details;
  }
}

/** A broken promise of our own code. */
export class Defect extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Defect';
  }
}
