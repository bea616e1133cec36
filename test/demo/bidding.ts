// What a bidder does in the demo: documents, price, seal, send. The same use cases as `segel seal` and `segel submit`.
import { join } from 'node:path';
import type { DraftBid, ReceiptedBid } from '../../app/domain/bid.ts';
import { addDocuments, setLetter, startDraft } from '../../app/usecases/edit-draft.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';
import { submitBid, type SubmitProgress } from '../../app/usecases/submit-bid.ts';
import { inBytes, speed, type Account } from './account.ts';
import { makeDocuments, type DemoDocument } from './make-documents.ts';
import type { Station } from './station.ts';

export interface Offer {
  readonly kdTender: string;
  readonly envelopeId: string;
  /** As a person types it. */
  readonly price: string;
  readonly scannedPages: number;
}

export interface Prepared {
  readonly draft: DraftBid;
  readonly documents: readonly DemoDocument[];
}

/** Makes the documents for every slot and puts them into a draft. */
export async function prepareBid(station: Station, offer: Offer): Promise<Prepared> {
  const { needs, connection, account, dir } = station;
  const loaded = await loadPackage(needs, { connection, kdTender: offer.kdTender });
  const envelope = loaded.view.envelopes.find(({ envelopeId }) => envelopeId === offer.envelopeId);
  if (envelope === undefined) throw new Error(`no envelope ${offer.envelopeId}`);
  const company = {
    name: account.organisation,
    tender: offer.kdTender,
    price: offer.price,
    scannedPages: offer.scannedPages,
  };
  const documents = await makeDocuments(join(dir, 'dokumen', offer.kdTender), company, envelope.slots);
  const { bidId } = await startDraft(needs, { package: loaded.package, envelopeId: offer.envelopeId });
  const { maxNameLength } = loaded.view.limits;
  for (const { path, slot } of documents) await addDocuments(needs, { bidId, slot, paths: [path], maxNameLength });
  const filled = envelope.carriesPrice
    ? await setLetter(needs, { bidId, letter: { price: offer.price, validityDays: 90 } })
    : await needs.bids.load(bidId);
  if (filled?.state !== 'draft') throw new Error('the draft is gone');
  return { draft: filled, documents };
}

/** Seals and sends as the bidder; NON_CA: `signing` is null and the device key signs. Answers the bid with its verified receipt. */
export async function sealAndSubmit(
  { station, signing }: { readonly station: Station; readonly signing: string | null },
  bidId: string,
  account: Account,
  onProgress: (sentBytes: number) => void = () => undefined,
): Promise<{ readonly bid: ReceiptedBid; readonly cutsResumed: number }> {
  const { needs, connection } = station;
  const about = { connection, bidId, identityId: signing, consent: true };
  const began = performance.now();
  const { sizeBytes, sealedSha256 } = (await sealBid(needs, about)).bid.sealed;
  const pace = speed(sizeBytes, performance.now() - began);
  account.say(`${station.account.organisation}: disegel dan diperiksa ulang, ${inBytes(sizeBytes)}, ${pace}`);
  account.say(`  SHA-256 ${sealedSha256}`);
  const submission = { ...about, declarationAccepted: true };
  const watch = ({ step, doneBytes }: SubmitProgress) => onProgress(step === 'uploading' ? doneBytes : 0);
  const result = await submitBid(needs, submission, { onProgress: watch });
  if (result.outcome !== 'receipted') throw new Error(`refused: ${result.bid.refusalCode}`);
  const { submissionId, sequence, receivedAt, logIndex } = result.bid.receipt;
  account.say(`  tanda terima no. ${sequence} (${submissionId}), diterima ${receivedAt}, catatan log ${logIndex}`);
  return { bid: result.bid, cutsResumed: await countResumed(station, bidId) };
}

/** Interruptions that the journal knows of; the bid has its receipt, so each was overcome. */
async function countResumed({ needs }: Station, bidId: string): Promise<number> {
  const entries = await needs.journal.entries({ bidId });
  return entries.filter(({ event }) => event === 'upload.interrupted').length;
}
