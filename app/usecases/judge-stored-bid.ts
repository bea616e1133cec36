// The stored file of a referred bid, judged from digests alone: whole or damaged, made by the rules or not, sealed to what was released.
// One function per class of reason; what depends on the second lock is proven by nobody here.
import { parseAuthEnveloped } from '../../crypto/cms/auth-enveloped-data.ts';
import { requireRecipients } from '../../crypto/cms/recipients.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Sealer, VerifiedSealed } from '../ports/sealer.ts';
import type { ReleasedHeaders } from '../protocol/openings.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import type { Receipt } from '../protocol/receipt.ts';
import type { ReferralCase } from '../protocol/referrals.ts';
import type { ReceiptVerdict } from '../policy/check-receipt.ts';
import { checkContext, checkDigests, checkSealed } from '../policy/check-sealed.ts';
import { codedFailure, notMade, runCheck, type Row } from '../policy/run-check.ts';
import { openersOf } from './bid-policy.ts';
import type { LpseConnection } from './connect-lpse.ts';
import type { NotOpenedReason } from './open-bid.ts';

export interface StoredNeeds {
  readonly documents: DocumentStore;
  readonly sealer: Sealer;
}

/** One digest as it should be, and as it was found. */
export interface ComparedDigest {
  readonly of: 'sealed-file' | 'header';
  /** Object id of a header. */
  readonly objectId: string | null;
  readonly expected: string;
  readonly found: string;
}

export interface Stored {
  readonly path: string;
  readonly found: ReferralCase;
  readonly verdict: ReceiptVerdict;
  /** Null unless it is of this very bid. */
  readonly receipt: Receipt | null;
  readonly release: ReleasedHeaders | null;
  /** Of the newest policy. */
  readonly envelope: PolicyEnvelope;
  readonly connection: LpseConnection;
}

export interface StoredVerdict {
  readonly rows: readonly Row[];
  /** What the digests prove; null when they prove no class. */
  readonly proven: NotOpenedReason | null;
  readonly digests: readonly ComparedDigest[];
}

const LATER = [
  'sealed-structure',
  'sealed-context',
  'sealed-timestamp',
  'sealed-signer',
  'referral-headers',
  'referral-recipients',
] as const;

/** Against the receipt that was proven: first the whole, then its parts, then the headers that the KMS released. */
export async function judgeStoredBid(
  needs: StoredNeeds,
  about: Stored,
  options: RunOptions<ByteProgress> = {},
): Promise<StoredVerdict> {
  const { path, receipt, verdict, found } = about;
  const expected = receipt?.sealedSha256 ?? found.sealedSha256;
  const digest = await needs.documents.digest(path, options);
  const compared: ComparedDigest = { of: 'sealed-file', objectId: null, expected, found: digest };
  const isWhole = runCheck('referral-stored', () => {
    if (digest !== expected) throw new CodedError('seal/object-damaged', { expected, found: digest });
    return { sealedSha256: digest };
  });
  // Only a receipt that holds can say what the file was.
  const isProof = receipt !== null && verdict.report.ok;
  const parts = digest === expected ? await judgeParts(needs, { ...about, digest }, options) : damaged();
  return {
    rows: [isWhole, ...parts.rows],
    proven: isProof ? parts.proven : null,
    digests: [compared, ...parts.digests],
  };
}

/** The bytes are not those that were receipted: nobody is blamed for what they look like now. */
function damaged(): StoredVerdict {
  return { rows: LATER.map(notMade), proven: 'damaged-in-storage', digests: [] };
}

async function judgeParts(
  needs: StoredNeeds,
  about: Stored & { readonly digest: string },
  options: RunOptions<ByteProgress>,
): Promise<StoredVerdict> {
  let sealed: VerifiedSealed;
  try {
    sealed = await needs.sealer.verify(about.path, options);
  } catch (error) {
    return madeWrongly(needs, about, error);
  }
  const structure: Row = {
    id: 'sealed-structure',
    outcome: 'passed',
    facts: { objects: sealed.manifest.objects.length },
  };
  const { row, digests, headers } = compareHeaders(about, sealed);
  const recipients = headers === null ? notMade('referral-recipients') : checkRecipients(about, sealed, headers);
  const proven =
    row.outcome === 'failed' ? 'lock-release-mismatch' : recipients.outcome === 'failed' ? 'made-wrongly' : null;
  return { rows: [structure, ...fileRows(about, sealed), row, recipients], proven, digests };
}

/** The bytes are the receipted ones and break a rule of the form, whoever reads them. @throws what says nothing about the bidder */
async function madeWrongly(
  { documents }: StoredNeeds,
  { path, digest }: { readonly path: string; readonly digest: string },
  error: unknown,
): Promise<StoredVerdict> {
  if (error instanceof Error && error.name === 'AbortError') throw error;
  const { code, details } = codedFailure(error);
  // This computer's disk, or a file that changed under our hands, is no word about the bidder.
  if (!isOfFormat(code) || (await documents.digest(path)) !== digest) throw error;
  const row: Row = { id: 'sealed-structure', outcome: 'failed', code, facts: details };
  const proven = code === 'seal/newer-version' ? null : 'made-wrongly';
  return { rows: [row, ...LATER.slice(1).map(notMade)], proven, digests: [] };
}

/** A rule of the sealed file's form that is broken (crypto/SPEC.md 2 to 6), whoever reads it. */
function isOfFormat(code: ErrorCode): boolean {
  return /^(?:seal|cms|signature|certificate|asn1|json)\//.test(code) && code !== 'seal/document-changed';
}

function fileRows({ receipt, verdict, connection, found }: Stored, sealed: VerifiedSealed): Row[] {
  if (receipt === null) return [notMade('sealed-digest'), notMade('sealed-context')];
  const registration = found.deviceRegistration;
  return [
    checkDigests(sealed, receipt),
    checkContext(sealed.manifest.context, receipt, found),
    ...checkSealed({
      ...{ sealed, trust: connection.trust, archived: verdict.archived },
      fallbackTime: verdict.judgedAt ?? new Date(receipt.receivedAt),
      deviceRegistration: registration === null ? null : Buffer.from(registration, 'base64'),
    }),
  ];
}

interface ComparedHeaders {
  readonly row: Row;
  readonly digests: readonly ComparedDigest[];
  /** Each by its object, when all of them are what the bidder committed to. */
  readonly headers: ReadonlyMap<string, Buffer> | null;
}

/** CA: each released header is the one the bidder committed to. NON_CA: the KMS re-wrapped them, so digests say nothing. */
function compareHeaders({ release, found }: Stored, sealed: VerifiedSealed): ComparedHeaders {
  if (release === null || sealed.mode === 'NON_CA')
    return { row: notMade('referral-headers'), digests: [], headers: null };
  const released = release.bids.find(({ submissionId }) => submissionId === found.submissionId);
  const headers = new Map(released?.objects.map(({ id, header }) => [id, Buffer.from(header, 'base64')]));
  const digests = sealed.manifest.objects.map(({ id, headerSha256 }): ComparedDigest => {
    const header = headers.get(id) ?? Buffer.alloc(0);
    const digest = header.length === 0 ? '' : sha256Hex(header);
    return { of: 'header', objectId: id, expected: headerSha256, found: digest };
  });
  const row = runCheck('referral-headers', () => {
    const other = digests.find(({ expected, found: digest }) => expected !== digest);
    if (other !== undefined) throw new CodedError('seal/release-mismatch', { object: other.objectId ?? '' });
    return { headers: digests.length };
  });
  return { row, digests, headers: row.outcome === 'passed' ? headers : null };
}

/** The bidder's own headers: well formed, and wrapped for the openers whom the bid itself names and the policy knows. */
function checkRecipients(
  { envelope }: Stored,
  { manifest }: VerifiedSealed,
  headers: ReadonlyMap<string, Buffer>,
): Row {
  const openers = openersOf(envelope);
  const named = openers.filter(({ sha256 }) => manifest.context.recipients.includes(sha256));
  // Sealed under an earlier policy with other openers: their certificates are not at hand.
  if (named.length !== manifest.context.recipients.length) return notMade('referral-recipients');
  return runCheck('referral-recipients', () => {
    for (const header of headers.values()) requireRecipients(parseAuthEnveloped(header), named);
    return { recipients: named.length };
  });
}
