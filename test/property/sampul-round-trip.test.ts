// open after seal is the identity, for any documents, both modes, padded or not, by file and thread as the product does it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toSafeNames } from '../../crypto/seal/document-name.ts';
import { createInlineWorkspace } from '../../crypto/seal/inline-workspace.ts';
import { sealEnvelope } from '../../crypto/seal/seal-envelope.ts';
import { createFileSink, openFileSource } from '../../main/adapters/file-io.ts';
import { createThreadWorkspace, type ThreadWorkspace } from '../../main/workers/digest-lanes.ts';
import { createTender, openBid, sealJob, verifyBid, type Tender } from '../crypto/seal/sealed-bid.ts';

let tender: Tender;
let folder: string;
let threads: ThreadWorkspace;

beforeAll(async () => {
  tender = await createTender(['ec-p256', 'ec-p384', 'rsa-2048']);
  folder = await mkdtemp(join(tmpdir(), 'segel-round-trip-'));
  threads = createThreadWorkspace();
});
afterAll(async () => {
  await threads.close();
  await rm(folder, { recursive: true });
});

/** Around every edge of the pipeline: empty, one slice, one buffer, one byte more or less. */
const size = fc.oneof(
  fc.constantFrom(0, 1, 65_535, 65_536, 65_537, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20),
  fc.integer({ min: 0, max: 200_000 }),
);
const bid = fc.record({
  mode: fc.constantFrom('CA' as const, 'NON_CA' as const),
  padding: fc.constantFrom('1MiB' as const, null),
  threaded: fc.boolean(),
  documents: fc.array(fc.record({ name: fc.string({ unit: 'binary', maxLength: 40 }), size, fill: fc.nat(255) }), {
    maxLength: 4,
  }),
});

it('opens to the very bytes that were sealed', async () => {
  await fc.assert(
    fc.asyncProperty(bid, async ({ mode, padding, threaded, documents }) => {
      const dir = await mkdtemp(join(folder, 'bid-'));
      const names = toSafeNames(documents.map(({ name }) => name));
      const contents = documents.map(({ size: length, fill }) => Buffer.alloc(length, fill));
      const sources = await Promise.all(
        contents.map(async (bytes, i) => {
          const path = join(dir, `source-${String(i)}`);
          await writeFile(path, bytes);
          return openFileSource(path);
        }),
      );
      const sealDocuments = sources.map((source, i) => {
        const name = names[i] ?? '';
        return {
          name,
          originalName: documents[i]?.name.toWellFormed() ?? '',
          slot: '',
          mediaType: 'application/pdf',
          source,
        };
      });
      const path = join(dir, 'bid.sampul');
      const sink = await createFileSink(path);
      const workspace = threaded ? threads : createInlineWorkspace();
      const result = await sealEnvelope(sealJob(tender, sealDocuments, { mode, job: { padding } }), {
        sink,
        workspace,
      });
      await sink.commit();
      const bytes = await readFile(path);
      expect((await verifyBid(tender, bytes)).manifestSha256).toBe(result.manifestSha256);
      const session = mode === 'CA' ? {} : { session: await tender.people.opener('Sesi') };
      const receipted = { bytes, result, job: sealJob(tender, []) };
      const opening = await openBid(tender, bytes, { receipted, workspace, ...session });
      const { opened, failed } = await opening.result;
      expect(failed).toEqual([]);
      expect(opened.map(({ savedAs }) => savedAs)).toEqual(names);
      expect(names.map((name) => opening.folder.files.get(name))).toEqual(contents);
      await rm(dir, { recursive: true });
    }),
    { numRuns: 25 },
  );
}, 120_000);
