// May a bid be sealed under this policy? (app/protocol/SPEC.md 3, crypto/SPEC.md 3, 4 and 12.) Every rule is a row of the report, and
// one row that does not pass is enough to refuse. The policy is returned only when all of them did.
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { nameAttribute } from '../../crypto/x509/distinguished-name.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { CheckId } from '../domain/checks.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { RememberedPolicy } from '../ports/lpse-memory.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { SealingPolicy, type PolicyEnvelope } from '../protocol/policy.ts';
import { requireNewQuorums } from './quorum-keys.ts';
import { codedFailure, findOut, notMade, runCheck } from './run-check.ts';
import {
  openingUsage,
  readSigned,
  requireTrusted,
  SIGNING_USAGE,
  type PathContext,
  type SignedMessage,
} from './signed-message.ts';

export interface PolicyQuestion {
  /** CMS SignedData as the LPSE published it. */
  readonly policyDer: Uint8Array;
  /** The digest under which it was asked for or announced. */
  readonly policySha256: string;
  readonly package: { readonly kdLpse: number; readonly kdTender: string; readonly versiTender: number };
  readonly trust: LpseTrust;
  /** Newest policy this computer has seen for the tender; null for the first, and when an earlier one is asked for. */
  readonly remembered: RememberedPolicy | null;
  readonly at: Date;
  /** For an opening: when the policy was issued, by the log. Certificates are judged as of then, with the answers of `at`. */
  readonly issuedAt?: Date;
  /** Keys of quorums that other versions of the tender name; absent where nothing is sealed or signed under the policy any more. */
  readonly usedQuorums?: ReadonlySet<string>;
  /** Certificates of authorities that the LPSE offers for building paths; they are not trusted by themselves. */
  readonly intermediates: readonly Certificate[];
  /** Revocation answers for every certificate concerned: a status that is unknown refuses. */
  readonly revocation: Pick<PathContext, 'crls' | 'ocsp' | 'revocationAt' | 'archivedUntil'>;
}

export interface PolicyVerdict {
  readonly report: CheckReport;
  /** Null unless every check passed. */
  readonly policy: SealingPolicy | null;
}

const CHECK_IDS = [
  'policy-package',
  'policy-lpse',
  'policy-members',
  'policy-committee',
  'policy-openers',
  'policy-package-certificate',
  'policy-auditor',
  'policy-serial',
  'policy-deadline',
] as const satisfies readonly CheckId[];

export function checkSealingPolicy(question: PolicyQuestion): PolicyVerdict {
  const { row: readable, value: message } = findOut(
    'policy-readable',
    () => requireNamed(readSigned(question.policyDer, SealingPolicy), question.policySha256),
    ({ contentSha256 }) => ({ policySha256: contentSha256 }),
  );
  if (message === null) return { report: toReport([readable, ...CHECK_IDS.map(notMade)]), policy: null };
  const judged: Judged = { ...question, message };
  const report = toReport([readable, ...CHECK_IDS.map((id) => runCheck(id, () => RULES[id](judged)))]);
  return { report, policy: report.ok ? judged.message.value : null };
}

/** A draft before anybody signed it: every check but those of signatures. Members see it before they sign. */
export function checkPolicyDraft(policy: SealingPolicy, question: Omit<PolicyQuestion, 'policyDer'>): CheckReport {
  const message = { value: policy, contentSha256: question.policySha256, certificates: [], signers: [] };
  const judged: Judged = { ...question, message };
  const unsigned = CHECK_IDS.filter((id) => id !== 'policy-lpse' && id !== 'policy-committee');
  return toReport(unsigned.map((id) => runCheck(id, () => RULES[id](judged))));
}

/** Every certificate whose revocation matters, for collecting the answers beforehand. */
export function certificatesOf(policyDer: Uint8Array): readonly Certificate[] {
  const { value, certificates } = readSigned(policyDer, SealingPolicy);
  return [...certificates, ...certificatesIn(value)];
}

/** Those that the policy names. */
export function certificatesIn(value: SealingPolicy): readonly Certificate[] {
  const named = value.envelopes.flatMap((envelope) => [
    ...envelope.signers.map(fromBase64),
    ...openersOf(envelope),
    fromBase64(envelope.packageCertificate),
    fromBase64(envelope.rehearsalCertificate),
  ]);
  return [...named, fromBase64(value.auditorCertificate)];
}

interface Judged extends Omit<PolicyQuestion, 'policyDer'> {
  readonly message: Pick<SignedMessage<SealingPolicy>, 'value' | 'contentSha256' | 'certificates' | 'signers'>;
}

const RULES: Readonly<Record<(typeof CHECK_IDS)[number], (judged: Judged) => ProblemDetails>> = {
  'policy-package': requirePackage,
  'policy-lpse': requireLpseSignature,
  'policy-members': requireMembers,
  'policy-committee': requireMajority,
  'policy-openers': requireOpeners,
  'policy-package-certificate': requirePackageCertificates,
  'policy-auditor': requireAuditor,
  'policy-serial': requireSerial,
  'policy-deadline': requireDeadline,
};

/** Decision 0005: a policy is named by the digest of its content. */
function requireNamed(message: SignedMessage<SealingPolicy>, policySha256: string): SignedMessage<SealingPolicy> {
  if (message.contentSha256 !== policySha256) throw new CodedError('trust/policy-refused', { why: 'digest' });
  return message;
}

function requirePackage({ message: { value }, package: wanted }: Judged): ProblemDetails {
  const { kdLpse, kdTender, versiTender } = wanted;
  if (value.kdLpse !== kdLpse || value.kdTender !== kdTender || value.versiTender !== versiTender) {
    throw new CodedError('trust/policy-wrong-package', { kdTender: value.kdTender, versiTender: value.versiTender });
  }
  const ids = value.envelopes.map(({ envelopeId }) => envelopeId);
  if (new Set(ids).size !== ids.length) throw new CodedError('trust/policy-refused', { why: 'envelope twice' });
  return { kdTender, versiTender, mode: value.mode };
}

function requireLpseSignature(judged: Judged): ProblemDetails {
  const { message, trust } = judged;
  if (trust.kdLpse !== message.value.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: message.value.kdLpse });
  const failures: string[] = [];
  for (const { certificate } of message.signers) {
    try {
      requireTrusted(certificate, SIGNING_USAGE, pathTo(trust.lpse, judged));
      return { certificateSha256: certificate.sha256 };
    } catch (error) {
      failures.push(codedFailure(error).code);
    }
  }
  throw new CodedError('trust/policy-unsigned-by-lpse', { signers: failures.length });
}

/** Each listed member is a person known to the AMS, not to the LPSE, and all name one committee. */
function requireMembers(judged: Judged): ProblemDetails {
  const { message, trust } = judged;
  const lpseAnchors = new Set(trust.lpse.map(({ sha256 }) => sha256));
  for (const envelope of message.value.envelopes) {
    const members = envelope.signers.map(fromBase64);
    requireDistinct(members, 'trust/member-refused');
    for (const member of members) {
      const path = requireUsable(
        member,
        { usage: SIGNING_USAGE, anchors: trust.ams, code: 'trust/member-refused' },
        judged,
      );
      const anchor = path.at(-1);
      if (anchor === undefined || lpseAnchors.has(anchor.sha256)) {
        throw new CodedError('trust/member-refused', { why: 'anchor of the LPSE' });
      }
    }
    const units = new Set(members.map(({ subject }) => nameAttribute(subject, 'OU')));
    if (units.size !== 1 || units.has(undefined)) throw new CodedError('trust/member-refused', { why: 'committees' });
  }
  return { envelopes: message.value.envelopes.length };
}

/** CA: more than half of each envelope's members signed. NON_CA: the officer did. The LPSE alone names nobody. */
function requireMajority({ message }: Judged): ProblemDetails {
  const present = new Set(message.signers.map(({ certificate }) => certificate.sha256));
  let fewest = Number.POSITIVE_INFINITY;
  for (const { envelopeId, signers } of message.value.envelopes) {
    const members = new Set(signers.map((der) => fromBase64(der).sha256));
    const signed = [...members].filter((sha256) => present.has(sha256)).length;
    const required = message.value.mode === 'CA' ? Math.floor(members.size / 2) + 1 : 1;
    if (signed < required) throw new CodedError('trust/policy-too-few-members', { envelopeId, signed, required });
    fewest = Math.min(fewest, signed);
  }
  return { signed: fewest };
}

function requireOpeners(judged: Judged): ProblemDetails {
  const { value } = judged.message;
  requireNewQuorums(value, judged.usedQuorums ?? new Set());
  let count = 0;
  for (const envelope of value.envelopes) {
    if ((envelope.openers === null) !== (value.mode === 'NON_CA')) {
      throw new CodedError('trust/opener-refused', { why: 'mode' });
    }
    requireQuorumBounds(envelope);
    const openers = openersOf(envelope);
    requireDistinct(openers, 'trust/opener-refused');
    const packageSha256 = fromBase64(envelope.packageCertificate).sha256;
    for (const opener of openers) {
      if (opener.sha256 === packageSha256) throw new CodedError('trust/opener-refused', { why: 'both locks alike' });
      requireOpeningCertificate(opener, { anchors: judged.trust.ams, code: 'trust/opener-refused' }, judged);
    }
    count += openers.length;
  }
  return { openers: count };
}

/** crypto/SPEC.md 11: ceil((n+1)/2) <= k <= n-1. And one signing certificate per opener or holder (policy.ts). */
function requireQuorumBounds({ openers, signers }: PolicyEnvelope): void {
  if (openers === null) return;
  const holders = openers.kind === 'quorum' ? openers.holders.length : openers.certificates.length;
  if (holders !== signers.length) throw new CodedError('trust/opener-refused', { why: 'members and openers differ' });
  if (openers.kind === 'members') return;
  const { threshold } = openers;
  if (threshold < Math.ceil((holders + 1) / 2) || threshold > holders - 1) {
    throw new CodedError('trust/opener-refused', { why: 'threshold', threshold, holders });
  }
}

/** crypto/SPEC.md 4: one key per LPSE, tender, version and envelope; its certificate names all four. */
function requirePackageCertificates(judged: Judged): ProblemDetails {
  const { value } = judged.message;
  const seen = new Set<string>();
  for (const { envelopeId, packageCertificate, rehearsalCertificate } of value.envelopes) {
    for (const [der, purpose] of [
      [packageCertificate, 'Sampul'],
      [rehearsalCertificate, 'Latihan sampul'],
    ] as const) {
      const certificate = fromBase64(der);
      const code = 'trust/package-certificate-refused';
      requireOpeningCertificate(certificate, { anchors: judged.trust.kms, code }, judged);
      const named = ['O', 'OU', 'CN'].map((type) => nameAttribute(certificate.subject, type as 'O' | 'OU' | 'CN'));
      const wanted = [
        `LPSE ${value.kdLpse}`,
        `Tender ${value.kdTender} versi ${value.versiTender}`,
        `${purpose} ${envelopeId}`,
      ];
      if (named.some((text, i) => text !== wanted[i])) throw new CodedError(code, { why: 'subject', envelopeId });
      // A key of another envelope would let that opening release this bid's locks.
      if (seen.has(Buffer.from(certificate.spkiDer).toString('hex'))) throw new CodedError(code, { why: 'key twice' });
      seen.add(Buffer.from(certificate.spkiDer).toString('hex'));
    }
  }
  return { certificates: seen.size };
}

function requireAuditor(judged: Judged): ProblemDetails {
  const auditor = fromBase64(judged.message.value.auditorCertificate);
  requireOpeningCertificate(auditor, { anchors: judged.trust.ams, code: 'trust/auditor-refused' }, judged);
  return { certificateSha256: auditor.sha256 };
}

function requireSerial({ message: { value, contentSha256 }, remembered }: Judged): ProblemDetails {
  const older = remembered !== null && value.serial < remembered.serial;
  const twin = remembered?.serial === value.serial && remembered.policySha256 !== contentSha256;
  if (older || twin) throw new CodedError('trust/policy-older', { serial: value.serial, known: remembered.serial });
  return { serial: value.serial };
}

function requireDeadline({ message: { value }, remembered }: Judged): ProblemDetails {
  for (const { envelopeId, closesAt } of value.envelopes) {
    const known = remembered?.closesAt[envelopeId];
    if (known !== undefined && Date.parse(closesAt) < Date.parse(known)) {
      throw new CodedError('trust/deadline-earlier', { envelopeId, closesAt, known });
    }
  }
  return {};
}

function requireOpeningCertificate(
  certificate: Certificate,
  { anchors, code }: { readonly anchors: readonly Certificate[]; readonly code: ErrorCode },
  judged: Judged,
): void {
  requireUsable(certificate, { usage: openingUsage(certificate), anchors, code }, judged);
}

function requireUsable(
  certificate: Certificate,
  { usage, anchors, code }: { usage: typeof SIGNING_USAGE; anchors: readonly Certificate[]; code: ErrorCode },
  judged: Judged,
): readonly Certificate[] {
  try {
    return requireTrusted(certificate, usage, pathTo(anchors, judged));
  } catch (cause) {
    const failure = codedFailure(cause);
    throw new CodedError(code, { ...failure.details, why: failure.code }, { cause });
  }
}

function pathTo(anchors: readonly Certificate[], judged: Judged): PathContext {
  const { message, at, issuedAt = at, intermediates, revocation } = judged;
  return {
    anchors,
    // Never later than now: a leaf from the future must not make an expired certificate of one that is not.
    at: issuedAt < at ? issuedAt : at,
    revocationAt: at,
    ...revocation,
    revocation: 'required',
    intermediates: [...message.certificates, ...intermediates],
  };
}

/** The certificates that the inner lock is for; empty in NON_CA. Holders of shares are checked like openers. */
function openersOf({ openers }: PolicyEnvelope): readonly Certificate[] {
  if (openers === null) return [];
  const der = openers.kind === 'members' ? openers.certificates : [openers.certificate, ...openers.holders];
  return der.map(fromBase64);
}

function requireDistinct(certificates: readonly Certificate[], code: ErrorCode): void {
  if (new Set(certificates.map(({ sha256 }) => sha256)).size !== certificates.length) {
    throw new CodedError(code, { why: 'certificate twice' });
  }
}

function fromBase64(text: string): Certificate {
  return parseCertificate(Buffer.from(text, 'base64'));
}
