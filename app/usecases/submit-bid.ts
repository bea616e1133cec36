// UC-10 Send a sealed bid: reserve a place, sign, upload, wait, and prove the receipt before anything turns green. Each step is
// durable before the next begins, so that calling again after any crash continues and never makes a second bid.
import { signContent } from '../../crypto/cms/sign.ts';
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import {
  isOnTheWay,
  receivedAs,
  sealedAs,
  uploadingAgain,
  uploadingTo,
  type Bid,
  type ReceiptedBid,
  type ReceivedBid,
  type RefusedBid,
  type SealedBid,
  type UploadingBid,
} from '../domain/bid.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { AccountCalls, LogCalls, SubmissionCalls } from '../ports/lpse-gateway.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { Uploader } from '../ports/uploader.ts';
import type { EnvelopeId } from '../protocol/primitives.ts';
import { EnvelopeId as EnvelopeIdSchema } from '../protocol/primitives.ts';
import { SubmissionStatement, type SubmissionAnswer } from '../protocol/submissions.ts';
import { acceptReceipt, type AcceptNeeds } from './accept-receipt.ts';
import { acceptRefusal } from './accept-refusal.ts';
import { chooseSigner, type SignerNeeds } from './choose-signer.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { requireBid, saveOne } from './edit-draft.ts';
import { loadPolicy, requireEnvelope, requirePolicy, type PolicyNeeds } from './load-policy.ts';
import { makeEvidence } from './make-evidence.ts';
import { prepareSealed, requireUnchanged } from './prepare-sealed.ts';
import { requireOwner } from './require-account.ts';
import { uploadSealed } from './upload-sealed.ts';
import { watchHead } from './verify-log.ts';

export interface SubmitNeeds extends AcceptNeeds, SignerNeeds, PolicyNeeds {
  readonly lpse: SubmissionCalls & Pick<AccountCalls, 'nonce'> & PolicyNeeds['lpse'] & LogCalls;
  readonly sealer: Sealer;
  readonly uploader: Uploader;
  readonly session: SessionStore;
}

export interface SubmitInput {
  readonly connection: LpseConnection;
  readonly bidId: string;
  /** CA: the certificate that sealed the bid. NON_CA: null. */
  readonly identityId: string | null;
  /** The declaration was shown and accepted. */
  readonly declarationAccepted: boolean;
  /** The user saw what the device record holds and agreed. */
  readonly consent: boolean;
}

export interface SubmitProgress {
  readonly step: 'preparing' | 'signing' | 'uploading' | 'finishing';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export type SubmitResult =
  | { readonly outcome: 'receipted'; readonly bid: ReceiptedBid; readonly report: CheckReport | null }
  | { readonly outcome: 'refused'; readonly bid: RefusedBid };

/** Between questions for the state while the server finishes: soon at first, then more patiently. */
const POLL_MS = { first: 200, most: 3000 } as const;

/**
 * Safe to repeat from any state after `sealed`. Ends with a verified receipt or a verified refusal, or throws and can be repeated.
 * @throws draft/not-found, draft/wrong-state, draft/wrong-account, draft/consent-missing, draft/policy-outdated
 * @throws draft/sealed-file-missing, draft/sealed-file-changed before anything was sent
 * @throws submission/*, upload/*, network/*, access/session-expired from the server; proof/* when the receipt is not good
 */
export async function submitBid(
  needs: SubmitNeeds,
  input: SubmitInput,
  options: RunOptions<SubmitProgress> = {},
): Promise<SubmitResult> {
  const bid = await requireBid(needs.bids, input.bidId);
  await requireOwner(needs.session, bid);
  if (bid.state === 'receipted') return { outcome: 'receipted', bid, report: null };
  if (bid.state === 'refused') return { outcome: 'refused', bid };
  if (bid.state !== 'sealed' && !isOnTheWay(bid)) {
    throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'receipted' });
  }
  const sent = await send(needs, input, bid, options);
  const result = await finish(needs, input, sent, options);
  if (result !== 'sign-again') return result;
  const again = await send(needs, input, await withoutRequest(needs, sent.bid), options);
  const second = await finish(needs, input, again, options);
  if (second === 'sign-again') throw new CodedError('submission/nonce-refused');
  return second;
}

/** A bid that the server has the signed request of, and what it last said about it. */
interface Sent<B = ReceivedBid | UploadingBid> {
  readonly bid: B;
  readonly answer: SubmissionAnswer;
}

/** Until the server holds the signed request and every byte, or has decided without them. */
async function send(
  needs: SubmitNeeds,
  input: SubmitInput,
  bid: SealedBid | UploadingBid | ReceivedBid,
  options: RunOptions<SubmitProgress>,
): Promise<Sent> {
  if (bid.state === 'received') return { bid, answer: await needs.lpse.submission(bid.submissionId, options) };
  const reserved =
    bid.state === 'sealed' ? await noted(needs, input, bid, () => reserve(needs, input, bid, options)) : bid;
  // Going on later: nothing but the file that was signed for may go out, and an answer needs no file.
  const check = () => requireUnchanged(needs.sealer, reserved, at('preparing', options));
  if (bid.state === 'uploading' && bid.submissionId === null) await check();
  let accepted: Sent<UploadingBid> | null = null;
  try {
    accepted = await postRequest(needs, await signRequest(needs, input, reserved, options), options);
    if (isDecided(accepted.answer)) return accepted;
    if (bid.state === 'uploading' && bid.submissionId !== null) await check();
    const timeLeftMs = await countdown(needs, input, accepted.bid);
    const uploaded = await uploadSealed(needs, { bid: accepted.bid, timeLeftMs }, at('uploading', options));
    const { submissionId } = accepted.answer;
    const received = await saveOne(needs.bids, stamped(needs, receivedAs(uploaded, submissionId)));
    return { bid: received, answer: accepted.answer };
  } catch (error) {
    return withoutPlace(needs, { reserved, accepted, error }, options);
  }
}

/** To the deadline of the newest policy that this computer has verified. */
async function countdown(
  { memory, clock }: SubmitNeeds,
  { connection }: SubmitInput,
  { kdLpse, kdTender, envelopeId }: UploadingBid,
): Promise<() => number> {
  const closesAt = Date.parse((await memory.policy(kdLpse, kdTender))?.closesAt[envelopeId] ?? '');
  return () => (Number.isNaN(closesAt) ? Infinity : closesAt - timeAt(connection, clock).getTime());
}

function isDecided({ receipt, refusal }: SubmissionAnswer): boolean {
  return receipt !== null || refusal !== null;
}

/** An attempt that ended before anything was filed leaves its trace: a bidder may have to show having tried, and when. */
async function noted<T>(
  { journal, clock }: SubmitNeeds,
  { connection }: SubmitInput,
  { bidId, kdTender }: Bid,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof CodedError) {
      const facts = { code: error.code, serverTime: timeAt(connection, clock).toISOString() };
      await journal.append({ event: 'submission.not-made', bidId, kdTender, facts });
    }
    throw error;
  }
}

async function reserve(
  needs: SubmitNeeds,
  { connection }: SubmitInput,
  bid: SealedBid,
  options: RunOptions<SubmitProgress>,
): Promise<UploadingBid> {
  const prepared = await prepareSealed(needs, { connection, bid }, at('preparing', options));
  const { kdTender, sealed } = prepared;
  const request = { kdTender, envelopeId: envelopeOf(bid), size: sealed.sizeBytes };
  const { uploadId, uploadUrl, expiresAt } = await needs.lpse.createUpload(request, options);
  const upload = { uploadId, uploadUrl, expiresAt, offsetBytes: 0, request: null };
  return saveOne(needs.bids, stamped(needs, uploadingTo(prepared, upload, null)));
}

/** Signed once and kept: a repeated send is byte-equal, and its nonce is still its own. */
async function signRequest(
  needs: SubmitNeeds,
  input: SubmitInput,
  bid: UploadingBid,
  options: RunOptions<SubmitProgress>,
): Promise<UploadingBid> {
  if (bid.upload.request !== null) return bid;
  if (!input.declarationAccepted) throw new CodedError('draft/consent-missing');
  at('signing', options).onProgress({ doneBytes: 0, totalBytes: bid.sealed.sizeBytes });
  const { connection, identityId } = input;
  const { mode, accountId } = bid;
  const policy = requirePolicy(await loadPolicy(needs, { connection, ...bid }, options));
  const until = timeAt(connection, needs.clock);
  requireEnvelope(policy, bid.envelopeId);
  const { key } = await chooseSigner(needs, { connection, mode, accountId, identityId, until }, options);
  if (key.certificate.sha256 !== bid.sealed.signerSha256) {
    throw new CodedError('signature/wrong-signer', { certificateSha256: key.certificate.sha256 });
  }
  const evidence = await makeEvidence(needs.device, { moment: 'sending', consent: input.consent, policy });
  const { nonce } = await needs.lpse.nonce(options);
  const statement = toStatement(bid, { evidence: evidence.toString('base64'), serverNonce: nonce });
  const request = await signStatement(statement, { key, signingTime: until });
  const signed = uploadingTo(bid, { ...bid.upload, request: request.toString('base64') }, null);
  return saveOne(needs.bids, stamped(needs, signed));
}

function toStatement(
  bid: UploadingBid,
  more: Pick<SubmissionStatement, 'evidence' | 'serverNonce'>,
): SubmissionStatement {
  const { kdLpse, kdTender, versiTender, sealed, upload } = bid;
  return SubmissionStatement.parse({
    format: 'segel-submission/1',
    ...{ kdLpse, kdTender, versiTender, envelopeId: bid.envelopeId, uploadId: upload.uploadId },
    size: sealed.sizeBytes,
    sealedSha256: sealed.sealedSha256,
    manifestSha256: sealed.manifestSha256,
    signatureSha256: sealed.signatureSha256,
    declarationAccepted: true,
    ...more,
  });
}

function signStatement(
  statement: SubmissionStatement,
  signer: { readonly key: SigningKey; readonly signingTime: Date },
): Promise<Buffer> {
  return signContent({ content: encodeCanonicalJson(statement), detached: false, signers: [signer] });
}

/** The server accepts the signed request before the bytes: whatever happens later, the attempt is on record. */
async function postRequest(
  needs: SubmitNeeds,
  bid: UploadingBid,
  options: RunOptions<SubmitProgress>,
): Promise<Sent<UploadingBid>> {
  const answer = await needs.lpse.submit({ request: bid.upload.request ?? '' }, options);
  const { submissionId, state, acceptedAt } = answer;
  const facts = { submissionId, state, acceptedAt, sealedSha256: bid.sealed.sealedSha256 };
  await needs.journal.append({ event: 'submission.accepted', bidId: bid.bidId, kdTender: bid.kdTender, facts });
  const saved = await saveOne(needs.bids, stamped(needs, uploadingTo(bid, bid.upload, submissionId)));
  return { bid: saved, answer };
}

/** Asks until the server has decided, then judges what it says. */
async function finish(
  needs: SubmitNeeds,
  { connection }: SubmitInput,
  sent: Sent,
  options: RunOptions<SubmitProgress>,
): Promise<SubmitResult | 'sign-again'> {
  const { bid } = sent;
  const { trust } = connection;
  const { sizeBytes } = bid.sealed;
  let { answer } = sent;
  for (let waitMs: number = POLL_MS.first; ; waitMs = Math.min(waitMs * 2, POLL_MS.most)) {
    const { submissionId } = answer;
    if (answer.receipt !== null) {
      const accepted = await acceptReceipt(needs, { bid, submissionId, bundle: answer.receipt, trust }, options);
      // The receipt stands whatever comes of this: of two logs, it is the proof against one.
      const row = await watchHead(needs, { connection, note: accepted.checkpoint }, options);
      return { outcome: 'receipted', bid: accepted.bid, report: toReport([...accepted.report.checks, row]) };
    }
    if (answer.refusal !== null) {
      const refused = await acceptRefusal(needs, { bid, answer, connection });
      // The one-time number ran out before the request arrived, after a long break: nothing of the bid is at fault.
      if (refused.refusalCode === 'submission/nonce-refused') return 'sign-again';
      return { outcome: 'refused', bid: await saveOne(needs.bids, refused) };
    }
    at('finishing', options).onProgress({ doneBytes: sizeBytes, totalBytes: sizeBytes });
    await needs.clock.wait(waitMs, options);
    answer = await needs.lpse.submission(submissionId, options);
  }
}

/** The same place, waiting for a new signature. */
async function withoutRequest(needs: SubmitNeeds, { bidId }: Bid): Promise<UploadingBid> {
  const bid = await requireBid(needs.bids, bidId);
  if (!isOnTheWay(bid)) throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'uploading' });
  const upload = { ...bid.upload, request: null };
  return saveOne(needs.bids, stamped(needs, { ...uploadingAgain(bid), upload }));
}

/**
 * The place on the server is gone. When it has the signed request, it owes an answer in writing: that is asked for, not assumed.
 * Otherwise the bid is sealed again, and the next call starts anew.
 */
async function withoutPlace(
  needs: SubmitNeeds,
  { reserved, accepted, error }: { reserved: UploadingBid; accepted: Sent | null; error: unknown },
  options: RunOptions<SubmitProgress>,
): Promise<Sent> {
  if (!(error instanceof CodedError)) throw error;
  if (error.code !== 'upload/not-found' && error.code !== 'upload/expired') throw error;
  // As it was saved last: how far the upload came is in it.
  const now = await requireBid(needs.bids, reserved.bidId);
  if (now.state !== 'uploading') throw error;
  if (accepted !== null) {
    const answer = await needs.lpse.submission(accepted.answer.submissionId, options);
    // The hour has come while bytes were on their way: the answer follows at the closing.
    if (isDecided(answer) || error.code === 'upload/expired') return { bid: now, answer };
  }
  const facts = { code: error.code, uploadId: now.upload.uploadId };
  await needs.journal.append({ event: 'upload.lost', bidId: now.bidId, kdTender: now.kdTender, facts });
  await needs.bids.save(stamped(needs, sealedAs(now, now.sealed)));
  throw error;
}

function envelopeOf({ envelopeId }: Bid): EnvelopeId {
  return EnvelopeIdSchema.parse(envelopeId);
}

function stamped<B extends Bid>({ clock }: Pick<SubmitNeeds, 'clock'>, bid: B): B {
  return { ...bid, updatedAt: clock.now().toISOString() };
}

function at(step: SubmitProgress['step'], { signal, onProgress }: RunOptions<SubmitProgress>) {
  return {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (bytes: { readonly doneBytes: number; readonly totalBytes: number }) =>
      onProgress?.({ step, ...bytes }),
  };
}
