// Timestamps under minutes, against the reference LPSE and its TSA: what is beside a paper never becomes weaker, whatever is signed or
// added again while the TSA is down, and a TSA whose key was revoked proves nothing.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawUpMinutes } from '../../../app/usecases/draw-up-minutes.ts';
import { fetchTimestamp } from '../../../app/usecases/fetch-timestamp.ts';
import { readStandings, verifyPaper } from '../../../app/usecases/judge-minutes.ts';
import { signatureName } from '../../../app/usecases/minutes-folder.ts';
import { addMinutesSignature, signMinutes, verifyMinutes } from '../../../app/usecases/sign-minutes.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import { fileDossiers } from '../../../main/adapters/file-dossier.ts';
import { PAPER_ADAPTERS } from '../../../main/compose-papers.ts';
import { sampleResults } from '../../doubles/opening-results.ts';
import { demoSigningKey } from '../../lpse/seeds/identities.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;

const people = lpseWithPeople();
let siti: Station;
let agus: Station;

beforeAll(async () => {
  [siti, agus] = await people.all('siti.rahayu', 'agus.pranoto');
});

function tsa(up: boolean): void {
  people.lpse.management?.setTsa(up);
}

/** Papers differ by their package's name. */
async function drawUp(station: Station, packageName: string) {
  const place = { baseDir: join(station.dir, 'buka'), kdTender, envelopeId: 'satu' };
  const results = sampleResults({ ...place, packageName, rows: [] });
  const about = { zone: 'WIB', language: 'id', stage: 'final', format: 'pdf', clientVersion: '0.1.0' } as const;
  const needs = { ...station.needs, ...PAPER_ADAPTERS };
  const { folder, file } = await drawUpMinutes(needs, { results, ...about, baseDir: place.baseDir });
  const identityId = station.signing?.identityId ?? '';
  const own = signatureName(file.name, station.signing?.certificateSha256 ?? '');
  const read = (name: string) => readFileSync(join(folder, name));
  return {
    ...{ folder, file, read, own },
    input: { ...place, connection: await station.connect(), ...file, identityId },
    stampOf: (name: string) => read(`${name}.tsr`),
  };
}

async function stamps(station: Station, packageName: string) {
  const { input, file } = await drawUp(station, packageName);
  const { papers } = await readStandings(station.needs, { place: input, trust: input.connection.trust });
  const paper = papers.find(({ name }) => name === file.name);
  return paper?.standings.map(({ standing, stamp, code }) => [standing, stamp, code]) ?? [];
}

/** As somebody has it who has the folder and the anchors, and no network, three years later. */
async function stampsLater(station: Station, packageName: string) {
  const { input, folder, file } = await drawUp(station, packageName);
  const { documents, output } = station.needs;
  const clock = { ...station.needs.clock, now: () => new Date(Date.now() + 3 * 365 * 86_400_000) };
  const { report } = await verifyPaper(
    { documents, output, clock, dossiers: fileDossiers },
    { folder, name: file.name, trust: input.connection.trust, dossier: null },
  );
  return report.checks.filter(({ id }) => id === 'minutes-timestamp').map(({ outcome }) => outcome);
}

describe('signing again', () => {
  it('keeps a timestamped signature while the TSA is down, byte for byte, and when it is up', async () => {
    const { input, own, read, stampOf } = await drawUp(siti, 'Jembatan');
    expect(await signMinutes(siti.needs, input)).toEqual({ signature: own, outcome: 'signed' });
    const [p7s, stamp] = [read(own), stampOf(own)];
    for (const up of [false, true]) {
      tsa(up);
      expect(await signMinutes(siti.needs, input)).toEqual({ signature: own, outcome: 'kept' });
      expect(read(own).equals(p7s)).toBe(true);
      expect(stampOf(own).equals(stamp)).toBe(true);
    }
    expect(await stamps(siti, 'Jembatan')).toEqual([['counted', 'good', null]]);
  });

  it('adds the timestamp to the same signature once the TSA is back, without the key', async () => {
    tsa(false);
    const { input, own, read, stampOf } = await drawUp(siti, 'Pelabuhan');
    expect(await signMinutes(siti.needs, input)).toEqual({ signature: own, outcome: 'signed-unstamped' });
    const p7s = read(own);
    expect(await signMinutes(siti.needs, input)).toEqual({ signature: own, outcome: 'kept-unstamped' });
    expect(await stamps(siti, 'Pelabuhan')).toEqual([['counted', 'none', null]]);
    tsa(true);
    const identities = {
      load: (id: string) => siti.needs.identities.load(id),
      unlockSigning: () => Promise.reject(new Error('the key was asked for')),
    } as unknown as typeof siti.needs.identities;
    expect(await signMinutes({ ...siti.needs, identities }, input)).toEqual({ signature: own, outcome: 'stamped' });
    expect(read(own).equals(p7s)).toBe(true);
    expect(stampOf(own).length).toBeGreaterThan(100);
    expect(await stamps(siti, 'Pelabuhan')).toEqual([['counted', 'good', null]]);
    expect(await stampsLater(siti, 'Pelabuhan')).toEqual(['passed']);
    const events = (await siti.needs.journal.entries()).map(({ event }) => event);
    expect(events.filter((event) => event === 'minutes.stamped')).toHaveLength(1);
  });

  it('replaces a timestamp that does not hold by one that does', async () => {
    const { input, own, folder, read } = await drawUp(siti, 'Pasar');
    await signMinutes(siti.needs, input);
    const p7s = read(own);
    writeFileSync(join(folder, `${own}.tsr`), 'rusak');
    expect(await stamps(siti, 'Pasar')).toEqual([['refused', 'refused', 'timestamp/malformed']]);
    expect(await signMinutes(siti.needs, input)).toMatchObject({ outcome: 'stamped' });
    expect(read(own).equals(p7s)).toBe(true);
    expect(await stamps(siti, 'Pasar')).toEqual([['counted', 'good', null]]);
  });

  it('signs anew where the file in its place is no signature over the paper', async () => {
    const { input, own, folder } = await drawUp(siti, 'Irigasi');
    writeFileSync(join(folder, own), 'rusak');
    writeFileSync(join(folder, `${own}.tsr`), 'rusak');
    tsa(false);
    expect(await signMinutes(siti.needs, input)).toMatchObject({ outcome: 'signed-unstamped' });
    expect(await stamps(siti, 'Irigasi')).toEqual([['counted', 'none', null]]);
    tsa(true);
  });

  it("keeps the TSA's list in the proof when it cannot be fetched again", async () => {
    const { input } = await drawUp(siti, 'Jembatan');
    const source = siti.needs.revocation;
    const withoutTsa = {
      crl: (url: string, options?: Parameters<typeof source.crl>[1]) =>
        url.includes('tsa-root') ? Promise.reject(new CodedError('network/unreachable')) : source.crl(url, options),
      ocsp: source.ocsp.bind(source),
    };
    expect(await signMinutes({ ...siti.needs, revocation: withoutTsa }, input)).toMatchObject({ outcome: 'kept' });
    expect(await stampsLater(siti, 'Jembatan')).toEqual(['passed']);
  });
});

describe("another member's signature", () => {
  it('is not replaced by a later one of the same member, and gets its timestamp here', async () => {
    const there = await drawUp(agus, 'Gedung');
    await signMinutes(agus.needs, there.input);
    const p7s = there.read(there.own);
    const { input, own, read, stampOf } = await drawUp(siti, 'Gedung');
    expect(await addMinutesSignature(siti.needs, { ...input, p7s })).toMatchObject({ outcome: 'signed' });
    const stamp = stampOf(there.own);
    rmSync(join(there.folder, there.own));
    await signMinutes(agus.needs, there.input);
    const later = there.read(there.own);
    expect(later.equals(p7s)).toBe(false);
    for (const up of [false, true]) {
      tsa(up);
      for (const offered of [later, p7s]) {
        const added = await addMinutesSignature(siti.needs, { ...input, p7s: offered });
        expect(added).toMatchObject({ outcome: 'kept', holder: 'Agus Pranoto' });
      }
      expect(read(there.own).equals(p7s)).toBe(true);
      expect(stampOf(there.own).equals(stamp)).toBe(true);
    }
    expect(own).not.toBe(there.own);
  });
});

describe('a TSA whose key was revoked', () => {
  it('proves nothing from then on, and what it proved before stays', async () => {
    const before = await drawUp(agus, 'Gedung');
    await signMinutes(agus.needs, before.input);
    await people.lpse.management?.advanceBySeconds(5);
    people.lpse.management?.revokeTsa();
    await people.lpse.management?.advanceBySeconds(5);
    const held = await verifyMinutes(agus.needs, before.input);
    expect(held.checks.find(({ id }) => id === 'minutes-timestamp')?.outcome).toBe('passed');

    const { input, own, folder, file } = await drawUp(agus, 'Waduk');
    expect(await signMinutes(agus.needs, input)).toEqual({ signature: own, outcome: 'signed-unstamped' });
    expect(await stamps(agus, 'Waduk')).toEqual([['counted', 'none', null]]);

    // What somebody who has the stolen key makes, put beside the paper by hand.
    const key = await demoSigningKey(people.lpse.dir, accountIdOf('agus.pranoto'));
    if (key === null) throw new Error('key');
    const content = readFileSync(join(folder, file.name));
    const p7s = await signContent({ content, detached: true, signers: [{ key, signingTime: new Date() }] });
    const { trust } = input.connection;
    const made = await fetchTimestamp(agus.needs.tsa, { sha256: sha256(p7s), trust });
    writeFileSync(join(folder, own), p7s);
    writeFileSync(join(folder, `${own}.tsr`), made?.der ?? '');
    expect(await stamps(agus, 'Waduk')).toEqual([['refused', 'refused', 'minutes/timestamp-revoked']]);
    expect(await stampsLater(agus, 'Waduk')).toEqual(['failed']);
    const report = await verifyMinutes(agus.needs, input);
    expect(report.checks.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      ...{ id: 'minutes-timestamp', code: 'minutes/timestamp-revoked' },
    });
    expect(await signMinutes(agus.needs, input)).toMatchObject({ outcome: 'kept-unstamped' });
  });
});
