// Basic path validation (RFC 5280 6.1) of a complete path whose names chain and whose signatures verify (`build-path.ts`).
// Revocation, 6.1.3 (a)(3), is judged in `revocation.ts`. Constraints of the anchor's certificate apply too (RFC 5937).
import { OID } from '../asn1/oid.ts';
import { keyWeakness, type AlgorithmPolicy } from './algorithm-policy.ts';
import { isSelfIssued, type Certificate, type KeyUsage } from './certificate.ts';
import { NameConstraintState } from './check-names.ts';
import { PolicyState, type PolicyInputs } from './check-policies.ts';
import { checkProfile } from './check-profile.ts';
import type { PathBudget } from './path-budget.ts';
import { finding, type PathFinding } from './path-report.ts';

/** What the end certificate must be allowed to do. */
export interface LeafUse {
  /** All of these bits; an absent key usage extension does not satisfy them. */
  readonly keyUsage?: readonly KeyUsage[];
  /** OID that the extended key usage must name. */
  readonly purpose?: string;
}

export interface PathRules {
  readonly at: Date;
  readonly algorithms: AlgorithmPolicy;
  readonly policies: PolicyInputs;
  readonly use: LeafUse;
  readonly budget: PathBudget;
}

/** Extensions that this validator processes; any other critical one refuses the path (6.1.4 (o), 6.1.5 (f)). */
const PROCESSED = new Set<string>([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectAltName,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.crlDistributionPoints,
]);

/** All findings on a path (leaf first, anchor last), from the anchor downwards; none means it is valid. */
export function checkPath(path: readonly Certificate[], rules: PathRules): PathFinding[] {
  const [anchor, ...below] = path.toReversed();
  if (anchor === undefined) return [];
  const findings = checkAnchor(anchor, rules);
  const names = new NameConstraintState(rules.budget);
  names.add(anchor);
  const policies = new PolicyState(rules.policies, below.length);
  // Infinity stands for "no limit so far".
  let pathLengthLeft = anchor.basicConstraints?.pathLength ?? Infinity;

  below.forEach((certificate, index) => {
    const isLeaf = index === below.length - 1;
    const selfIssued = isSelfIssued(certificate);
    findings.push(...checkAnyCertificate(certificate, rules), ...checkProfile(certificate, false));

    // 6.1.3 (b), (c): self-issued certificates are exempt, except as the last one.
    const outside = selfIssued && !isLeaf ? null : names.violation(certificate);
    if (outside !== null) findings.push(finding('certificate/untrusted', certificate, '6.1.3 (b)(c)', outside));

    const policyClause = policies.process(certificate, index + 1);
    if (policyClause !== null) {
      findings.push(finding('certificate/untrusted', certificate, policyClause, 'no acceptable certificate policy'));
    }
    if (isLeaf) return;

    findings.push(...checkIssuer(certificate));
    names.add(certificate);
    // 6.1.4 (l), (m)
    if (!selfIssued) {
      if (pathLengthLeft <= 0) {
        findings.push(finding('certificate/untrusted', certificate, '6.1.4 (l)', 'path length exceeded'));
      }
      pathLengthLeft -= 1;
    }
    pathLengthLeft = Math.min(pathLengthLeft, certificate.basicConstraints?.pathLength ?? Infinity);
  });

  return [...findings, ...checkUse(path, rules.use)];
}

/** RFC 5280 takes the anchor's name and key as given; we also hold its certificate to its own words. */
function checkAnchor(anchor: Certificate, rules: PathRules): PathFinding[] {
  return [...checkAnyCertificate(anchor, rules), ...checkProfile(anchor, true), ...checkIssuer(anchor)];
}

function checkAnyCertificate(certificate: Certificate, { at, algorithms }: PathRules): PathFinding[] {
  const findings: PathFinding[] = [];
  // 4.1.2.5: valid through notAfter, inclusive, to the second.
  const second = Math.floor(at.getTime() / 1000) * 1000;
  if (second < certificate.notBefore.getTime()) {
    const from = certificate.notBefore.toISOString();
    findings.push(finding('certificate/not-yet-valid', certificate, '6.1.3 (a)(2)', `valid from ${from}`));
  }
  if (second > certificate.notAfter.getTime()) {
    const until = certificate.notAfter.toISOString();
    findings.push(finding('certificate/expired', certificate, '6.1.3 (a)(2)', `valid until ${until}`));
  }
  const weakness = keyWeakness(certificate.keyType, algorithms);
  if (weakness !== null) findings.push(finding('certificate/weak-algorithm', certificate, '4.1.2.7', weakness));
  for (const [id, { critical }] of certificate.extensions) {
    if (critical && !PROCESSED.has(id)) {
      findings.push(
        finding('certificate/untrusted', certificate, '6.1.4 (o), 6.1.5 (f)', `unknown critical extension ${id}`),
      );
    }
  }
  return findings;
}

/** 6.1.4 (k), (n): may this certificate issue others? */
function checkIssuer(certificate: Certificate): PathFinding[] {
  if (certificate.basicConstraints?.ca !== true) {
    return [finding('certificate/untrusted', certificate, '6.1.4 (k)', 'issuer is not a CA')];
  }
  if (certificate.keyUsage !== null && !certificate.keyUsage.has('keyCertSign')) {
    return [finding('certificate/untrusted', certificate, '6.1.4 (n)', 'issuer may not sign certificates')];
  }
  return [];
}

/** 4.2.1.3 and 4.2.1.12 for the leaf; a purpose must be allowed by every CA that limits purposes. */
function checkUse(path: readonly Certificate[], use: LeafUse): PathFinding[] {
  const [leaf, ...issuers] = path;
  if (leaf === undefined) return [];
  const findings: PathFinding[] = [];
  const missing = (use.keyUsage ?? []).filter((usage) => leaf.keyUsage?.has(usage) !== true);
  if (missing.length > 0)
    findings.push(finding('certificate/wrong-usage', leaf, '4.2.1.3', `no ${missing.join(', ')}`));

  const { purpose } = use;
  if (purpose === undefined) {
    // A critical list says "only for these", and the caller asked for none of them.
    if (leaf.extendedKeyUsage?.critical === true) {
      findings.push(finding('certificate/wrong-usage', leaf, '4.2.1.12', 'limited to other purposes'));
    }
    return findings;
  }
  if (leaf.extendedKeyUsage?.purposes.includes(purpose) !== true) {
    findings.push(finding('certificate/wrong-usage', leaf, '4.2.1.12', `purpose ${purpose} not named`));
  }
  for (const issuer of issuers) {
    const allowed = issuer.extendedKeyUsage?.purposes;
    if (allowed !== undefined && !allowed.includes(purpose) && !allowed.includes(ANY_PURPOSE)) {
      findings.push(finding('certificate/wrong-usage', issuer, '4.2.1.12', `CA not for purpose ${purpose}`));
    }
  }
  return findings;
}

/** anyExtendedKeyUsage: taken from a CA only. */
const ANY_PURPOSE = '2.5.29.37.0';
