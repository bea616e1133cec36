// UC-06 Prepare a bid: Daftar Kuantitas dan Harga. The table is saved with the draft as it stands. Once it is complete, the program
// makes two documents of it in the price slot: a spreadsheet for people and canonical JSON for machines. They follow the table:
// replaced with it, gone with it.
import type { Bid, BidDocument, DraftBid } from '../domain/bid.ts';
import { readPriceSheets, type ImportedTable } from '../domain/price-import.ts';
import { SCHEDULE_JSON_NAME, SCHEDULE_XLSX_NAME, type PriceSchedule } from '../domain/price-schedule.ts';
import { priceSlotOf } from '../domain/price-slot.ts';
import { checkTable, tidy, type PriceTable, type TableRow } from '../domain/price-table.ts';
import { CodedError } from '../errors/coded-error.ts';
import { mediaTypeOf } from '../policy/document-kind.ts';
import { nameKey, proposeName } from '../policy/document-name.ts';
import { encodePriceSchedule } from '../policy/price-schedule-file.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { SpreadsheetFiles } from '../ports/spreadsheet-files.ts';
import type { ProcurementPackage } from '../protocol/packages.ts';
import { toPriceSheet } from '../reports/price-sheet.ts';
import { draftTable } from './draft-table.ts';
import { requireBid, requireDraft, saveDraft, type DraftNeeds } from './edit-draft.ts';

export interface PriceNeeds extends DraftNeeds {
  readonly documents: DocumentStore;
  readonly output: OutputStore;
  readonly spreadsheets: SpreadsheetFiles;
}

/** What a foreign workbook may have on the disk. */
const MAX_FILE_BYTES = 16 << 20;

/**
 * The table as it was left; of a sealed bid, or a draft that came from one, as its document has it. Null when there is none.
 * @throws draft/not-found, price/schedule-malformed, document/not-found, document/unreadable
 */
export async function loadPriceTable(
  needs: { readonly bids: BidStore; readonly documents: DocumentStore },
  { bidId }: { readonly bidId: string },
): Promise<PriceTable | null> {
  const bid = await requireBid(needs.bids, bidId);
  return draftTable(needs.documents, bid.state === 'draft' ? bid : bid.sealed);
}

/**
 * Saves the table, and its documents once it is complete.
 * @param input.folder - where the program keeps what it makes for this account; each saving gets a folder of its own in it
 * @throws price/no-place, price/schedule-too-large, price/file-not-written, draft/not-found, draft/wrong-state
 * @throws storage/full, storage/failed; the draft is as before then
 */
export async function savePriceTable(
  needs: PriceNeeds,
  input: {
    readonly bidId: string;
    readonly table: PriceTable;
    readonly envelope: ProcurementPackage['sampul'][number];
    readonly maxNameLength: number;
    readonly folder: string;
  },
): Promise<DraftBid> {
  const draft = await requireDraft(needs.bids, input.bidId);
  const { envelope, folder, maxNameLength } = input;
  const slot = envelope.carriesPrice ? priceSlotOf(envelope.slots) : null;
  if (slot === null) throw new CodedError('price/no-place');
  const table: PriceTable = { rows: input.table.rows.map(tidyRow), statedTotal: tidy(input.table.statedTotal) };
  const { schedule } = checkTable(table);
  const made = schedule === null ? [] : await makeDocuments(needs, { draft, table, schedule, slot: slot.slot, folder });
  const documents = [...made, ...withoutClash(draft.documents.filter(isOwn), made, maxNameLength)];
  try {
    const saved = await saveDraft(needs, draft, { documents, priceTable: table });
    await forgetMade(needs, draft.documents);
    return saved;
  } catch (error) {
    await forgetMade(needs, made);
    throw error;
  }
}

/** The table and its documents go. @throws draft/not-found, draft/wrong-state */
export async function removePriceTable(needs: PriceNeeds, { bidId }: { readonly bidId: string }): Promise<DraftBid> {
  const draft = await requireDraft(needs.bids, bidId);
  const saved = await saveDraft(needs, draft, { documents: draft.documents.filter(isOwn), priceTable: null });
  await forgetMade(needs, draft.documents);
  return saved;
}

/**
 * Reads a foreign workbook; nothing of the bid changes.
 * @throws price/file-unreadable, price/file-too-large, price/no-table, document/not-found, document/unreadable
 */
export async function readPriceFile(
  { documents, spreadsheets }: Pick<PriceNeeds, 'documents' | 'spreadsheets'>,
  { path }: { readonly path: string },
  options: CallOptions = {},
): Promise<ImportedTable> {
  const { sizeBytes } = await documents.stat(path);
  if (sizeBytes > MAX_FILE_BYTES) throw new CodedError('price/file-too-large', { sizeBytes, limit: MAX_FILE_BYTES });
  const workbook = await spreadsheets.read(await documents.read(path, 0, MAX_FILE_BYTES), options);
  const imported = readPriceSheets(workbook);
  if (imported === null) throw new CodedError('price/no-table');
  return imported;
}

/** The table as a spreadsheet; also one that is not complete. @throws draft/not-found, price/file-not-written */
export async function writePriceFile(
  needs: Omit<PriceNeeds, 'session' | 'clock' | 'output'>,
  { bidId }: { readonly bidId: string },
): Promise<Buffer> {
  const bid = await requireBid(needs.bids, bidId);
  const table = await loadPriceTable(needs, { bidId });
  return needs.spreadsheets.write(toPriceSheet(table ?? { rows: [], statedTotal: '' }, bid));
}

interface Made {
  readonly draft: DraftBid;
  readonly table: PriceTable;
  readonly schedule: PriceSchedule;
  readonly slot: string;
  readonly folder: string;
}

async function makeDocuments(needs: PriceNeeds, about: Made): Promise<readonly BidDocument[]> {
  const { draft, table, schedule, slot, folder } = about;
  const json = encodePriceSchedule(schedule);
  const xlsx = await needs.spreadsheets.write(toPriceSheet(table, draft));
  // A folder for each saving: a sealed bid that was made from an earlier table keeps its own files.
  const own = await needs.output.folder(folder, crypto.randomUUID().replaceAll('-', ''));
  const document = async (name: string, mediaType: string, bytes: Buffer): Promise<BidDocument> => {
    const sourcePath = await needs.output.write(own, name, bytes);
    return {
      ...{ sourcePath, originalName: name, name, slot, mediaType },
      sizeBytes: bytes.length,
      madeBy: 'price-table',
    };
  };
  return [
    await document(SCHEDULE_XLSX_NAME, mediaTypeOf('xlsx'), xlsx),
    await document(SCHEDULE_JSON_NAME, 'application/json', json),
  ];
}

/** A file of the bidder's that has the name of ours is sealed under another one. */
function withoutClash(
  own: readonly BidDocument[],
  made: readonly BidDocument[],
  maxNameLength: number,
): readonly BidDocument[] {
  const taken = new Set([...made, ...own].map(({ name }) => nameKey(name)));
  const ours = new Set(made.map(({ name }) => nameKey(name)));
  return own.map((document) => {
    if (!ours.has(nameKey(document.name))) return document;
    const name = proposeName(document.originalName, taken, maxNameLength);
    taken.add(nameKey(name));
    return { ...document, name };
  });
}

/** Removes files that were made and that no bid holds any more. */
async function forgetMade({ bids, output }: PriceNeeds, documents: readonly BidDocument[]): Promise<void> {
  const made = documents.filter((document) => !isOwn(document));
  if (made.length === 0) return;
  const held = new Set((await bids.list()).flatMap(documentsOf).map(({ sourcePath }) => sourcePath));
  for (const { sourcePath } of made) if (!held.has(sourcePath)) await output.remove(sourcePath);
}

function isOwn({ madeBy }: BidDocument): boolean {
  return madeBy === undefined;
}

function documentsOf(bid: Bid): readonly BidDocument[] {
  return bid.state === 'draft' ? bid.documents : bid.sealed.documents;
}

function tidyRow(row: TableRow): TableRow {
  const { kind, number, item, unit, quantity, unitPrice, taxPercent, total, note } = row;
  const texts = { number: tidy(number), item: tidy(item), unit: tidy(unit), note: tidy(note) };
  return {
    kind,
    ...texts,
    quantity: tidy(quantity),
    unitPrice: tidy(unitPrice),
    taxPercent: tidy(taxPercent),
    total: tidy(total),
  };
}
