// Results as canonical JSON, format `segel-opening-results/1`: the complete data, to be read by programs and compared by digest.
// Documented in app/reports/README.md.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import type { OpeningResults } from '../domain/opening-results.ts';

export const RESULTS_FORMAT = 'segel-opening-results/1';

/** The same results give the same bytes on every computer. */
export function resultsJson(results: OpeningResults): Buffer {
  return encodeCanonicalJson(toJson({ format: RESULTS_FORMAT, ...results }));
}

/** A copy without lone surrogates, which canonical JSON cannot hold: names come from strangers. */
function toJson(value: unknown): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`not data: ${typeof value}`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}
