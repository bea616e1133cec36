// A quorum that was dealt and is not in force: taken back by its leader, or left behind by a leader who was replaced. Each member at a
// computer of the own, against the reference LPSE.
import { beforeAll, describe, expect, it } from 'vitest';
import { askForShares, finishRedealing, giveShares } from '../../../app/usecases/redeal-quorum.ts';
import { replaceMember } from '../../../app/usecases/replace-member.ts';
import { signPolicy, viewPolicyDraft } from '../../../app/usecases/sign-policy.ts';
import { withdrawDealing } from '../../../app/usecases/withdraw-dealing.ts';
import type { LpseGateway } from '../../../app/ports/lpse-gateway.ts';
import { SealingPolicy } from '../../../app/protocol/policy.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import { about, deal, look, rehearsal, sign } from './committee-work.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const people = lpseWithPeople();
let siti: Station;
let agus: Station;
let maria: Station;
let bayu: Station;
beforeAll(async () => {
  [siti, agus, maria, bayu] = await people.all('siti.rahayu', 'agus.pranoto', 'maria.simbolon', 'bayu.saputra');
});

const withdraw = async (station: Station, kdTender: string, dealingSha256: readonly string[]) =>
  withdrawDealing(station.needs, { ...(await about(station, kdTender)), dealingSha256 });
const dealtIn = async (station: Station, kdTender: string) =>
  (await look(station, kdTender)).quorum.map(({ dealingSha256 }) => dealingSha256);

describe('a dealing that no policy names', () => {
  const kdTender = DEMO_TENDERS.consultingTwoFiles;
  let first: readonly string[];

  it('is taken back by the leader alone, and only the one that was shown', async () => {
    await deal(siti, kdTender);
    first = await dealtIn(siti, kdTender);
    expect(first).toHaveLength(2);
    expect((await look(agus, kdTender)).canWithdraw).toBe(true);
    expect(await anyCode(withdraw(agus, kdTender, first))).toBe('access/forbidden');
    await deal(siti, kdTender);
    expect(await anyCode(withdraw(siti, kdTender, first))).toBe('policy/dealing-refused');
    await withdraw(siti, kdTender, await dealtIn(siti, kdTender));
    const { quorum, tender, canWithdraw } = await look(maria, kdTender);
    expect(quorum).toEqual([]);
    expect([tender.way, canWithdraw]).toEqual([{ kind: 'members', total: 3 }, false]);
    expect(tender.policy).toMatchObject({ state: 'published', serial: 1 });
    expect(await anyCode(withdraw(siti, kdTender, first))).toBe('policy/dealing-refused');
  });

  it('stands in the log as taken back, and in the journal', async () => {
    const written = await siti.needs.journal.entries({ kdTender });
    expect(written.map(({ event }) => event).filter((event) => event.startsWith('quorum.'))).toEqual([
      ...['quorum.dealt', 'quorum.dealt', 'quorum.dealt', 'quorum.dealt'],
      'quorum.withdrawn',
    ]);
    // Two dealings of two envelopes, and two that take the second one back.
    const { log } = people.lpse.context;
    const leaves = log.entries(0, log.size).map((bytes) => bytes.toString());
    expect(leaves.filter((leaf) => leaf.includes('"dealing"') && leaf.includes(kdTender))).toHaveLength(6);
  });

  it('leaves the members to rehearse and open as before, and a new quorum to be dealt', async () => {
    expect(await rehearsal(agus, kdTender, 'file-1')).toEqual({ kind: 'opened' });
    await deal(siti, kdTender);
    expect(await rehearsal(agus, kdTender, 'file-1')).toEqual({ kind: 'share-readable', x: 2 });
  });

  it('is signed by nobody when the LPSE drafts a policy with the key of one person in its place', async () => {
    const input = await about(maria, kdTender);
    // Certified by the AMS, of the same committee, and no holder: whoever has this key would open the bids alone.
    const { certificate } = await bayu.needs.identities.load(bayu.opening?.identityId ?? '');
    const policyDraft: LpseGateway['policyDraft'] = async (...asked) => {
      const draft = await maria.needs.lpse.policyDraft(...asked);
      const policy = SealingPolicy.parse(parseCanonicalJson(Buffer.from(draft.content, 'base64')));
      const envelopes = policy.envelopes.map((envelope) => ({
        ...envelope,
        openers: { ...envelope.openers, certificate: certificate.der.toString('base64') },
      }));
      const content = encodeCanonicalJson({ ...policy, envelopes });
      return { ...draft, content: content.toString('base64'), policySha256: sha256Hex(content) };
    };
    const needs = deceived(maria, { policyDraft });
    const { policySha256, report } = await viewPolicyDraft(needs, input);
    const failed = report.checks.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toEqual([expect.objectContaining({ id: 'policy-dealing', code: 'policy/dealing-refused' })]);
    expect(await anyCode(signPolicy(needs, { ...input, policySha256 }))).toBe('policy/dealing-refused');
    const honest = await viewPolicyDraft(maria.needs, input);
    expect(honest.report.checks.at(-1)).toMatchObject({ id: 'policy-dealing', outcome: 'passed' });
  });

  it('is not taken back any more once a majority has signed its policy', async () => {
    await sign(siti, kdTender);
    expect((await look(siti, kdTender)).canWithdraw).toBe(true);
    expect((await sign(agus, kdTender)).published).toBe(true);
    const { canWithdraw, quorum } = await look(siti, kdTender);
    expect(canWithdraw).toBe(false);
    const shown = quorum.map(({ dealingSha256 }) => dealingSha256);
    expect(await anyCode(withdraw(siti, kdTender, shown))).toBe('policy/dealing-refused');
  });
});

describe('a leader who leaves before the deadline', () => {
  const unnamed = DEMO_TENDERS.constructionOneFile;
  const named = DEMO_TENDERS.consultingTwoFiles;
  const leave = async (kdTender: string) =>
    replaceMember(agus.needs, {
      ...(await about(agus, kdTender)),
      ...{ remove: accountIdOf('siti.rahayu'), add: accountIdOf('bayu.saputra'), reason: 'Mutasi' },
    });

  it('leaves shares that nobody can try, and the committee is told so', async () => {
    await deal(siti, unnamed);
    expect(await rehearsal(maria, unnamed, 'satu')).toEqual({ kind: 'share-readable', x: 3 });
    expect((await look(maria, unnamed)).quorum).toMatchObject([{ dealerLeft: false, outdated: false }]);
    await leave(unnamed);
    expect((await look(maria, unnamed)).quorum).toMatchObject([
      { dealerLeft: true, outdated: true, holders: [{ dealt: false, name: 'Bayu Saputra' }, { dealt: true }, {}] },
    ]);
    expect(await anyCode(rehearsal(maria, unnamed, 'satu'))).toBe('opening/signature-refused');
  });

  it('is followed by one who deals anew, where no policy names the quorum', async () => {
    expect((await look(bayu, unnamed)).choices).not.toBeNull();
    await deal(bayu, unnamed);
    expect((await look(maria, unnamed)).quorum).toMatchObject([{ dealerLeft: false, outdated: false }]);
    for (const [i, station] of [bayu, agus, maria].entries())
      expect(await rehearsal(station, unnamed, 'satu')).toEqual({ kind: 'share-readable', x: i + 1 });
  });

  it('is followed by one who deals the same key again, where a policy names it', async () => {
    await leave(named);
    const left = await look(bayu, named);
    expect([left.choices, left.quorum.map(({ dealerLeft }) => dealerLeft)]).toEqual([null, [true, true]]);
    expect(left.tender.policy).toMatchObject({ state: 'incomplete', serial: 2 });
    const sessionSha256 = await askForShares(bayu.needs, await about(bayu, named));
    for (const station of [agus, maria])
      await giveShares(station.needs, { ...(await about(station, named)), sessionSha256 });
    await finishRedealing(bayu.needs, await about(bayu, named));
    for (const [i, station] of [bayu, agus, maria].entries())
      expect(await rehearsal(station, named, 'file-2')).toEqual({ kind: 'share-readable', x: i + 1 });
    await sign(bayu, named);
    expect((await sign(maria, named)).published).toBe(true);
  });
});
