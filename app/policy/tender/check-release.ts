// Checks 6, 11 and 12 of app/protocol/DOSSIER.md: the technical result, what the key server released, and who held the key.
import { parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { equalBytes, sha256Hex } from '../../../crypto/encoding.ts';
import type { OuterManifest, OuterObject } from '../../../crypto/seal/manifest.ts';
import { CodedError, type ProblemDetails } from '../../errors/coded-error.ts';
import { OpeningFacts } from '../../protocol/dossier.ts';
import {
  ContributionStatement,
  type ReleasedHeaders,
  SessionStatement,
  TechnicalResult,
} from '../../protocol/openings.ts';
import type { PolicyEnvelope } from '../../protocol/policy.ts';
import type { SubmissionLeafBody } from '../../protocol/receipt.ts';
import { readRelease } from '../read-release.ts';
import { readSigned, requireSoleSigner, requireTrusted, SIGNING_USAGE, type SignedMessage } from '../signed-message.ts';
import { digestOf, incomplete } from './check-log.ts';
import type { Dossier, PlacedLeaf } from './dossier.ts';
import { requireEach } from './each.ts';

/** 6: bidders who passed; null when there is none yet and nothing of File II was released. */
export function requireTechnical(
  dossier: Dossier,
  about: { readonly committee: PolicyEnvelope; readonly live: readonly SubmissionLeafBody[] | null },
): ReadonlySet<string> | null {
  const signed = dossier.find('technical-result.p7m');
  const leaves = dossier.leavesOfType('technical-result');
  const released = dossier.leavesOfType('headers-released', 'file-2');
  if (signed === null) {
    if (released.length > 0 || leaves.length > 0) throw new CodedError('opening/technical-result-missing');
    return null;
  }
  const message = readSigned(signed, TechnicalResult);
  const { value } = message;
  const leaf = leaves.find((one) => one.leaf.body?.resultSha256 === message.contentSha256);
  if (leaf === undefined) throw incomplete('technical-result', {});
  const members = new Set(about.committee.signers.map(digestOf));
  const agreeing = new Set<string>();
  for (const { certificate } of message.signers) {
    if (!members.has(certificate.sha256)) continue;
    requireTrusted(certificate, SIGNING_USAGE, dossier.pathAt(dossier.trust.ams, new Date(leaf.leaf.time)));
    agreeing.add(certificate.sha256);
  }
  const bidders = about.live === null ? null : new Set(about.live.map(({ bidderId }) => bidderId));
  const ours =
    value.kdLpse === dossier.trust.kdLpse &&
    value.kdTender === dossier.kdTender &&
    value.versiTender === dossier.versiTender &&
    value.passed.every((bidderId) => bidders?.has(bidderId) ?? true);
  if (!ours || agreeing.size * 2 <= members.size)
    throw new CodedError('opening/technical-result-missing', { agreeing: agreeing.size, members: members.size });
  if (released.some(({ index }) => index < leaf.index))
    throw new CodedError('audit/log-disorder', { why: 'released before the technical result', index: leaf.index });
  return new Set(value.passed);
}

export interface ProvenRelease {
  readonly release: ReleasedHeaders;
  /** Its leaf in the log. */
  readonly placed: PlacedLeaf;
  /** Submissions with headers that did not open. */
  readonly mismatched: readonly string[];
}

/** 11 */
export function requireRelease(
  dossier: Dossier,
  about: {
    readonly envelope: PolicyEnvelope;
    readonly closesAt: Date;
    readonly due: readonly SubmissionLeafBody[];
    readonly manifests: ReadonlyMap<string, OuterManifest>;
    readonly isCa: boolean;
  },
): ProvenRelease {
  const { envelopeId } = about.envelope;
  const der = dossier.part(`openings/${envelopeId}/release.p7m`);
  const message = readRelease(der);
  const { value } = message;
  const placed = requireReleaseLeaf(dossier, { envelopeId, der, bids: value.bids.length });
  const path = dossier.pathAt(dossier.trust.kms, new Date(placed.leaf.time));
  requireSoleSigner(message, 'trust/release-refused', path);
  const ours =
    value.kdLpse === dossier.trust.kdLpse &&
    value.kdTender === dossier.kdTender &&
    value.versiTender === dossier.versiTender &&
    value.envelopeId === envelopeId;
  if (!ours) throw new CodedError('trust/release-refused', { why: 'another envelope' });
  if (new Date(value.releasedAt) < about.closesAt)
    throw new CodedError('trust/release-refused', { why: 'before the hour' });
  requireExact(value, about.due);
  const mismatched: string[] = [];
  requireEach(
    value.bids,
    ({ submissionId }) => submissionId,
    (bid) => {
      const manifest = about.manifests.get(bid.submissionId);
      if (manifest === undefined) throw new CodedError('audit/part-missing', { entry: bid.submissionId });
      if (requireHeaders(dossier, { bid, manifest, ...about })) mismatched.push(bid.submissionId);
    },
  );
  return { release: value, placed, mismatched };
}

/**
 * The log tells of no release that a dossier would have to hold: of none at all, and of no result, which needs one; or another computer
 * leads since (`SPEC.md` 7), and what was released to the one before counts no more.
 */
export function isUnreleased(dossier: Dossier, envelopeId: string): boolean {
  const newest = (placed: readonly PlacedLeaf[]) => placed.at(-1)?.index ?? -1;
  const needing = (['headers-released', 'opening-result'] as const).map((type) =>
    newest(dossier.leavesOfType(type, envelopeId)),
  );
  const led = dossier
    .leavesOfType('opening-contribution', envelopeId)
    .filter(({ leaf }) => leaf.body?.leader !== undefined);
  const last = Math.max(...needing);
  return last < 0 || newest(led) > last;
}

function requireExact({ bids }: ReleasedHeaders, due: readonly SubmissionLeafBody[]): void {
  const released = new Map(bids.map(({ submissionId, manifestSha256 }) => [submissionId, manifestSha256]));
  const exact =
    released.size === bids.length &&
    released.size === due.length &&
    due.every(({ submissionId, manifestSha256 }) => released.get(submissionId) === manifestSha256);
  if (!exact) throw new CodedError('trust/release-refused', { released: bids.length, due: due.length });
}

/** True when a header was released as the empty string. */
function requireHeaders(
  dossier: Dossier,
  about: {
    readonly bid: ReleasedHeaders['bids'][number];
    readonly manifest: OuterManifest;
    readonly envelope: PolicyEnvelope;
    readonly isCa: boolean;
  },
): boolean {
  const { bid, manifest, envelope, isCa } = about;
  const objects = new Map(bid.objects.map((object) => [object.id, object]));
  if (objects.size !== bid.objects.length || objects.size !== manifest.objects.length) throw differ('objects');
  let empty = false;
  for (const object of manifest.objects) {
    const released = objects.get(object.id);
    const same =
      released?.headerSha256 === object.headerSha256 && released.lockSha256 === (object.headerLockSha256 ?? null);
    if (!same) throw differ(object.id);
    const header = Buffer.from(released.header, 'base64');
    if (header.length === 0) empty = true;
    else if (isCa) requireDigest(header, object);
    else requireRewrapped(header, dossier, { object, at: `bids/${envelope.envelopeId}/${bid.submissionId}/` });
  }
  return empty;
}

function requireDigest(header: Buffer, { id, headerSha256 }: OuterObject): void {
  if (sha256Hex(header) !== headerSha256) throw differ(id);
}

/** NON_CA: the key server changes recipients and nothing else. */
function requireRewrapped(
  header: Buffer,
  dossier: Dossier,
  { object, at }: { readonly object: OuterObject; readonly at: string },
): void {
  const sealed = dossier.part(`${at}headers/${object.id}.p7m`);
  requireDigest(sealed, object);
  const [a, b] = [parseAuthEnveloped(sealed), parseAuthEnveloped(header)];
  if (!equalBytes(a.nonce, b.nonce) || !equalBytes(a.mac, b.mac)) throw differ(object.id);
}

function requireReleaseLeaf(
  dossier: Dossier,
  { envelopeId, der, bids }: { readonly envelopeId: string; readonly der: Buffer; readonly bids: number },
): PlacedLeaf {
  const closed = dossier.leavesOfType('closed', envelopeId)[0]?.index ?? Infinity;
  const digest = sha256Hex(der);
  const placed = dossier
    .leavesOfType('headers-released', envelopeId)
    .find(({ index, leaf }) => leaf.body?.releaseSha256 === digest && index > closed);
  if (placed === undefined) throw incomplete('headers-released', { envelopeId });
  const requested = dossier
    .leavesOfType('release-requested', envelopeId)
    .some(({ index, leaf }) => index > closed && index < placed.index && leaf.body?.bids === bids);
  if (!requested) throw incomplete('release-requested', { envelopeId });
  return placed;
}

/** 12 */
export function requireQuorum(
  dossier: Dossier,
  about: { readonly envelope: PolicyEnvelope; readonly released: PlacedLeaf },
): ProblemDetails {
  const { envelopeId, openers } = about.envelope;
  if (openers?.kind === 'members') return { openers: 'members' };
  const { openingId } = openingOf(dossier, envelopeId);
  const session = readSigned(dossier.part(`openings/${envelopeId}/session.p7m`), SessionStatement);
  const at = new Date(about.released.leaf.time);
  requireMember(dossier, session, { envelope: about.envelope, at });
  const { value } = session;
  if (value.openingId !== openingId || value.kdTender !== dossier.kdTender || value.envelopeId !== envelopeId)
    throw refused('session');
  const sessionSha256 = digestOf(value.sessionCertificate);
  const logged = dossier.leavesOfType('opening-contribution', envelopeId);
  if (
    !logged.some(({ leaf }) => leaf.body?.sessionCertificateSha256 === sessionSha256 && leaf.body.leader !== undefined)
  )
    throw incomplete('opening-contribution', { why: 'session' });
  if (openers === null) return { openers: 'session' };
  const holders = new Set<string>();
  const names = dossier.names(new RegExp(`^openings/${envelopeId}/contributions/`));
  requireEach(
    names,
    (name) => name,
    (name) => {
      const message = readSigned(dossier.part(name), ContributionStatement);
      const { value: given } = message;
      const leaf = logged.find(({ leaf: { body } }) => body?.shareSha256 === given.shareSha256);
      if (leaf === undefined) throw incomplete('opening-contribution', { entry: name });
      const place = requireMember(dossier, message, { envelope: about.envelope, at: new Date(leaf.leaf.time) });
      const ours =
        given.openingId === openingId &&
        given.sessionCertificateSha256 === sessionSha256 &&
        leaf.leaf.body?.sessionSha256 === sessionSha256 &&
        given.holderCertificateSha256 === digestOf(openers.holders[place] ?? '') &&
        given.shareSha256 === digestOf(given.sealedShare);
      if (!ours) throw refused('contribution');
      holders.add(given.holderCertificateSha256);
    },
  );
  if (holders.size < openers.threshold)
    throw new CodedError('audit/contributions-too-few', { holders: holders.size, threshold: openers.threshold });
  return { openers: 'quorum', holders: holders.size, threshold: openers.threshold };
}

export function openingOf(dossier: Dossier, envelopeId: string): OpeningFacts {
  return dossier.json(`openings/${envelopeId}/opening.json`, OpeningFacts);
}

/** Place of the one signer among the members of an envelope, whose path must hold. @throws audit/statement-refused */
export function requireMember(
  dossier: Dossier,
  message: SignedMessage<unknown>,
  { envelope, at }: { readonly envelope: PolicyEnvelope; readonly at: Date },
): number {
  const certificate = requireSoleSigner(message, 'audit/statement-refused', dossier.pathAt(dossier.trust.ams, at));
  const place = envelope.signers.map(digestOf).indexOf(certificate.sha256);
  if (place < 0) throw refused('not a member');
  return place;
}

export function refused(why: string): CodedError {
  return new CodedError('audit/statement-refused', { why });
}

function differ(object: string): CodedError {
  return new CodedError('audit/headers-differ', { object });
}
