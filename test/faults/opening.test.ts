// An opening in which something is wrong with one bid: the others open, nobody is blamed for what others did, and nothing that
// was not proven counts as opened. Afterwards nothing private lies where it does not belong.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../app/errors/coded-error.ts';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { openBids, type OpenBidsNeeds } from '../../app/usecases/open-bids.ts';
import { readEvidence } from '../../app/usecases/read-evidence.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { bidIn, sealedBid, sendBid } from './bidding.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
/** Stands in every document; found anywhere else it has leaked. */
const CANARY = 'RAHASIA-PENAWARAN-5c1d77';
let lpse: TemporaryLpse;
let bidders: readonly Station[];
let siti: Station;
let agus: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  bidders = [await openStation(lpse, 'karya.nusantara'), await openStation(lpse, 'cipta.mandiri')];
  for (const [i, station] of bidders.entries()) {
    const bidId = await sealedBid(station, { kdTender, price: `${String(i + 1)}000000`, text: CANARY });
    await sendBid(station, bidId);
    await bidIn(station, bidId, 'receipted');
  }
  siti = await openStation(lpse, 'siti.rahayu');
  agus = await openStation(lpse, 'agus.pranoto');
  const known = (await bidders[0]?.needs.memory.policy(siti.needs.kdLpse, kdTender))?.closesAt[envelopeId];
  await lpse.management?.advanceTo(new Date(Date.parse(known ?? '') + 3_600_000));
  await requestRelease(siti.needs, await member(siti));
});

afterAll(async () => {
  for (const station of [...bidders, siti, agus]) await station.close();
  await lpse.close();
});

async function member(station: Station) {
  const identityId = station.signing?.identityId ?? '';
  return { connection: await station.connect(), kdTender, envelopeId, identityId };
}

async function open(station: Station, folder: string, needs: Partial<OpenBidsNeeds> = {}) {
  const encryptionIdentityId = station.opening?.identityId ?? null;
  const input = { ...(await member(station)), encryptionIdentityId, baseDir: join(station.dir, folder) };
  return (await openBids({ ...station.needs, ...needs }, input)).bids;
}

const kinds = (bids: Awaited<ReturnType<typeof open>>) => bids.map(({ outcome }) => outcome.kind);

describe('an opening', () => {
  it('goes on when the LPSE does not hand over one of the files, and says nothing about its bidder', async () => {
    const { downloader } = siti.needs;
    const partly: typeof downloader = {
      download: (job, options) =>
        'n' in job && job.n === 1
          ? Promise.reject(new CodedError('network/bad-answer', { status: 404 }))
          : downloader.download(job, options),
    };
    const bids = await open(siti, 'tanpa-satu', { downloader: partly });
    expect(kinds(bids)).toEqual(['unproven', 'opened']);
    expect(bids.map(({ resultPosted }) => resultPosted)).toEqual([false, true]);
  });

  it('calls nothing opened that was not judged, although the file is whole again when it is opened', async () => {
    const { sealer } = siti.needs;
    let first = true;
    const disturbed: typeof sealer = {
      ...sealer,
      verify: (path, options) => {
        if (!first) return sealer.verify(path, options);
        first = false;
        return Promise.reject(new CodedError('seal/container-malformed'));
      },
    };
    const bids = await open(siti, 'terganggu', { sealer: disturbed });
    // Which of the two is verified first is nobody's promise.
    expect(kinds(bids).toSorted()).toEqual(['opened', 'unproven']);
  });

  it('opens a bid again rather than believe a note in its folder that this computer did not make', async () => {
    const before = await open(siti, 'catatan');
    expect(kinds(before)).toEqual(['opened', 'opened']);
    const record = join(before[0]?.folder ?? '', 'pembukaan.json');
    const text = readFileSync(record, 'utf8');
    expect(text).toContain('"price":"1000000"');
    await writeFile(record, text.replace('"price":"1000000"', '"price":"9999999"'));
    const after = await open(siti, 'catatan');
    expect(after.map(({ outcome }) => (outcome.kind === 'opened' ? outcome.price : null))).toEqual([
      '1000000',
      '2000000',
    ]);
    await writeFile(record, '{"format":');
    expect(kinds(await open(siti, 'catatan'))).toEqual(['opened', 'opened']);
  });

  it('opens again what was changed on this disk', async () => {
    const [bid] = await open(siti, 'berubah');
    const path = bid?.documents[0]?.path ?? '';
    await writeFile(path, 'sesudah dibuka');
    const [again] = await open(siti, 'berubah');
    expect(again?.outcome.kind).toBe('opened');
    expect(again?.documents[0]?.path).not.toBe(path);
    expect(readFileSync(again?.documents[0]?.path ?? '', 'latin1')).toContain(CANARY);
  });

  it('fetches a bid again that this disk has damaged, before it says anything of the LPSE', async () => {
    const [bid] = await open(siti, 'cakram');
    const path = join(bid?.folder ?? '', 'bid.sampul');
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(4000) ^ 1, 4000);
    await writeFile(path, bytes);
    expect(kinds(await open(siti, 'cakram'))).toEqual(['opened', 'opened']);
  });

  it('tells damage in storage from a bad bid, and posts that for the other members to see', async () => {
    const { submissions } = (await bidders[0]?.needs.lpse.submissions(kdTender)) ?? { submissions: [] };
    lpse.management?.setFaults({ flip: { uploadId: submissions[0]?.uploadId ?? '', position: 4000 } });
    const bids = await open(agus, 'rusak');
    expect(bids.map(({ outcome }) => (outcome.kind === 'not-opened' ? outcome.reason : outcome.kind))).toEqual([
      'damaged-in-storage',
      'opened',
    ]);
    expect(bids.every(({ resultPosted }) => resultPosted)).toBe(true);
    expect(bids[0]?.documents).toEqual([]);
  });
});

describe('after it all', () => {
  /** Every file below `dir` whose bytes hold one of the texts, as they are, in base64 or in UTF-16. */
  function found(dir: string, texts: readonly string[], skip: (path: string) => boolean): string[] {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .map((name) => join(dir, name))
      .filter((path) => statSync(path).isFile() && !skip(path))
      .filter((path) => {
        const bytes = readFileSync(path);
        return texts.some((text) => formsOf(text).some((form) => bytes.includes(form)));
      });
  }

  function formsOf(text: string): Buffer[] {
    const bytes = Buffer.from(text);
    // base64 of the text at each of the three places it can begin at, without the characters that neighbours change.
    const shifted = [0, 1, 2].map((pad) => {
      const base64 = Buffer.concat([Buffer.alloc(pad), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      return Buffer.from(base64.slice(pad === 0 ? 0 : pad + 1, -2));
    });
    return [bytes, Buffer.from(text, 'utf16le'), ...shifted];
  }

  it('no secret word lies on any computer, and the contents only where people put them', () => {
    const documents = (path: string) => path.endsWith('.pdf');
    for (const { dir } of [...bidders, siti, agus]) {
      expect(found(dir, [DEMO_PASSPHRASE, DEMO_PASSWORD], () => false)).toEqual([]);
      expect(found(dir, [CANARY], documents)).toEqual([]);
    }
    expect(found(lpse.dir, [CANARY], () => false)).toEqual([]);
  });

  it('the addresses of the bidders’ cards lie in nothing but what the auditor alone can open', async () => {
    const macs = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .flatMap(({ mac }) => (mac === '00:00:00:00:00:00' ? [] : [mac]));
    const forms = [...new Set(macs)].flatMap((mac) => [mac, mac.toUpperCase(), mac.replaceAll(':', '-')]);
    const shown = forms.length === 0 ? ['"interfaces":'] : [...forms, '"interfaces":'];
    for (const { dir } of bidders) expect(found(dir, shown, () => false)).toEqual([]);
    expect(found(lpse.dir, shown, () => false)).toEqual([]);
    const auditor = await openStation(lpse, 'auditor');
    try {
      const identityId = auditor.opening?.identityId ?? '';
      const { records } = await readEvidence(auditor.needs, { kdTender, identityId });
      expect(records).toHaveLength(2);
      for (const { atSealing, atSending } of records) {
        const [sealing, sending] = [atSealing.record, atSending.record];
        expect([sealing?.moment, sending?.moment]).toEqual(['sealing', 'sending']);
        const cards = (sending?.interfaces ?? []).flatMap(({ mac }) => (mac === null ? [] : [mac.toLowerCase()]));
        for (const mac of new Set(macs)) expect(cards).toContain(mac.toLowerCase());
      }
      expect(found(auditor.dir, shown, () => false)).toEqual([]);
    } finally {
      await auditor.close();
    }
  });
});
