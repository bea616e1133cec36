// What a bidder does, in few words, for tests in which something goes wrong: the real use cases at a real station.
import { randomBytes } from 'node:crypto';
import type { Bid } from '../../app/domain/bid.ts';
import { addDocuments, setDocuments, setLetter, startDraft } from '../../app/usecases/edit-draft.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';
import { submitBid, type SubmitProgress } from '../../app/usecases/submit-bid.ts';
import type { AccountNeeds } from '../../main/compose.ts';
import type { Station } from '../app/usecases/station.ts';

export interface Wanted {
  readonly kdTender: string;
  readonly envelopeId?: string;
  readonly price?: string;
  /** Length of the document in each slot. */
  readonly sizeBytes?: number;
  /** Stands in each document in clear. */
  readonly text?: string;
  /** Nothing in the slots that may stay empty. */
  readonly onlyRequired?: boolean;
}

/** A draft with a PDF in each slot. */
export async function prepareBid(station: Station, wanted: Wanted): Promise<string> {
  const {
    kdTender,
    envelopeId = 'satu',
    price = '1000000',
    sizeBytes = 1000,
    text = '',
    onlyRequired = false,
  } = wanted;
  const connection = await station.connect();
  const loaded = await loadPackage(station.needs, { connection, kdTender });
  const { bidId } = await startDraft(station.needs, { package: loaded.package, envelopeId });
  await setDocuments(station.needs, { bidId, documents: [] });
  const envelope = loaded.view.envelopes.find((one) => one.envelopeId === envelopeId);
  for (const { slot } of (envelope?.slots ?? []).filter(({ required }) => required || !onlyRequired)) {
    const head = Buffer.from(`%PDF-1.7\n${text} ${slot}\n`);
    const content = Buffer.concat([head, randomBytes(sizeBytes), Buffer.from('\nstartxref\n0\n%%EOF\n')]);
    const path = await station.document(`${kdTender}-${envelopeId}-${slot}.pdf`, content);
    await addDocuments(station.needs, { bidId, slot, paths: [path], maxNameLength: 40 });
  }
  const letter = envelope?.carriesPrice === true ? { price, validityDays: 30 } : null;
  await setLetter(station.needs, { bidId, letter });
  return bidId;
}

/** The sealed bid's id. */
export async function sealedBid(station: Station, wanted: Wanted): Promise<string> {
  const bidId = await prepareBid(station, wanted);
  await sealPrepared(station, bidId);
  return bidId;
}

export async function sealPrepared(station: Station, bidId: string) {
  const identityId = await signerOf(station, bidId);
  return sealBid(station.needs, { connection: await station.connect(), bidId, identityId, consent: true });
}

/** Null where the device signs. */
async function signerOf({ needs, signing }: Station, bidId: string): Promise<string | null> {
  const bid = await needs.bids.load(bidId);
  return bid?.mode === 'NON_CA' ? null : (signing?.identityId ?? null);
}

export interface SendOptions {
  /** Ports that behave differently this time. */
  readonly needs?: Partial<AccountNeeds>;
  readonly onProgress?: (progress: SubmitProgress) => void;
  readonly signal?: AbortSignal;
}

export async function sendBid(station: Station, bidId: string, { needs = {}, ...options }: SendOptions = {}) {
  const connection = await station.connect();
  const identityId = await signerOf(station, bidId);
  const input = { connection, bidId, identityId, declarationAccepted: true, consent: true };
  return submitBid({ ...station.needs, ...needs }, input, options);
}

/** What the LPSE has on file of the station's account for a tender. */
export async function filedBids({ needs }: Station, kdTender: string) {
  const { submissions } = await needs.lpse.submissions(kdTender);
  return submissions;
}

/** The bid as stored, in the state that the test expects. */
export async function bidIn<S extends Bid['state']>(
  { needs }: Station,
  bidId: string,
  state: S,
): Promise<Extract<Bid, { readonly state: S }>> {
  const bid = await needs.bids.load(bidId);
  if (bid?.state !== state) throw new Error(`bid is ${bid?.state ?? 'gone'}, not ${state}`);
  // The line above has compared the discriminant.
  return bid as Extract<Bid, { readonly state: S }>;
}
