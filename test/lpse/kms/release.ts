// Header release (app/protocol/SPEC.md 7, crypto/SPEC.md 4): after the hour, for every bid in force at once, never for one.
// Order matters: hour, requester, log, bodies, set of bids, locks; then the request is logged; only then a key is used.
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  ReleaseStatement,
  ReleasedHeaders,
  SessionStatement,
  TechnicalResult,
} from '../../../app/protocol/openings.ts';
import type { PolicyEnvelope, SealingPolicy } from '../../../app/protocol/policy.ts';
import type { SubmissionLeafBody } from '../../../app/protocol/receipt.ts';
import { parseCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { verifySignedData, type VerifiedSignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { parseOuterManifest, type OuterManifest } from '../../../crypto/seal/manifest.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { EnvelopeScope } from '../context.ts';
import { scopeDetails } from './keys.ts';
import { deriveLiveSet } from './live-set.ts';
import { leavesOf, type PlacedLeaf } from './log-view.ts';
import { unlockBids } from './unlock.ts';
import type { KmsRoom } from './room.ts';
import { isTrusted } from './trust.ts';

/** One bid as the LPSE brings it: no ciphertext, only what the key must see. */
export interface BroughtBid {
  readonly submissionId: string;
  /** Bytes of `manifest.json`. */
  readonly manifest: Uint8Array;
  /** CA: lock files; NON_CA: headers. One per object. */
  readonly locks: readonly { readonly id: string; readonly der: Uint8Array }[];
}

export interface ReleaseInput {
  /** CMS SignedData over `ReleaseStatement`. */
  readonly request: Uint8Array;
  /** CMS SignedData over `SessionStatement`; NON_CA only. */
  readonly session: Uint8Array | null;
  /** CMS SignedData over `TechnicalResult`; price envelope of two files only. */
  readonly technicalResult: Uint8Array | null;
  /** Bodies of every submission and withdrawal leaf before `closed`. */
  readonly bodies: readonly Json[];
  readonly bids: readonly BroughtBid[];
}

/** A bid that passed every check that needs no key. */
export interface CheckedBid {
  readonly body: SubmissionLeafBody;
  readonly manifest: OuterManifest;
  readonly locks: ReadonlyMap<string, Uint8Array>;
}

/**
 * The signed release, CMS SignedData by the KMS over `ReleasedHeaders`. Repeating it answers the same bytes.
 * @throws kms/before-the-hour, kms/request-refused, kms/log-refused, kms/bodies-missing, kms/lock-refused,
 * opening/technical-result-missing
 */
export async function releaseHeaders(room: KmsRoom, input: ReleaseInput): Promise<Buffer> {
  const { statement, id } = readRequest(room, input.request);
  const hour = requireHour(room, id);
  const { policy, envelope } = room.policies.newest(id);
  const requester = requireMember(room, envelope, verified(input.request));
  const session =
    policy.mode === 'NON_CA' ? requireSession(room, { statement, envelope, session: input.session }) : null;
  const stored = room.releases.find(id, session?.sha256 ?? '');
  if (stored !== undefined) return announce(room, { id, session, release: stored });

  const log = room.readLog();
  requireOwnMemory(room, log, id);
  const live = deriveLiveSet(leavesOf(log, id, hour).filed, input.bodies);
  const passed =
    id.envelopeId === 'file-2' ? requireTechnicalResult(room, { id, log, signed: input.technicalResult }) : null;
  const due = passed === null ? live : live.filter(({ bidderId }) => passed.has(bidderId));
  const bids = requireExactBids(room, { id, due, brought: input.bids });

  room.publish({
    type: 'release-requested',
    id,
    body: {
      requestSha256: sha256Hex(input.request),
      requesterCertificateSha256: requester.sha256,
      sessionCertificateSha256: session?.sha256 ?? null,
      bids: bids.length,
    },
  });
  room.journal.write('release-requested', { ...id, requester: requester.sha256, bids: bids.length });
  return finish(room, { id, hour, policy, session, bids });
}

async function finish(
  room: KmsRoom,
  release: {
    readonly id: EnvelopeScope;
    readonly hour: Date;
    readonly policy: SealingPolicy;
    readonly session: Certificate | null;
    readonly bids: readonly CheckedBid[];
  },
): Promise<Buffer> {
  const { id, hour, policy, session, bids } = release;
  const key = room.keys.packageKey(id, { hour, now: room.now() });
  const content: ReleasedHeaders = {
    format: 'segel-release/1',
    kdLpse: policy.kdLpse,
    ...id,
    releasedAt: room.now().toISOString(),
    bids: await unlockBids(bids, { key, session }),
  };
  const signed = await room.sign(ReleasedHeaders.parse(content));
  room.releases.save(id, session?.sha256 ?? '', signed);
  room.journal.write('headers-released', { ...id, releaseSha256: sha256Hex(signed) });
  return announce(room, { id, session, release: signed });
}

/** In the log once, also when the power went between storing and announcing. */
function announce(
  room: KmsRoom,
  { id, session, release }: { id: EnvelopeScope; session: Certificate | null; release: Buffer },
): Buffer {
  const once = ['kms/headers-released', id.kdTender, id.versiTender, id.envelopeId, session?.sha256 ?? ''].join('/');
  room.publish({ type: 'headers-released', id, body: { releaseSha256: sha256Hex(release) }, once });
  return release;
}

function readRequest(room: KmsRoom, request: Uint8Array): { statement: ReleaseStatement; id: EnvelopeScope } {
  const statement = ReleaseStatement.safeParse(parseContent(verified(request)));
  if (!statement.success) throw refusedRequest('form');
  const { kdLpse, kdTender, versiTender, envelopeId } = statement.data;
  if (kdLpse !== room.kdLpse) throw refusedRequest('another LPSE');
  return { statement: statement.data, id: { kdTender, versiTender, envelopeId } };
}

/**
 * Every policy that the log has of this tender was accepted here: a store that was put back to before an extension would otherwise
 * release at the earlier hour. @throws kms/log-refused
 */
function requireOwnMemory({ policies }: KmsRoom, log: readonly PlacedLeaf[], { kdTender }: EnvelopeScope): void {
  for (const { leaf, index } of log) {
    const digest = leaf.type === 'policy-issued' && leaf.kdTender === kdTender ? leaf.body?.policySha256 : undefined;
    if (typeof digest === 'string' && !policies.holds(digest))
      throw new CodedError('kms/log-refused', { why: 'a policy that is not known here', index });
  }
}

function requireHour(room: KmsRoom, id: EnvelopeScope): Date {
  const hour = room.policies.hourOf(id);
  const now = room.now();
  if (hour === null) throw new CodedError('kms/unknown-envelope', scopeDetails(id));
  if (now < hour) {
    throw new CodedError('kms/before-the-hour', {
      ...scopeDetails(id),
      kmsTime: now.toISOString(),
      closesAt: hour.toISOString(),
    });
  }
  return hour;
}

/** The one signer, who must be a member of this envelope's committee (NON_CA: its officer) with a valid certificate. */
function requireMember(room: KmsRoom, envelope: PolicyEnvelope, signed: VerifiedSignedData): Certificate {
  const [signer, ...more] = signed.signers;
  if (signer === undefined || more.length > 0) throw refusedRequest('signers');
  const { certificate } = signer;
  if (!signersOf(envelope).has(certificate.sha256)) throw refusedRequest('not a member');
  if (!isTrusted(certificate, 'committee', { trust: room.trust, at: room.now() })) throw refusedRequest('certificate');
  return certificate;
}

function requireSession(
  room: KmsRoom,
  given: { statement: ReleaseStatement; envelope: PolicyEnvelope; session: Uint8Array | null },
): Certificate {
  if (given.session === null) throw new CodedError('opening/session-missing');
  const signed = verified(given.session);
  requireMember(room, given.envelope, signed);
  const session = SessionStatement.safeParse(parseContent(signed));
  const { statement } = given;
  const isOurs =
    session.success &&
    session.data.kdTender === statement.kdTender &&
    session.data.envelopeId === statement.envelopeId &&
    session.data.openingId === statement.openingId;
  if (!isOurs) throw refusedRequest('session');
  return parseCertificate(Buffer.from(session.data.sessionCertificate, 'base64'));
}

/** Bidders who passed File I, if a majority of its committee says so in a statement whose digest is in the log. */
function requireTechnicalResult(
  room: KmsRoom,
  given: { id: EnvelopeScope; log: readonly PlacedLeaf[]; signed: Uint8Array | null },
): ReadonlySet<string> {
  const { id, log, signed } = given;
  if (signed === null) throw new CodedError('opening/technical-result-missing');
  const data = verified(signed);
  const result = TechnicalResult.safeParse(parseContent(data));
  const logged = log.some(
    ({ leaf }) =>
      leaf.type === 'technical-result' &&
      leaf.kdTender === id.kdTender &&
      leaf.versiTender === id.versiTender &&
      leaf.body?.resultSha256 === sha256Hex(data.content),
  );
  const isOurs =
    result.success && result.data.kdTender === id.kdTender && result.data.versiTender === id.versiTender && logged;
  if (!isOurs) throw new CodedError('opening/technical-result-missing', { why: 'not in the log' });
  const committee = signersOf(room.policies.newest({ ...id, envelopeId: 'file-1' }).envelope);
  const members = new Set(
    data.signers
      .filter(({ certificate }) => committee.has(certificate.sha256))
      .filter(({ certificate }) => isTrusted(certificate, 'committee', { trust: room.trust, at: room.now() }))
      .map(({ certificate }) => certificate.sha256),
  );
  if (members.size * 2 <= committee.size)
    throw new CodedError('opening/technical-result-missing', { why: 'no majority' });
  return new Set(result.data.passed);
}

/** Exactly the bids that are due, each with exactly the locks its manifest lists, all made for this key. */
function requireExactBids(
  room: KmsRoom,
  given: { id: EnvelopeScope; due: readonly SubmissionLeafBody[]; brought: readonly BroughtBid[] },
): readonly CheckedBid[] {
  const brought = new Map(given.brought.map((bid) => [bid.submissionId, bid]));
  if (brought.size !== given.brought.length || brought.size !== given.due.length)
    throw refusedLock('not the bids in force');
  return given.due.map((body) => {
    const bid = brought.get(body.submissionId);
    if (bid === undefined) throw refusedLock('not the bids in force');
    return checkBid(room, { id: given.id, body, bid });
  });
}

function checkBid(room: KmsRoom, given: { id: EnvelopeScope; body: SubmissionLeafBody; bid: BroughtBid }): CheckedBid {
  const { id, body, bid } = given;
  if (sha256Hex(bid.manifest) !== body.manifestSha256) throw refusedLock('manifest');
  const manifest = readManifest(bid.manifest);
  const { context } = manifest;
  const isOurs =
    context.kdLpse === room.kdLpse &&
    context.kdTender === id.kdTender &&
    context.versiTender === id.versiTender &&
    context.envelopeId === id.envelopeId &&
    context.packageCertificateSha256 === room.keys.packageCertificate(id).sha256 &&
    room.policies.knows(id, context.policySha256);
  if (!isOurs) throw refusedLock('made for another envelope');
  const locks = new Map(bid.locks.map((lock) => [lock.id, lock.der]));
  const complete = locks.size === bid.locks.length && locks.size === manifest.objects.length;
  const matching = manifest.objects.every((object) => {
    const lock = locks.get(object.id);
    return lock !== undefined && sha256Hex(lock) === (object.headerLockSha256 ?? object.headerSha256);
  });
  if (!complete || !matching) throw refusedLock('lock not in the manifest');
  return { body, manifest, locks };
}

function readManifest(bytes: Uint8Array): OuterManifest {
  try {
    return parseOuterManifest(bytes);
  } catch (cause) {
    throw new CodedError('kms/lock-refused', { why: 'manifest' }, { cause });
  }
}

function signersOf(envelope: PolicyEnvelope): ReadonlySet<string> {
  return new Set(envelope.signers.map((der) => sha256Hex(Buffer.from(der, 'base64'))));
}

function verified(der: Uint8Array): VerifiedSignedData {
  try {
    return verifySignedData(der);
  } catch (cause) {
    throw new CodedError('kms/request-refused', { why: 'signature' }, { cause });
  }
}

function parseContent(signed: VerifiedSignedData): Json {
  try {
    return parseCanonicalJson(signed.content);
  } catch (cause) {
    throw new CodedError('kms/request-refused', { why: 'form' }, { cause });
  }
}

function refusedRequest(why: string): CodedError {
  return new CodedError('kms/request-refused', { why });
}

function refusedLock(why: string): CodedError {
  return new CodedError('kms/lock-refused', { why });
}
