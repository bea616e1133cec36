// UC-21 Export one bid's evidence into a folder: its journal, its signed request, a signed refusal, and where file and receipt
// lie. Nothing in it can open the bid; with the receipt's folder it proves every attempt.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { toSafeName } from '../../crypto/seal/document-name.ts';
import type { Bid } from '../domain/bid.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { OutputStore } from '../ports/output-store.ts';
import { requireBid } from './edit-draft.ts';
import { toLines } from './export-journal.ts';

/** Returns the folder. Safe to repeat: files are replaced. @throws draft/not-found, storage/full, storage/failed */
export async function exportBid(
  needs: { readonly bids: BidStore; readonly journal: Journal; readonly output: OutputStore },
  input: { readonly bidId: string; readonly baseDir: string },
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const bid = await requireBid(needs.bids, input.bidId);
  const { kdTender, envelopeId, revision } = bid;
  const name = toSafeName(`bukti-${kdTender}-${envelopeId}-${String(revision)}`);
  const folder = await needs.output.folder(input.baseDir, name);
  const entries = await needs.journal.entries({ bidId: bid.bidId });
  const files = [
    await needs.output.write(folder, 'jurnal.jsonl', toLines(entries)),
    await needs.output.write(folder, 'keadaan.json', encodeCanonicalJson(summaryOf(bid))),
  ];
  const request = 'upload' in bid ? bid.upload.request : null;
  if (request !== null) files.push(await needs.output.write(folder, 'permintaan.p7m', Buffer.from(request, 'base64')));
  if (bid.state === 'refused') {
    files.push(await needs.output.write(folder, 'penolakan.p7m', Buffer.from(bid.refusal, 'base64')));
  }
  return { folder, files };
}

/** Without price and documents: evidence goes to other people's desks. */
function summaryOf(bid: Bid) {
  const { kdLpse, kdTender, versiTender, namaPaket, envelopeId, mode, revision, state, updatedAt } = bid;
  const base = { kdLpse, kdTender, versiTender, namaPaket, envelopeId, mode, revision, state, updatedAt };
  if (bid.state === 'draft') return base;
  const { sizeBytes, sealedSha256, manifestSha256, signatureSha256, policySha256, sealedAt, timestampAt } = bid.sealed;
  return {
    ...base,
    ...{ sizeBytes, sealedSha256, manifestSha256, signatureSha256, policySha256, sealedAt, timestampAt },
    receiptFolder: 'receipt' in bid ? bid.receipt.folder : null,
  };
}
