// kill -9 of the client's process in the middle of sealing and of sending, again and again: it goes on where it was, and in the end
// there is one sealed file, one submission and one receipt.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportJournal } from '../../app/usecases/export-journal.ts';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { bidIn, filedBids, prepareBid } from './bidding.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const script = fileURLToPath(new URL('./client-process.ts', import.meta.url));
let lpse: TemporaryLpse;
let station: Station;
let bidId: string;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  station = await openStation(lpse, 'karya.nusantara');
  bidId = await prepareBid(station, { kdTender, sizeBytes: 8 << 20 });
});
afterAll(async () => {
  await station.close();
  await lpse.close();
});

/** How the process ended: the signal, or its exit code with what it said. */
function run(action: 'seal' | 'submit', moment: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, station.dir, bidId, action, moment], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ?? `${String(code)} ${said}`.trim()));
  });
}

describe('a client that is killed', () => {
  it('while it seals has its draft, and seals it then', async () => {
    for (const moment of ['sealing', 'sealer.seal', 'sealer.verify']) {
      expect(await run('seal', moment), moment).toBe('SIGKILL');
      expect((await bidIn(station, bidId, 'draft')).documents).not.toHaveLength(0);
    }
    expect(await run('seal', 'bids.save')).toBe('SIGKILL');
    const { sealed } = await bidIn(station, bidId, 'sealed');
    const verified = await station.needs.sealer.verify(sealed.path);
    expect(verified.sealedSha256).toBe(sealed.sealedSha256);
  });

  it('while it sends goes on with the same request, to one receipt', async () => {
    const requests = new Set<string>();
    for (const moment of ['lpse.createUpload', 'lpse.submit', 'uploading', 'uploader.upload', 'receipts.save']) {
      expect(await run('submit', moment), moment).toBe('SIGKILL');
      const bid = await station.needs.bids.load(bidId);
      if (bid !== null && 'upload' in bid && bid.upload.request !== null) requests.add(bid.upload.request);
    }
    expect(requests.size).toBe(1);
    expect(await run('submit', '')).toBe('0');
    const { sealed, receipt } = await bidIn(station, bidId, 'receipted');
    const needs = { ...station.needs, log: station.needs.lpse };
    const { report } = await verifyReceipt(needs, { folder: receipt.folder, sealedPath: sealed.path });
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect((await filedBids(station, kdTender)).map(({ state }) => state)).toEqual(['receipted']);
    expect(readdirSync(dirname(receipt.folder))).toHaveLength(1);
  });

  it('leaves a whole database and an unbroken journal', async () => {
    const { broken } = await exportJournal(station.needs, { baseDir: station.dir, kdTender: null });
    expect(broken).toBeNull();
    const [profile = ''] = readdirSync(join(station.dir, 'profiles'));
    const database = new Database(join(station.dir, 'profiles', profile, 'segel.db'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  });
});
