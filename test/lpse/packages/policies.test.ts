import { sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DealingAnswer,
  PolicyAnswer,
  PolicyDraft,
  PolicySignatureAnswer,
  SealingPolicy,
} from '../../../app/protocol/policy.ts';
import { parseCanonicalJson, encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { createQuorumKey, type DealtQuorum } from '../../../crypto/quorum-key.ts';
import { encodeShare } from '../../../crypto/shares.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { encodeCsr } from '../../../crypto/x509/csr.ts';
import { encodeName } from '../../../crypto/x509/distinguished-name.ts';
import { signIn, signInBidder, type SignedIn } from '../client.ts';
import { enrolMember, type EnrolledMember } from '../enrolled-member.ts';
import { demoSigningKey } from '../seeds/identities.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { accountIdOf } from '../seeds/people.ts';
import { UPLOAD } from '../seeds/stages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../temporary-lpse.ts';

const OWN = `/api/packages/${DEMO_TENDERS.ownCommittee}`;

let lpse: TemporaryLpse;
beforeAll(async () => {
  lpse = await startTemporaryLpse();
});
afterAll(() => lpse.close());

const draftOf = ({ client }: SignedIn, path = OWN) => client.read(PolicyDraft, client.get(`${path}/policy/draft`));
const signatureBy = async (key: SigningKey, content: Buffer) => {
  const der = await signContent({ content, detached: false, signers: [{ key, signingTime: lpse.clock.now() }] });
  return { signature: der.toString('base64') };
};

describe('a committee that enrols itself', () => {
  let members: EnrolledMember[];

  it('has no draft before every member has both certificates', async () => {
    const rina = await enrolMember(lpse, 'rina.kartika');
    const answer = await rina.client.get(`${OWN}/policy/draft`);
    expect(answer).toMatchObject({ code: 'policy/members-incomplete', details: { missing: 2, members: 3 } });
    members = [rina, await enrolMember(lpse, 'bambang.sutejo'), await enrolMember(lpse, 'fitri.handayani')];
  });

  const memberAt = (i: number): EnrolledMember => {
    const member = members[i];
    if (member === undefined) throw new Error('not enrolled');
    return member;
  };
  const rina = () => memberAt(0);
  const bambang = () => memberAt(1);
  const fitri = () => memberAt(2);

  it('gets a draft that names its own certificates in its own order', async () => {
    const draft = await draftOf(rina());
    const policy = SealingPolicy.parse(parseCanonicalJson(Buffer.from(draft.content, 'base64')));
    const der = (certificate: Certificate): string => certificate.der.toString('base64');
    expect(policy.envelopes[0]?.signers).toEqual(members.map(({ signing }) => der(signing.certificate)));
    expect(policy.envelopes[0]?.openers).toEqual({
      kind: 'members',
      certificates: members.map(({ opening }) => der(opening.certificate)),
    });
    expect(draft).toMatchObject({ signedBy: [], required: 2 });
    expect(await draftOf(bambang())).toEqual(draft);
  });

  it('is read by its members only', async () => {
    const bidder = await signInBidder(lpse, 'karya.nusantara');
    const other = await signIn(lpse, 'siti.rahayu');
    expect((await bidder.client.get(`${OWN}/policy/draft`)).code).toBe('access/forbidden');
    expect((await other.client.get(`${OWN}/policy/draft`)).code).toBe('access/forbidden');
  });

  it('cannot sign with a foreign key, another content or an encryption certificate', async () => {
    const content = Buffer.from((await draftOf(rina())).content, 'base64');
    const post = async (key: SigningKey, bytes: Buffer) =>
      (await rina().client.post(`${OWN}/policy/signatures`, await signatureBy(key, bytes))).code;
    expect(await post(bambang().signing, content)).toBe('policy/signature-refused');
    const foreign = await demoSigningKey(lpse.dir, accountIdOf('siti.rahayu'));
    if (foreign === null) throw new Error('no demo key');
    expect(await post(foreign, content)).toBe('policy/signature-refused');
    const policy = parseCanonicalJson(content) as Record<string, Json>;
    expect(await post(rina().signing, encodeCanonicalJson({ ...policy, serial: 9 }))).toBe('policy/draft-changed');
    const garbage = await rina().client.post(`${OWN}/policy/signatures`, { signature: 'AAAA' });
    expect(garbage.code).toBe('policy/signature-refused');
    expect((await draftOf(rina())).signedBy).toEqual([]);
  });

  it('publishes with two of three, and the third may still sign', async () => {
    const content = Buffer.from((await draftOf(rina())).content, 'base64');
    const states = [];
    for (const member of [rina(), bambang(), fitri()]) {
      const body = await signatureBy(member.signing, content);
      const answer = member.client.post(`${OWN}/policy/signatures`, body);
      states.push(await member.client.read(PolicySignatureAnswer, answer));
    }
    expect(states.map(({ published, signedBy }) => [published, signedBy.length])).toEqual([
      [false, 1],
      [true, 2],
      [true, 3],
    ]);
    const answer = await fitri().client.read(PolicyAnswer, fitri().client.get(`${OWN}/policy`));
    const signed = verifySignedData(Buffer.from(answer.policy, 'base64'));
    expect(signed.content).toEqual(content);
    expect(signed.signers.map(({ certificate }) => certificate.sha256).toSorted()).toEqual(
      [
        lpse.context.keys.lpse.certificate.sha256,
        rina().signing.certificate.sha256,
        bambang().signing.certificate.sha256,
      ].toSorted(),
    );
    expect((await rina().client.get(`${OWN}/policy/draft`)).code).toBe('policy/no-draft');
  });

  it('drafts anew, with the next serial, when a member has a new certificate', async () => {
    const renewed = await enrolMember(lpse, 'rina.kartika');
    const draft = await draftOf(renewed);
    const policy = SealingPolicy.parse(parseCanonicalJson(Buffer.from(draft.content, 'base64')));
    expect(policy.serial).toBe(2);
    expect(policy.envelopes[0]?.signers[0]).toBe(renewed.signing.certificate.der.toString('base64'));
  });
});

describe('a schedule', () => {
  const kdTender = DEMO_TENDERS.constructionOneFile;
  const end = () =>
    new Date(lpse.context.packages.stage(lpse.context.packages.require(kdTender), UPLOAD).tgl_akhir).getTime();
  const change = (tgl_akhir: Date, alasan = 'Gangguan teknis') =>
    lpse.management?.changeSchedule({
      kdTender,
      kdAkt: UPLOAD,
      tgl_awal: null,
      tgl_akhir,
      alasan,
      shiftFollowing: true,
    });

  it('needs a reason, an end after the start, and never moves a deadline to an earlier time', () => {
    expect(() => change(new Date(end() + 3_600_000), '  ')).toThrow('package/schedule-refused');
    expect(() => change(new Date(0))).toThrow('package/schedule-refused');
    expect(() => change(new Date(end() - 1))).toThrow('package/schedule-refused');
  });

  it('moves later with its followers, is logged, and the next policy says so once it is signed', async () => {
    const { packages, policies, log } = lpse.context;
    const before = { end: end(), size: log.size, policy: policies.newest(kdTender) };
    const opening = packages.require(kdTender).stages[4];
    const later = new Date(before.end + 3_600_000);
    const moved = change(later);
    expect(Date.parse(moved?.stages[4]?.tgl_awal ?? '')).toBe(Date.parse(opening?.tgl_awal ?? '') + 3_600_000);
    expect(moved?.stages[3]?.perubahan.at(-1)).toMatchObject({ alasan: 'Gangguan teknis' });
    expect(log.size).toBeGreaterThan(before.size);

    // Until the members have signed, the deadline in force is the published one.
    expect(packages.closesAt(kdTender, 'satu').getTime()).toBe(before.end);
    expect(await lpse.management?.signPolicy(kdTender)).toBe(true);
    expect(packages.closesAt(kdTender, 'satu')).toEqual(later);
    expect(policies.newest(kdTender)?.serial).toBe(2);
    expect(policies.bySha256(before.policy?.policySha256 ?? '')?.serial).toBe(1);
  });

  it('cannot reopen what has closed', async () => {
    const closed = await startTemporaryLpse();
    try {
      const record = closed.context.packages.require(kdTender);
      const deadline = new Date(closed.context.packages.stage(record, UPLOAD).tgl_akhir);
      await closed.management?.advanceTo(deadline);
      const late = { kdTender, kdAkt: UPLOAD, tgl_awal: null, alasan: 'x', shiftFollowing: true };
      expect(() =>
        closed.management?.changeSchedule({ ...late, tgl_akhir: new Date(deadline.getTime() + 60_000) }),
      ).toThrow('package/schedule-refused');
    } finally {
      await closed.close();
    }
  });
});

describe('replacing a member', () => {
  const kdTender = DEMO_TENDERS.supervisionTwoFiles;
  const replace = (remove: string, add: string, alasan = 'Sakit') =>
    lpse.management?.replaceMember({ kdTender, remove, add, alasan });

  it.each([
    ['no reason', 'agus.pranoto', 'bayu.saputra', ' '],
    ['somebody who is no member', 'nur.aini', 'bayu.saputra', 'Sakit'],
    ['somebody who is one already', 'agus.pranoto', 'siti.rahayu', 'Sakit'],
    ['nobody', 'agus.pranoto', 'nobody', 'Sakit'],
    ['a member of another committee', 'agus.pranoto', 'nur.aini', 'Sakit'],
  ])('is refused with %s', async (_name, remove, add, alasan) => {
    await expect(replace(remove, add, alasan)).rejects.toThrow('package/committee-refused');
  });

  it('is logged and leads to a policy without the old member', async () => {
    const { log, policies, ams, clock } = { ...lpse.context };
    await replace('agus.pranoto', 'bayu.saputra');
    const [leaf] = log.entries(log.size - 1, log.size);
    expect(JSON.parse(leaf?.toString('utf8') ?? '')).toMatchObject({
      type: 'member-replaced',
      kdTender,
      body: { removed: accountIdOf('agus.pranoto'), added: accountIdOf('bayu.saputra'), alasan: 'Sakit' },
    });
    expect(await lpse.management?.signPolicy(kdTender)).toBe(true);
    const openers = policies.newest(kdTender)?.policy.envelopes[0]?.openers;
    const der = (userId: string) =>
      ams.currentOf(accountIdOf(userId), 'member-encryption', clock.now())?.certificate.der.toString('base64');
    expect(openers?.kind === 'members' ? openers.certificates : []).toEqual(
      ['siti.rahayu', 'bayu.saputra', 'maria.simbolon'].map(der),
    );
  });

  it('is refused after the deadline', async () => {
    const closed = await startTemporaryLpse();
    try {
      await closed.management?.advanceBySeconds(24 * 3600);
      const change = { kdTender, remove: 'agus.pranoto', add: 'bayu.saputra', alasan: 'Sakit' };
      await expect(closed.management?.replaceMember(change)).rejects.toThrow('package/committee-refused');
    } finally {
      await closed.close();
    }
  });
});

describe('a dealing', () => {
  const path = `/api/packages/${DEMO_TENDERS.quorum}/envelopes/satu/dealing`;
  let leader: SignedIn;
  let quorum: DealtQuorum;
  let key: SigningKey;
  let holders: Certificate[];

  beforeAll(async () => {
    leader = await signIn(lpse, 'hendra.gunawan');
    quorum = await createQuorumKey({ threshold: 2, holders: 3 });
    const found = await demoSigningKey(lpse.dir, accountIdOf('hendra.gunawan'));
    if (found === null) throw new Error('no demo key');
    key = found;
  });
  beforeEach(() => {
    holders = ['hendra.gunawan', 'nur.aini', 'yohanes.bere'].map((userId) => {
      const at = lpse.clock.now();
      const current = lpse.context.ams.currentOf(accountIdOf(userId), 'member-encryption', at);
      if (current === null) throw new Error('no certificate');
      return current.certificate;
    });
  });

  const dealing = async (change: Record<string, Json> = {}, signer = key) => {
    const subjectDer = encodeName([{ type: 'CN', value: 'Kuorum' }]);
    const csr = await encodeCsr({ subjectDer, publicKey: quorum.publicKey }, (data) =>
      Promise.resolve(sign('sha256', data, quorum.privateKey)),
    );
    const content = encodeCanonicalJson({
      format: 'segel-dealing/1',
      kdTender: DEMO_TENDERS.quorum,
      envelopeId: 'satu',
      csr: csr.toString('base64'),
      threshold: 2,
      encryptedKey: quorum.encryptedKeyDer.toString('base64'),
      commitment: quorum.commitment,
      shares: quorum.shares.flatMap((share, i) => {
        const holder = holders[i];
        if (holder === undefined) return [];
        const sealedShare = sealAttached(encodeShare(quorum.quorumId, share), [holder]).toString('base64');
        return [{ holderCertificateSha256: holder.sha256, sealedShare }];
      }),
      ...change,
    });
    const der = await signContent({
      content,
      detached: false,
      signers: [{ key: signer, signingTime: lpse.clock.now() }],
    });
    return { dealing: der.toString('base64') };
  };

  it('is there from the seed, for the committee only', async () => {
    const answer = await leader.client.read(DealingAnswer, leader.client.get(path));
    expect(Buffer.from(answer.certificate, 'base64').length).toBeGreaterThan(0);
    const other = await signIn(lpse, 'siti.rahayu');
    expect((await other.client.get(path)).code).toBe('access/forbidden');
  });

  it('is posted by the leader only', async () => {
    const member = await signIn(lpse, 'nur.aini');
    expect((await member.client.post(path, await dealing())).code).toBe('access/forbidden');
  });

  it.each([
    ['another threshold', { threshold: 3 }],
    ['another envelope', { envelopeId: 'file-1' }],
    ['another tender', { kdTender: DEMO_TENDERS.quick }],
    ['a holder fewer', { shares: [] }],
  ])('is refused with %s', async (_name, change) => {
    expect((await leader.client.post(path, await dealing(change))).code).toBe('policy/dealing-refused');
  });

  it('is refused with holders in another order and with a key other than the certified one', async () => {
    expect((await leader.client.post(path, await dealing())).details).toMatchObject({ why: 'another key' });
    holders = holders.toReversed();
    expect((await leader.client.post(path, await dealing())).details).toMatchObject({ why: 'holders' });
  });

  it('is refused when somebody else signed it', async () => {
    const member = await demoSigningKey(lpse.dir, accountIdOf('nur.aini'));
    if (member === null) throw new Error('no demo key');
    expect((await leader.client.post(path, await dealing({}, member))).code).toBe('policy/dealing-refused');
  });
});
