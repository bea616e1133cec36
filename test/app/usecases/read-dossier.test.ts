// A file that says it is a dossier, from somebody who wants whoever judges it to run out of memory.
import { afterAll, expect, it } from 'vitest';
import { readDossier } from '../../../app/usecases/read-dossier.ts';
import { dossierMembers } from '../../../app/usecases/minutes-members.ts';
import { createPaperLpse } from '../../doubles/paper-lpse.ts';
import { createWorkerSealer } from '../../../main/adapters/worker-sealer.ts';

const sealer = createWorkerSealer(1);
afterAll(() => sealer.close());

function hugeDossier(read: string[]) {
  const entries = Array.from({ length: 5 }, (_, i) => ({
    ...{ name: `policies/00000${String(i)}.p7m`, crc32: 0 },
    run: { position: i * (255 << 20), sizeBytes: 255 << 20 },
  }));
  return {
    ...{ path: '', entries, close: () => Promise.resolve() },
    read: (name: string) => {
      read.push(name);
      return Promise.resolve(Buffer.alloc(0));
    },
  };
}

it('reads nothing of a file whose small parts together are larger than any tender', async () => {
  const read: string[] = [];
  const found = await readDossier({ source: hugeDossier(read), sealer }, {});
  expect(found).toMatchObject({ index: null, failure: { code: 'audit/dossier-malformed', details: { why: 'size' } } });
  expect(read).toEqual([]);
});

it('reads nothing of such a file for the members of minutes either', async () => {
  const read: string[] = [];
  const never = () => Promise.reject(new Error('not asked'));
  const files = { create: never, open: () => Promise.resolve(hugeDossier(read)) };
  const { trust } = await createPaperLpse();
  const scope = { kdTender: '10092474000', versiTender: 1, envelopeId: 'satu' };
  const asked = dossierMembers(files, { path: '', trust, scope });
  await expect(asked).rejects.toMatchObject({ code: 'audit/dossier-malformed', details: { why: 'size' } });
  expect(read).toEqual([]);
});
