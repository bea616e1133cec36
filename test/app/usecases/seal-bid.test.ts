// Sealing while the machine fails or somebody else seals too: a bid that says it is sealed has its file, always.
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { addDocuments, setLetter, startDraft } from '../../../app/usecases/edit-draft.ts';
import { loadPackage } from '../../../app/usecases/load-package.ts';
import { sealBid } from '../../../app/usecases/seal-bid.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { openStation, type Station } from './station.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
let lpse: TemporaryLpse;
let station: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  station = await openStation(lpse, 'karya.nusantara');
});
afterAll(async () => {
  await station.close();
  await lpse.close();
});

async function prepare(): Promise<string> {
  const connection = await station.connect();
  const loaded = await loadPackage(station.needs, { connection, kdTender });
  const { bidId } = await startDraft(station.needs, { package: loaded.package, envelopeId: 'satu' });
  const { maxNameLength } = loaded.view.limits;
  for (const { slot } of loaded.view.envelopes[0]?.slots ?? []) {
    const path = await station.document(`${slot}.pdf`, `%PDF-1.7\n${slot}\nstartxref\n0\n%%EOF\n`);
    await addDocuments(station.needs, { bidId, slot, paths: [path], maxNameLength });
  }
  await setLetter(station.needs, { bidId, letter: { price: '1000', validityDays: 30 } });
  return bidId;
}

async function seal(bidId: string, needs: typeof station.needs = station.needs) {
  const identityId = station.signing?.identityId ?? null;
  return sealBid(needs, { connection: await station.connect(), bidId, identityId, consent: true });
}

describe('sealing', () => {
  it('leaves one bid with its file when two windows seal the same draft at once', async () => {
    const bidId = await prepare();
    const outcomes = await Promise.allSettled([seal(bidId), seal(bidId)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const bid = await station.needs.bids.load(bidId);
    if (bid?.state !== 'sealed') throw new Error('not sealed');
    expect(existsSync(bid.sealed.path)).toBe(true);
    expect(readdirSync(dirname(bid.sealed.path))).toHaveLength(1);
  });

  it('keeps the file of a bid that was saved, also when the journal cannot be written any more', async () => {
    const bidId = await prepare();
    const full = () => Promise.reject(new CodedError('storage/full'));
    const needs = { ...station.needs, journal: { ...station.needs.journal, append: full } };
    await expect(seal(bidId, needs)).rejects.toMatchObject({ code: 'storage/full' });
    const bid = await station.needs.bids.load(bidId);
    if (bid?.state !== 'sealed') throw new Error('not sealed');
    expect(existsSync(bid.sealed.path)).toBe(true);
  });

  it('leaves draft and folder as they were when the bid cannot be saved', async () => {
    const bidId = await prepare();
    const [first] = await station.needs.bids.list({ state: 'sealed' });
    if (first?.state !== 'sealed') throw new Error('not sealed');
    const before = readdirSync(dirname(first.sealed.path));
    const { bids } = station.needs;
    const failing = {
      list: bids.list.bind(bids),
      load: bids.load.bind(bids),
      remove: bids.remove.bind(bids),
      newSealedPath: bids.newSealedPath.bind(bids),
      removeSealed: bids.removeSealed.bind(bids),
      save: () => Promise.reject(new CodedError('storage/full')),
    };
    await expect(seal(bidId, { ...station.needs, bids: failing })).rejects.toMatchObject({ code: 'storage/full' });
    expect((await station.needs.bids.load(bidId))?.state).toBe('draft');
    expect(readdirSync(dirname(first.sealed.path))).toEqual(before);
  });
});
