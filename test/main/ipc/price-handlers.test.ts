// The price schedule through the window's calls, against the reference LPSE: filled in, imported, made into documents, sealed.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import type { CallOutput } from '../../../app/contract/contract.ts';
import { parsePriceSchedule } from '../../../app/policy/price-schedule-file.ts';
import { DEMO_PASSPHRASE } from '../../lpse/seeds/people.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

type Table = NonNullable<CallOutput<'bids.loadSchedule'>['table']>;
type Row = Table['rows'][number];

const kdTender = DEMO_TENDERS.constructionOneFile;
const ROW: Row = {
  ...{ kind: 'item', number: '1', item: 'Galian tanah', unit: 'm3', quantity: '12.5', unitPrice: '85000.75' },
  ...{ taxPercent: '11', total: '1179385.41', note: '' },
};
const TABLE: Table = { rows: [ROW], statedTotal: '' };
const MADE = ['daftar_kuantitas_harga.xlsx', 'daftar_kuantitas_harga.json'];

let lpse: TemporaryLpse;
let window: TestWindow;
let bidId = '';

beforeAll(async () => {
  [lpse, window] = [await startTemporaryLpse(), await TestWindow.open()];
  await window.pin(lpse);
  await window.login('karya.nusantara');
  ({ bidId } = await window.call('bids.start', { kdTender, envelopeId: 'satu' }));
});

afterAll(async () => {
  await window.close();
  await lpse.close();
});

const made = ({ documents }: CallOutput<'bids.load'>) =>
  documents.filter(({ madeBy }) => madeBy !== undefined).map(({ name }) => name);

async function pathOf(name: string, id = bidId): Promise<string> {
  const bid = await (await window.program.profile()).bids.load(id);
  const documents = bid?.state === 'draft' ? bid.documents : bid?.sealed.documents;
  return documents?.find((document) => document.name === name)?.sourcePath ?? '';
}

async function imported(rows: (string | number | null)[][]): Promise<CallOutput<'bids.importSchedule'>> {
  const [file = ''] = await window.choose(await window.write('harga.xlsx', await writeXlsxFile(rows).toBuffer()));
  return window.call('bids.importSchedule', { bidId, file });
}

describe('a table', () => {
  it('is kept as it is while it is not complete, and keeps the bid from being sealed', async () => {
    expect(await window.call('bids.loadSchedule', { bidId })).toEqual({ table: null });
    const table: Table = { rows: [{ ...ROW, quantity: 'lihat gambar' }], statedTotal: '' };
    const bid = await window.call('bids.saveSchedule', { bidId, table });
    expect(made(bid)).toEqual([]);
    expect(await window.call('bids.loadSchedule', { bidId })).toEqual({ table });
    const { findings } = await window.call('bids.check', { bidId });
    expect(findings.find(({ code }) => code === 'price/schedule-incomplete')).toMatchObject({ severity: 'blocking' });
  });

  it('becomes two documents in the price slot once it is complete', async () => {
    const bid = await window.call('bids.saveSchedule', { bidId, table: TABLE });
    expect(made(bid)).toEqual(MADE);
    expect(new Set(bid.documents.map(({ slot }) => slot))).toEqual(new Set(['daftar-kuantitas-harga']));
    const schedule = parsePriceSchedule(await readFile(await pathOf(MADE[1] ?? '')));
    expect(schedule).toMatchObject({ rows: [ROW], statedTotal: '1179385.41' });
    const { findings } = await window.call('bids.check', { bidId });
    expect(findings.filter(({ index }) => index !== null)).toEqual([]);
  });

  it('takes its documents along when it changes, and leaves no old file', async () => {
    const before = await pathOf(MADE[1] ?? '');
    const table = { ...TABLE, statedTotal: '1179385' };
    await window.call('bids.saveSchedule', { bidId, table });
    expect(parsePriceSchedule(await readFile(await pathOf(MADE[1] ?? ''))).statedTotal).toBe('1179385');
    await expect(readFile(before)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is compared with the letter', async () => {
    await window.call('bids.setLetter', { bidId, letter: { price: '1179385.41', validityDays: 90 } });
    const { findings } = await window.call('bids.check', { bidId });
    expect(findings.find(({ code }) => code === 'price/letter-differs')).toMatchObject({
      severity: 'warning',
      facts: { letter: '1179385.41', schedule: '1179385' },
    });
    await window.call('bids.setLetter', { bidId, letter: { price: '1179385.00', validityDays: 90 } });
    expect((await window.call('bids.check', { bidId })).findings.map(({ code }) => code)).not.toContain(
      'price/letter-differs',
    );
  });

  it('keeps its documents from being renamed or removed one by one', async () => {
    const index = 0;
    expect((await window.problem('bids.removeDocument', { bidId, index })).code).toBe('price/made-by-editor');
    const change = { bidId, index, name: 'lain.xlsx', slot: 'peralatan' };
    expect((await window.problem('bids.changeDocument', change)).code).toBe('price/made-by-editor');
  });

  it('has its names to itself', async () => {
    await window.call('bids.removeSchedule', { bidId });
    const files = await window.choose(await window.write('daftar_kuantitas_harga.json', '{}'));
    await window.call('bids.addDocuments', { bidId, slot: 'daftar-kuantitas-harga', files: [...files] });
    const bid = await window.call('bids.saveSchedule', { bidId, table: TABLE });
    expect(bid.documents.map(({ name }) => name)).toEqual([...MADE, 'daftar_kuantitas_harga_2.json']);
    await window.call('bids.removeDocument', { bidId, index: 2 });
  });

  it('goes to another computer with the draft, and its spreadsheet anywhere', async () => {
    const { handle, path } = await window.target('tabel.xlsx');
    await window.call('bids.exportSchedule', { bidId, to: handle });
    const [file = ''] = await window.choose(path);
    expect((await window.call('bids.importSchedule', { bidId, file })).table).toEqual({
      ...TABLE,
      statedTotal: '1179385.41',
    });
  });

  it('is gone with its documents', async () => {
    const path = await pathOf(MADE[0] ?? '');
    const bid = await window.call('bids.removeSchedule', { bidId });
    expect(made(bid)).toEqual([]);
    expect(await window.call('bids.loadSchedule', { bidId })).toEqual({ table: null });
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes 5 000 rows', { timeout: 60_000 }, async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => ({ ...ROW, number: String(i + 1), item: 'x'.repeat(200) }));
    const bid = await window.call('bids.saveSchedule', { bidId, table: { rows, statedTotal: '' } });
    expect(made(bid)).toEqual(MADE);
  });

  it('has no place in an envelope without a price', async () => {
    const { goodsTwoFiles: tender } = DEMO_TENDERS;
    const other = await window.call('bids.start', { kdTender: tender, envelopeId: 'file-1' });
    expect((await window.problem('bids.saveSchedule', { bidId: other.bidId, table: TABLE })).code).toBe(
      'price/no-place',
    );
  });
});

describe('a foreign file', () => {
  it('is read by its header in any order and either language, and changes nothing by itself', async () => {
    await window.call('bids.saveSchedule', { bidId, table: TABLE });
    const { table, notes, sheet } = await imported([
      ['RENCANA ANGGARAN BIAYA'],
      [],
      ['Unit Price', 'Description', 'Qty', 'Unit', 'No.', 'Merk', 'Amount'],
      [null, 'PEKERJAAN TANAH', null, null, 'I', null, null],
      [85_000.75, 'Galian tanah', 12.5, 'm3', 1, 'ABC', 1_062_509.38],
      ['lihat lampiran', 'Urugan', '1.250,5', 'm3', 2, null, null],
      [null, 'JUMLAH', null, null, null, null, 1_062_509.38],
      [null, 'PPN 11%', null, null, null, null, 116_876.03],
    ]);
    expect(sheet).toBe('Sheet1');
    expect(table.rows).toEqual([
      { ...EMPTY, kind: 'section', number: 'I', item: 'PEKERJAAN TANAH' },
      { ...ROW, taxPercent: '', total: '1062509.38' },
      { ...EMPTY, number: '2', item: 'Urugan', unit: 'm3', quantity: '1250.5', unitPrice: 'lihat lampiran' },
    ]);
    expect(table.statedTotal).toBe('1062509.38');
    expect(notes).toEqual([
      { code: 'columns-ignored', row: 3, text: 'Merk', count: 1 },
      { code: 'total-row', row: 7, text: 'JUMLAH', count: 1 },
      { code: 'tax-row', row: 8, text: 'PPN 11%', count: 1 },
    ]);
    expect(await window.call('bids.loadSchedule', { bidId })).toEqual({ table: TABLE });
  });

  it.each([
    ['no table', () => writeXlsxFile([['Surat'], ['Dengan hormat']]).toBuffer(), 'price/no-table'],
    ['no workbook', () => Promise.resolve(Buffer.from('%PDF-1.7')), 'price/file-unreadable'],
    ['too many bytes', () => Promise.resolve(Buffer.alloc((16 << 20) + 1)), 'price/file-too-large'],
  ])('with %s is refused, and the table stays', async (_, content, code) => {
    const [file = ''] = await window.choose(await window.write('lain.xlsx', await content()));
    expect((await window.problem('bids.importSchedule', { bidId, file })).code).toBe(code);
    expect(await window.call('bids.loadSchedule', { bidId })).toEqual({ table: TABLE });
  });
});

describe('a sealed bid', () => {
  it('keeps its schedule, also when the next one changes it', { timeout: 60_000 }, async () => {
    const signer = await window.importIdentity(lpse, 'karya.nusantara');
    const { envelopes } = await window.call('packages.load', { kdTender });
    const slots = (envelopes[0]?.slots ?? []).filter(
      ({ required, slot }) => required && slot !== 'daftar-kuantitas-harga',
    );
    for (const { slot } of slots) {
      const files = await window.choose(await window.write(`${slot}.pdf`, `%PDF-1.7\n${slot}\nstartxref\n0\n%%EOF\n`));
      await window.call('bids.addDocuments', { bidId, slot, files: [...files] });
    }
    const signing = { bidId, identityId: signer, passphrase: DEMO_PASSPHRASE, consent: true };
    const { bid, warnings } = await window.call('bids.seal', signing);
    expect(bid.state).toBe('sealed');
    expect(made(bid)).toEqual(MADE);
    expect(warnings.map(({ code }) => code)).toContain('price/letter-differs');
    expect(await window.call('bids.loadSchedule', { bidId })).toMatchObject({ table: { rows: [ROW] } });
    const sealedFile = await pathOf(MADE[1] ?? '');
    const next = await window.call('bids.replace', { bidId });
    expect(made(next)).toEqual(MADE);
    // Compared before anybody touches the table, too.
    const differs = { severity: 'warning', facts: { letter: '1179385.00', schedule: '1179385.41' } };
    const { findings } = await window.call('bids.check', { bidId: next.bidId });
    expect(findings.find(({ code }) => code === 'price/letter-differs')).toMatchObject(differs);
    const changed = { rows: [ROW, { ...ROW, number: '2' }], statedTotal: '' };
    await window.call('bids.saveSchedule', { bidId: next.bidId, table: changed });
    expect((await window.call('bids.loadSchedule', { bidId: next.bidId })).table).toEqual(changed);
    expect(parsePriceSchedule(await readFile(sealedFile)).rows).toHaveLength(1);
    expect((await window.problem('bids.saveSchedule', { bidId, table: TABLE })).code).toBe('draft/wrong-state');
  });
});

const EMPTY: Row = {
  ...{ kind: 'item', number: '', item: '', unit: '', quantity: '', unitPrice: '', taxPercent: '', total: '', note: '' },
};
