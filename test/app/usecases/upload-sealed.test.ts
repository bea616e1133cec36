// What a computer that loses its power in the middle of an upload knows afterwards.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bid, UploadingBid } from '../../../app/domain/bid.ts';
import type { UploadEvent, Uploader } from '../../../app/ports/uploader.ts';
import { uploadSealed } from '../../../app/usecases/upload-sealed.ts';
import { SqliteBidStore } from '../../../main/adapters/sqlite-bid-store.ts';
import { openDatabase, type SqliteDatabase } from '../../../main/adapters/sqlite-database.ts';
import { SqliteJournal } from '../../../main/adapters/sqlite-journal.ts';
import { useTemporaryFolder } from '../../main/adapters/temporary-folder.ts';

const at = useTemporaryFolder();
let database: SqliteDatabase;
let bids: SqliteBidStore;
beforeEach(() => {
  database = openDatabase(at('segel.db')).database;
  bids = new SqliteBidStore(database, { accountId: 'akun-1', sealedFolder: at('sealed') });
});
afterEach(() => database.close());

const totalBytes = 1000;
const sealed = {
  ...{ path: '', sizeBytes: totalBytes, sealedSha256: '', manifestSha256: '', signatureSha256: '', policySha256: '' },
  ...{ policySerial: 1, signerSha256: '', signerName: '', bidderId: '', evidenceSha256: '', sealedAt: '' },
  ...{ timestampAt: null, documents: [], letter: null },
};
const uploading: UploadingBid = {
  ...{ bidId: 'b1', kdLpse: 906, kdTender: '10092474000', versiTender: 1, namaPaket: 'Gedung', envelopeId: 'satu' },
  ...{ mode: 'CA', accountId: 'akun-1', revision: 1, supersedes: null, storedVersion: 0, updatedAt: '' },
  ...{ state: 'uploading', sealed, submissionId: 's1' },
  upload: { uploadId: 'u', uploadUrl: '/u', expiresAt: '', offsetBytes: 0, request: 'x' },
};

/** A line that acknowledges as the test says, on a clock that the test moves. */
async function upload(happens: (acknowledge: (offsetBytes: number, afterMs: number) => void) => Promise<void>) {
  let nowMs = 0;
  const clock = { now: () => new Date(0), monotonicMs: () => nowMs, wait: () => Promise.resolve() };
  const uploader: Uploader = {
    upload: (_job, options) =>
      happens((offsetBytes, afterMs) => {
        nowMs += afterMs;
        const event: UploadEvent = { kind: 'acknowledged', offsetBytes, totalBytes };
        options?.onProgress?.(event);
      }),
  };
  const [saved] = await bids.save(uploading);
  const needs = { bids, uploader, clock, journal: new SqliteJournal(database) };
  return uploadSealed(needs, { bid: saved, timeLeftMs: () => Infinity }, {});
}

async function kept(): Promise<number | null> {
  const bid: Bid | null = await bids.load('b1');
  return bid?.state === 'uploading' ? bid.upload.offsetBytes : null;
}

describe('an upload', () => {
  it('keeps how far it came while it goes on', async () => {
    const seen: (number | null)[] = [];
    const done = await upload(async (acknowledge) => {
      for (const offset of [100, 200, 300, 400]) {
        acknowledge(offset, 2000);
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen.push(await kept());
      }
      acknowledge(1000, 10);
    });
    // Two seconds between answers: every second one is kept.
    expect(seen).toEqual([0, 200, 200, 400]);
    expect(done.upload.offsetBytes).toBe(1000);
    expect(done.storedVersion).toBe(4);
  });

  it('keeps it when the line breaks for good', async () => {
    const broken = upload((acknowledge) => {
      acknowledge(300, 10);
      return Promise.reject(new Error('cut'));
    });
    await expect(broken).rejects.toThrow('cut');
    expect(await kept()).toBe(300);
  });
});
