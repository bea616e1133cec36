// Whole tenders judged from their dossiers alone, with the operator's anchors: every way of opening, and what is honestly missing.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTender } from '../../../app/usecases/verify-tender.ts';
import { fileDossiers } from '../../../main/adapters/file-dossier.ts';
import { readOperatorAnchors } from '../../../main/adapters/operator-anchors.ts';
import { partsOf, writeParts } from '../../interop/dossier-parts.ts';
import { Tenders } from '../../interop/tender.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';

let tenders: Tenders;
beforeAll(async () => {
  tenders = await Tenders.start();
  // All bids while all tenders are open: later the clock moves.
  const { constructionOneFile, quick, quorum, services, goodsTwoFiles } = DEMO_TENDERS;
  await tenders.bid('karya.nusantara', constructionOneFile, 'satu');
  await tenders.bid('karya.nusantara', constructionOneFile, 'satu');
  const taken = await tenders.bid('sinar.alkes', constructionOneFile, 'satu');
  await tenders.bid('cipta.mandiri', constructionOneFile, 'satu');
  await tenders.withdraw('sinar.alkes', taken);
  for (const userId of ['karya.nusantara', 'cipta.mandiri']) await tenders.bid(userId, quick, 'harga');
  await tenders.bid('karya.nusantara', quorum, 'satu');
  await tenders.registerDevice('karya.nusantara');
  await tenders.bid('karya.nusantara', services, 'satu');
  for (const userId of ['sinar.alkes', 'cipta.mandiri'])
    for (const envelopeId of ['file-1', 'file-2'] as const) await tenders.bid(userId, goodsTwoFiles, envelopeId);
}, 120_000);
afterAll(() => tenders.close());

async function judge(path: string) {
  const { trust } = await readOperatorAnchors(tenders.lpse.trustDir);
  const { sealer } = (await tenders.at('auditor')).needs;
  return verifyTender({ dossiers: fileDossiers, sealer }, { path, trust, witnesses: [] });
}

/** Rows that are not passed, as `n outcome code`. */
function others({ report }: Awaited<ReturnType<typeof judge>>): string[] {
  return report.checks
    .filter(({ outcome }) => outcome !== 'passed')
    .map(
      (check) => `${check.number} ${check.outcome} ${'code' in check ? check.code : ''} ${JSON.stringify(check.facts)}`,
    );
}

describe('a tender', () => {
  it('is proven: bids replaced and withdrawn, opened by two members', async () => {
    const kdTender = DEMO_TENDERS.constructionOneFile;
    await tenders.pass(kdTender, 'satu');
    await tenders.open(['siti.rahayu', 'agus.pranoto'], kdTender, 'satu');
    const found = await judge((await tenders.export(kdTender, 'members.zip', { withSealed: true })).path);
    expect(others(found)).toEqual(['17 missing audit/not-witnessed {"witnesses":0}']);
    expect(found.report.ok).toBe(true);
    expect(found.report.checks.map(({ number }) => number)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
  });

  it('is proven with a sealed file that is cut into pieces, and not with one that the index or the ZIP tells wrongly', async () => {
    const whole = await partsOf(join(tenders.dir, 'members.zip'));
    const parts = new Map(whole);
    const [name = ''] = [...parts.keys()].filter((each) => each.startsWith('sealed/'));
    const file = parts.get(name) ?? Buffer.alloc(0);
    parts.delete(name);
    const cut = (at: number) => parts.set(`${name}.001`, file.subarray(0, at)).set(`${name}.002`, file.subarray(at));
    await writeParts(join(tenders.dir, 'cut.zip'), cut(1000), true);
    expect(others(await judge(join(tenders.dir, 'cut.zip')))).toEqual([expect.stringContaining('17 missing')]);

    const other = Buffer.from(file);
    other.writeUInt8(other.readUInt8(500) ^ 1, 500);
    await writeParts(join(tenders.dir, 'lies.zip'), new Map([...whole, [name, other]]), false);
    const found = others(await judge(join(tenders.dir, 'lies.zip')));
    expect(found[0]).toMatch(/^1 failed audit\/index-mismatch .*\.sampul/);
    expect(found[1]).toMatch(/^16 failed seal\//);

    // What the index says, in a ZIP file that unzip complains of: local and central header.
    const bytes = await readFile(join(tenders.dir, 'members.zip'));
    const crcs = [bytes.indexOf(name) - 16, bytes.lastIndexOf(name) - 30];
    for (const at of crcs) bytes.writeUInt32LE((bytes.readUInt32LE(at) ^ 1) >>> 0, at);
    await writeFile(join(tenders.dir, 'crc.zip'), bytes);
    expect(others(await judge(join(tenders.dir, 'crc.zip')))).toEqual([
      expect.stringMatching(/^1 failed audit\/dossier-malformed .*CRC-32/),
      expect.stringContaining('17 missing'),
    ]);
  });

  it('is proven although a file was damaged in storage: members said so, referred it, and the LPSE answered', async () => {
    const kdTender = DEMO_TENDERS.quick;
    await tenders.pass(kdTender, 'harga');
    const damaged = tenders.damage('cipta.mandiri', kdTender, 'harga');
    await tenders.open(['siti.rahayu', 'agus.pranoto'], kdTender, 'harga');
    const before = await judge((await tenders.export(kdTender, 'damaged.zip', { withSealed: true })).path);
    expect(others(before).map((row) => row.slice(0, 40))).toEqual([
      expect.stringContaining('15 missing audit/not-referred'),
      expect.stringContaining('16 missing audit/damaged-as-found'),
      expect.stringContaining('17 missing audit/not-witnessed'),
    ]);
    await tenders.refer('siti.rahayu', kdTender, 'harga', damaged);
    const after = await judge((await tenders.export(kdTender, 'referred.zip')).path);
    expect(others(after).map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      '16 missing audit/not-included',
      '17 missing audit/not-witnessed',
    ]);
  });

  it('is proven with a quorum, and with two envelopes', async () => {
    const kdTender = DEMO_TENDERS.quorum;
    await tenders.pass(kdTender, 'satu');
    await tenders.openLed('hendra.gunawan', ['hendra.gunawan', 'nur.aini'], kdTender, 'satu');
    const found = await judge((await tenders.export(kdTender, 'quorum.zip')).path);
    expect(others(found).map((row) => row.slice(0, 24))).toEqual(
      ['16 missing audit/not-incl', '17 missing audit/not-witn'].map((row) => row.slice(0, 24)),
    );
    expect(found.report.checks.find(({ number }) => number === 12)?.facts).toMatchObject({ holders: 2, threshold: 2 });
  });

  it('is proven in NON_CA mode', async () => {
    const kdTender = DEMO_TENDERS.services;
    await tenders.pass(kdTender, 'satu');
    await tenders.openLed('dedi.kurniawan', [], kdTender, 'satu');
    const found = await judge((await tenders.export(kdTender, 'non-ca.zip', { withSealed: true })).path);
    expect(others(found).map((row) => row.slice(0, 24))).toEqual(['17 missing audit/not-wit'.slice(0, 24)]);
  });

  it('is proven in two envelopes: File II only for those who passed', async () => {
    const kdTender = DEMO_TENDERS.goodsTwoFiles;
    await tenders.pass(kdTender, 'file-2');
    await tenders.reach(kdTender, 'file-1');
    const members = ['siti.rahayu', 'agus.pranoto'];
    await tenders.open(members, kdTender, 'file-1');
    const half = await judge((await tenders.export(kdTender, 'half.zip')).path);
    expect(half.report.ok).toBe(true);
    expect(others(half).map((row) => row.split(' ').slice(0, 3).join(' '))).toContain(
      '6 missing opening/technical-result-missing',
    );
    await tenders.technical(members, kdTender, ['sinar.alkes']);
    await tenders.reach(kdTender, 'file-2');
    await tenders.open(members, kdTender, 'file-2');
    const found = await judge((await tenders.export(kdTender, 'two.zip')).path);
    expect(found.report.ok).toBe(true);
    expect(others(found).map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      '16 missing audit/not-included',
      '16 missing audit/not-included',
      '17 missing audit/not-witnessed',
    ]);
    const release = found.report.checks.filter(({ number }) => number === 11).map(({ facts }) => facts.bids);
    expect(release).toEqual([2, 1]);
  });
});
