// A committee before the opening, each member at a computer of the own, against the reference LPSE: whose keys work, a dead key, a
// replacement, a quorum dealt, confirmed, dealt again, and used.
import { beforeAll, describe, expect, it } from 'vitest';
import { askForShares, finishRedealing, giveShares } from '../../../app/usecases/redeal-quorum.ts';
import { replaceMember } from '../../../app/usecases/replace-member.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import { about, deal, look, rehearsal, sign } from './committee-work.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const people = lpseWithPeople();

describe('a committee in which any member opens', () => {
  const kdTender = DEMO_TENDERS.services;
  const members = DEMO_TENDERS.quick;
  let siti: Station;
  let agus: Station;
  beforeAll(async () => {
    [siti, agus] = await people.all('siti.rahayu', 'agus.pranoto');
  });

  it('is told who has not rehearsed, and sees who has', async () => {
    const before = await look(siti, members);
    expect(before.tender.members.map(({ alarms }) => alarms.map(({ kind }) => kind))).toEqual([
      ['not-rehearsed'],
      ['not-rehearsed'],
      ['not-rehearsed'],
    ]);
    expect(before.tender.policy).toMatchObject({ state: 'published', serial: 1 });
    expect(await rehearsal(agus, members, 'harga')).toEqual({ kind: 'opened' });
    const after = await look(siti, members);
    expect(after.tender.members.map(({ alarms }) => alarms.length)).toEqual([1, 0, 1]);
    expect(after.tender.members[1]).toMatchObject({ accountId: accountIdOf('agus.pranoto'), me: false });
  });

  it('raises the alarm when a key is revoked, whoever rehearsed with it', async () => {
    const certificate = agus.opening;
    await agus.needs.lpse.revokeCertificate({ serialHex: certificate?.serialHex ?? '', reason: 'keyCompromise' });
    const { tender } = await look(siti, members);
    expect(tender.members[1]?.alarms).toEqual([{ kind: 'revoked', key: 'opening', envelopeId: null }]);
    // The AMS has no key for this member any more: no next policy before somebody else has the place.
    expect(tender.policy).toMatchObject({ state: 'incomplete', code: 'policy/members-incomplete' });
  });

  it('replaces the member, and a majority puts it in force', async () => {
    const [remove, add] = [accountIdOf('agus.pranoto'), accountIdOf('bayu.saputra')];
    const input = await about(siti, members);
    const without = replaceMember(siti.needs, { ...input, remove, add, reason: '  ' });
    expect(await anyCode(without)).toBe('package/committee-refused');
    const stranger = replaceMember(siti.needs, { ...input, remove, add: accountIdOf('nur.aini'), reason: 'x' });
    expect(await anyCode(stranger)).toBe('package/committee-refused');
    await replaceMember(siti.needs, { ...input, remove, add, reason: 'Kunci dicabut' });
    expect(await anyCode(look(agus, members))).toBe('access/forbidden');
    expect((await sign(siti, members)).published).toBe(false);
    const bayu = await people.at('bayu.saputra');
    expect((await sign(bayu, members)).published).toBe(true);
    expect(await rehearsal(bayu, members, 'harga')).toEqual({ kind: 'opened' });
    const { tender } = await look(siti, members);
    expect(tender.policy).toMatchObject({ state: 'published', serial: 2 });
    expect(tender.members.map(({ name, alarms }) => [name, alarms.map(({ kind }) => kind)])).toEqual([
      ['Siti Rahayu', ['not-rehearsed']],
      ['Bayu Saputra', []],
      ['Maria Simbolon', ['not-rehearsed']],
    ]);
  });

  it('an officer rehearses the one lock with the key of the own computer', async () => {
    const dedi = await people.at('dedi.kurniawan');
    const before = await look(dedi, kdTender);
    expect(before.tender.members[0]?.alarms).toMatchObject([{ kind: 'not-rehearsed' }]);
    expect(await rehearsal(dedi, kdTender, 'satu')).toEqual({ kind: 'opened' });
    expect((await look(dedi, kdTender)).tender.members[0]?.alarms).toEqual([]);
  });
});

describe('a quorum', () => {
  const kdTender = DEMO_TENDERS.consultingTwoFiles;
  let siti: Station;
  let maria: Station;
  let bayu: Station;
  beforeAll(async () => {
    [siti, maria, bayu] = await people.all('siti.rahayu', 'maria.simbolon', 'bayu.saputra');
    // Agus is gone since the errands above.
    const input = { ...(await about(siti, kdTender)), remove: accountIdOf('agus.pranoto') };
    await replaceMember(siti.needs, { ...input, add: accountIdOf('bayu.saputra'), reason: 'Kunci dicabut' });
  });

  it('is dealt with a lawful threshold by the leader only', async () => {
    expect((await look(siti, kdTender)).choices).toEqual({ least: 2, most: 2, advised: 2 });
    expect(await anyCode(deal(siti, kdTender, 3))).toBe('policy/dealing-refused');
    expect(await anyCode(deal(maria, kdTender))).toBe('access/forbidden');
    expect((await deal(siti, kdTender)).map(({ envelopeId }) => envelopeId)).toEqual(['file-1', 'file-2']);
    const { quorum, tender } = await look(maria, kdTender);
    expect(tender.way).toEqual({ kind: 'quorum', threshold: 2, total: 3 });
    expect(quorum.map(({ outdated, holders }) => [outdated, holders.map(({ confirmed }) => confirmed)])).toEqual([
      [false, ['none', 'none', 'none']],
      [false, ['none', 'none', 'none']],
    ]);
  });

  it('is confirmed by each holder before the policy is signed, and then named by it', async () => {
    for (const [i, station] of [siti, bayu, maria].entries()) {
      for (const envelopeId of ['file-1', 'file-2'])
        expect(await rehearsal(station, kdTender, envelopeId)).toEqual({ kind: 'share-readable', x: i + 1 });
    }
    const { quorum } = await look(siti, kdTender);
    expect(quorum.flatMap(({ holders }) => holders.map(({ confirmed }) => confirmed))).toEqual(
      Array.from({ length: 6 }, () => 'opened'),
    );
    await sign(siti, kdTender);
    expect((await sign(maria, kdTender)).published).toBe(true);
    const after = await look(siti, kdTender);
    expect(after.choices).toBeNull();
    expect(after.tender.members.flatMap(({ alarms }) => alarms)).toEqual([]);
  });

  it('is not dealt with another key once a policy names it', async () => {
    expect(await anyCode(deal(siti, kdTender))).toBe('policy/dealing-refused');
  });

  it('is dealt again by two of its holders, and the certificate stays', async () => {
    const named = async () => {
      const answer = await siti.needs.lpse.committee(kdTender);
      return answer.dealings.map(({ certificate }) => certificate);
    };
    const before = await named();
    const input = await about(siti, kdTender);
    expect(await anyCode(finishRedealing(siti.needs, input))).toBe('opening/session-missing');
    const sessionSha256 = await askForShares(siti.needs, input);
    const give = async (station: Station, sessions = sessionSha256) =>
      giveShares(station.needs, { ...(await about(station, kdTender)), sessionSha256: sessions });
    expect(await anyCode(give(maria, ['0'.repeat(64)]))).toBe('opening/statement-refused');
    await give(maria);
    expect(await anyCode(finishRedealing(siti.needs, input))).toBe('share/too-few');
    await give(siti);
    expect((await look(bayu, kdTender)).quorum[0]?.holders.map(({ given }) => given)).toEqual([true, false, true]);
    expect(await finishRedealing(siti.needs, input)).toHaveLength(2);
    expect(await named()).toEqual(before);
    // A share that was dealt anew has to be tried anew.
    const { quorum } = await look(siti, kdTender);
    expect(quorum[0]?.holders.map(({ confirmed }) => confirmed)).toEqual(['none', 'none', 'none']);
    expect(await rehearsal(bayu, kdTender, 'file-1')).toEqual({ kind: 'share-readable', x: 2 });
  });

  it('refuses a replacement that would leave fewer than two holders', async () => {
    await maria.needs.lpse.revokeCertificate({ serialHex: maria.opening?.serialHex ?? '', reason: 'keyCompromise' });
    const input = { ...(await about(siti, kdTender)), reason: 'Pindah tugas' };
    const change = { remove: accountIdOf('bayu.saputra'), add: accountIdOf('agus.pranoto') };
    expect(await anyCode(replaceMember(siti.needs, { ...input, ...change }))).toBe('policy/would-lose-openers');
  });
});
