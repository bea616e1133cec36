// A draft as one file, to go on with it on another computer: a line that says what it is, one line of JSON, the documents one
// after the other. It is not sealed: whoever has the file reads documents and price, and the window says so.
import { randomBytes } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { CallOptions } from '../../app/ports/call-options.ts';
import { toSafeName } from '../../crypto/seal/document-name.ts';
import { appendFrom } from './copy-file.ts';
import { digestBytes, handleSource } from './digest-bytes.ts';
import { makePrivateFolder, replaceFile } from './private-files.ts';
import { storing } from './storage-faults.ts';

const MAGIC = 'segel-draft/1\n';
const MAX_HEADER_BYTES = 4 << 20;

const DraftHeader = z.strictObject({
  kdLpse: z.int().positive(),
  kdTender: z.string().max(32),
  versiTender: z.int().positive(),
  namaPaket: z.string(),
  envelopeId: z.string().max(32),
  /** Whose bid it is: another company's draft is refused. */
  bidderId: z.string().max(128),
  letter: z.strictObject({ price: z.string().max(24), currency: z.string().max(3), validityDays: z.int() }).nullable(),
  documents: z
    .array(
      z.strictObject({
        originalName: z.string().min(1).max(1024),
        name: z.string().min(1).max(255),
        slot: z.string().max(128),
        mediaType: z.string().max(255),
        sizeBytes: z.int().nonnegative(),
        madeBy: z.literal('price-table').exactOptional(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(2000),
});
export type DraftHeader = z.infer<typeof DraftHeader>;

/** @param sources - paths of the documents, in the header's order @throws seal/document-changed, storage/full, storage/failed */
export async function writeDraftFile(
  path: string,
  header: DraftHeader,
  sources: readonly string[],
  { signal }: CallOptions = {},
): Promise<void> {
  await replaceFile(path, async (file) => {
    await file.writeFile(`${MAGIC}${JSON.stringify(header)}\n`);
    for (const [i, { name, sha256 }] of header.documents.entries()) {
      // The header was written first: what it promises must be what follows.
      if ((await appendFrom(sources[i] ?? '', file, signal)) !== sha256)
        throw new CodedError('seal/document-changed', { name });
    }
  });
}

/**
 * Takes the documents out, each into a folder of its own below `into`, under its original name where that is safe.
 * @returns paths in the header's order; nothing remains when it throws
 * @throws draft/file-malformed, storage/full, storage/failed
 */
export async function unpackDraftFile(
  path: string,
  into: string,
  accept: (header: DraftHeader) => void,
  { signal }: CallOptions = {},
): Promise<{ readonly header: DraftHeader; readonly paths: readonly string[] }> {
  return storing(async () => {
    const file = await open(path, 'r');
    const paths: string[] = [];
    try {
      const { header, position } = await readHeader(file);
      accept(header);
      let at = position;
      for (const document of header.documents) {
        paths.push(await extract(file, { at, document, into, signal }));
        at += document.sizeBytes;
      }
      if ((await file.stat()).size !== at) throw new CodedError('draft/file-malformed', { why: 'size' });
      return { header, paths };
    } catch (error) {
      for (const one of paths) await rm(dirname(one), { recursive: true, force: true });
      throw error;
    } finally {
      await file.close();
    }
  });
}

type DraftDocument = DraftHeader['documents'][number];

async function readHeader(file: FileHandle): Promise<{ readonly header: DraftHeader; readonly position: number }> {
  const buffer = Buffer.alloc(MAGIC.length + MAX_HEADER_BYTES);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  const head = buffer.subarray(0, bytesRead);
  const end = head.indexOf('\n', MAGIC.length);
  if (head.toString('latin1', 0, MAGIC.length) !== MAGIC || end < 0) {
    throw new CodedError('draft/file-malformed', { why: 'header' });
  }
  try {
    return { header: DraftHeader.parse(JSON.parse(head.toString('utf8', MAGIC.length, end))), position: end + 1 };
  } catch (cause) {
    throw new CodedError('draft/file-malformed', { why: 'header' }, { cause });
  }
}

interface Extraction {
  readonly at: number;
  readonly document: DraftDocument;
  readonly into: string;
  readonly signal: AbortSignal | undefined;
}

async function extract(file: FileHandle, { at, document, into, signal }: Extraction): Promise<string> {
  const folder = await makePrivateFolder(join(into, randomBytes(12).toString('hex')));
  try {
    const path = join(folder, toSafeName(document.originalName));
    const target = await open(path, 'wx', 0o600);
    try {
      const run = { position: at, sizeBytes: document.sizeBytes };
      const take = (bytes: Uint8Array) => target.writeFile(bytes);
      const { sha256, sizeBytes } = await digestBytes(handleSource(file), run, { signal, take });
      if (sizeBytes < run.sizeBytes) throw new CodedError('draft/file-malformed', { why: 'cut' });
      if (sha256 !== document.sha256) throw new CodedError('draft/file-malformed', { why: 'digest' });
      await target.sync();
    } finally {
      await target.close();
    }
    return path;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
