// UC-20 Rehearse an opening (gladi): open a canary that the KMS made to the real openers, exactly as a real bid, and post the
// signed result. A key that is lost, expired or on another computer is found days before it matters.
import type { DecryptionKey, SigningKey } from '../../crypto/keys.ts';
import { REHEARSAL_PREFIX } from '../../crypto/seal/manifest.ts';
import { OpenFailure } from '../../crypto/seal/open-failure.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { CommitteeCalls, PackageCalls, RehearsalCalls } from '../ports/lpse-gateway.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { SessionKeys } from '../ports/session-keys.ts';
import { RehearsalResult, SessionStatement } from '../protocol/openings.ts';
import { EnvelopeId } from '../protocol/primitives.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import { toErrorCode } from '../policy/run-check.ts';
import { requireTrusted, SIGNING_USAGE } from '../policy/signed-message.ts';
import { openersOf } from './bid-policy.ts';
import type { RevocationAnswers } from './collect-revocation.ts';
import { timeAt } from './connect-lpse.ts';
import { loadPeople } from './committee-people.ts';
import { confirmShare } from './confirm-share.ts';
import type { MemberInput } from './lead-opening.ts';
import { loadPolicy, requireEnvelope, requirePolicy, type PolicyNeeds } from './load-policy.ts';
import { signAsMember, unlockMember, type MemberNeeds } from './sign-as-member.ts';

export interface RehearseNeeds extends PolicyNeeds, MemberNeeds {
  readonly lpse: RehearsalCalls &
    Pick<CommitteeCalls, 'committee' | 'confirmShare'> &
    Pick<PackageCalls, 'policy' | 'package'>;
  readonly sealer: Sealer;
  readonly output: OutputStore;
  readonly sessionKeys: SessionKeys;
  readonly journal: Journal;
}

export interface RehearseInput extends MemberInput {
  /** Null in NON_CA mode, where the officer's computer has a key of its own for each session. */
  readonly encryptionIdentityId: string | null;
  /** For the canary, which is removed afterwards. */
  readonly workDir: string;
}

export type RehearsalOutcome =
  | { readonly kind: 'opened' }
  | { readonly kind: 'not-opened'; readonly code: ErrorCode }
  /** Quorum: the own share could be read; one share alone opens nothing. */
  | { readonly kind: 'share-readable'; readonly x: number };

/**
 * In a quorum the own share of the newest dealing is tried, also before a policy names it; else a canary is opened.
 * @throws rehearsal/unavailable (after the deadline), policy/not-published, trust/* when policy or canary are not good
 * @throws identity/not-found, identity/wrong-passphrase
 */
export async function rehearse(
  needs: RehearseNeeds,
  input: RehearseInput,
  options: RunOptions<ByteProgress> = {},
): Promise<RehearsalOutcome> {
  const { connection, kdTender, encryptionIdentityId } = input;
  const { versi_tender: versiTender } = await needs.lpse.package(kdTender, options);
  const people = await loadPeople(needs, { connection, kdTender }, options);
  const state = people.answer.dealings.find(({ envelopeId }) => envelopeId === input.envelopeId);
  if (state !== undefined) {
    if (encryptionIdentityId === null) throw new CodedError('identity/not-found');
    return confirmShare(needs, { ...input, encryptionIdentityId }, { people, state }, options);
  }
  const loaded = await loadPolicy(needs, { connection, kdTender, versiTender }, options);
  const envelope = requireEnvelope(requirePolicy(loaded), input.envelopeId);
  const signer = await unlockMember(needs, { ...input, envelope }, options);
  const request = { envelopeId: EnvelopeId.parse(input.envelopeId) };
  const started = await needs.lpse.startRehearsal(kdTender, request, options);
  const { rehearsalId, canary, manifestSha256 } = started;
  const name = `gladi-${rehearsalId}.sampul`;
  const path = await needs.output.write(input.workDir, name, Buffer.from(canary, 'base64'));
  try {
    await requireCanary(needs, input, { path, manifestSha256, revocation: loaded.revocation }, options);
    const single = envelope.openers === null;
    const key = await openingKeyFor(needs, { encryptionIdentityId, single, rehearsalId });
    const session = single ? await offerSession(needs, { input, envelope, rehearsalId, key, signer }) : null;
    const { headers } = await needs.lpse.releaseRehearsal(rehearsalId, { manifestSha256, session }, options);
    const opened = await openCanary(needs, { path, headers, envelope, key }, options);
    const statement = RehearsalResult.parse({
      format: 'segel-rehearsal/1',
      ...{ rehearsalId, kdTender, envelopeId: envelope.envelopeId },
      holderCertificateSha256: single ? signer.certificate.sha256 : key.certificate.sha256,
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
    await needs.sessionKeys.forget(rehearsalId);
  }
}

function openingKeyFor(
  { identities, sessionKeys }: RehearseNeeds,
  about: { readonly encryptionIdentityId: string | null; readonly single: boolean; readonly rehearsalId: string },
): Promise<DecryptionKey> {
  const { encryptionIdentityId, single, rehearsalId } = about;
  if (single) return sessionKeys.forOpening(rehearsalId);
  if (encryptionIdentityId === null) throw new CodedError('identity/not-found');
  return identities.unlockDecryption(encryptionIdentityId);
}

/** NON_CA: the officer's word for this computer, as at an opening; the KMS re-wraps the canary to it. */
function offerSession(
  needs: RehearseNeeds,
  about: {
    readonly input: RehearseInput;
    readonly envelope: PolicyEnvelope;
    readonly rehearsalId: string;
    readonly key: DecryptionKey;
    readonly signer: SigningKey;
  },
): Promise<string> {
  const { input, envelope, rehearsalId, key, signer } = about;
  const statement = SessionStatement.parse({
    format: 'segel-session/1',
    ...{ kdTender: input.kdTender, envelopeId: envelope.envelopeId, openingId: rehearsalId },
    sessionCertificate: key.certificate.der.toString('base64'),
  });
  return signAsMember(needs, signer, { statement, connection: input.connection });
}

/** A canary of this tender, made by the KMS: a real bid sent here instead is refused before a key is used. */
async function requireCanary(
  needs: RehearseNeeds,
  { connection, kdTender, envelopeId }: RehearseInput,
  about: { readonly path: string; readonly manifestSha256: string; readonly revocation: RevocationAnswers },
  options: RunOptions<ByteProgress>,
): Promise<void> {
  const { path, manifestSha256, revocation } = about;
  const verified = await needs.sealer.verify(path, options);
  const { context } = verified.manifest;
  if (context.kdTender !== `${REHEARSAL_PREFIX}${kdTender}`) throw new CodedError('seal/not-rehearsal');
  if (verified.manifestSha256 !== manifestSha256 || context.envelopeId !== envelopeId) {
    throw new CodedError('proof/context-mismatch', { field: 'manifestSha256' });
  }
  requireTrusted(parseCertificate(verified.signer), SIGNING_USAGE, {
    anchors: connection.trust.kms,
    at: timeAt(connection, needs.clock),
    intermediates: [...connection.intermediates, ...verified.certificates.map((der) => parseCertificate(der))],
    ...revocation,
    revocation: 'required',
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
  // One lock: the header was re-wrapped to this computer's key.
  const recipients = envelope.openers === null ? [key.certificate.der] : openersOf(envelope).map(({ der }) => der);
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
