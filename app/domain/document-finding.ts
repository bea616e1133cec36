// What preflight says about documents: every finding, blocking ones first, each with its repair where there is one.
import type { ProblemDetails } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';

export type Repair =
  /** Seal it under this name; the original name stays in the manifest. */
  { readonly kind: 'rename'; readonly to: string } | { readonly kind: 'remove' } | { readonly kind: 'choose-slot' };

export interface DocumentFinding {
  readonly code: ErrorCode;
  /** Blocking ones stop sealing; warnings are for the user to judge. */
  readonly severity: 'blocking' | 'warning';
  /** Place in the list of documents, from 0; null when it concerns the bid as a whole. */
  readonly index: number | null;
  readonly originalName: string | null;
  readonly facts: ProblemDetails;
  readonly repair: Repair | null;
}

/** Blocking first, then in the order of the documents. */
export function inOrder(findings: readonly DocumentFinding[]): readonly DocumentFinding[] {
  const rank = ({ severity }: DocumentFinding) => (severity === 'blocking' ? 0 : 1);
  return findings.toSorted((a, b) => rank(a) - rank(b) || (a.index ?? -1) - (b.index ?? -1));
}

export function hasBlocking(findings: readonly DocumentFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'blocking');
}
