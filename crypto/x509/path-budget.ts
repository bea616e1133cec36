// Bounds on the work that one validation may cause: certificates come from strangers, and cross-signed sets can have
// exponentially many paths. RFC 5280 gives no limits; these are far above any real path.
import { CryptoError } from '../errors.ts';
import type { AlgorithmPolicy } from './algorithm-policy.ts';
import type { Certificate } from './certificate.ts';
import { verifySignature, type SignatureVerdict, type SignedStructure } from './verify-signature.ts';

export interface BudgetLimits {
  readonly signatures: number;
  /** Candidate issuers looked at while searching. */
  readonly steps: number;
  /** Comparisons of a name with a name constraint. */
  readonly nameComparisons: number;
}

export const DEFAULT_BUDGET: BudgetLimits = { signatures: 200, steps: 1_000, nameComparisons: 50_000 };

/** Counts down over a whole validation, including the paths of CRL and OCSP signers. */
export class PathBudget {
  readonly #algorithms: AlgorithmPolicy;
  readonly #left: { signatures: number; steps: number; nameComparisons: number };
  readonly #verdicts = new Map<string, SignatureVerdict>();

  constructor(algorithms: AlgorithmPolicy, limits: BudgetLimits = DEFAULT_BUDGET) {
    this.#algorithms = algorithms;
    this.#left = { ...limits };
  }

  /**
   * Judges a signature once; asking again is free.
   * @throws certificate/path-too-complex when the budget is spent
   */
  verify(signed: SignedStructure & { readonly sha256: string }, signer: Certificate): SignatureVerdict {
    const key = `${signed.sha256} ${signer.sha256}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    this.spend('signatures');
    const verdict = verifySignature(signed, signer, this.#algorithms);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** @throws certificate/path-too-complex when the budget is spent */
  spend(kind: keyof BudgetLimits): void {
    this.#left[kind] -= 1;
    if (this.#left[kind] < 0) throw new CryptoError('certificate/path-too-complex', kind);
  }
}
