// An opening by a quorum at computers that fail: a line that breaks while a share is given, the wrong certificate, a room opened twice,
// a member who comes late, and a leading computer that is lost after the release. Each member at a computer of the own.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contributeShare } from '../../../app/usecases/contribute-share.ts';
import { offerSession, requestRelease } from '../../../app/usecases/lead-opening.ts';
import { openBids } from '../../../app/usecases/open-bids.ts';
import { enterOpening } from '../../../app/usecases/opening-room.ts';
import { openersOfRoom } from '../../../app/usecases/opening-view.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { sealedBid, sendBid } from '../../faults/bidding.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { openStation, type Station } from './station.ts';

const kdTender = DEMO_TENDERS.quorum;
const envelopeId = 'satu';
let lpse: TemporaryLpse;
const stations: Station[] = [];
let hendra: Station;
let nur: Station;
let yohanes: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  const karya = await at('karya.nusantara');
  await sendBid(karya, await sealedBid(karya, { kdTender, price: '87900000000' }));
  [hendra, nur, yohanes] = [await at('hendra.gunawan'), await at('nur.aini'), await at('yohanes.bere')];
  await lpse.management?.advanceBySeconds(21 * 3600);
});
afterAll(async () => {
  for (const station of stations) await station.close();
  await lpse.close();
});

async function at(userId: string): Promise<Station> {
  const station = await openStation(lpse, userId);
  stations.push(station);
  return station;
}

async function member(station: Station) {
  const identityId = station.signing?.identityId ?? '';
  return { connection: await station.connect(), kdTender, envelopeId, identityId };
}

async function give(station: Station, change: { readonly encryptionIdentityId?: string } = {}) {
  const input = await member(station);
  const { sessionCertificate } = await enterOpening(station.needs, input);
  const sessionCertificateSha256 = sessionCertificate?.sha256 ?? '';
  const encryptionIdentityId = station.opening?.identityId ?? '';
  return contributeShare(station.needs, { ...input, encryptionIdentityId, sessionCertificateSha256, ...change });
}

const given = async (station: Station): Promise<readonly string[]> => {
  const room = await enterOpening(station.needs, await member(station));
  return openersOfRoom(room, station.needs.lpse).flatMap(({ name, contributed }) => (contributed ? [name] : []));
};

const open = async (station: Station, folder: string) => {
  const input = { ...(await member(station)), encryptionIdentityId: null, baseDir: join(station.dir, folder) };
  return (await openBids(station.needs, input)).bids.map(({ outcome }) => outcome.kind);
};

describe('a share', () => {
  it('counts once when the line breaks after the LPSE has it, and the member gives it again', async () => {
    await offerSession(hendra.needs, await member(hendra));
    const { lpse: gateway } = nur.needs;
    const broken: typeof gateway = {
      ...gateway,
      contribute: async (...about) => {
        await gateway.contribute(...about);
        throw new TypeError('the line is gone');
      },
    };
    const cut = { ...nur, needs: { ...nur.needs, lpse: broken } };
    await expect(give(cut)).rejects.toThrow('the line is gone');
    expect(await given(hendra)).toEqual(['Nur Aini']);
    await give(nur);
    const { answer } = await enterOpening(hendra.needs, await member(hendra));
    expect(answer.contributions).toHaveLength(1);
  });

  it('is not given with the wrong certificate, and nothing is posted', async () => {
    const signing = { encryptionIdentityId: yohanes.signing?.identityId ?? '' };
    expect(await anyCode(give(yohanes, signing))).toBe('cms/no-matching-recipient');
    expect(await given(hendra)).toEqual(['Nur Aini']);
  });

  it('is taken of a member who comes after the release', async () => {
    await requestRelease(hendra.needs, await member(hendra));
    const room = await give(yohanes);
    expect([room.release !== null, await given(hendra)]).toEqual([true, ['Nur Aini', 'Yohanes Bere']]);
  });
});

describe('a leader', () => {
  it('may offer the same computer again, and nobody else while it is there', async () => {
    const input = await member(hendra);
    const before = await enterOpening(hendra.needs, input);
    const again = await offerSession(hendra.needs, input);
    expect(again.sessionCertificate?.sha256).toBe(before.sessionCertificate?.sha256);
    expect([again.release !== null, again.answer.contributions.length]).toEqual([true, 2]);
    expect(await anyCode(offerSession(nur.needs, await member(nur)))).toBe('opening/session-taken');
  });

  it('whose computer is lost leads from another one, and is given the shares anew', async () => {
    const second = await at('hendra.gunawan');
    const before = await enterOpening(hendra.needs, await member(hendra));
    const led = await offerSession(second.needs, await member(second));
    expect(led.sessionCertificate?.sha256).not.toBe(before.sessionCertificate?.sha256);
    expect([led.release, await given(second)]).toEqual([null, []]);
    await requestRelease(second.needs, await member(second));
    expect(await anyCode(open(second, 'terlalu-dini'))).toBe('share/too-few');
    // The computer that led before has lost its place, whatever it still has.
    expect(await anyCode(open(hendra, 'lama'))).toMatch(/^(opening\/session-missing|share\/too-few)$/);
  });

  it('who is gone with the computer after the release is followed by another member after half an hour', async () => {
    expect(await anyCode(offerSession(nur.needs, await member(nur)))).toBe('opening/session-taken');
    await lpse.management?.advanceBySeconds(31 * 60);
    await offerSession(nur.needs, await member(nur));
    await requestRelease(nur.needs, await member(nur));
    await give(nur);
    await give(yohanes);
    expect(await open(nur, 'buka')).toEqual(['opened']);
    // And that one is there: the first leader waits like everybody else.
    expect(await anyCode(offerSession(hendra.needs, await member(hendra)))).toBe('opening/session-taken');
  });
});
