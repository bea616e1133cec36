// Reading the stored file as a receipt demands (app/protocol/SPEC.md 4.4): structure, every digest, signature, context, policy, evidence.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { PolicyEnvelope } from '../../../app/protocol/policy.ts';
import { parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { requireRecipients } from '../../../crypto/cms/recipients.ts';
import { verifyTimestamp } from '../../../crypto/timestamp.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { digestEnvelope } from '../../../crypto/seal/envelope-digests.ts';
import { readEnvelope, readHeaders } from '../../../crypto/seal/envelope-parts.ts';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import {
  encodeOuterManifest,
  type OuterManifest,
  type SealContext,
  type SealMode,
} from '../../../crypto/seal/manifest.ts';
import { verifyEnvelope, type EnvelopeReport, type ObjectFingerprint } from '../../../crypto/seal/verify-envelope.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { PublishedPolicy } from '../context.ts';
import type { SubmissionRoom } from './room.ts';
import { openStoredFile, type StoredFile } from './stored-file.ts';
import type { FiledParts, Submission } from './submission-book.ts';

export interface Examined extends FiledParts {
  readonly mode: SealMode;
  readonly policySha256: string;
}

/**
 * @throws submission/digest-mismatch, submission/wrong-context, submission/wrong-account, submission/policy-refused,
 * submission/evidence-refused, submission/envelope-refused
 */
export async function examineFile(room: SubmissionRoom, submission: Submission): Promise<Examined> {
  const file = await openOrRefuse(room.files.path(submission.uploadId));
  try {
    const report = await verify(room, submission, file);
    requireStatedDigests(submission, report);
    const headers = await readHeaders(file, await readEnvelope(file), packageCertificateOf(room, submission));
    return {
      mode: report.mode,
      policySha256: report.manifest.context.policySha256,
      manifest: encodeOuterManifest(report.manifest),
      signature: report.signatureDer,
      timestamp: report.timestampDer,
      sealingEvidence: report.evidenceDer,
      locks: headers.map(({ object, der }) => ({ id: object.id, der })),
      marks: report.fingerprints.flatMap(marksOf),
    };
  } finally {
    await file.close();
  }
}

/** A file the disk has lost must not keep the envelope from closing: its bidder is told in writing. */
async function openOrRefuse(path: string): Promise<StoredFile> {
  try {
    return await openStoredFile(path);
  } catch (cause) {
    throw new CodedError('submission/digest-mismatch', { why: 'not there' }, { cause });
  }
}

/** A lock to another envelope's key is refused here: the KMS would have to refuse the whole release for its sake. */
function packageCertificateOf(room: SubmissionRoom, { kdTender, envelopeId }: Submission): Certificate {
  const newest = room.context.policies.newest(kdTender);
  if (newest === null) throw new CodedError('policy/not-published');
  return parseCertificate(Buffer.from(envelopeOf(newest, envelopeId).packageCertificate, 'base64'));
}

async function verify(room: SubmissionRoom, submission: Submission, file: StoredFile): Promise<EnvelopeReport> {
  const workspace = createInlineWorkspace();
  try {
    const report = await verifyEnvelope({
      source: file,
      workspace,
      purpose: 'bid',
      packageCertificate: null,
      requireTrustedSigner: (signed, manifest) => {
        const [signer] = signed.signers;
        if (signer?.certificate.sha256 !== submission.signerSha256) throw new CodedError('submission/wrong-account');
        requireContext(room, submission, manifest);
      },
      requireTrustedTimestamp: (timestampDer, sha256) => {
        const anchors = [room.context.keys.anchors.tsa];
        verifyTimestamp(timestampDer, { sha256, anchors, revocation: 'none' });
      },
    });
    requireEvidence(room, report);
    return report;
  } catch (error) {
    if (!isCryptoError(error)) throw error;
    // A file that is not the one the bidder signed for was damaged on the way or by the disk: that is no fault of its making.
    const { sealedSha256 } = await digestEnvelope(file, null, { workspace });
    if (sealedSha256 !== submission.sealedSha256)
      throw new CodedError('submission/digest-mismatch', {}, { cause: error });
    throw new CodedError('submission/envelope-refused', { why: error.code }, { cause: error });
  }
}

function requireStatedDigests(submission: Submission, report: EnvelopeReport): void {
  const same =
    report.sealedSha256 === submission.sealedSha256 &&
    report.manifestSha256 === submission.manifestSha256 &&
    report.signatureSha256 === submission.signatureSha256;
  if (!same) throw new CodedError('submission/digest-mismatch');
}

function requireContext(room: SubmissionRoom, submission: Submission, { context }: OuterManifest): void {
  const isHere =
    context.kdLpse === room.context.config.kdLpse &&
    context.kdTender === submission.kdTender &&
    context.versiTender === submission.versiTender &&
    context.envelopeId === submission.envelopeId;
  if (!isHere) throw new CodedError('submission/wrong-context', { why: 'manifest' });
  const { bidderId, name, npwp } = context.bidder;
  const bidder = room.context.accounts.findBidder(submission.bidderId);
  // Who opens shows no other names than these: a bid under somebody else's would be announced as theirs, or as nobody's.
  const isTheirs = bidderId === submission.bidderId && name === bidder?.organisation && npwp === (bidder.npwp ?? '');
  if (!isTheirs) throw new CodedError('submission/wrong-account');
  requirePolicy(room, submission, context);
}

/** A logged policy of this envelope, whose recipients are those of the newest one. */
function requirePolicy(room: SubmissionRoom, { kdTender, envelopeId }: Submission, context: SealContext): void {
  const { policies } = room.context;
  const named = policies.bySha256(context.policySha256);
  const newest = policies.newest(kdTender);
  if (named?.kdTender !== kdTender || named.serial !== context.policySerial || newest === null)
    throw new CodedError('submission/policy-refused', { why: 'unknown' });
  for (const policy of [named, newest]) {
    const envelope = envelopeOf(policy, envelopeId);
    const recipients = recipientsOf(envelope);
    const same =
      recipients.size === context.recipients.length &&
      context.recipients.every((recipient) => recipients.has(recipient)) &&
      digestOf(envelope.packageCertificate) === context.packageCertificateSha256;
    if (!same) throw new CodedError('submission/policy-refused', { why: 'recipients' });
  }
}

function envelopeOf({ policy }: PublishedPolicy, envelopeId: string): PolicyEnvelope {
  const envelope = policy.envelopes.find((candidate) => candidate.envelopeId === envelopeId);
  if (envelope === undefined) throw new CodedError('submission/policy-refused', { why: 'envelope' });
  return envelope;
}

/** Certificates that the manifest must name: members, or the quorum's, or in NON_CA mode the package certificate. */
function recipientsOf({ openers, packageCertificate }: PolicyEnvelope): ReadonlySet<string> {
  if (openers === null) return new Set([digestOf(packageCertificate)]);
  const certificates = openers.kind === 'quorum' ? [openers.certificate] : openers.certificates;
  return new Set(certificates.map(digestOf));
}

function requireEvidence(room: SubmissionRoom, { manifest, evidenceDer, mode }: EnvelopeReport): void {
  const policy = room.context.policies.bySha256(manifest.context.policySha256)?.policy;
  if (policy?.mode !== mode) throw new CodedError('submission/policy-refused', { why: 'mode' });
  const auditor = parseCertificate(Buffer.from(policy.auditorCertificate, 'base64'));
  try {
    requireRecipients(parseAuthEnveloped(evidenceDer, { maxBytes: 1 << 20 }), [auditor]);
  } catch (cause) {
    throw new CodedError('submission/evidence-refused', { why: 'recipient' }, { cause });
  }
}

/** Locks and ciphertexts have marks of different kinds: one must not stand for the other. */
function marksOf({ ciphertextSha256, lockContentSha256 }: ObjectFingerprint): string[] {
  return [
    ...(ciphertextSha256 === null ? [] : [`enc:${ciphertextSha256}`]),
    ...(lockContentSha256 === null ? [] : [`lock:${lockContentSha256}`]),
  ];
}

function digestOf(certificateBase64: string): string {
  return sha256Hex(Buffer.from(certificateBase64, 'base64'));
}
