// Bids, findings, reports and journal facts as the window gets them: without paths, keys and signed bytes.
import type { z } from 'zod';
import type { BidView, Finding } from '../../app/contract/bids.ts';
import type { Facts, Report } from '../../app/contract/shapes.ts';
import { truthOf, type Bid, type BidDocument, type ReceiptSummary, type SealedFile } from '../../app/domain/bid.ts';
import type { CheckReport } from '../../app/domain/check-report.ts';
import type { DocumentFinding } from '../../app/domain/document-finding.ts';
import type { Json } from '../../crypto/canonical-json.ts';
import type { RunningJob } from './jobs.ts';

/** @param job - the work under way on this bid, if any: it knows how far an upload is */
export function toBidView(bid: Bid, job: RunningJob | null): BidView {
  const { bidId, kdTender, versiTender, namaPaket, envelopeId, mode, revision, updatedAt, state } = bid;
  const sealed = bid.state === 'draft' ? null : bid.sealed;
  return {
    ...{ bidId, kdTender, versiTender, namaPaket, envelopeId, mode, revision, updatedAt, state },
    truth: truthOf(bid),
    documents: (bid.state === 'draft' ? bid.documents : bid.sealed.documents).map(toDocument),
    letter: bid.state === 'draft' ? bid.letter : bid.sealed.letter,
    sealed: sealed === null ? null : toSealed(sealed),
    uploadedBytes: uploadedBytes(bid, job),
    receipt: 'receipt' in bid ? toReceipt(bid.receipt) : null,
    supersededBy: bid.state === 'superseded' ? bid.supersededBy : null,
    withdrawnAt: bid.state === 'withdrawn' ? bid.withdrawnAt : null,
    refusal: bid.state === 'refused' ? { code: bid.refusalCode, serverTime: bid.serverTime } : null,
  };
}

export function toReport({ ok, checks }: CheckReport): z.infer<typeof Report> {
  return {
    ok,
    checks: checks.map(({ number, id, clause, outcome, facts, ...rest }) => ({
      ...{ number, id, clause, outcome, facts },
      code: 'code' in rest ? rest.code : null,
    })),
  };
}

export function toFinding({ code, severity, index, originalName, facts, repair }: DocumentFinding): Finding {
  return { code, severity, index, originalName, facts, repair };
}

/** The journal's facts in one level: what is nested becomes text. */
export function toFacts(facts: Readonly<Record<string, Json>>): z.infer<typeof Facts> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}

function toDocument({ name, originalName, slot, mediaType, sizeBytes, madeBy }: BidDocument, index: number) {
  const view = { index, name, originalName, slot, mediaType, sizeBytes };
  return madeBy === undefined ? view : { ...view, madeBy };
}

function toSealed({ sizeBytes, sealedSha256, manifestSha256, signerName, ...more }: SealedFile) {
  const { sealedAt, timestampAt, policySerial } = more;
  return { sizeBytes, sealedSha256, manifestSha256, signerName, sealedAt, timestampAt, policySerial };
}

function toReceipt({ submissionId, sequence, receivedAt, receiptSha256, logIndex, timestampAt }: ReceiptSummary) {
  return { submissionId, sequence, receivedAt, receiptSha256, logIndex, timestampAt };
}

function uploadedBytes(bid: Bid, job: RunningJob | null): number | null {
  if (bid.state === 'received') return bid.sealed.sizeBytes;
  if (bid.state !== 'uploading') return null;
  const { progress } = job ?? { progress: null };
  return progress?.step === 'uploading' ? progress.doneBytes : bid.upload.offsetBytes;
}
