// What a call answers: a value or a problem. Nothing is thrown across the bridge.
import type { Problem } from '../errors/problem.ts';

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: IncidentProblem };

/** A problem with the number under which the program's own log knows it. */
export interface IncidentProblem extends Problem {
  readonly incident: string;
}
