// UC-09 Seal a bid: everything is judged before the first byte is encrypted, and the finished file is read again and verified
// before it may be called *tersegel*. Needs no network but for the policy, revocation answers and the timestamp.
import { sha256Hex } from '../../crypto/encoding.ts';
import type { SealContext } from '../../crypto/seal/manifest.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { sealedAs, type DraftBid, type SealedBid } from '../domain/bid.ts';
import { firstFailure, type CheckReport } from '../domain/check-report.ts';
import type { DocumentFinding } from '../domain/document-finding.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { Sealer, SealJob } from '../ports/sealer.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { TimestampAuthority } from '../ports/timestamp-authority.ts';
import type { Account } from '../protocol/login.ts';
import type { PolicyEnvelope, SealingPolicy } from '../protocol/policy.ts';
import { checkDocuments } from './check-documents.ts';
import { chooseSigner, type SignerNeeds } from './choose-signer.ts';
import { collectRevocation } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { requireBid, saveOne } from './edit-draft.ts';
import { fetchTimestamp } from './fetch-timestamp.ts';
import { requireEnvelope, requirePolicy, type LoadedPolicy, type PolicyNeeds } from './load-policy.ts';
import { makeEvidence } from './make-evidence.ts';
import { requireOwner } from './require-account.ts';
import { toSealedFile } from '../policy/sealed-file.ts';
import { provenTimestamp, selfCheck, type SelfCheck } from './self-check.ts';
import { loadPolicyToSeal, type UsedQuorumNeeds } from './used-quorums.ts';

export interface SealNeeds extends PolicyNeeds, SignerNeeds, UsedQuorumNeeds {
  readonly lpse: PolicyNeeds['lpse'] & UsedQuorumNeeds['lpse'];
  readonly bids: BidStore;
  readonly documents: DocumentStore;
  readonly sealer: Sealer;
  readonly tsa: TimestampAuthority;
  readonly session: SessionStore;
  readonly journal: Journal;
}

export interface SealInput {
  readonly connection: LpseConnection;
  readonly bidId: string;
  /** CA: the bidder's certificate. NON_CA: null. */
  readonly identityId: string | null;
  /** The user saw what the device record holds and agreed (`previewEvidence`). */
  readonly consent: boolean;
}

export interface SealProgress {
  readonly step: 'checking' | 'sealing' | 'verifying';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface SealedResult {
  readonly bid: SealedBid;
  /** What the look back at the finished file found. */
  readonly report: CheckReport;
  /** Warnings of the preflight; blocking findings throw. */
  readonly warnings: readonly DocumentFinding[];
}

/**
 * @throws draft/not-found, draft/wrong-state, draft/wrong-account, draft/consent-missing, draft/documents-refused
 * @throws trust/* and certificate/* when policy or signer fail a check; seal/self-check-failed when the file does
 * @throws seal/document-changed, storage/full, storage/failed; nothing of the file remains then
 */
export async function sealBid(
  needs: SealNeeds,
  input: SealInput,
  options: RunOptions<SealProgress> = {},
): Promise<SealedResult> {
  const { connection } = input;
  const draft = await requireDraft(needs.bids, input.bidId);
  const account = await requireOwner(needs.session, draft);
  const policy = await loadPolicyToSeal(needs, { connection, ...draft }, options);
  const envelope = requireEnvelope(requirePolicy(policy), draft.envelopeId);
  const warnings = await requireGoodDocuments(needs, { draft, policy, envelope }, options);
  const signer = await chooseSigner(needs, signerRequest(input, draft, envelope), options);
  const prepared: Prepared = { input, draft, account, policy, envelope, signer: signer.key };
  const path = await needs.bids.newSealedPath(draft);
  const { bid, report } = await sealedOrRemoved(needs, { ...prepared, path }, options);
  // From here on the file is the bid's: whatever fails now, it stays.
  await noteSealed(needs.journal, bid);
  return { bid, report, warnings };
}

/** The saved bid, or no file. */
async function sealedOrRemoved(
  needs: SealNeeds,
  about: Prepared & { readonly path: string },
  options: RunOptions<SealProgress>,
): Promise<{ readonly bid: SealedBid; readonly report: CheckReport }> {
  try {
    const { manifestSha256, digests } = await writeEnvelope(needs, about, options);
    const checked = await lookBack(needs, { ...about, manifestSha256 }, options);
    return { bid: await keep(needs, { ...about, checked, digests }), report: checked.report };
  } catch (error) {
    await needs.bids.removeSealed(about.path);
    throw error;
  }
}

interface Prepared {
  readonly input: SealInput;
  readonly draft: DraftBid;
  readonly account: Account;
  readonly policy: LoadedPolicy;
  readonly envelope: PolicyEnvelope;
  readonly signer: Awaited<ReturnType<typeof chooseSigner>>['key'];
}

async function requireDraft(bids: BidStore, bidId: string): Promise<DraftBid> {
  const bid = await requireBid(bids, bidId);
  if (bid.state !== 'draft') throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'sealed' });
  return bid;
}

async function requireGoodDocuments(
  needs: SealNeeds,
  about: { readonly draft: DraftBid; readonly policy: LoadedPolicy; readonly envelope: PolicyEnvelope },
  options: RunOptions<SealProgress>,
): Promise<readonly DocumentFinding[]> {
  const { documents, letter, priceTable } = about.draft;
  const { slots, carriesPrice } = about.envelope;
  const rules = { slots, carriesPrice, limits: requirePolicy(about.policy).limits };
  const preflight = await checkDocuments(needs, { documents, letter, rules, priceTable }, at('checking', options));
  if (preflight.blocking) {
    const [first] = preflight.findings;
    throw new CodedError('draft/documents-refused', { first: first?.code ?? '', count: preflight.findings.length });
  }
  return preflight.findings;
}

function signerRequest({ connection, identityId }: SealInput, draft: DraftBid, { closesAt }: PolicyEnvelope) {
  const { mode, accountId } = draft;
  return { connection, identityId, mode, accountId, until: new Date(closesAt) };
}

async function writeEnvelope(
  needs: SealNeeds,
  prepared: Prepared & { readonly path: string },
  options: RunOptions<SealProgress>,
) {
  const policy = requirePolicy(prepared.policy);
  const { draft, input } = prepared;
  if (policy.mode !== draft.mode) throw new CodedError('trust/policy-wrong-package', { mode: policy.mode });
  const evidence = await makeEvidence(needs.device, { moment: 'sealing', consent: input.consent, policy });
  const { trust } = input.connection;
  const timestamp: SealJob['timestamp'] = async (sha256) =>
    (await fetchTimestamp(needs.tsa, { sha256, trust }, options))?.der ?? null;
  const job = toJob(needs, { ...prepared, evidence, timestamp }, policy);
  const outcome = await needs.sealer.seal(job, at('sealing', options));
  return { manifestSha256: outcome.manifestSha256, digests: outcome.documents.map((document) => document.sha256) };
}

function toJob(
  needs: SealNeeds,
  about: Prepared & Pick<SealJob, 'timestamp'> & { readonly path: string; readonly evidence: Buffer },
  { padding }: SealingPolicy,
): SealJob {
  const { draft, envelope, signer, path, evidence, timestamp } = about;
  const packageCertificate = fromBase64(envelope.packageCertificate);
  // NON_CA: the KMS's lock is the only one.
  const recipients = draft.mode === 'CA' ? recipientsOf(envelope) : [packageCertificate];
  return {
    mode: draft.mode,
    context: toContext(needs, about, { recipients, packageCertificate }),
    documents: draft.documents.map(({ sourcePath, name, originalName, slot, mediaType }) => ({
      ...{ path: sourcePath, name, originalName, slot, mediaType },
    })),
    letter: draft.letter,
    recipients: recipients.map(({ der }) => der),
    packageCertificate: packageCertificate.der,
    evidence,
    padding,
    signer,
    timestamp,
    outPath: path,
  };
}

function toContext(
  needs: SealNeeds,
  about: Prepared & { readonly evidence: Buffer },
  locks: { readonly recipients: readonly Certificate[]; readonly packageCertificate: Certificate },
): SealContext {
  const { input, draft, account, policy, envelope, signer, evidence } = about;
  const { kdLpse, kdTender, versiTender, namaPaket, envelopeId, revision, supersedes } = draft;
  return {
    ...{ kdLpse, kdTender, versiTender, namaPaket, envelopeId, revision, supersedes },
    closesAt: envelope.closesAt,
    bidder: {
      bidderId: account.bidderId ?? account.accountId,
      npwp: account.npwp ?? '',
      name: account.organisation,
      certificateSha256: signer.certificate.sha256,
    },
    policySerial: requirePolicy(policy).serial,
    policySha256: policy.policySha256,
    recipients: locks.recipients.map((certificate) => certificate.sha256),
    packageCertificateSha256: locks.packageCertificate.sha256,
    evidenceSha256: sha256Hex(evidence),
    client: needs.device.client(),
    createdAt: timeAt(input.connection, needs.clock).toISOString(),
  };
}

/** Who can open the inner lock; nobody but the KMS in NON_CA mode. */
export function recipientsOf({ openers }: PolicyEnvelope): readonly Certificate[] {
  if (openers === null) return [];
  return (openers.kind === 'members' ? openers.certificates : [openers.certificate]).map(fromBase64);
}

/** @throws seal/self-check-failed when what lies on the disk is not what was sealed, or would not be trusted */
async function lookBack(
  needs: SealNeeds,
  about: Prepared & { readonly path: string; readonly manifestSha256: string },
  options: RunOptions<SealProgress>,
): Promise<SelfCheck> {
  const { input, draft, path, signer } = about;
  const { trust, intermediates } = input.connection;
  const concerned = [signer.certificate, ...signer.chain, ...intermediates];
  const revocation = await collectRevocation(needs.revocation, concerned, options);
  const registration =
    draft.mode === 'NON_CA' ? await needs.memory.deviceRegistration(trust.kdLpse, draft.accountId) : null;
  const deviceRegistration = registration === null ? null : Buffer.from(registration, 'base64');
  const checkedAt = timeAt(input.connection, needs.clock);
  const checked = await selfCheck(
    needs.sealer,
    { path, trust, revocation, at: checkedAt, deviceRegistration },
    at('verifying', options),
  );
  const failure = firstFailure(checked.report);
  if (failure !== null) throw new CodedError('seal/self-check-failed', { ...failure.facts, why: failure.code });
  if (checked.verified.manifestSha256 !== about.manifestSha256) {
    throw new CodedError('seal/self-check-failed', { why: 'manifest' });
  }
  return checked;
}

async function keep(
  needs: SealNeeds,
  about: Prepared & { readonly path: string; readonly checked: SelfCheck; readonly digests: readonly string[] },
): Promise<SealedBid> {
  const { draft, path, checked, digests } = about;
  const documents = draft.documents.map((document, i) => ({ ...document, sha256: digests[i] ?? '' }));
  const sealed = toSealedFile(checked.verified, {
    ...{ path, documents, letter: draft.letter },
    timestampAt: provenTimestamp(checked),
  });
  const updatedAt = needs.clock.now().toISOString();
  return saveOne(needs.bids, { ...sealedAs(draft, sealed), updatedAt });
}

async function noteSealed(journal: Journal, { bidId, kdTender, sealed }: SealedBid): Promise<void> {
  const { sealedSha256, manifestSha256, sizeBytes, policySha256, timestampAt } = sealed;
  const facts = { sealedSha256, manifestSha256, sizeBytes, policySha256, timestampAt };
  await journal.append({ event: 'bid.sealed', bidId, kdTender, facts });
}

/** Byte progress of one step as progress of the whole. */
function at(step: SealProgress['step'], { signal, onProgress }: RunOptions<SealProgress>) {
  return {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (bytes: { readonly doneBytes: number; readonly totalBytes: number }) =>
      onProgress?.({ step, ...bytes }),
  };
}

function fromBase64(der: string): Certificate {
  return parseCertificate(Buffer.from(der, 'base64'));
}
