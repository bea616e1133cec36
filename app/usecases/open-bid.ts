// One bid of an opening, in the order of crypto/SPEC.md 7: receipt, file and signer first, then digests, locks, documents.
// What can be told about a failure is its class; secrets never decide between two of them.
import type { DecryptionKey } from '../../crypto/keys.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import { OpenFailure } from '../../crypto/seal/open-failure.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CodedError } from '../errors/coded-error.ts';
import { endsSession } from '../errors/problem.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { OpenedDocument, OpenOutcome, Sealer, VerifiedSealed } from '../ports/sealer.ts';
import type { NOT_OPENED_REASONS, OpeningBid, ReleasedHeaders } from '../protocol/openings.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import type { Receipt } from '../protocol/receipt.ts';
import { checkReceipt, type ReceiptVerdict } from '../policy/check-receipt.ts';
import { checkContext, checkDigests, checkSealed } from '../policy/check-sealed.ts';
import { codedFailure, runCheck, toErrorCode, type Row } from '../policy/run-check.ts';
import { openersOf, type BidPolicies } from './bid-policy.ts';
import type { LpseConnection } from './connect-lpse.ts';
import type { OpeningRoom } from './opening-room.ts';

export type NotOpenedReason = (typeof NOT_OPENED_REASONS)[number];

export type BidOutcome =
  | {
      readonly kind: 'opened';
      readonly innerSha256: string;
      readonly documents: number;
      readonly price: string | null;
      /** Of the letter that carries the price. */
      readonly validityDays: number | null;
    }
  /** Told to the LPSE as a signed result. */
  | { readonly kind: 'not-opened'; readonly reason: NotOpenedReason; readonly code: ErrorCode }
  /** Receipt, signer or policy could not be proven on this computer: nothing was opened, and nobody is blamed. */
  | { readonly kind: 'unproven'; readonly code: ErrorCode };

export interface OpenedOne {
  readonly report: CheckReport | null;
  readonly outcome: BidOutcome;
  readonly documents: readonly OpenedDocument[];
  /** The bidder's signed inner manifest; null unless the bid was opened now. */
  readonly innerSignature: Uint8Array | null;
  readonly receivedAt: string | null;
}

const UNOPENED = { documents: [], innerSignature: null } as const;

export interface BidToOpen {
  readonly room: OpeningRoom;
  /** Released headers by submission. */
  readonly headers: ReadonlyMap<string, ReleasedHeaders['bids'][number]['objects']>;
  readonly bid: OpeningBid;
  readonly key: DecryptionKey;
  readonly policies: BidPolicies;
  readonly connection: LpseConnection;
  readonly path: string;
  readonly outDir: string;
  readonly at: (step: 'proving' | 'intact' | 'opening') => RunOptions<ByteProgress>;
}

/** Never throws for what the bid is; cancelling, storage and defects come through. */
export async function openBid(
  { sealer }: { readonly sealer: Sealer },
  about: BidToOpen,
  options: RunOptions = {},
): Promise<OpenedOne> {
  const verdict = checkReceipt(about.bid.receipt, about.connection.trust);
  const { receipt } = verdict;
  if (receipt?.format !== 'segel-receipt/1') {
    const outcome = { kind: 'unproven', code: 'proof/receipt-malformed' } as const;
    return { ...UNOPENED, report: verdict.report, outcome, receivedAt: null };
  }
  const base = { receivedAt: receipt.receivedAt };
  const bound = runCheck('receipt-readable', () => requireSameBid(about.bid, receipt));
  const sealed = await readSealed(sealer, about);
  const rows = [
    ...verdict.report.checks,
    bound,
    ...(sealed === null ? [] : checkFile(about, { verdict, receipt, sealed })),
  ];
  const report = toReport(rows);
  const failed = report.checks.find((check) => check.outcome === 'failed' && check.id !== 'sealed-digest');
  if (failed?.outcome === 'failed') {
    return { ...UNOPENED, ...base, report, outcome: { kind: 'unproven', code: failed.code } };
  }
  if (sealed !== null) about.at('intact').onProgress?.({ doneBytes: about.bid.size, totalBytes: about.bid.size });
  const proven = sealed !== null && digestsHold(rows);
  const judged = proven ? { provenState: sealed.fileState } : { provenState: null, outDir: null };
  const opened = await unseal(sealer, { ...about, ...judged }, sealed, options);
  // The file was another one when it was judged: then nobody has judged what was opened now.
  if (opened.outcome.kind === 'opened' && !proven) {
    return { ...UNOPENED, ...base, report, outcome: { kind: 'unproven', code: 'seal/object-damaged' } };
  }
  return { ...base, report, ...opened };
}

function digestsHold(rows: readonly Row[]): boolean {
  return rows.some(({ id, outcome }) => id === 'sealed-digest' && outcome === 'passed');
}

/** The receipt is the one for this place on the list, which the log has proven. */
function requireSameBid(bid: OpeningBid, receipt: Receipt) {
  const same =
    receipt.submissionId === bid.submissionId &&
    receipt.bidderId === bid.bidderId &&
    receipt.sealedSha256 === bid.sealedSha256 &&
    receipt.manifestSha256 === bid.manifestSha256 &&
    receipt.size === bid.size;
  if (!same) throw new CodedError('proof/receipt-mismatch', { field: 'submissionId' });
  return { submissionId: receipt.submissionId };
}

/** Null when the file itself is wrong: opening it then says which class of wrong. */
async function readSealed(sealer: Sealer, { path, at }: BidToOpen): Promise<VerifiedSealed | null> {
  try {
    return await sealer.verify(path, at('proving'));
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    const { code } = codedFailure(error);
    if (code.startsWith('storage/') || code.startsWith('document/')) throw error;
    return null;
  }
}

function checkFile(
  { connection, bid }: BidToOpen,
  about: { readonly verdict: ReceiptVerdict; readonly receipt: Receipt; readonly sealed: VerifiedSealed },
): Row[] {
  const { verdict, receipt, sealed } = about;
  const { trust } = connection;
  const fallbackTime = verdict.judgedAt ?? new Date(receipt.receivedAt);
  const deviceRegistration = bid.deviceRegistration === null ? null : Buffer.from(bid.deviceRegistration, 'base64');
  const digests = checkDigests(sealed, receipt);
  // A file that is not the receipted one says nothing about the bidder.
  if (digests.outcome !== 'passed') return [digests];
  return [
    digests,
    // Prices are read out by name: the log knows a bidder's identifier only, and the LPSE could put any name to it.
    checkContext(sealed.manifest.context, receipt, bid),
    ...checkSealed({ sealed, trust, archived: verdict.archived, fallbackTime, deviceRegistration }),
  ];
}

/** What only a newer program can read, perhaps a bidder's own doing: nothing is known of it, and the others go on. */
const NEWER = 'seal/newer-version';

async function unseal(
  sealer: Sealer,
  /** Without a folder nothing is written: what nobody has judged gets no name. */
  about: Omit<BidToOpen, 'outDir'> & { readonly outDir: string | null; readonly provenState: string | null },
  sealed: VerifiedSealed | null,
  options: RunOptions,
): Promise<Pick<OpenedOne, 'outcome' | 'documents' | 'innerSignature'>> {
  const { bid, path, key, outDir, room, provenState } = about;
  const { sealedSha256, manifestSha256 } = bid;
  try {
    const locks = await locksOf(about, sealed, options);
    const outcome = await sealer.open(
      { path, expected: { sealedSha256, manifestSha256 }, provenState, ...locks, key, rehearsal: false, outDir },
      about.at('opening'),
    );
    const { documents, innerSignature } = outcome;
    return { outcome: toOutcome(outcome, room), documents, innerSignature };
  } catch (error) {
    if (error instanceof OpenFailure) {
      const { failure, code } = error;
      return { ...UNOPENED, outcome: { kind: 'not-opened', reason: failure.kind, code: toErrorCode(code) } };
    }
    const code = error instanceof PolicyUnproven ? error.code : isCryptoError(error, NEWER) ? NEWER : null;
    if (code === null) throw error;
    return { ...UNOPENED, outcome: { kind: 'unproven', code } };
  }
}

/** The released headers of this bid, and for whom they must be: by the policy that the bid names. */
async function locksOf(
  { room, headers: released, bid, key, policies }: Omit<BidToOpen, 'outDir'>,
  sealed: VerifiedSealed | null,
  options: RunOptions,
) {
  const headers = (released.get(bid.submissionId) ?? []).map(({ id, header }) => ({
    id,
    header: Buffer.from(header, 'base64'),
  }));
  const named = sealed === null ? room.envelope : await policyOf(policies, sealed, options);
  // NON_CA: the KMS re-wrapped the headers to the session's key.
  const recipients: readonly Certificate[] = named.openers === null ? [key.certificate] : openersOf(named);
  requireOwnKey(key.certificate, named, room.envelope);
  const packageSha256 = parseCertificate(Buffer.from(named.packageCertificate, 'base64')).sha256;
  if (sealed !== null && sealed.manifest.context.packageCertificateSha256 !== packageSha256) {
    throw new PolicyUnproven('trust/policy-refused');
  }
  return { headers, recipients: recipients.map(({ der }) => der), carriesPrice: named.carriesPrice };
}

/**
 * A result is signed for ever: a key that no policy here names was picked by mistake, and says nothing about a bid.
 * @throws PolicyUnproven
 */
function requireOwnKey({ sha256 }: Certificate, ...policies: readonly PolicyEnvelope[]): void {
  const isNamed = policies.some(
    (one) => one.openers?.kind !== 'members' || openersOf(one).some((opener) => opener.sha256 === sha256),
  );
  if (!isNamed) throw new PolicyUnproven('cms/no-matching-recipient');
}

/** What the policy that a bid names lacks is the matter of this bid alone: the others go on. */
class PolicyUnproven extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/** @throws PolicyUnproven; network/*, AbortError */
async function policyOf(policies: BidPolicies, sealed: VerifiedSealed, options: RunOptions): Promise<PolicyEnvelope> {
  try {
    return await policies.envelopeOf(sealed.manifest.context.policySha256, options);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    const { code } = codedFailure(cause);
    if (code.startsWith('network/') || endsSession(code)) throw cause;
    throw new PolicyUnproven(code, { cause });
  }
}

/** A bid counts as opened when every document did. */
function toOutcome({ inner, innerSha256, documents }: OpenOutcome, { envelope }: OpeningRoom): BidOutcome {
  const failed = documents.find(({ failure }) => failure !== null)?.failure ?? null;
  if (failed !== null) {
    const code = 'code' in failed ? toErrorCode(failed.code) : CODE_OF[failed.kind];
    return { kind: 'not-opened', reason: failed.kind, code };
  }
  const letter = envelope.carriesPrice ? inner.bidLetter : undefined;
  const { price = null, validityDays = null } = letter ?? {};
  return { kind: 'opened', innerSha256, documents: documents.length, price, validityDays };
}

const CODE_OF: Readonly<Record<NotOpenedReason, ErrorCode>> = {
  'damaged-in-storage': 'seal/object-damaged',
  'lock-release-mismatch': 'seal/release-mismatch',
  'made-wrongly': 'seal/made-wrongly',
  'wrong-or-missing-key': 'cms/no-matching-recipient',
  'too-early': 'seal/not-released',
};
