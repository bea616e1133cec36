// Whole tenders judged from their dossiers alone, with the operator's anchors: every way of opening, and what is honestly missing.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../../app/domain/checks.ts';
import { judgeTender, printTenderReport } from '../../../app/usecases/print-tender-report.ts';
import { verifyTender } from '../../../app/usecases/verify-tender.ts';
import { paperPdf } from '../../../main/adapters/paper-pdf.ts';
import { fileDossiers } from '../../../main/adapters/file-dossier.ts';
import { readOperatorAnchors } from '../../../main/adapters/operator-anchors.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { partsOf, writeParts } from '../../interop/dossier-parts.ts';
import { Tenders } from '../../interop/tender.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';

const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).status === 0;
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

const NO_DOCUMENTS = '18 missing audit/no-documents {"envelopeId":"satu"}';

describe('a tender', () => {
  it('is proven: bids replaced and withdrawn, opened by two members', async () => {
    const kdTender = DEMO_TENDERS.constructionOneFile;
    await tenders.pass(kdTender, 'satu');
    await tenders.open(['siti.rahayu', 'agus.pranoto'], kdTender, 'satu');
    const found = await judge((await tenders.export(kdTender, 'members.zip', { withSealed: true })).path);
    expect(others(found)).toEqual(['17 missing audit/not-witnessed {"witnesses":0}', NO_DOCUMENTS]);
    expect(found.report.ok).toBe(true);
    expect(found.report.checks.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  });

  it('is proven with a sealed file that is cut into pieces, and not with one that the index or the ZIP tells wrongly', async () => {
    const whole = await partsOf(join(tenders.dir, 'members.zip'));
    const parts = new Map(whole);
    const [name = ''] = [...parts.keys()].filter((each) => each.startsWith('sealed/'));
    const file = parts.get(name) ?? Buffer.alloc(0);
    parts.delete(name);
    const cut = (at: number) => parts.set(`${name}.001`, file.subarray(0, at)).set(`${name}.002`, file.subarray(at));
    await writeParts(join(tenders.dir, 'cut.zip'), cut(1000), true);
    expect(others(await judge(join(tenders.dir, 'cut.zip')))).toEqual([
      expect.stringContaining('17 missing'),
      NO_DOCUMENTS,
    ]);

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
      NO_DOCUMENTS,
    ]);
  });

  it.skipIf(!HAS_PDFTOTEXT)(
    'has a report on paper that says what the JSON says (skipped without pdftotext)',
    async () => {
      const { trust } = await readOperatorAnchors(tenders.lpse.trustDir);
      const { sealer, documents } = (await tenders.at('auditor')).needs;
      const needs = { dossiers: fileDossiers, sealer, documents, pdf: paperPdf };
      const path = join(tenders.dir, 'members.zip');
      const now = new Date('2026-07-01T03:00:00.000Z');
      for (const [file, ok] of [
        ['members.zip', true],
        ['crc.zip', false],
      ] as const) {
        const judged = await judgeTender(needs, { path: join(tenders.dir, file), trust, witnesses: [], now });
        expect(judged.report.ok).toBe(ok);
        for (const language of ['id', 'en'] as const) {
          const about = { zone: 'WIB', language, clientVersion: '0.0.0' } as const;
          const at = join(tenders.dir, 'report.pdf');
          await writeFile(at, await printTenderReport(needs, judged, about));
          const text = execFileSync('pdftotext', ['-layout', at, '-'], { encoding: 'utf8' });
          const squeezed = text.replaceAll(/\s/g, '');
          for (const { id, code, facts } of judged.report.checks.map((check) => ({ code: null, ...check }))) {
            expect(squeezed).toContain(CHECKS[id].clause.replaceAll(' ', ''));
            if (code !== null) expect(squeezed).toContain(code);
            for (const name of Object.keys(facts)) expect(squeezed).toContain(`${name}:`);
          }
          expect(squeezed).toContain(await documents.digest(join(tenders.dir, file)));
          for (const { sha256 } of [...trust.lpse, ...trust.ams, ...trust.kms, ...trust.tsa])
            expect(squeezed).toContain(sha256);
          expect(text.includes(language === 'id' ? 'TIDAK TERBUKTI' : 'NOT PROVEN')).toBe(!ok);
          expect(text).toContain('2026-07-01T03:00:00.000Z');
        }
      }
      const judged = await judgeTender(needs, { path, trust, witnesses: [], now });
      await writeFile(path, await readFile(path));
      const about = { zone: 'WIB', language: 'id', clientVersion: '0.0.0' } as const;
      expect(await anyCode(printTenderReport(needs, judged, about))).toBe('audit/file-changed');
    },
  );

  it('is proven with the content of its bids, and not with a content that is not what the bidder signed', async () => {
    const kdTender = DEMO_TENDERS.constructionOneFile;
    const options = { as: 'siti.rahayu', withDocuments: true };
    const { path } = await tenders.export(kdTender, 'content.zip', options);
    const good = await judge(path);
    expect(good.about?.openedBids).toBe(2);
    expect(good.report.checks.find(({ number }) => number === 18)).toMatchObject({
      outcome: 'passed',
      facts: { bids: 2 },
    });
    expect(good.report.ok).toBe(true);

    const whole = await partsOf(path);
    const names = [...whole.keys()].filter((name) => name.startsWith('documents/'));
    const document = names.find((name) => name.endsWith('/0001.pdf')) ?? '';
    const inner = names.filter((name) => name.endsWith('/inner.p7s'));
    const [first = '', second = ''] = inner;
    const content = whole.get(document) ?? Buffer.alloc(0);
    const changed = Buffer.concat([content.subarray(0, 9), Buffer.from('X'), content.subarray(10)]);
    const without = (...gone: readonly string[]) => new Map([...whole].filter(([name]) => !gone.includes(name)));
    const own = document.slice(0, document.lastIndexOf('/'));
    const lies: readonly (readonly [string, Map<string, Buffer>, string])[] = [
      ['another byte', new Map([...whole, [document, changed]]), 'audit/documents-differ'],
      ['one absent', without(document), 'audit/documents-differ'],
      ['one more', new Map([...whole, [`${own}/0099.pdf`, content]]), 'audit/documents-differ'],
      ['cut though short', new Map([...without(document), [`${document}.001`, content]]), 'audit/documents-differ'],
      [
        "another bid's inner manifest",
        new Map([...whole, [first, whole.get(second) ?? content]]),
        'seal/manifest-mismatch',
      ],
      ['a bid left out', without(...names.filter((name) => name.startsWith(`${own}/`))), 'audit/part-missing'],
    ];
    for (const [n, [what, parts, code]] of lies.entries()) {
      const at = join(tenders.dir, `lie-${String(n)}.zip`);
      await writeParts(at, parts, true);
      const row = (await judge(at)).report.checks.find(({ number }) => number === 18);
      expect(row, what).toMatchObject({ outcome: 'failed', code });
    }
    const stray = join(tenders.dir, 'stray.zip');
    await writeParts(stray, new Map([...whole, ['documents/nobody/0001.pdf', content]]), true);
    expect(others(await judge(stray))[0]).toMatch(/^1 failed audit\/dossier-malformed/);
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
      expect.stringContaining('18 missing audit/no-documents'),
    ]);
    await tenders.refer('siti.rahayu', kdTender, 'harga', damaged);
    const after = await judge((await tenders.export(kdTender, 'referred.zip')).path);
    expect(others(after).map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      '16 missing audit/not-included',
      '17 missing audit/not-witnessed',
      '18 missing audit/no-documents',
    ]);
  });

  it('is proven with a quorum, and with two envelopes', async () => {
    const kdTender = DEMO_TENDERS.quorum;
    await tenders.pass(kdTender, 'satu');
    await tenders.openLed('hendra.gunawan', ['hendra.gunawan', 'nur.aini'], kdTender, 'satu');
    const found = await judge((await tenders.export(kdTender, 'quorum.zip')).path);
    expect(others(found).map((row) => row.slice(0, 24))).toEqual(
      ['16 missing audit/not-incl', '17 missing audit/not-witn', '18 missing audit/no-docum'].map((row) =>
        row.slice(0, 24),
      ),
    );
    expect(found.report.checks.find(({ number }) => number === 12)?.facts).toMatchObject({ holders: 2, threshold: 2 });
  });

  it('is proven in NON_CA mode', async () => {
    const kdTender = DEMO_TENDERS.services;
    await tenders.pass(kdTender, 'satu');
    await tenders.openLed('dedi.kurniawan', [], kdTender, 'satu');
    const found = await judge((await tenders.export(kdTender, 'non-ca.zip', { withSealed: true })).path);
    expect(others(found).map((row) => row.slice(0, 24))).toEqual([
      '17 missing audit/not-wit',
      '18 missing audit/no-docu',
    ]);
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
      '18 missing audit/no-documents',
      '18 missing audit/no-documents',
    ]);
    const release = found.report.checks.filter(({ number }) => number === 11).map(({ facts }) => facts.bids);
    expect(release).toEqual([2, 1]);
  });
});
