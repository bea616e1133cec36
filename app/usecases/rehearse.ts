// UC-20 Rehearse an opening (gladi): open a canary that the KMS made to the real openers, exactly as a real bid, and post the
// signed result. A key that is lost, expired or on another computer is found days before it matters.
import type { DecryptionKey } from '../../crypto/keys.ts';
import { REHEARSAL_PREFIX } from '../../crypto/seal/manifest.ts';
import { OpenFailure } from '../../crypto/seal/open-failure.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { PackageCalls, RehearsalCalls } from '../ports/lpse-gateway.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { Sealer } from '../ports/sealer.ts';
import { RehearsalResult } from '../protocol/openings.ts';
import { EnvelopeId } from '../protocol/primitives.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import { codedFailure, toErrorCode } from '../policy/run-check.ts';
import { requireTrusted, SIGNING_USAGE } from '../policy/signed-message.ts';
import { openersOf } from './bid-policy.ts';
import { timeAt } from './connect-lpse.ts';
import { findShare, tryShare } from './contribute-share.ts';
import type { MemberInput } from './lead-opening.ts';
import { loadPolicy, requireEnvelope, requirePolicy, type PolicyNeeds } from './load-policy.ts';
import { signAsMember, unlockMember, type MemberNeeds } from './sign-as-member.ts';

export interface RehearseNeeds extends PolicyNeeds, MemberNeeds {
  readonly lpse: RehearsalCalls & Pick<PackageCalls, 'policy' | 'package' | 'dealing'>;
  readonly sealer: Sealer;
  readonly output: OutputStore;
  readonly journal: Journal;
}

export interface RehearseInput extends MemberInput {
  readonly encryptionIdentityId: string;
  /** For the canary, which is removed afterwards. */
  readonly workDir: string;
}

export type RehearsalOutcome =
  | { readonly kind: 'opened' }
  | { readonly kind: 'not-opened'; readonly code: ErrorCode }
  /** Quorum: the own share could be read; one share alone opens nothing. */
  | { readonly kind: 'share-readable'; readonly x: number };

/**
 * @throws rehearsal/unavailable (NON_CA, or after the deadline), trust/* when policy or canary are not good
 * @throws identity/not-found, identity/wrong-passphrase
 */
export async function rehearse(
  needs: RehearseNeeds,
  input: RehearseInput,
  options: RunOptions<ByteProgress> = {},
): Promise<RehearsalOutcome> {
  const { connection, kdTender } = input;
  const { versi_tender: versiTender } = await needs.lpse.package(kdTender, options);
  const policy = requirePolicy(await loadPolicy(needs, { connection, kdTender, versiTender }, options));
  const envelope = requireEnvelope(policy, input.envelopeId);
  if (envelope.openers === null) throw new CodedError('rehearsal/unavailable');
  if (envelope.openers.kind === 'quorum') return rehearseShare(needs, input, envelope, options);
  const signer = await unlockMember(needs, envelope, input.identityId);
  const key = await needs.identities.unlockDecryption(input.encryptionIdentityId);
  const request = { envelopeId: EnvelopeId.parse(input.envelopeId) };
  const { rehearsalId, canary, manifestSha256 } = await needs.lpse.startRehearsal(kdTender, request, options);
  const name = `gladi-${rehearsalId}.sampul`;
  const path = await needs.output.write(input.workDir, name, Buffer.from(canary, 'base64'));
  try {
    await requireCanary(needs, input, { path, manifestSha256 }, options);
    const { headers } = await needs.lpse.releaseRehearsal(rehearsalId, { manifestSha256 }, options);
    const opened = await openCanary(needs, { path, headers, envelope, key }, options);
    const statement = RehearsalResult.parse({
      format: 'segel-rehearsal/1',
      ...{ rehearsalId, kdTender, envelopeId: envelope.envelopeId },
      holderCertificateSha256: key.certificate.sha256,
      opened: opened.innerSha256 !== null,
      innerSha256: opened.innerSha256,
    });
    const result = await signAsMember(needs, signer, { statement, connection });
    await needs.lpse.postRehearsalResult(rehearsalId, { result }, options);
    const facts = { rehearsalId, opened: statement.opened };
    await needs.journal.append({ event: 'rehearsal.done', bidId: null, kdTender, facts });
    return opened.innerSha256 === null ? { kind: 'not-opened', code: opened.code } : { kind: 'opened' };
  } finally {
    await needs.output.remove(path);
  }
}

/** A canary of this tender, made by the KMS: a real bid sent here instead is refused before a key is used. */
async function requireCanary(
  needs: RehearseNeeds,
  { connection, kdTender, envelopeId }: RehearseInput,
  { path, manifestSha256 }: { readonly path: string; readonly manifestSha256: string },
  options: RunOptions<ByteProgress>,
): Promise<void> {
  const verified = await needs.sealer.verify(path, options);
  const { context } = verified.manifest;
  if (context.kdTender !== `${REHEARSAL_PREFIX}${kdTender}`) throw new CodedError('seal/not-rehearsal');
  if (verified.manifestSha256 !== manifestSha256 || context.envelopeId !== envelopeId) {
    throw new CodedError('proof/context-mismatch', { field: 'manifestSha256' });
  }
  requireTrusted(parseCertificate(verified.signer), SIGNING_USAGE, {
    anchors: connection.trust.kms,
    at: timeAt(connection, needs.clock),
    intermediates: verified.certificates.map((der) => parseCertificate(der)),
    revocation: 'if-available',
  });
}

type CanaryOutcome = { readonly innerSha256: string } | { readonly innerSha256: null; readonly code: ErrorCode };

async function openCanary(
  { sealer }: RehearseNeeds,
  about: {
    readonly path: string;
    readonly headers: readonly { readonly id: string; readonly header: string }[];
    readonly envelope: PolicyEnvelope;
    readonly key: DecryptionKey;
  },
  options: RunOptions<ByteProgress>,
): Promise<CanaryOutcome> {
  const { path, envelope, key } = about;
  const headers = about.headers.map(({ id, header }) => ({ id, header: Buffer.from(header, 'base64') }));
  const recipients = openersOf(envelope).map(({ der }) => der);
  const job = {
    path,
    expected: null,
    headers,
    recipients,
    key,
    carriesPrice: envelope.carriesPrice,
    rehearsal: true,
    outDir: null,
  };
  try {
    const { innerSha256, documents } = await sealer.open(job, options);
    if (documents.every(({ failure }) => failure === null)) return { innerSha256 };
    return { innerSha256: null, code: 'seal/cannot-open' };
  } catch (error) {
    if (error instanceof OpenFailure) return { innerSha256: null, code: toErrorCode(error.code) };
    throw error;
  }
}

async function rehearseShare(
  needs: RehearseNeeds,
  input: RehearseInput,
  envelope: PolicyEnvelope,
  options: RunOptions<ByteProgress>,
): Promise<RehearsalOutcome> {
  const { openers } = envelope;
  if (openers?.kind !== 'quorum') throw new CodedError('rehearsal/unavailable');
  const { dealing } = await needs.lpse.dealing(input.kdTender, envelope.envelopeId, options);
  const { certificate: holder } = await needs.identities.load(input.encryptionIdentityId);
  const quorum = parseCertificate(Buffer.from(openers.certificate, 'base64'));
  const share = findShare(Buffer.from(dealing, 'base64'), { quorum, holder, leaders: envelope.signers });
  const key = await needs.identities.unlockDecryption(input.encryptionIdentityId);
  try {
    return { kind: 'share-readable', ...(await tryShare(share, key)) };
  } catch (error) {
    return { kind: 'not-opened', code: codedFailure(error).code };
  }
}
