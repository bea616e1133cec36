// What a path validation found: one entry per violated clause, as data.
import type { CryptoCode } from '../errors.ts';
import type { Certificate } from './certificate.ts';

export interface PathFinding {
  readonly code: CryptoCode;
  /** The certificate concerned; null when no path was found at all. */
  readonly certificateSha256: string | null;
  /** Standard and section, e.g. `RFC 5280 6.1.3 (a)(2)`. */
  readonly clause: string;
  readonly detail: string;
}

/** `path` runs from the leaf to the anchor. With `ok: true`, findings are remarks that did not decide. */
export type PathReport =
  | { readonly ok: true; readonly path: readonly Certificate[]; readonly findings: readonly PathFinding[] }
  | { readonly ok: false; readonly path: readonly Certificate[]; readonly findings: readonly PathFinding[] };

/** A finding about one certificate; `section` is one of RFC 5280. */
export function finding(code: CryptoCode, certificate: Certificate, section: string, detail: string): PathFinding {
  return { code, certificateSha256: certificate.sha256, clause: `RFC 5280 ${section}`, detail };
}
