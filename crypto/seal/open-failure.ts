// Why a bid, or one document of it, did not open: what can be proven, and no more (SPEC.md 7). Reasons that depend on secret bytes
// all have the code seal/cannot-open.
import { CryptoError, type CryptoCode } from '../errors.ts';

/**
 * - `damaged-in-storage`: the bytes are not those that were receipted (or, without a receipt, not those that were signed).
 * - `lock-release-mismatch`: the released header is not the one that the manifest commits to. Bidder or KMS, undecided.
 * - `made-wrongly`: the bytes are those that were receipted, and structure or commitments are wrong.
 * - `wrong-or-missing-key`: this key cannot open the bid; another may.
 * - `too-early`: no header was released.
 */
export type OpenFailureClass =
  | { readonly kind: 'damaged-in-storage' }
  | { readonly kind: 'lock-release-mismatch'; readonly objectId: string }
  | { readonly kind: 'made-wrongly'; readonly code: CryptoCode }
  | { readonly kind: 'wrong-or-missing-key' }
  | { readonly kind: 'too-early' };

/** A failure of opening that has a class. */
export class OpenFailure extends CryptoError {
  readonly failure: OpenFailureClass;

  constructor(failure: OpenFailureClass, code: CryptoCode, detail = '', options?: ErrorOptions) {
    super(code, detail, options);
    this.name = 'OpenFailure';
    this.failure = failure;
  }
}

/** Codes that say more than "made wrongly" to whoever opens. */
const TELLING: readonly CryptoCode[] = [
  'seal/cannot-open',
  'seal/recipients-mismatch',
  'seal/is-rehearsal',
  'seal/not-rehearsal',
];

/** The bidder's doing: digests hold, and yet. `failure.code` names the rule that is broken. */
export function madeWrongly(code: CryptoCode, cause?: unknown): OpenFailure {
  const detail = cause instanceof Error ? cause.message : '';
  return new OpenFailure({ kind: 'made-wrongly', code }, TELLING.includes(code) ? code : 'seal/made-wrongly', detail, {
    cause,
  });
}
