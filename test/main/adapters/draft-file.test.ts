import { open, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { unpackDraftFile, writeDraftFile, type DraftHeader } from '../../../main/adapters/draft-file.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const file = useTemporaryFolder();
const CONTENTS = [Buffer.from('%PDF-1.7 satu'), Buffer.alloc(0), Buffer.alloc(3_000_000, 7)];

function headerFor(names: readonly string[]): DraftHeader {
  return {
    ...{ kdLpse: 906, kdTender: '10092474000', versiTender: 1, namaPaket: 'Paket', envelopeId: 'satu' },
    bidderId: '701001',
    letter: { price: '1000.00', currency: 'IDR', validityDays: 60 },
    documents: names.map((originalName, i) => {
      const bytes = CONTENTS[i] ?? Buffer.alloc(0);
      const about = { name: `dok_${i}.pdf`, slot: 'surat', mediaType: 'application/pdf' };
      return { ...about, originalName, sizeBytes: bytes.length, sha256: sha256Hex(bytes) };
    }),
  };
}

async function written(names = ['Surat "asli".pdf', 'kosong.pdf', 'besar.pdf']): Promise<DraftHeader> {
  const sources = names.map((_, i) => file(`sumber-${i}`));
  for (const [i, path] of sources.entries()) await writeFile(path, CONTENTS[i] ?? Buffer.alloc(0));
  const header = headerFor(names);
  await writeDraftFile(file('draf.segel'), header, sources);
  return header;
}

const unpack = (accept: (header: DraftHeader) => void = () => undefined) =>
  unpackDraftFile(file('draf.segel'), file('masuk'), accept);

async function leftovers(): Promise<readonly string[]> {
  return readdir(file('masuk')).catch(() => []);
}

describe('a draft as one file', () => {
  it('comes back with every byte and every fact, readable by its owner only', async () => {
    const header = await written();
    expect((await stat(file('draf.segel'))).mode & 0o077).toBe(0);
    const unpacked = await unpack();
    expect(unpacked.header).toEqual(header);
    expect(await Promise.all(unpacked.paths.map((path) => readFile(path)))).toEqual(CONTENTS);
    for (const path of unpacked.paths) expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('keeps documents inside the folder they are unpacked into, whatever they are called', async () => {
    await written(['../../jahat.pdf', '/etc/passwd', 'C:\\besar.pdf']);
    const { paths } = await unpack();
    for (const path of paths) expect(path.startsWith(file('masuk'))).toBe(true);
  });

  it.each([
    ['a cut in the documents', -1],
    ['a cut in the header', -2_999_999 - 200],
  ])('is refused with %s, and nothing of it stays', async (_, end) => {
    await written();
    await writeFile(file('draf.segel'), (await readFile(file('draf.segel'))).subarray(0, end));
    await expect(unpack()).rejects.toMatchObject({ code: 'draft/file-malformed' });
    expect(await leftovers()).toEqual([]);
  });

  it('is refused when one bit changed, when something follows, or when it is something else', async () => {
    await written();
    const good = await readFile(file('draf.segel'));
    const flipped = Buffer.from(good);
    flipped.writeUInt8(flipped.readUInt8(flipped.length - 10) ^ 1, flipped.length - 10);
    for (const bad of [
      flipped,
      Buffer.concat([good, Buffer.from('x')]),
      Buffer.from('PK\u0003\u0004'),
      Buffer.alloc(0),
    ]) {
      await writeFile(file('draf.segel'), bad);
      await expect(unpack()).rejects.toMatchObject({ code: 'draft/file-malformed' });
      expect(await leftovers()).toEqual([]);
    }
  });

  it('takes nothing out before its header was accepted', async () => {
    await written();
    const refusal = new Error('refused');
    await expect(
      unpack(() => {
        throw refusal;
      }),
    ).rejects.toMatchObject({ cause: refusal });
    expect(await leftovers()).toEqual([]);
  });

  it('is not written when a document is not what the header says', async () => {
    await writeFile(file('a'), 'lain');
    await expect(writeDraftFile(file('x.segel'), headerFor(['a.pdf']), [file('a')])).rejects.toMatchObject({
      code: 'seal/document-changed',
    });
    await expect(open(file('x.segel'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await readdir(file())).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
