// Whose signatures count under minutes: members of the newest policy whose certificate was good when they signed, and nobody else. Seen
// without the network in the window's list, connected by verifying, and years later with the paper, its neighbours and the anchors.
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawUpMinutes } from '../../../app/usecases/draw-up-minutes.ts';
import { fetchTimestamp } from '../../../app/usecases/fetch-timestamp.ts';
import { readStandings, verifyPaper } from '../../../app/usecases/judge-minutes.ts';
import { proofName } from '../../../app/domain/minutes-names.ts';
import { signatureName } from '../../../app/usecases/minutes-folder.ts';
import { askMembers } from '../../../app/usecases/minutes-members.ts';
import { replaceMember } from '../../../app/usecases/replace-member.ts';
import { requireGoodNow } from '../../../app/usecases/sign-as-member.ts';
import { addMinutesSignature, signMinutes, verifyMinutes } from '../../../app/usecases/sign-minutes.ts';
import { signPolicy, viewPolicyDraft } from '../../../app/usecases/sign-policy.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import { softwareSigningKey, type SigningKey } from '../../../crypto/keys.ts';
import { fileDossiers } from '../../../main/adapters/file-dossier.ts';
import { PAPER_ADAPTERS } from '../../../main/compose-papers.ts';
import { sampleResults } from '../../doubles/opening-results.ts';
import { demoSigningKey } from '../../lpse/seeds/identities.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { createAuthority } from '../../pki/authority.ts';
import { openStation, type Station } from './station.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const YEARS = 3 * 365 * 86_400_000;

let lpse: TemporaryLpse;
let siti: Station;
let agus: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  siti = await openStation(lpse, 'siti.rahayu');
  agus = await openStation(lpse, 'agus.pranoto');
});
afterAll(async () => {
  for (const station of [siti, agus]) await station.close();
  await lpse.close();
});

function placeOf(station: Station, at = kdTender) {
  return { baseDir: join(station.dir, 'buka'), kdTender: at, envelopeId: 'satu' };
}

/** The paper is what it is: who may sign it does not hang on what it says. */
async function drawUp(station: Station, language: 'id' | 'en' = 'id') {
  const place = placeOf(station);
  const results = sampleResults({ ...place, rows: [] });
  const { folder, file } = await drawUpMinutes(
    { ...station.needs, ...PAPER_ADAPTERS },
    { results, zone: 'WIB', language, stage: 'final', format: 'pdf', clientVersion: '0.1.0', baseDir: place.baseDir },
  );
  const identityId = station.signing?.identityId ?? '';
  return { folder, file, input: { ...place, connection: await station.connect(), ...file, identityId } };
}

/** What anybody with a key can make and put into a folder, now, with a timestamp of now. */
async function dropSignature(station: Station, key: SigningKey, language: 'id' | 'en' = 'id'): Promise<Buffer> {
  const { folder, file, input } = await drawUp(station, language);
  const content = readFileSync(join(folder, file.name));
  const p7s = await signContent({ content, detached: true, signers: [{ key, signingTime: new Date() }] });
  const { trust } = input.connection;
  const stamp = await fetchTimestamp(station.needs.tsa, { sha256: sha256(p7s), trust });
  const name = signatureName(file.name, key.certificate.sha256);
  writeFileSync(join(folder, name), p7s);
  writeFileSync(join(folder, `${name}.tsr`), stamp?.der ?? Buffer.alloc(0));
  return p7s;
}

async function standings(station: Station, language: 'id' | 'en' = 'id', later = 0) {
  const { input, file } = await drawUp(station, language);
  const clock = { ...station.needs.clock, now: () => new Date(Date.now() + later) };
  const { trust } = input.connection;
  const found = await readStandings({ ...station.needs, clock }, { place: placeOf(station), trust });
  const paper = found.papers.find(({ name }) => name === file.name);
  const list = paper?.standings.map(({ signer, standing, code }) => [signer?.holder ?? null, standing, code]) ?? [];
  return { members: paper?.members ?? null, list: list.toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)) };
}

/** As somebody reads it who has the folder and the anchors, and no network. */
async function offline(station: Station, language: 'id' | 'en' = 'id', later = YEARS) {
  const { folder, file, input } = await drawUp(station, language);
  const { documents, output } = station.needs;
  const clock = { ...station.needs.clock, now: () => new Date(Date.now() + later) };
  const needs = { documents, output, clock, dossiers: fileDossiers };
  const { trust } = input.connection;
  const { report } = await verifyPaper(needs, { folder, name: file.name, trust, dossier: null });
  return report;
}

async function demoKey(userId: string): Promise<SigningKey> {
  const key = await demoSigningKey(lpse.dir, accountIdOf(userId));
  if (key === null) throw new Error(`no key of ${userId}`);
  return key;
}

describe('signatures of members', () => {
  it('are counted, and by the files alone three years later', async () => {
    const { input } = await drawUp(agus);
    await signMinutes(agus.needs, input);
    expect(await standings(agus)).toEqual({ members: 3, list: [['Agus Pranoto', 'counted', null]] });
    const report = await offline(agus);
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['minutes-policy', 'passed'],
      ['minutes-signature', 'passed'],
      ['minutes-timestamp', 'passed'],
      ['minutes-signer', 'passed'],
      ['minutes-member', 'passed'],
      ['minutes-complete', 'missing'],
    ]);
    expect(report.checks[0]?.facts).toMatchObject({ source: 'proof', serial: 1, members: 3 });
  });

  it('are said to be of the opening that the proof is about, whatever somebody calls the paper', async () => {
    const { folder, file, input } = await drawUp(agus);
    const { sha256: signer } = (await demoKey('agus.pranoto')).certificate;
    const elsewhere = mkdtempSync(join(agus.dir, 'salinan-'));
    const from = signatureName(file.name, signer);
    const to = signatureName('hasil.pdf', signer);
    copyFileSync(join(folder, file.name), join(elsewhere, 'hasil.pdf'));
    for (const end of ['', '.tsr']) copyFileSync(join(folder, `${from}${end}`), join(elsewhere, `${to}${end}`));
    const proof = proofName({ ...placeOf(agus), versiTender: 1 });
    copyFileSync(join(folder, proof), join(elsewhere, proof));
    const { documents, output, clock } = agus.needs;
    const { report } = await verifyPaper(
      { documents, output, clock, dossiers: fileDossiers },
      { folder: elsewhere, name: 'hasil.pdf', trust: input.connection.trust, dossier: null },
    );
    expect(report.ok).toBe(true);
    expect(report.checks[0]?.facts).toMatchObject({ kdTender, envelopeId: 'satu' });
  });

  it('cannot be judged where nobody said who the members are', async () => {
    const { folder } = await drawUp(agus);
    const path = join(folder, proofName({ ...placeOf(agus), versiTender: 1 }));
    const proof = readFileSync(path);
    writeFileSync(path, '{}');
    expect((await offline(agus)).checks[0]).toMatchObject({ outcome: 'failed', code: 'minutes/proof-refused' });
    const { trust } = await agus.connect();
    const stranger = { ...agus.needs.memory, policy: () => Promise.resolve(null) };
    const found = await readStandings({ ...agus.needs, memory: stranger }, { place: placeOf(agus), trust });
    expect(found.papers.map(({ members, standings: [one] }) => [members, one?.standing])).toEqual([[null, 'unjudged']]);
    writeFileSync(path, proof);
  });

  it.each([
    ['of another tender', { kdTender: DEMO_TENDERS.quorum }, 'minutes/proof-refused'],
    ['of another LPSE', { kdLpse: 1 }, 'proof/wrong-lpse'],
    ['with another policy in it', { policy: 'MAA=' }, null],
    ['with another place in the log', { log: { index: 3 } }, 'log/proof-invalid'],
    ['without the answers of the AMS', { crls: [] }, 'trust/policy-unsigned-by-lpse'],
  ])('are not believed by a proof %s', async (_, change, code) => {
    const { folder } = await drawUp(agus);
    const path = join(folder, proofName({ ...placeOf(agus), versiTender: 1 }));
    const good = readFileSync(path, 'utf8');
    // Written by us.
    const proof = JSON.parse(good) as { readonly log: object };
    const log = { ...proof.log, ...('log' in change ? change.log : {}) };
    writeFileSync(path, JSON.stringify({ ...proof, ...change, log }));
    const report = await offline(agus);
    writeFileSync(path, good);
    expect(report.ok).toBe(false);
    expect(report.checks[0]).toMatchObject({
      id: 'minutes-policy',
      outcome: 'failed',
      ...(code === null ? {} : { code }),
    });
    expect(report.checks.some(({ id, outcome }) => id === 'minutes-member' && outcome === 'passed')).toBe(false);
  });
});

describe('signatures of strangers', () => {
  it('are named as foreign files, whoever issued their certificate', async () => {
    const ca = await createAuthority({ subject: 'Bukan AMS' });
    const { certificate, privateKey } = await ca.issue('member-sign', { subject: 'Agus Pranoto Palsu' });
    await dropSignature(agus, softwareSigningKey(privateKey, certificate));
    const p7s = await dropSignature(agus, await demoKey('hendra.gunawan'));
    expect((await standings(agus)).list).toEqual([
      ['Agus Pranoto', 'counted', null],
      ['Agus Pranoto Palsu', 'foreign', 'minutes/foreign-signer'],
      ['Hendra Gunawan', 'foreign', 'minutes/foreign-signer'],
    ]);
    const { input } = await drawUp(agus);
    await expect(addMinutesSignature(agus.needs, { ...input, p7s })).rejects.toMatchObject({
      code: 'minutes/foreign-signer',
    });
    for (const report of [await verifyMinutes(agus.needs, input), await offline(agus)]) {
      expect(report.ok).toBe(false);
      expect(
        report.checks
          .filter(({ id }) => id === 'minutes-member')
          .map(({ outcome }) => outcome)
          .toSorted(),
      ).toEqual(['failed', 'failed', 'passed']);
      expect(report.checks.at(-1)?.facts).toEqual({ signed: 1, members: 3 });
    }
  });

  it('and files that are no signature are named as that', async () => {
    const { folder, file } = await drawUp(siti);
    writeFileSync(join(folder, `${file.name}.${'0'.repeat(16)}.p7s`), 'halo');
    expect((await standings(siti)).list).toMatchObject([[null, 'unreadable', expect.any(String)]]);
  });
});

describe('a member whose certificate expired', () => {
  it('signs no more, and what was not timestamped counts no more', async () => {
    const { input, folder, file } = await drawUp(agus);
    const clock = { ...agus.needs.clock, now: () => new Date(Date.now() + YEARS) };
    // What `signMinutes` asks of its signer; in three years the LPSE's own certificate is over as well.
    const { certificate, chain } = await agus.needs.identities.load(input.identityId);
    const who = { certificate, chain, connection: input.connection };
    await expect(requireGoodNow({ ...agus.needs, clock }, who)).rejects.toMatchObject({ code: 'certificate/expired' });
    const stamp = join(folder, `${signatureName(file.name, (await demoKey('agus.pranoto')).certificate.sha256)}.tsr`);
    const kept = readFileSync(stamp);
    writeFileSync(stamp, '');
    const own = (await standings(agus, 'id', YEARS)).list[0];
    writeFileSync(stamp, kept);
    expect(own?.slice(0, 2)).toEqual(['Agus Pranoto', 'refused']);
    expect((await standings(agus, 'id', YEARS)).list[0]).toEqual(['Agus Pranoto', 'counted', null]);
  });
});

describe('a member who was revoked', () => {
  beforeAll(async () => {
    const { certificate } = await agus.needs.identities.load(agus.signing?.identityId ?? '');
    await agus.needs.lpse.revokeCertificate({ serialHex: certificate.serialHex, reason: 'keyCompromise' });
    await lpse.management?.advanceBySeconds(5);
  });

  it('keeps the signature from before, and makes no new one', async () => {
    const { input } = await drawUp(agus, 'en');
    await expect(signMinutes(agus.needs, input)).rejects.toMatchObject({ code: 'certificate/revoked' });
    expect((await verifyMinutes(agus.needs, (await drawUp(agus)).input)).checks.slice(0, 5)).not.toContainEqual(
      expect.objectContaining({ code: 'certificate/revoked' }),
    );
    expect((await standings(agus)).list[0]).toEqual(['Agus Pranoto', 'counted', null]);
  });

  it('is refused where another member would add the file', async () => {
    const p7s = await dropSignature(agus, await demoKey('agus.pranoto'), 'en');
    const { input } = await drawUp(siti, 'en');
    await expect(addMinutesSignature(siti.needs, { ...input, p7s })).rejects.toMatchObject({
      code: 'minutes/signer-refused',
      details: { why: 'certificate/revoked' },
    });
  });

  it('is named as not valid once this computer knows of the revocation', async () => {
    const { input } = await drawUp(siti, 'en');
    await dropSignature(siti, await demoKey('agus.pranoto'), 'en');
    await signMinutes(siti.needs, input);
    expect((await standings(siti, 'en')).list).toEqual([
      ['Agus Pranoto', 'refused', 'certificate/revoked'],
      ['Siti Rahayu', 'counted', null],
    ]);
    for (const report of [await verifyMinutes(siti.needs, input), await offline(siti, 'en')]) {
      expect(report.checks.find(({ outcome }) => outcome === 'failed')).toMatchObject({
        ...{ id: 'minutes-signer', code: 'certificate/revoked' },
      });
      expect(report.checks.at(-1)?.facts).toEqual({ signed: 1, members: 3 });
    }
  });
});

describe('a member who was replaced', () => {
  it('counts no more: the newest policy names the members', async () => {
    const { input: before } = await drawUp(siti);
    const maria = await openStation(lpse, 'maria.simbolon');
    const bayu = await openStation(lpse, 'bayu.saputra');
    try {
      await dropSignature(siti, await demoKey('agus.pranoto'));
      const about = { connection: before.connection, kdTender, identityId: siti.signing?.identityId ?? '' };
      const change = { remove: accountIdOf('agus.pranoto'), add: accountIdOf('bayu.saputra') };
      await replaceMember(siti.needs, { ...about, ...change, reason: 'Sertifikat dicabut' });
      for (const station of [siti, bayu]) {
        const own = { connection: await station.connect(), kdTender };
        const draft = await viewPolicyDraft(station.needs, own);
        const identityId = station.signing?.identityId ?? '';
        await signPolicy(station.needs, { ...own, policySha256: draft.policySha256, identityId });
      }
      const { input } = await drawUp(siti);
      const asked = await askMembers(siti.needs, { ...input, versiTender: 1 });
      expect(asked.serial).toBe(2);
      // The proof beside the paper is still the old one; this computer knows better.
      expect((await standings(siti)).list.find(([holder]) => holder === 'Agus Pranoto')).toEqual([
        ...['Agus Pranoto', 'foreign', 'minutes/foreign-signer'],
      ]);
      await signMinutes(siti.needs, input);
      const report = await offline(siti);
      expect(report.checks[0]?.facts).toMatchObject({ serial: 2 });
      expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toContainEqual(
        expect.objectContaining({ id: 'minutes-member', code: 'minutes/foreign-signer' }),
      );
    } finally {
      await maria.close();
      await bayu.close();
    }
  });
});
