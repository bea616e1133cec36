// Results on paper after a real opening at two members' computers: the same bytes at both, read back by Python's standard library,
// signed by both, and checked with openssl and the operator's root certificates alone.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpeningResults } from '../../app/domain/opening-results.ts';
import { drawUpMinutes, EXPORT_FORMATS, exportResults } from '../../app/usecases/draw-up-minutes.ts';
import { exportTender } from '../../app/usecases/export-tender.ts';
import { verifyPaper } from '../../app/usecases/judge-minutes.ts';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { proofName } from '../../app/domain/minutes-names.ts';
import { readFolder } from '../../app/usecases/minutes-folder.ts';
import { openBids } from '../../app/usecases/open-bids.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { addMinutesSignature, signMinutes, verifyMinutes } from '../../app/usecases/sign-minutes.ts';
import { fileDossiers } from '../../main/adapters/file-dossier.ts';
import type { SealingPolicy } from '../../app/protocol/policy.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { PAPER_ADAPTERS } from '../../main/compose-papers.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { sampleResults } from '../doubles/opening-results.ts';
import { bidIn, sealedBid, sendBid } from '../faults/bidding.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { HAS_OPENSSL } from '../pki/openssl.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
const HAS_PYTHON = spawnSync('python3', ['-c', 'import csv, json, zipfile']).status === 0;

let lpse: TemporaryLpse;
let bidders: readonly Station[];
let siti: Station;
let agus: Station;

const baseOf = (station: Station) => join(station.dir, 'pembukaan');

async function member(station: Station) {
  const identityId = station.signing?.identityId ?? '';
  return { connection: await station.connect(), kdTender, envelopeId, identityId, baseDir: baseOf(station) };
}

async function open(station: Station): Promise<void> {
  await openBids(station.needs, {
    ...(await member(station)),
    encryptionIdentityId: station.opening?.identityId ?? null,
  });
}

async function resultsAt(station: Station): Promise<OpeningResults> {
  return loadOpeningResults(station.needs, await member(station));
}

function needsOf(station: Station) {
  return { ...station.needs, ...PAPER_ADAPTERS };
}

async function finalAt(station: Station) {
  const results = await resultsAt(station);
  const about = { zone: 'WIB', language: 'id', stage: 'final', format: 'pdf', clientVersion: '0.1.0' } as const;
  return drawUpMinutes(needsOf(station), { results, ...about, baseDir: baseOf(station) });
}

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  bidders = [await openStation(lpse, 'karya.nusantara'), await openStation(lpse, 'cipta.mandiri')];
  for (const [i, station] of bidders.entries()) {
    const bidId = await sealedBid(station, { kdTender, price: `${String(i + 1)}000000.10` });
    await sendBid(station, bidId);
    await bidIn(station, bidId, 'receipted');
  }
  siti = await openStation(lpse, 'siti.rahayu');
  agus = await openStation(lpse, 'agus.pranoto');
  const known = (await bidders[0]?.needs.memory.policy(siti.needs.kdLpse, kdTender))?.closesAt[envelopeId];
  await lpse.management?.advanceTo(new Date(Date.parse(known ?? '') + 3_600_000));
  await requestRelease(siti.needs, await member(siti));
  await open(siti);
  await open(agus);
});

afterAll(async () => {
  for (const station of [...bidders, siti, agus]) await station.close();
  await lpse.close();
});

/** What the exports say, by Python's standard library. */
const READER = `
import csv, io, json, sys, zipfile, xml.etree.ElementTree as ET
folder, stem = sys.argv[1:3]
raw = open(f'{folder}/{stem}.csv', 'rb').read()
assert raw.startswith(b'\\xef\\xbb\\xbf') and b'\\r\\n' in raw
rows = list(csv.reader(io.StringIO(raw.decode('utf-8-sig'), newline=''), strict=True))
data = json.load(open(f'{folder}/{stem}.json', encoding='utf-8'), parse_float=lambda text: sys.exit('a float: ' + text))
ns = {'m': 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'}
with zipfile.ZipFile(f'{folder}/{stem}.xlsx') as book:
    assert book.testzip() is None
    shared = [''.join(t.text or '' for t in si.iter('{%s}t' % ns['m'])) for si in ET.fromstring(book.read('xl/sharedStrings.xml'))]
    sheet = ET.fromstring(book.read('xl/worksheets/sheet1.xml'))
    formulas = len(sheet.findall('.//m:f', ns))
    numbers = []
    def cell(c):
        inline = c.find('m:is', ns)
        if inline is not None: return ''.join(t.text or '' for t in inline.iter('{%s}t' % ns['m']))
        v = c.find('m:v', ns)
        if v is None: return ''
        if c.get('t') is None: numbers.append(v.text); return v.text
        assert c.get('t') == 's', 'a cell that is neither text nor number'
        return shared[int(v.text)]
    def column(c):
        n = 0
        for letter in c.get('r').rstrip('0123456789'): n = n * 26 + ord(letter) - 64
        return n - 1
    cells = []
    for row in sheet.findall('.//m:row', ns):
        line = [''] * len(rows[0])
        for c in row: line[column(c)] = cell(c)
        cells.append(line)
    from decimal import Decimal
    exact = all(Decimal(repr(float(n))) == Decimal(n) for n in numbers)
    pane = sheet.find('.//m:pane', ns)
    filtered = sheet.find('m:autoFilter', ns)
    widths = [float(c.get('width')) for c in sheet.findall('.//m:col', ns)]
json.dump({'csv': rows, 'json': data, 'xlsx': cells, 'formulas': formulas, 'numbers': len(numbers), 'exact': exact,
           'frozen': pane is not None and pane.get('state') == 'frozen', 'filter': filtered is not None and filtered.get('ref'), 'widths': widths}, sys.stdout)
`;

interface Read {
  readonly csv: readonly (readonly string[])[];
  readonly json: OpeningResults & { readonly format: string };
  readonly xlsx: readonly (readonly string[])[];
  readonly formulas: number;
  readonly numbers: number;
  /** Every number is the same number after a spreadsheet read it. */
  readonly exact: boolean;
  readonly frozen: boolean;
  readonly filter: string;
  readonly widths: readonly number[];
}

function readWithPython(folder: string, stem: string): Read {
  const text = execFileSync('python3', ['-c', READER, folder, stem], { encoding: 'utf8', maxBuffer: 64 << 20 });
  // Written by the reader above.
  return JSON.parse(text) as Read;
}

describe.skipIf(!HAS_PYTHON)('exports, read by Python (skipped without python3)', () => {
  it('hold what was opened, in every format', async () => {
    const results = await resultsAt(siti);
    const input = { results, formats: EXPORT_FORMATS, language: 'id', baseDir: baseOf(siti) } as const;
    const { folder } = await exportResults(needsOf(siti), input);
    const read = readWithPython(folder, `hasil-pembukaan-${kdTender}-${envelopeId}`);
    expect(read.json).toEqual({ format: 'segel-opening-results/1', ...results });
    expect(read.json.rows.map(({ price }) => price).toSorted()).toEqual(['1000000.10', '2000000.10']);
    expect(read.csv).toHaveLength(3);
    const price = read.csv[0]?.indexOf('price') ?? -1;
    expect(read.csv.slice(1).map((row) => row[price])).toEqual(results.rows.map((row) => row.price));
    // An identifier that begins with a dash is no formula either.
    const written = (cell: string) => cell.replace(/^'(?=[-=+@])/, '');
    expect(read.xlsx.slice(1)).toEqual(read.csv.slice(1).map((row) => row.map(written)));
    expect(read.formulas).toBe(0);
    expect(read).toMatchObject({ exact: true, frozen: true, filter: 'A1:AC3' });
    expect(read.numbers).toBeGreaterThanOrEqual(2 * 7);
    expect(read.widths).toHaveLength(29);
    const checked = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });
    expect(checked.stdout.match(/: OK/g)).toHaveLength(3);
    expect(checked.status).toBe(0);
  });

  it('run no name as a formula, and lose none', async () => {
    const results = sampleResults();
    const baseDir = join(siti.dir, 'contoh');
    const { folder } = await exportResults(needsOf(siti), {
      results,
      formats: EXPORT_FORMATS,
      language: 'en',
      baseDir,
    });
    const read = readWithPython(folder, `hasil-pembukaan-${results.kdTender}-${results.envelopeId}`);
    const name = read.csv[0]?.indexOf('bidder_name') ?? -1;
    const evil = results.rows[2]?.bidderName ?? '';
    expect(read.csv[3]?.[name]).toBe(`'${evil}`);
    expect(read.xlsx[3]?.[name]).toBe(evil);
    expect(read.json.rows[2]?.bidderName).toBe(evil);
    expect(read.exact).toBe(true);
    expect(read.xlsx[2]?.[read.csv[0]?.indexOf('price') ?? -1]).toBe('13400000000.99');
    expect(read.formulas).toBe(0);
  });
});

describe('minutes', () => {
  it('are the same bytes at every member', async () => {
    const [first, second] = [await finalAt(siti), await finalAt(agus)];
    expect(second.file).toEqual(first.file);
    expect(readFileSync(join(first.folder, first.file.name))).toEqual(
      readFileSync(join(second.folder, second.file.name)),
    );
  });

  it('are signed by each member at their own computer, put together and proven', async () => {
    const { file, folder } = await finalAt(siti);
    const { name, sha256 } = file;
    const unsigned = await verifyMinutes(siti.needs, { ...(await member(siti)), name });
    expect(unsigned.ok).toBe(false);
    expect(unsigned.checks[1]).toMatchObject({ code: 'minutes/no-signature' });

    expect(await signMinutes(siti.needs, { ...(await member(siti)), name, sha256 })).toMatchObject({
      outcome: 'signed',
    });
    const one = await verifyMinutes(siti.needs, { ...(await member(siti)), name });
    expect(one.ok).toBe(true);
    expect(one.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['minutes-policy', 'passed'],
      ['minutes-signature', 'passed'],
      ['minutes-timestamp', 'passed'],
      ['minutes-signer', 'passed'],
      ['minutes-member', 'passed'],
      ['minutes-complete', 'missing'],
    ]);

    const others = await finalAt(agus);
    const { signature } = await signMinutes(agus.needs, { ...(await member(agus)), name, sha256 });
    const p7s = readFileSync(join(others.folder, signature));
    const added = await addMinutesSignature(siti.needs, { ...(await member(siti)), name, p7s });
    expect(added.signature).toBe(signature);
    const two = await verifyMinutes(siti.needs, { ...(await member(siti)), name });
    expect(two.ok).toBe(true);
    expect(two.checks.at(-1)?.facts).toMatchObject({ signed: 2 });
    expect(two.checks.filter(({ id }) => id === 'minutes-member')).toHaveLength(2);
    const { papers } = await readFolder(siti.needs, await member(siti));
    expect(
      papers
        .find((paper) => paper.name === name)
        ?.signatures.map(({ signer }) => signer?.holder)
        .toSorted(),
    ).toEqual([siti.account.name, agus.account.name].toSorted());
    expect(spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder }).status).toBe(0);
  });

  it.skipIf(!HAS_OPENSSL)('have signatures that openssl verifies (skipped without openssl 3)', async () => {
    const { file, folder } = await finalAt(siti);
    const { papers } = await readFolder(siti.needs, await member(siti));
    const signatures = papers.find(({ name }) => name === file.name)?.signatures ?? [];
    expect(signatures).toHaveLength(2);
    const verify = (name: string, content: string) =>
      spawnSync(
        'openssl',
        [
          ...['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', name, '-content', content],
          ...['-CAfile', join(lpse.trustDir, 'ams-root.pem'), '-purpose', 'any', '-out', '/dev/null'],
        ],
        { cwd: folder, encoding: 'utf8' },
      );
    for (const { name } of signatures) {
      expect(verify(name, file.name).stderr).toMatch(/verification successful/i);
      const stamped = spawnSync(
        'openssl',
        ['ts', '-verify', '-in', `${name}.tsr`, '-data', name, '-CAfile', join(lpse.trustDir, 'tsa-root.pem')],
        { cwd: folder, encoding: 'utf8' },
      );
      expect(stamped.stdout + stamped.stderr).toContain('Verification: OK');
    }
    const changed = readFileSync(join(folder, file.name));
    changed[changed.length - 20] = (changed[changed.length - 20] ?? 0) ^ 1;
    writeFileSync(join(siti.dir, 'lain.pdf'), changed);
    expect(verify(signatures[0]?.name ?? '', join(siti.dir, 'lain.pdf')).status).not.toBe(0);
  });

  it.skipIf(!HAS_OPENSSL)('name their policy as openssl reads it (skipped without openssl 3)', async () => {
    const { folder } = await finalAt(siti);
    // Written by us.
    const proof = JSON.parse(
      readFileSync(join(folder, proofName({ kdTender, versiTender: 1, envelopeId })), 'utf8'),
    ) as {
      readonly policy: string;
    };
    const [p7m, json] = [join(siti.dir, 'policy.p7m'), join(siti.dir, 'policy.json')];
    writeFileSync(p7m, Buffer.from(proof.policy, 'base64'));
    const read = spawnSync('openssl', ['cms', '-verify', '-inform', 'DER', '-in', p7m, '-noverify', '-out', json]);
    expect(read.status).toBe(0);
    const { policySha256 } = await resultsAt(siti);
    expect(sha256Hex(readFileSync(json))).toBe(policySha256);
    const { papers } = await readFolder(siti.needs, await member(siti));
    const { signers } = (JSON.parse(readFileSync(json, 'utf8')) as SealingPolicy).envelopes[0] ?? { signers: [] };
    const named = signers.map((der) => sha256Hex(Buffer.from(der, 'base64')));
    const signed = papers.flatMap(({ signatures }) => signatures.map(({ signer }) => signer?.certificateSha256));
    expect(signed).toHaveLength(2);
    for (const one of signed) expect(named).toContain(one);
  });

  it.skipIf(!HAS_OPENSSL)('are good for openssl years later, at the time of the timestamp', async () => {
    const { file, folder } = await finalAt(siti);
    const { papers } = await readFolder(siti.needs, await member(siti));
    const name = papers.find((paper) => paper.name === file.name)?.signatures[0]?.name ?? '';
    const run = (...args: readonly string[]) => spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    const told = run('ts', '-reply', '-text', '-in', `${name}.tsr`).stdout;
    const time = /Time stamp: (.*)/.exec(told)?.[1] ?? '';
    const verify = (seconds: number) =>
      run(
        ...['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', name, '-content', file.name],
        ...['-CAfile', join(lpse.trustDir, 'ams-root.pem'), '-purpose', 'any', '-out', '/dev/null'],
        ...['-attime', String(seconds)],
      ).status;
    expect(verify(Math.floor(Date.parse(time) / 1000))).toBe(0);
    expect(verify(Math.floor(Date.parse(time) / 1000) + 4 * 365 * 86_400)).not.toBe(0);
  });

  it('are proven from the files and the anchors alone, by the proof beside them and by a dossier', async () => {
    const { file, folder } = await finalAt(siti);
    const path = join(siti.dir, 'tender.zip');
    const about = { kdTender, path, workDir: join(siti.dir, 'kerja'), withSealed: false, witnessed: [] };
    const connection = await siti.connect();
    const { trust } = connection;
    await exportTender({ ...siti.needs, dossiers: fileDossiers }, { connection, ...about });
    for (const dossier of [null, path]) {
      const { report } = await verifyPaper(
        { ...siti.needs, dossiers: fileDossiers },
        { folder, name: file.name, trust, dossier },
      );
      expect(report.ok).toBe(true);
      expect(report.checks[0]).toMatchObject({
        ...{ id: 'minutes-policy', outcome: 'passed' },
        facts: { source: dossier === null ? 'proof' : 'dossier', members: 3 },
      });
      expect(report.checks.at(-1)?.facts).toEqual({ signed: 2, members: 3 });
    }
    const stranger = { ...trust, ams: trust.kms };
    const { report } = await verifyPaper(
      { ...siti.needs, dossiers: fileDossiers },
      { folder, name: file.name, trust: stranger, dossier: path },
    );
    expect(report.ok).toBe(false);
  });

  it('refuse another paper, a stranger, and a signature over something else', async () => {
    const { file, folder } = await finalAt(siti);
    const { name, sha256 } = file;
    const input = { ...(await member(siti)), name };
    await expect(signMinutes(siti.needs, { ...input, sha256: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'minutes/paper-changed',
    });
    await expect(signMinutes(siti.needs, { ...input, sha256, name: '../x.pdf' })).rejects.toMatchObject({
      code: 'minutes/paper-not-found',
    });
    const opening = siti.opening?.identityId ?? '';
    await expect(signMinutes(siti.needs, { ...input, sha256, identityId: opening })).rejects.toMatchObject({
      code: 'minutes/foreign-signer',
    });
    const { papers } = await readFolder(siti.needs, input);
    const [mine] = papers.find((paper) => paper.name === name)?.signatures ?? [];
    const draft = await drawUpMinutes(needsOf(siti), {
      ...{ results: await resultsAt(siti), zone: 'WIB', language: 'id', stage: 'draft', format: 'pdf' },
      ...{ clientVersion: '0.1.0', baseDir: baseOf(siti) },
    });
    const elsewhere = { ...input, name: draft.file.name, p7s: mine?.p7s ?? Buffer.alloc(0) };
    await expect(addMinutesSignature(siti.needs, elsewhere)).rejects.toMatchObject({ code: 'signature/wrong-content' });

    // A paper that was changed below its signatures.
    const path = join(folder, name);
    const good = readFileSync(path);
    writeFileSync(path, Buffer.concat([good, Buffer.from('\n')]));
    const report = await verifyMinutes(siti.needs, input);
    writeFileSync(path, good);
    expect(report.ok).toBe(false);
    expect(report.checks[1]).toMatchObject({ outcome: 'failed', code: 'signature/wrong-content' });
  });

  it('say so when the timestamp is of something else', async () => {
    const { file, folder } = await finalAt(siti);
    const input = { ...(await member(siti)), name: file.name };
    const { papers } = await readFolder(siti.needs, input);
    const [a, b] = papers.find(({ name }) => name === file.name)?.signatures ?? [];
    writeFileSync(join(folder, `${a?.name ?? ''}.tsr`), b?.timestamp ?? Buffer.alloc(0));
    const report = await verifyMinutes(siti.needs, input);
    writeFileSync(join(folder, `${a?.name ?? ''}.tsr`), a?.timestamp ?? Buffer.alloc(0));
    expect(report.ok).toBe(false);
    expect(report.checks.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      ...{ id: 'minutes-timestamp', code: 'timestamp/invalid' },
    });
  });
});
