// Two verifiers of a tender, ours and one in Python with openssl that was written from the specification: they agree on real tenders
// of every kind, and on every lie that we could think of.
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTender } from '../../app/usecases/verify-tender.ts';
import { fileDossiers } from '../../main/adapters/file-dossier.ts';
import { readOperatorAnchors } from '../../main/adapters/operator-anchors.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { HAS_OPENSSL } from '../pki/openssl.ts';
import { partsOf, writeParts } from './dossier-parts.ts';
import { liarAt, TAMPERINGS, type Kind, type Parts } from './tampering.ts';
import { Tenders } from './tender.ts';

const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;
const SCRIPT = fileURLToPath(new URL('verify_tender.py', import.meta.url));
const KINDS: readonly Kind[] = ['members', 'two', 'quorum', 'nonCa'];

interface Verdict {
  readonly ok: boolean;
  /** `number/envelope` of every row that failed. */
  readonly failed: readonly string[];
  readonly missing: readonly string[];
  readonly said: string;
}

describe.skipIf(!HAS_OPENSSL || !HAS_PYTHON)('two verifiers (skipped without openssl 3 and python3)', () => {
  let tenders: Tenders;
  const good = new Map<Kind, Parts>();

  beforeAll(async () => {
    tenders = await Tenders.start();
    const { constructionOneFile, quorum, services, goodsTwoFiles } = DEMO_TENDERS;
    await tenders.bid('karya.nusantara', constructionOneFile, 'satu');
    await tenders.bid('karya.nusantara', constructionOneFile, 'satu');
    const taken = await tenders.bid('sinar.alkes', constructionOneFile, 'satu');
    await tenders.bid('cipta.mandiri', constructionOneFile, 'satu');
    await tenders.withdraw('sinar.alkes', taken);
    await tenders.bid('karya.nusantara', quorum, 'satu');
    await tenders.registerDevice('karya.nusantara');
    await tenders.bid('karya.nusantara', services, 'satu');
    for (const userId of ['sinar.alkes', 'cipta.mandiri'])
      for (const envelopeId of ['file-1', 'file-2'] as const) await tenders.bid(userId, goodsTwoFiles, envelopeId);
    const pokja = ['siti.rahayu', 'agus.pranoto'];
    await tenders.pass(constructionOneFile, 'satu');
    const damaged = tenders.damage('cipta.mandiri', constructionOneFile, 'satu');
    await tenders.open(pokja, constructionOneFile, 'satu');
    await tenders.refer('siti.rahayu', constructionOneFile, 'satu', damaged);
    await tenders.pass(quorum, 'satu');
    await tenders.openLed('hendra.gunawan', ['hendra.gunawan', 'nur.aini'], quorum, 'satu');
    await tenders.pass(services, 'satu');
    await tenders.openLed('dedi.kurniawan', [], services, 'satu');
    await tenders.pass(goodsTwoFiles, 'file-2');
    await tenders.reach(goodsTwoFiles, 'file-1');
    await tenders.open(pokja, goodsTwoFiles, 'file-1');
    await tenders.technical(pokja, goodsTwoFiles, ['sinar.alkes']);
    await tenders.reach(goodsTwoFiles, 'file-2');
    await tenders.open(pokja, goodsTwoFiles, 'file-2');
    const of = { members: constructionOneFile, two: goodsTwoFiles, quorum, nonCa: services };
    for (const kind of KINDS) good.set(kind, await partsOf((await tenders.export(of[kind], `${kind}.zip`)).path));
    await tenders.export(constructionOneFile, 'sealed.zip', { withSealed: true });
  }, 600_000);
  afterAll(() => tenders.close());

  async function ours(path: string): Promise<Verdict> {
    const { trust } = await readOperatorAnchors(tenders.lpse.trustDir);
    const { sealer } = (await tenders.at('auditor')).needs;
    const { report } = await verifyTender({ dossiers: fileDossiers, sealer }, { path, trust, witnesses: [] });
    const rows = (outcome: string) =>
      report.checks.filter((row) => row.outcome === outcome).map((row) => `${row.number}/${row.envelopeId ?? ''}`);
    const said = report.checks
      .filter((row) => row.outcome === 'failed')
      .map((row) => JSON.stringify([row.number, row.code, row.facts]));
    return { ok: report.ok, failed: rows('failed'), missing: rows('missing'), said: said.join('\n') };
  }

  function theirs(path: string): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      execFile('python3', [SCRIPT, path, '--trust', tenders.lpse.trustDir, '--json'], (error, stdout, stderr) => {
        if (error !== null && error.code !== 1) {
          reject(new Error(stderr));
          return;
        }
        // Written by the script, for this test.
        const answer = JSON.parse(stdout) as {
          readonly ok: boolean;
          readonly checks: readonly { number: number; envelopeId: string | null; outcome: string; why?: string }[];
        };
        const rows = (outcome: string) =>
          answer.checks.filter((row) => row.outcome === outcome).map((row) => `${row.number}/${row.envelopeId ?? ''}`);
        const said = answer.checks
          .filter((row) => row.outcome === 'failed')
          .map((row) => `${row.number} ${row.why ?? ''}`);
        resolve({ ok: answer.ok, failed: rows('failed'), missing: rows('missing'), said: said.join('\n') });
      });
    });
  }

  async function agreeOn(path: string): Promise<Verdict> {
    const [a, b] = await Promise.all([ours(path), theirs(path)]);
    const about = `ours:\n${a.said}\ntheirs:\n${b.said}`;
    expect(b.ok, about).toBe(a.ok);
    expect(b.failed, about).toEqual(a.failed);
    expect(b.missing, about).toEqual(a.missing);
    return a;
  }

  it.each(KINDS)('agree on a good tender: %s', { timeout: 120_000 }, async (kind) => {
    const verdict = await agreeOn(join(tenders.dir, `${kind}.zip`));
    expect(verdict.said).toBe('');
    expect(verdict.ok).toBe(true);
  });

  it('agree on sealed files, one of which is damaged as the members said', { timeout: 120_000 }, async () => {
    expect((await agreeOn(join(tenders.dir, 'sealed.zip'))).ok).toBe(true);
  });

  it.each(TAMPERINGS)(
    'agree on $name ($on)',
    { timeout: 120_000 },
    async ({ name, on, lie, fails, reindexed = true }) => {
      const parts = new Map(good.get(on));
      await lie(parts, liarAt(tenders.lpse), good);
      const path = join(tenders.dir, `${on}-${String(TAMPERINGS.findIndex((each) => each.name === name))}.zip`);
      await writeParts(path, parts, reindexed);
      const verdict = await agreeOn(path);
      expect(verdict.ok).toBe(false);
      expect(verdict.failed[0]?.split('/')[0], verdict.said).toBe(String(fails));
    },
  );
});
