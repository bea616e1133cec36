// A bidder who wants to stop the opening: what only the committee can read is made so that the opener stumbles over it. Each bid is
// sealed by the real program with one thing changed, and the others must open all the same.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBids, type OpenBidsNeeds } from '../../app/usecases/open-bids.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { softwareDecryptionKey } from '../../crypto/keys.ts';
import { memberInput, OPENED, untilOpening } from '../app/usecases/opened.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { sealedBid, sendBid } from '../faults/bidding.ts';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { createAuthority } from '../pki/authority.ts';
import { deceived } from './toolkit.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';

let lpse: TemporaryLpse;
let siti: Station;

/** Names that the program gives to files of its own in a bid's folder. */
const SLOTS = ['bid.sampul', 'PEMBUKAAN.json', 'nama-berkas.json'] as const;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  siti = await openStation(lpse, 'siti.rahayu');
  for (const [i, userId] of ['karya.nusantara', 'cipta.mandiri', 'sinar.alkes'].entries()) {
    const station = await openStation(lpse, userId);
    const { sealer } = station.needs;
    const hostile: typeof sealer = Object.assign(Object.create(sealer) as typeof sealer, {
      seal: (job: Parameters<typeof sealer.seal>[0], options: Parameters<typeof sealer.seal>[1]) => {
        const documents = job.documents.map((document) => ({ ...document, slot: SLOTS[i]?.toLowerCase() ?? '' }));
        return sealer.seal({ ...job, documents }, options);
      },
    });
    const bidId = await sealedBid({ ...station, needs: { ...station.needs, sealer: hostile } }, OPENED);
    await sendBid(station, bidId);
    await station.close();
  }
  await untilOpening(lpse);
  await requestRelease(siti.needs, await memberInput(siti));
});
afterAll(async () => {
  await siti.close();
  await lpse.close();
});

async function open(folder: string, change: Partial<OpenBidsNeeds> = {}) {
  const encryptionIdentityId = siti.opening?.identityId ?? null;
  const input = { ...(await memberInput(siti)), encryptionIdentityId, baseDir: join(siti.dir, folder) };
  return (await openBids({ ...siti.needs, ...change }, input)).bids;
}

describe('a bidder who wants to stop the opening', () => {
  it('signs nothing for ever when a member picked a key that nobody ever named', async () => {
    const ca = await createAuthority({ subject: 'CA Lain', clock: () => lpse.context.clock.now() });
    const { privateKey, certificate } = await ca.issue('member-encrypt', { subject: 'Berkas Lama' });
    const { identities: own } = siti.needs;
    // Its methods stand on private fields: each is called on the store itself.
    const identities: OpenBidsNeeds['identities'] = new Proxy(own, {
      get(target, name) {
        if (name === 'unlockDecryption') return () => Promise.resolve(softwareDecryptionKey(privateKey, certificate));
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    });
    const bids = await open('kunci-lain', { identities });
    expect(bids.map(({ outcome, resultPosted }) => [outcome, resultPosted])).toEqual(
      SLOTS.map(() => [{ kind: 'unproven', code: 'cms/no-matching-recipient' }, false]),
    );
  });

  it('does not stop it with a manifest that only a newer program can read', async () => {
    const { sealer } = siti.needs;
    let first = true;
    const newer = Object.assign(Object.create(sealer) as typeof sealer, {
      open: (...about: Parameters<typeof sealer.open>) => {
        if (!first) return sealer.open(...about);
        first = false;
        return Promise.reject(new CryptoError('seal/newer-version'));
      },
    });
    const bids = await open('baru', { sealer: newer });
    expect(bids.map(({ outcome }) => outcome.kind).toSorted()).toEqual(['opened', 'opened', 'unproven']);
    expect(bids.find(({ outcome }) => outcome.kind === 'unproven')).toMatchObject({
      outcome: { code: 'seal/newer-version' },
      resultPosted: false,
    });
  });

  it('gets no file a name while nobody has judged the signer', async () => {
    const { sealer } = siti.needs;
    const blink = Object.assign(Object.create(sealer) as typeof sealer, {
      verify: () => Promise.reject(new CryptoError('seal/container-malformed')),
    });
    const bids = await open('sekejap', { sealer: blink });
    expect(bids.map(({ outcome }) => outcome.kind)).toEqual(SLOTS.map(() => 'unproven'));
    const names = readdirSync(join(siti.dir, 'sekejap'), { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => name.endsWith('.pdf'))).toEqual([]);
  });

  it('does not stop it with slots that are called like files of the program', async () => {
    for (const run of ['first', 'again']) {
      const bids = await open('buka');
      expect(
        bids.map(({ outcome, resultPosted }) => [outcome.kind, resultPosted]),
        run,
      ).toEqual(SLOTS.map(() => ['opened', true]));
    }
  });

  it('cannot be helped by an LPSE that spoils one receipt to hide the whole table', async () => {
    const needs = deceived(siti, {
      startOpening: async (...about) => {
        const answer = await siti.needs.lpse.startOpening(...about);
        const [first, ...rest] = answer.bids;
        if (first === undefined) throw new Error('a bid');
        const receipt = { ...first.receipt, receipt: Buffer.from('no receipt').toString('base64') };
        return { ...answer, bids: [{ ...first, receipt }, ...rest] };
      },
    });
    const input = { connection: await siti.connect(), ...OPENED, baseDir: join(siti.dir, 'buka') };
    const { rows } = await loadOpeningResults(needs, input);
    expect(rows.map(({ receiptSequence }) => receiptSequence === null)).toEqual([true, false, false]);
  });
});
