// Checks 8 to 10 of app/protocol/DOSSIER.md: every bid that was filed, its receipt and the outer part of its file.
import { equalBytes, sha256Hex } from '../../../crypto/encoding.ts';
import { leafHash, type MerkleTree } from '../../../crypto/merkle.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { requireOnlySigner } from '../../../crypto/seal/envelope-parts.ts';
import { modeOf, parseOuterManifest, type OuterManifest } from '../../../crypto/seal/manifest.ts';
import { firstFailure, toReport } from '../../domain/check-report.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { Receipt, SubmissionLeafBody, WithdrawalLeafBody, WithdrawalReceipt } from '../../protocol/receipt.ts';
import type { PolicyEnvelope } from '../../protocol/policy.ts';
import { checkReceipt, type ArchivedRevocation } from '../check-receipt.ts';
import { checkContext, checkSealed } from '../check-sealed.ts';
import { bodyDigest } from '../log-leaf.ts';
import { liveBids } from '../live-set.ts';
import { leafOf } from '../receipt-log.ts';
import { digestOf, requireHead } from './check-log.ts';
import type { JudgedPolicy } from './check-policies.ts';
import type { Dossier } from './dossier.ts';
import { requireEach } from './each.ts';

export interface FiledBid {
  readonly submissionId: string;
  /** `bids/E/S/`. */
  readonly at: string;
}

export interface ProvenReceipt {
  readonly receipt: Receipt;
  readonly archived: ArchivedRevocation;
  readonly judgedAt: Date;
}

export function bidsOf(dossier: Dossier, envelopeId: string): readonly FiledBid[] {
  const found = new Set<string>();
  for (const name of dossier.names(new RegExp(`^bids/${envelopeId}/`))) found.add(name.split('/')[2] ?? '');
  return [...found].map((submissionId) => ({ submissionId, at: `bids/${envelopeId}/${submissionId}/` }));
}

/** 8: the bids in force, oldest first. */
export function requireComplete(
  dossier: Dossier,
  scope: { readonly envelopeId: string; readonly closesAt: Date },
): readonly SubmissionLeafBody[] {
  const { envelopeId, closesAt } = scope;
  const closed = dossier.leavesOfType('closed', envelopeId)[0];
  const filed = dossier
    .tenderLeaves()
    .filter(({ leaf }) => leaf.envelopeId === envelopeId && leaf.type.startsWith('submission-'));
  const late = filed.find(({ index, leaf }) => index > (closed?.index ?? 0) || new Date(leaf.time) >= closesAt);
  if (late !== undefined)
    throw new CodedError('trust/log-incomplete', { why: 'filed after closing', index: late.index });
  const bodies: (SubmissionLeafBody | WithdrawalLeafBody)[] = [];
  for (const { at } of bidsOf(dossier, envelopeId)) {
    bodies.push(dossier.json(`${at}body.json`, SubmissionLeafBody));
    dossier.part(`${at}receipt.json`);
    if (dossier.names(new RegExp(`^${at}withdrawal`)).length === 0) continue;
    bodies.push(dossier.json(`${at}withdrawal-body.json`, WithdrawalLeafBody));
    dossier.part(`${at}withdrawal.json`);
  }
  const live = liveBids(
    filed.map(({ leaf }) => leaf),
    bodies,
  );
  const { submissions, live: inForce } = closed?.leaf.body ?? {};
  const received = filed.filter(({ leaf }) => leaf.type === 'submission-received').length;
  if (submissions !== received || inForce !== live.length)
    throw new CodedError('trust/log-incomplete', { why: 'closed says otherwise', live: live.length });
  return live;
}

/** 9: by submission; withdrawals are judged as well. */
export function requireReceipts(
  dossier: Dossier,
  tree: MerkleTree,
  envelopeId: string,
): ReadonlyMap<string, ProvenReceipt> {
  const proven = new Map<string, ProvenReceipt>();
  requireEach(
    bidsOf(dossier, envelopeId),
    ({ submissionId }) => submissionId,
    ({ submissionId, at }) => {
      const found = requireReceipt(dossier, tree, { stem: `${at}receipt`, body: `${at}body.json`, submissionId });
      if (found.receipt.format === 'segel-receipt/1') proven.set(submissionId, { ...found, receipt: found.receipt });
      if (dossier.find(`${at}withdrawal.json`) !== null)
        requireReceipt(dossier, tree, { stem: `${at}withdrawal`, body: `${at}withdrawal-body.json`, submissionId });
    },
  );
  return proven;
}

function requireReceipt(
  dossier: Dossier,
  tree: MerkleTree,
  about: { readonly stem: string; readonly body: string; readonly submissionId: string },
) {
  const { stem, submissionId } = about;
  const verdict = checkReceipt(dossier.receiptBundle(stem, namedAnswers(dossier.part(`${stem}.json`))), dossier.trust);
  const failure = firstFailure(verdict.report);
  if (failure !== null) throw new CodedError(failure.code, failure.facts);
  const { receipt, archived, judgedAt } = verdict;
  if (receipt === null || judgedAt === null) throw new CodedError('proof/receipt-malformed');
  const kind = stem.endsWith('receipt') ? 'segel-receipt/1' : 'segel-withdrawal/1';
  const ours =
    receipt.format === kind &&
    receipt.submissionId === submissionId &&
    receipt.kdTender === dossier.kdTender &&
    receipt.versiTender === dossier.versiTender &&
    about.stem.split('/')[1] === receipt.envelopeId;
  if (!ours) throw new CodedError('proof/context-mismatch', { field: 'submissionId' });
  const leaf = dossier.leaves[receipt.log.index];
  if (leaf === undefined || !equalBytes(leafHash(leaf), leafOf(receipt)))
    throw new CodedError('proof/log-entry-mismatch', { index: receipt.log.index });
  requireHead(Buffer.from(receipt.log.checkpoint), dossier, tree);
  const body = bodyDigest(parseCanonicalJson(dossier.part(about.body)));
  if (body !== bodyDigest(receipt.log.body)) throw new CodedError('proof/log-entry-mismatch', { field: 'body' });
  return { receipt, archived, judgedAt };
}

/** Which answers the receipt names; none when it cannot be read, which its own check says. */
function namedAnswers(bytes: Buffer): readonly string[] {
  const json = parseCanonicalJson(bytes);
  for (const schema of [Receipt, WithdrawalReceipt]) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data.revocationSha256;
  }
  return [];
}

/** 10: manifests of the bids in force, and of others where they are still there. */
export function requireManifests(
  dossier: Dossier,
  about: {
    readonly envelopeId: string;
    readonly live: readonly SubmissionLeafBody[];
    readonly receipts: ReadonlyMap<string, ProvenReceipt>;
    readonly policies: readonly JudgedPolicy[];
  },
): ReadonlyMap<string, OuterManifest> {
  const manifests = new Map<string, OuterManifest>();
  const inForce = new Set(about.live.map(({ submissionId }) => submissionId));
  requireEach(
    bidsOf(dossier, about.envelopeId),
    ({ submissionId }) => submissionId,
    (bid) => {
      const present = dossier.find(`${bid.at}manifest.json`) !== null && dossier.find(`${bid.at}manifest.p7s`) !== null;
      if (!present && !inForce.has(bid.submissionId)) return;
      manifests.set(bid.submissionId, requireManifest(dossier, bid, about));
    },
  );
  return manifests;
}

function requireManifest(
  dossier: Dossier,
  { submissionId, at }: FiledBid,
  about: { readonly receipts: ReadonlyMap<string, ProvenReceipt>; readonly policies: readonly JudgedPolicy[] },
): OuterManifest {
  const [bytes, signature] = [dossier.part(`${at}manifest.json`), dossier.part(`${at}manifest.p7s`)];
  const proven = about.receipts.get(submissionId);
  if (proven === undefined) throw new CodedError('audit/part-missing', { entry: `${at}receipt.json` });
  const { receipt, archived, judgedAt } = proven;
  const signatureSha256 = sha256Hex(signature);
  if (sha256Hex(bytes) !== receipt.manifestSha256 || signatureSha256 !== receipt.signatureSha256)
    throw new CodedError('proof/receipt-mismatch', { field: 'manifestSha256' });
  const manifest = parseOuterManifest(bytes);
  const signed = verifySignedData(signature, bytes);
  requireOnlySigner(signed, manifest.context.bidder.certificateSha256);
  const [signer] = signed.signers;
  const rows = [
    checkContext(manifest.context, receipt),
    ...checkSealed({
      sealed: {
        ...{ manifest, signatureSha256, mode: modeOf(manifest), timestamp: dossier.find(`${at}manifest.tsr`) },
        signer: signer?.certificate.der ?? Buffer.alloc(0),
        certificates: [...signed.certificates, ...dossier.certificates].map(({ der }) => der),
      },
      trust: dossier.trust,
      archived,
      fallbackTime: judgedAt,
      deviceRegistration: dossier.find(`${at}registration.p7m`),
    }),
  ];
  const failure = firstFailure(toReport(rows));
  if (failure !== null) throw new CodedError(failure.code, failure.facts);
  requirePolicyOf(manifest, about.policies);
  return manifest;
}

/** A logged policy of this envelope, with its recipients and its package certificate. */
function requirePolicyOf({ context }: OuterManifest, policies: readonly JudgedPolicy[]): void {
  const named = policies.find(({ policySha256 }) => policySha256 === context.policySha256);
  const envelope = named?.policy.envelopes.find(({ envelopeId }) => envelopeId === context.envelopeId);
  const same =
    envelope !== undefined &&
    named?.policy.serial === context.policySerial &&
    digestOf(envelope.packageCertificate) === context.packageCertificateSha256 &&
    recipientsOf(envelope).toSorted().join() === [...context.recipients].toSorted().join();
  if (!same) throw new CodedError('trust/policy-refused', { policySha256: context.policySha256 });
}

function recipientsOf({ openers, packageCertificate }: PolicyEnvelope): string[] {
  if (openers === null) return [digestOf(packageCertificate)];
  return (openers.kind === 'quorum' ? [openers.certificate] : openers.certificates).map(digestOf);
}
