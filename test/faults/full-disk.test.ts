// A client whose own disk is full, for real: a small tmpfs under the whole data folder. Whatever does not fit, nothing is lost.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { anyCode } from '../doubles/any-code.ts';
import { bidIn, filedBids, prepareBid, sealedBid, sendBid } from './bidding.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const MEBIBYTE = 1 << 20;

function mounted(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'segel-full-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return null;
}

function unmount(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
}

const disk = process.platform === 'linux' ? mounted() : null;
afterAll(() => (disk === null ? undefined : unmount(disk)));

describe.skipIf(disk === null)('a disk that is full (skipped where no tmpfs can be mounted)', () => {
  const small = disk ?? '';
  const filler = join(small, 'filler');
  let lpse: TemporaryLpse;
  let station: Station;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    const before = process.env.TMPDIR;
    process.env.TMPDIR = small;
    try {
      station = await openStation(lpse, 'karya.nusantara');
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
  afterAll(async () => {
    rmSync(filler, { force: true });
    await station.close();
    await lpse.close();
  });

  /** Leaves so many bytes free. */
  function fill(leaveBytes: number): void {
    const { bavail, bsize } = statfsSync(small);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
  }

  function sealedFiles(): string[] {
    const [profile = ''] = readdirSync(join(station.dir, 'profiles'));
    const folder = join(station.dir, 'profiles', profile, 'sealed');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  it('takes no sealed file: the draft stays, nothing half-made does', async () => {
    const bidId = await prepareBid(station, { kdTender, sizeBytes: MEBIBYTE / 2 });
    const identityId = station.signing?.identityId ?? null;
    for (const left of [4096, 256 * 1024, MEBIBYTE]) {
      const connection = await station.connect();
      fill(left);
      const sealing = sealBid(station.needs, { connection, bidId, identityId, consent: true });
      expect(await anyCode(sealing), `${String(left)} bytes left`).toBe('storage/full');
      rmSync(filler);
      expect((await bidIn(station, bidId, 'draft')).documents).not.toHaveLength(0);
      expect(sealedFiles()).toEqual([]);
    }
    const connection = await station.connect();
    await sealBid(station.needs, { connection, bidId, identityId, consent: true });
    expect(sealedFiles()).toHaveLength(1);
    expect((await sendBid(station, bidId)).outcome).toBe('receipted');
  });

  it('takes no receipt: the bid is with the server all the same, and has one receipt when there is room', async () => {
    const bidId = await sealedBid(station, { kdTender });
    const uploader = {
      upload: (async (job, options) => {
        await station.needs.uploader.upload(job, options);
        fill(0);
      }) satisfies Station['needs']['uploader']['upload'],
    };
    expect(await anyCode(sendBid(station, bidId, { needs: { uploader } }))).toBe('storage/full');
    rmSync(filler);
    expect((await sendBid(station, bidId)).outcome).toBe('receipted');
    const { sealed, receipt } = await bidIn(station, bidId, 'receipted');
    const needs = { ...station.needs, log: station.needs.lpse };
    const { report } = await verifyReceipt(needs, { folder: receipt.folder, sealedPath: sealed.path });
    expect(report.ok).toBe(true);
    const filed = (await filedBids(station, kdTender)).filter((one) => one.sealedSha256 === sealed.sealedSha256);
    expect(filed).toHaveLength(1);
  });
});
