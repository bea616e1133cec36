// A whole tender exported from a reference LPSE: who may, when, and what is in it.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileDossiers } from '../../../main/adapters/file-dossier.ts';
import { requireNames } from '../../../app/policy/dossier-names.ts';
import type { DossierList } from '../../../app/protocol/dossier.ts';
import { exportTender } from '../../../app/usecases/export-tender.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { Tenders } from '../../interop/tender.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const HAS_UNZIP = spawnSync('unzip', ['-v']).status === 0;
let tenders: Tenders;

beforeAll(async () => {
  tenders = await Tenders.start();
  await tenders.bid('karya.nusantara', kdTender, 'satu');
  await tenders.bid('karya.nusantara', kdTender, 'satu');
  const taken = await tenders.bid('sinar.alkes', kdTender, 'satu');
  await tenders.bid('cipta.mandiri', kdTender, 'satu');
  await tenders.withdraw('sinar.alkes', taken);
});
afterAll(() => tenders.close());

describe('the dossier of a tender', () => {
  it('is not made before the opening stage, when nobody knows who sent a bid', async () => {
    expect(await anyCode(tenders.export(kdTender, 'early.zip'))).toBe('audit/too-early');
  });

  it('is for auditors and for the committee of this tender', async () => {
    await tenders.pass(kdTender, 'satu');
    await tenders.open(['siti.rahayu', 'agus.pranoto'], kdTender, 'satu');
    expect(await anyCode(tenders.export(kdTender, 'a.zip', { as: 'karya.nusantara' }))).toBe('access/forbidden');
    expect(await anyCode(tenders.export(kdTender, 'b.zip', { as: 'hendra.gunawan' }))).toBe('opening/wrong-role');
    expect((await tenders.export(kdTender, 'c.zip', { as: 'siti.rahayu' })).entries).toBeGreaterThan(40);
  });

  it('holds every bid in its place, and sealed files when asked for', async () => {
    const { path } = await tenders.export(kdTender, 'whole.zip', { withSealed: true });
    const source = await fileDossiers.open(path);
    const names = source.entries.map(({ name }) => name);
    expect(() => requireNames(names)).not.toThrow();
    expect(names.filter((name) => name.endsWith('/receipt.json'))).toHaveLength(4);
    expect(names.filter((name) => name.endsWith('/withdrawal.json'))).toHaveLength(1);
    expect(names.filter((name) => name.startsWith('sealed/'))).toHaveLength(2);
    expect(names.filter((name) => name.includes('/results/'))).toHaveLength(4);
    await source.close();
  });

  it.skipIf(!HAS_UNZIP)('is a ZIP file for everybody (skipped without unzip)', async () => {
    const { path } = await tenders.export(kdTender, 'zip.zip');
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected');
  });

  it('holds the content of bids only where a member who opened them adds it, as it was opened', async () => {
    const asked = (as: string, name: string) => anyCode(tenders.export(kdTender, name, { as, withDocuments: true }));
    expect(await asked('auditor', 'by-auditor.zip')).toBe('audit/documents-committee-only');
    // In the committee, and opened nothing.
    expect(await asked('maria.simbolon', 'by-maria.zip')).toBe('audit/documents-not-here');
    const { path, openedBids } = await tenders.export(kdTender, 'content.zip', {
      as: 'siti.rahayu',
      withDocuments: true,
    });
    expect(openedBids).toBe(2);
    const source = await fileDossiers.open(path);
    const names = source.entries.map(({ name }) => name).filter((name) => name.startsWith('documents/'));
    await source.close();
    expect(names.filter((name) => name.endsWith('/inner.p7s'))).toHaveLength(2);
    expect(names.filter((name) => name.endsWith('/0001.pdf'))).toHaveLength(2);

    // A document that somebody wrote to since, of the same length.
    const folder = join(tenders.dir, 'opened', kdTender, 'siti.rahayu');
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const document = files.find((one) => one.isFile() && one.name.endsWith('.pdf') && one.parentPath.includes('satu'));
    const target = join(document?.parentPath ?? '', document?.name ?? '');
    const bytes = await readFile(target);
    bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
    await writeFile(target, bytes);
    expect(await asked('siti.rahayu', 'altered.zip')).toBe('audit/documents-not-here');
    await rm(join(document?.parentPath ?? '', '..', 'inner.p7s'));
    expect(await asked('siti.rahayu', 'without.zip')).toBe('audit/documents-not-here');
    expect((await readdir(tenders.dir)).filter((name) => /^(?:altered|without|by-)/.test(name))).toEqual([]);
  });

  it('says at once that a tender does not fit, before anything is fetched', async () => {
    const station = await tenders.at('auditor');
    const { lpse } = station.needs;
    const asked: string[] = [];
    const [path, workDir] = [join(tenders.dir, 'too-large.zip'), join(tenders.dir, 'work')];
    const exportOf = async (withSealed: boolean, change: (list: DossierList) => Partial<DossierList>) => {
      const talking = {
        ...lpse,
        dossier: async (code: string) => {
          const list = await lpse.dossier(code);
          return { ...list, ...change(list) };
        },
        dossierParts: (...about: Parameters<typeof lpse.dossierParts>) => {
          asked.push(about[0]);
          return lpse.dossierParts(...about);
        },
      };
      const input = { connection: await station.connect(), kdTender, path, workDir, withSealed, witnessed: [] };
      return anyCode(exportTender({ ...station.needs, lpse: talking, dossiers: fileDossiers }, input));
    };
    const [sha256, sealedSha256] = ['0'.repeat(64), '0'.repeat(64)];
    const results = Array.from({ length: 60_000 }, (_, i) => ({
      ...{ name: `bids/satu/S${String(i)}/body.json`, size: 1, sha256 },
    }));
    const tooMany = ({ parts }: DossierList) => ({ parts: [...parts, ...results] });
    const unnamed = ({ parts }: DossierList) => ({
      parts: [...parts, { name: 'openings/satu/results/10000.p7m', size: 1, sha256 }],
    });
    const tooLong = () => ({ sealed: [{ submissionId: 'S1', size: 1000 * 2 ** 30, sealedSha256 }] });
    for (const change of [tooMany, unnamed, tooLong])
      expect(await exportOf(true, change)).toBe('audit/dossier-too-large');
    expect(asked).toEqual([]);
    expect((await readdir(tenders.dir)).filter((name) => name.startsWith('too-large'))).toEqual([]);
    // Sealed files do not count where they are not asked for.
    expect(await exportOf(false, tooLong)).toBe('accepted');
  });

  it('leaves nothing behind when it is stopped', async () => {
    await tenders.export(kdTender, 'taken.zip');
    expect(await anyCode(tenders.export(kdTender, 'taken.zip'))).toBe('storage/unsafe-target');
  });
});
