// What this computer found out about a bid of an opening, beside the bid itself: a repeated run uses what is there, and the table of
// results needs nothing opened again. A record counts only when the journal names its bytes: anybody could put a file there.
import { z } from 'zod';
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { OpenFailureClass } from '../../crypto/seal/open-failure.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { ScheduleFacts } from '../domain/opening-results.ts';
import { isErrorCode } from '../errors/problem.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { OpenedDocument } from '../ports/sealer.ts';
import { NOT_OPENED_REASONS } from '../protocol/openings.ts';
import { Decimal, Instant, OpaqueId, Sha256 } from '../protocol/primitives.ts';
import type { NamedBidder } from '../policy/check-sealed.ts';
import type { BidOutcome } from './open-bid.ts';
import { INNER_FILE } from './opening-folder.ts';

const FILE = 'pembukaan.json';
/** In the journal of whoever opened. */
const EVENT = 'opening.record';

/** A file as it lay there when it was proven: while these hold, nobody has written to it. */
const FileState = z.strictObject({ sizeBytes: z.int(), modifiedMs: z.int(), fileId: z.string() });
type FileState = z.infer<typeof FileState>;

const Code = z.custom<ErrorCode>((value) => typeof value === 'string' && isErrorCode(value));
/** Written by this program and named by its journal: of these only the outline is looked at. */
const OwnObject = <T extends object>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

const OpeningRecord = z.strictObject({
  format: z.literal('segel-opening-record/2'),
  submissionId: OpaqueId,
  manifestSha256: Sha256,
  receivedAt: Instant.nullable(),
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('opened'),
      innerSha256: Sha256,
      documents: z.int(),
      price: Decimal.nullable(),
      validityDays: z.int().nullable(),
    }),
    z.strictObject({ kind: z.literal('not-opened'), reason: z.enum(NOT_OPENED_REASONS), code: Code }),
    z.strictObject({ kind: z.literal('unproven'), code: Code }),
  ]),
  report: OwnObject<CheckReport>().nullable(),
  schedule: OwnObject<ScheduleFacts>().nullable(),
  /** The sealed file; null when it never came. */
  sealed: FileState.nullable(),
  documents: z.array(
    z.strictObject({
      name: z.string(),
      originalName: z.string(),
      slot: z.string(),
      sizeBytes: z.int(),
      sha256: Sha256,
      path: z.string().nullable(),
      failure: OwnObject<OpenFailureClass>().nullable(),
      state: FileState.nullable(),
    }),
  ),
});
type OpeningRecord = z.infer<typeof OpeningRecord>;

/** A record that the journal names. */
export type OwnRecord = Omit<OpeningRecord, 'format' | 'outcome'> & { readonly outcome: BidOutcome };

export interface RecordNeeds {
  readonly output: OutputStore;
  readonly documents: DocumentStore;
  readonly journal: Journal;
}

/** Digests of the records that this computer made for a tender; read once per opening. */
export async function notedRecords(journal: Journal, kdTender: string): Promise<ReadonlySet<string>> {
  const noted = new Set<string>();
  for (const { event, facts } of await journal.entries({ kdTender })) {
    if (event === EVENT && typeof facts.recordSha256 === 'string') noted.add(facts.recordSha256);
  }
  return noted;
}

/** By submission, the names under which bids were signed that this computer opened: what the LPSE calls them later changes nothing. */
export async function signedNames(journal: Journal, kdTender: string): Promise<ReadonlyMap<string, NamedBidder>> {
  const names = new Map<string, NamedBidder>();
  for (const { event, facts } of await journal.entries({ kdTender })) {
    const { submissionId, bidderName, npwp } = facts;
    const isNamed = typeof submissionId === 'string' && typeof bidderName === 'string' && typeof npwp === 'string';
    if (event === EVENT && isNamed) names.set(submissionId, { bidderName, npwp });
  }
  return names;
}

/** By folder; folders without a record of this computer are left out. */
export async function ownRecords(
  { output, journal }: Pick<RecordNeeds, 'output' | 'journal'>,
  { kdTender, folders }: { readonly kdTender: string; readonly folders: readonly string[] },
): Promise<ReadonlyMap<string, OwnRecord>> {
  const noted = await notedRecords(journal, kdTender);
  const records = new Map<string, OwnRecord>();
  for (const folder of noted.size === 0 ? [] : folders) {
    const record = await readOwn(output, folder, noted);
    if (record !== null) records.set(folder, record);
  }
  return records;
}

/** What an earlier run opened of this bid, if all of it still lies there as it was proven; null when it must be opened. */
export async function knownBid(
  { output, documents }: Pick<RecordNeeds, 'output' | 'documents'>,
  about: {
    readonly folder: string;
    readonly sealedPath: string;
    readonly submissionId: string;
    readonly manifestSha256: string;
    readonly sealedSha256: string;
    readonly noted: ReadonlySet<string>;
  },
): Promise<OwnRecord | null> {
  const record = await readOwn(output, about.folder, about.noted);
  if (record?.outcome.kind !== 'opened') return null;
  if (record.submissionId !== about.submissionId || record.manifestSha256 !== about.manifestSha256) return null;
  const inner = await output.read(output.pathIn(about.folder, INNER_FILE));
  if (inner === null || sha256Hex(inner) !== record.outcome.innerSha256) return null;
  const files = [
    { path: about.sealedPath, sha256: about.sealedSha256, state: record.sealed },
    ...record.documents.map(({ path, sha256, state }) => ({ path, sha256, state })),
  ];
  for (const file of files) {
    if (!(await isUnchanged(documents, file))) return null;
  }
  return record;
}

/** Remembers how a bid came out. */
export async function keepRecord(
  needs: RecordNeeds,
  about: {
    readonly kdTender: string;
    readonly folder: string;
    readonly sealedPath: string;
    /** Held against the bidder's signature when the bid opened. */
    readonly named: NamedBidder;
    readonly record: Omit<OwnRecord, 'sealed' | 'documents'> & { readonly documents: readonly OpenedDocument[] };
  },
): Promise<void> {
  const { record, folder, kdTender, named } = about;
  const documents = [];
  for (const { name, originalName, slot, sizeBytes, sha256, path, failure } of record.documents) {
    const state = path === null ? null : await stateOf(needs.documents, path);
    documents.push({ name, originalName, slot, sizeBytes, sha256, path, failure, state });
  }
  const { submissionId, manifestSha256, receivedAt, outcome, report, schedule } = record;
  const written: OpeningRecord = {
    format: 'segel-opening-record/2',
    ...{ submissionId, manifestSha256, receivedAt, outcome, report, schedule, documents },
    sealed: await stateOf(needs.documents, about.sealedPath),
  };
  // Every part of it is plain data; only the types of report and failure do not say so.
  const bytes = encodeCanonicalJson(written as unknown as Json);
  await needs.output.write(folder, FILE, bytes);
  const { bidderName, npwp } = named;
  const proven = outcome.kind === 'opened' ? { submissionId, bidderName, npwp } : {};
  const facts = { recordSha256: sha256Hex(bytes), ...proven };
  await needs.journal.append({ event: EVENT, bidId: null, kdTender, facts });
}

/** Null when there is none that can be read, or none of ours. */
async function readOwn(output: OutputStore, folder: string, noted: ReadonlySet<string>): Promise<OwnRecord | null> {
  const bytes = await output.read(output.pathIn(folder, FILE));
  if (bytes === null) return null;
  if (!noted.has(sha256Hex(bytes))) return null;
  try {
    const parsed = OpeningRecord.safeParse(parseCanonicalJson(bytes));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof CryptoError) return null;
    throw error;
  }
}

/** By what the disk says of the file; only where that differs (a copied folder) by its digest. */
async function isUnchanged(
  documents: DocumentStore,
  file: { readonly path: string | null; readonly sha256: string; readonly state: FileState | null },
): Promise<boolean> {
  if (file.path === null || file.state === null) return false;
  const now = await stateOf(documents, file.path);
  if (now?.sizeBytes !== file.state.sizeBytes) return false;
  if (now.modifiedMs === file.state.modifiedMs && now.fileId === file.state.fileId) return true;
  // A file that cannot be read is simply not there any more.
  return (await documents.digest(file.path).catch(() => null)) === file.sha256;
}

/** Null when it is not there. */
async function stateOf(documents: DocumentStore, path: string): Promise<FileState | null> {
  const facts = await documents.stat(path).catch(() => null);
  if (facts?.kind !== 'file') return null;
  return { sizeBytes: facts.sizeBytes, modifiedMs: facts.modifiedAt.getTime(), fileId: facts.fileId };
}
