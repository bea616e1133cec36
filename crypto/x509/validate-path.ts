// Certification path validation (RFC 5280 6) at a given instant: search, basic validation, revocation. The gate is
// `requirePath`; `validatePath` reports. It fails closed: what cannot be decided is a finding.
import { CryptoError } from '../errors.ts';
import { MODERN_ALGORITHMS, type AlgorithmPolicy } from './algorithm-policy.ts';
import { candidatePaths, type DropReason } from './build-path.ts';
import type { Certificate, KeyUsage } from './certificate.ts';
import { checkPath, type LeafUse, type PathRules } from './check-path.ts';
import type { PolicyInputs } from './check-policies.ts';
import type { Crl } from './crl.ts';
import type { OcspResponse } from './ocsp.ts';
import { DEFAULT_BUDGET, PathBudget, type BudgetLimits } from './path-budget.ts';
import { finding, type PathFinding, type PathReport } from './path-report.ts';
import { checkRevocation } from './revocation.ts';

export interface PathInput {
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
  readonly anchors: readonly Certificate[];
  /** The instant to judge: now, or the genTime of a timestamp. */
  readonly at: Date;
  readonly crls?: readonly Crl[];
  readonly ocsp?: readonly OcspResponse[];
  /** `if-available`: an unknown status is a remark; a revoked certificate is refused in every mode but `none`. */
  readonly revocation: 'required' | 'if-available' | 'none';
  /** When CRLs and OCSP answers were archived: they must have been current then. `at` when absent or earlier. */
  readonly revocationAt?: Date;
  /**
   * `crls` were archived over time, until this moment: any from `at` on speaks, whenever it ended; one from before `at` only where there
   * is none, and only while it was the current one until then or until the certificate's end. OCSP answers are judged as ever.
   */
  readonly archivedUntil?: Date;
  /** Every one must be set in the leaf. */
  readonly requiredKeyUsage?: readonly KeyUsage[];
  /** Extended key usage OID that the leaf must name. */
  readonly requiredPurpose?: string;
  readonly policies?: PolicyInputs;
  /** Default `MODERN_ALGORITHMS`; anything laxer is for conformance tests. */
  readonly algorithms?: AlgorithmPolicy;
  readonly budget?: BudgetLimits;
}

/**
 * Judges the leaf: the first valid path, or the findings of the path that came closest. Never throws a `CryptoError`.
 * @throws RangeError when `at` is not a date: compared with it, nothing would be expired
 */
export function validatePath(input: PathInput): PathReport {
  const run = new Validation(input);
  const use = {
    ...(input.requiredKeyUsage === undefined ? {} : { keyUsage: input.requiredKeyUsage }),
    ...(input.requiredPurpose === undefined ? {} : { purpose: input.requiredPurpose }),
  };
  try {
    return run.search(input.leaf, {
      anchors: input.anchors,
      use,
      policies: input.policies ?? {},
      revocation: input.revocation,
    });
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return { ok: false, path: [input.leaf], findings: [finding(error.code, input.leaf, '6.1', error.message)] };
  }
}

/**
 * The valid path, leaf first and anchor last.
 * @throws CryptoError with the code of the first finding (certificate/untrusted, expired, revoked ...) when there is none
 */
export function requirePath(input: PathInput): readonly Certificate[] {
  const report = validatePath(input);
  if (report.ok) return report.path;
  const [first] = report.findings;
  throw new CryptoError(
    first?.code ?? 'certificate/untrusted',
    first === undefined ? '' : `${first.clause}: ${first.detail}`,
  );
}

/** Intermediates that a caller may hand over; sixty-four recipients with their chains stay far below. */
const MAX_POOL = 500;

interface Search {
  readonly anchors: readonly Certificate[];
  readonly use: LeafUse;
  readonly policies: PolicyInputs;
  readonly revocation: PathInput['revocation'];
}

/** One validation with one budget; searches for CRL signers run inside it. */
class Validation {
  readonly #input: PathInput;
  readonly #algorithms: AlgorithmPolicy;
  readonly #budget: PathBudget;
  readonly #intermediates: readonly Certificate[];
  /** CRL signers whose own paths are being validated: none may vouch for itself. */
  readonly #signersInProgress = new Set<string>();

  constructor(input: PathInput) {
    if (Number.isNaN(input.at.getTime())) throw new RangeError('path validation without an instant');
    this.#input = input;
    this.#algorithms = input.algorithms ?? MODERN_ALGORITHMS;
    this.#budget = new PathBudget(this.#algorithms, input.budget ?? DEFAULT_BUDGET);
    this.#intermediates = [
      ...new Map(input.intermediates.map((certificate) => [certificate.sha256, certificate])).values(),
    ];
  }

  search(leaf: Certificate, search: Search): PathReport {
    if (this.#intermediates.length > MAX_POOL) throw new CryptoError('certificate/path-too-complex', 'certificates');
    let closest: PathReport | null = null;
    const drops: [Certificate, DropReason][] = [];
    const sources = { intermediates: this.#intermediates, anchors: search.anchors, budget: this.#budget };
    for (const path of candidatePaths(leaf, sources, (certificate, reason) => drops.push([certificate, reason]))) {
      const report = this.#judge(path, search);
      if (report.ok) return report;
      if (closest === null || report.findings.length < closest.findings.length) closest = report;
    }
    return closest ?? { ok: false, path: [leaf], findings: [noPath(leaf, drops)] };
  }

  #judge(path: readonly Certificate[], search: Search): PathReport {
    const rules: PathRules = { ...search, at: this.#input.at, algorithms: this.#algorithms, budget: this.#budget };
    const findings = checkPath(path, rules);
    // Revocation is asked last and only for sound paths: it costs most, and names of CRL issuers mean nothing before.
    if (findings.length > 0 || search.revocation === 'none') return { ok: findings.length === 0, path, findings };
    const { at, crls = [], ocsp = [], revocationAt = at, archivedUntil } = this.#input;
    const revocation = checkRevocation(path, {
      at,
      answeredAt: revocationAt < at ? at : revocationAt,
      archivedUntil,
      crls,
      ocsp,
      intermediates: this.#intermediates,
      budget: this.#budget,
      isTrustedCrlSigner: (signer, anchor) => this.#isTrustedCrlSigner(signer, anchor),
    });
    const isRemark = ({ code }: PathFinding) => code === 'certificate/revocation-unknown';
    // What decides comes first: "revoked" says more than "unknown".
    const ordered = [...revocation.filter((each) => !isRemark(each)), ...revocation.filter(isRemark)];
    const ok = search.revocation === 'required' ? ordered.length === 0 : ordered.every(isRemark);
    return { ok, path, findings: ordered };
  }

  /** 6.3.3 (f): same anchor, cRLSign, and a status of its own that it did not sign itself. */
  #isTrustedCrlSigner(signer: Certificate, anchor: Certificate): boolean {
    if (this.#signersInProgress.has(signer.sha256)) return false;
    this.#signersInProgress.add(signer.sha256);
    try {
      const use = { keyUsage: ['cRLSign'] } as const;
      return this.search(signer, { anchors: [anchor], use, policies: {}, revocation: 'required' }).ok;
    } finally {
      this.#signersInProgress.delete(signer.sha256);
    }
  }
}

/** Why no complete path exists: the most telling of the reasons met. */
function noPath(leaf: Certificate, drops: readonly (readonly [Certificate, DropReason])[]): PathFinding {
  const [certificate, reason] = drops.find(([, why]) => why === 'weak-algorithm') ??
    drops.find(([, why]) => why === 'bad-signature') ??
    drops.find(([, why]) => why === 'too-long') ??
    drops[0] ?? [leaf, 'no-issuer' as const];
  switch (reason) {
    case 'weak-algorithm':
      return finding(
        'certificate/weak-algorithm',
        certificate,
        '6.1.3 (a)(1)',
        'signature algorithm or key not allowed',
      );
    case 'bad-signature':
      return finding('certificate/untrusted', certificate, '6.1.3 (a)(1)', 'signature of the issuer does not verify');
    case 'too-long':
      return finding('certificate/path-too-complex', certificate, '6.1', 'path too long');
    case 'no-issuer':
      return finding('certificate/untrusted', certificate, '6.1.3 (a)(4)', 'no path to a trusted root');
  }
}
