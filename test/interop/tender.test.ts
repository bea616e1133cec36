// Two verifiers of a tender, ours and one in Python with openssl that was written from the specification: they agree on real tenders
// of every kind, and on every lie that we could think of. The second one is started once: what it has proven of one dossier, byte for
// byte, it need not ask openssl again for the next.
import { spawn, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTender } from '../../app/usecases/verify-tender.ts';
import { fileDossiers } from '../../main/adapters/file-dossier.ts';
import { readOperatorAnchors } from '../../main/adapters/operator-anchors.ts';
import { HAS_OPENSSL } from '../pki/openssl.ts';
import { writeParts } from './dossier-parts.ts';
import { goodTenders, type GoodTenders } from './good-tenders.ts';
import { TAMPERINGS } from './tampering/all.ts';
import { KINDS, liarAt, type Tampering } from './tampering/liar.ts';

const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;
const SCRIPT = fileURLToPath(new URL('verify_tender.py', import.meta.url));

interface Verdict {
  readonly ok: boolean;
  /** `number/envelope` of every row that failed. */
  readonly failed: readonly string[];
  readonly missing: readonly string[];
  readonly said: string;
}

interface Row {
  readonly number: number;
  readonly envelopeId: string | null;
  readonly outcome: string;
}

describe.skipIf(!HAS_OPENSSL || !HAS_PYTHON)('two verifiers (skipped without openssl 3 and python3)', () => {
  let good: GoodTenders;
  let theirs: Promise<ReadonlyMap<string, Verdict>>;
  const pathOf = (name: string) => join(good.tenders.dir, `${name}.zip`);
  const lieOf = (tampering: Tampering) => pathOf(`lie-${String(TAMPERINGS.indexOf(tampering))}`);

  beforeAll(async () => {
    good = await goodTenders();
    const liar = liarAt(good.tenders.lpse, good.parts);
    for (const tampering of TAMPERINGS) {
      const { reindexed = true, bytes } = tampering;
      const parts = new Map(good.parts.get(tampering.on));
      await tampering.lie(parts, liar);
      await writeParts(lieOf(tampering), parts, reindexed);
      if (bytes !== undefined) await writeFile(lieOf(tampering), bytes(await readFile(lieOf(tampering))));
    }
    theirs = askThem([...KINDS.map(pathOf), ...TAMPERINGS.map(lieOf)], good.tenders.lpse.trustDir);
  }, 600_000);
  afterAll(() => good.tenders.close());

  async function ours(path: string): Promise<Verdict> {
    const { trust } = await readOperatorAnchors(good.tenders.lpse.trustDir);
    const { sealer } = (await good.tenders.at('auditor')).needs;
    const { report } = await verifyTender({ dossiers: fileDossiers, sealer }, { path, trust, witnesses: [] });
    return verdictOf(report.ok, report.checks);
  }

  async function agreeOn(path: string): Promise<Verdict> {
    const a = await ours(path);
    const b = (await theirs).get(path);
    if (b === undefined) throw new Error('not judged');
    const about = `ours:\n${a.said}\ntheirs:\n${b.said}`;
    expect([b.failed, b.missing, b.ok], about).toEqual([a.failed, a.missing, a.ok]);
    return a;
  }

  it.each(KINDS)('agree on a good tender: %s', { timeout: 600_000 }, async (kind) => {
    const verdict = await agreeOn(pathOf(kind));
    expect(verdict.ok, verdict.said).toBe(true);
  });

  it.each(TAMPERINGS)('agree on $name ($on)', { timeout: 120_000 }, async (tampering) => {
    const { fails } = tampering;
    const verdict = await agreeOn(lieOf(tampering));
    expect(verdict.failed[0]?.split('/')[0], verdict.said).toBe(fails === null ? undefined : String(fails));
    expect(verdict.ok).toBe(fails === null);
  });
});

function verdictOf(ok: boolean, rows: readonly Row[]): Verdict {
  const having = (outcome: string) => rows.filter((row) => row.outcome === outcome);
  const places = (outcome: string) => having(outcome).map((row) => `${String(row.number)}/${row.envelopeId ?? ''}`);
  return { ok, failed: places('failed'), missing: places('missing'), said: JSON.stringify(having('failed')) };
}

async function askThem(paths: readonly string[], trustDir: string): Promise<ReadonlyMap<string, Verdict>> {
  const python = spawn('python3', [SCRIPT, ...paths, '--trust', trustDir, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [answers, faults] = await Promise.all([text(python.stdout), text(python.stderr)]);
  const verdicts = answers
    .split('\n')
    .filter((line) => line !== '')
    .map((line): [string, Verdict] => {
      // Written by the script, for this test.
      const answer = JSON.parse(line) as {
        readonly path: string;
        readonly ok: boolean;
        readonly checks: readonly Row[];
      };
      return [answer.path, verdictOf(answer.ok, answer.checks)];
    });
  if (verdicts.length !== paths.length) throw new Error(faults);
  return new Map(verdicts);
}
