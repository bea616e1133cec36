// Candidate certification paths from a leaf to an anchor: names chain and signatures verify (RFC 5280 6.1.3 (a)(1), (a)(4)).
// Everything else is decided on a complete path, in `check-path.ts`.
import { equalBytes } from '../encoding.ts';
import { type Certificate } from './certificate.ts';
import { namesEqual } from './distinguished-name.ts';
import type { PathBudget } from './path-budget.ts';
import type { SignatureVerdict } from './verify-signature.ts';

export interface PathSources {
  readonly intermediates: readonly Certificate[];
  readonly anchors: readonly Certificate[];
  readonly budget: PathBudget;
}

/** Why a candidate issuer led nowhere. */
export type DropReason = 'no-issuer' | 'bad-signature' | 'weak-algorithm' | 'too-long';

/** Certificates between leaf and anchor that we follow; real hierarchies have one to three. */
const MAX_INTERMEDIATES = 8;

/**
 * Yields paths (leaf first, anchor last), most likely ones first. `onDrop` hears why branches ended.
 * @throws certificate/path-too-complex when the budget is spent
 */
export function* candidatePaths(
  leaf: Certificate,
  sources: PathSources,
  onDrop: (certificate: Certificate, reason: DropReason) => void,
): Generator<readonly Certificate[]> {
  yield* extend([leaf]);

  function* extend(path: readonly Certificate[]): Generator<readonly Certificate[]> {
    const last = path.at(-1);
    if (last === undefined) return;
    const anchors = issuersOf(last, sources.anchors);
    const issuers = issuersOf(last, sources.intermediates).filter((issuer) => !closesLoop(path, issuer));
    if (anchors.length + issuers.length === 0) onDrop(last, 'no-issuer');
    for (const anchor of anchors) {
      if (isSignedBy(last, anchor)) yield [...path, anchor];
    }
    if (issuers.length > 0 && path.length > MAX_INTERMEDIATES) {
      onDrop(last, 'too-long');
      return;
    }
    for (const issuer of issuers) {
      // An anchor among the intermediates was tried above: going through it would only lengthen the path.
      if (anchors.some((anchor) => anchor.sha256 === issuer.sha256)) continue;
      if (isSignedBy(last, issuer)) yield* extend([...path, issuer]);
    }
  }

  function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
    sources.budget.spend('steps');
    const verdict = sources.budget.verify(certificate, issuer);
    if (verdict !== 'valid') onDrop(certificate, DROPPED[verdict]);
    return verdict === 'valid';
  }
}

const DROPPED: Readonly<Record<Exclude<SignatureVerdict, 'valid'>, DropReason>> = {
  invalid: 'bad-signature',
  weak: 'weak-algorithm',
};

/** Certificates whose subject is the issuer's name and whose key identifier does not contradict (RFC 5280 4.2.1.1). */
function issuersOf(certificate: Certificate, candidates: readonly Certificate[]): Certificate[] {
  const wanted = certificate.authorityKeyId;
  const fits = (candidate: Certificate) =>
    wanted !== null && candidate.subjectKeyId !== null && equalBytes(wanted, candidate.subjectKeyId);
  const contradicts = (candidate: Certificate) =>
    wanted !== null && candidate.subjectKeyId !== null && !fits(candidate);
  return candidates
    .filter((candidate) => namesEqual(candidate.subject, certificate.issuer) && !contradicts(candidate))
    .toSorted((a, b) => Number(fits(b)) - Number(fits(a)));
}

/** Same name and key again: a cross-signed cycle (CVE-2024-0567), which can add nothing to a path. */
function closesLoop(path: readonly Certificate[], issuer: Certificate): boolean {
  return path.some((seen) => equalBytes(seen.spkiDer, issuer.spkiDer) && namesEqual(seen.subject, issuer.subject));
}
