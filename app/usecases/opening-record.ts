// What this computer already did with a bid of an opening, beside the bid itself: so that a repeated run uses what is there,
// and an interrupted one starts in a folder of its own instead of writing over what somebody may be reading.
import { z } from 'zod';
import { encodeCanonicalJson, parseCanonicalJson } from '../../crypto/canonical-json.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { OpenedDocument } from '../ports/sealer.ts';
import { Decimal, Sha256 } from '../protocol/primitives.ts';
import type { BidOutcome } from './open-bid.ts';

const FILE = 'pembukaan.json';

const OpeningRecord = z.strictObject({
  format: z.literal('segel-opening-record/1'),
  manifestSha256: Sha256,
  /** From 1; each has a folder. */
  attempt: z.int().positive(),
  /** Null while under way, and when it did not open. */
  opened: z
    .strictObject({
      innerSha256: Sha256,
      price: Decimal.nullable(),
      documents: z.array(
        z.strictObject({
          name: z.string(),
          originalName: z.string(),
          slot: z.string(),
          sizeBytes: z.int(),
          sha256: Sha256,
          path: z.string(),
        }),
      ),
    })
    .nullable(),
});
type OpeningRecord = z.infer<typeof OpeningRecord>;

export interface Attempt {
  /** Folder for the documents, made. */
  readonly outDir: string;
  readonly attempt: number;
  /** What an earlier run opened, still there and unchanged; null when it must be opened. */
  readonly known: { readonly outcome: BidOutcome; readonly documents: readonly OpenedDocument[] } | null;
}

export interface RecordNeeds {
  readonly output: OutputStore;
  readonly documents: DocumentStore;
}

/** @param folder - of the bid */
export async function beginAttempt(
  needs: RecordNeeds,
  { folder, manifestSha256 }: { readonly folder: string; readonly manifestSha256: string },
): Promise<Attempt> {
  const record = await readRecord(needs.output, folder);
  const opened = record?.opened ?? null;
  if (record !== null && opened !== null && record.manifestSha256 === manifestSha256) {
    const outDir = await attemptFolder(needs.output, folder, record.attempt);
    if (await isUnchanged(needs.documents, opened.documents)) {
      return { outDir, attempt: record.attempt, known: toKnown(opened) };
    }
  }
  const attempt = (record?.attempt ?? 0) + 1;
  const outDir = await attemptFolder(needs.output, folder, attempt);
  await write(needs.output, folder, { format: 'segel-opening-record/1', manifestSha256, attempt, opened: null });
  return { outDir, attempt, known: null };
}

/** Remembers an opened bid; others are tried again next time. */
export async function endAttempt(
  { output }: Pick<RecordNeeds, 'output'>,
  about: {
    readonly folder: string;
    readonly manifestSha256: string;
    readonly attempt: number;
    readonly outcome: BidOutcome;
    readonly documents: readonly OpenedDocument[];
  },
): Promise<void> {
  const { folder, manifestSha256, attempt, outcome } = about;
  if (outcome.kind !== 'opened') return;
  const documents = about.documents.flatMap(({ name, originalName, slot, sizeBytes, sha256, path }) =>
    path === null ? [] : [{ name, originalName, slot, sizeBytes, sha256, path }],
  );
  const { innerSha256, price } = outcome;
  const opened = { innerSha256, price, documents };
  await write(output, folder, { format: 'segel-opening-record/1', manifestSha256, attempt, opened });
}

function attemptFolder(output: OutputStore, folder: string, attempt: number): Promise<string> {
  return output.folder(folder, attempt === 1 ? 'dokumen' : `dokumen-${String(attempt)}`);
}

async function readRecord(output: OutputStore, folder: string): Promise<OpeningRecord | null> {
  const bytes = await output.read(output.pathIn(folder, FILE));
  if (bytes === null) return null;
  const parsed = OpeningRecord.safeParse(parseCanonicalJson(bytes));
  return parsed.success ? parsed.data : null;
}

async function write(output: OutputStore, folder: string, record: OpeningRecord): Promise<void> {
  await output.write(folder, FILE, encodeCanonicalJson(record));
}

async function isUnchanged(
  documents: DocumentStore,
  expected: readonly { readonly path: string; readonly sha256: string }[],
): Promise<boolean> {
  for (const { path, sha256 } of expected) {
    // A file that was moved or cannot be read is simply not there any more.
    const digest = await documents.digest(path).catch(() => null);
    if (digest !== sha256) return false;
  }
  return true;
}

function toKnown({ innerSha256, price, documents }: NonNullable<OpeningRecord['opened']>): Attempt['known'] {
  return {
    outcome: { kind: 'opened', innerSha256, price, documents: documents.length },
    documents: documents.map((document) => ({ ...document, failure: null })),
  };
}
