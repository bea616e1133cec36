// A file that says it is a dossier, from somebody who wants whoever judges it to run out of memory.
import { afterAll, expect, it } from 'vitest';
import { readDossier } from '../../../app/usecases/read-dossier.ts';
import { createWorkerSealer } from '../../../main/adapters/worker-sealer.ts';

const sealer = createWorkerSealer(1);
afterAll(() => sealer.close());

it('reads nothing of a file whose small parts together are larger than any tender', async () => {
  const read: string[] = [];
  const entries = Array.from({ length: 5 }, (_, i) => ({
    ...{ name: `policies/00000${String(i)}.p7m`, crc32: 0 },
    run: { position: i * (255 << 20), sizeBytes: 255 << 20 },
  }));
  const source = {
    ...{ path: '', entries, close: () => Promise.resolve() },
    read: (name: string) => {
      read.push(name);
      return Promise.resolve(Buffer.alloc(0));
    },
  };
  const found = await readDossier({ source, sealer }, {});
  expect(found).toMatchObject({ index: null, failure: { code: 'audit/dossier-malformed', details: { why: 'size' } } });
  expect(read).toEqual([]);
});
