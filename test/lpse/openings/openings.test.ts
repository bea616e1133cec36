// Opening (app/protocol/SPEC.md 7): everybody's bids at once, after the hour, by those who may; what cannot agree is shown, not decided.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ReferralAnswer,
  RehearsalAnswer,
  RehearsalReleaseAnswer,
  TechnicalResultAnswer,
} from '../../../app/protocol/openings.ts';
import { LpseStatement } from '../../../app/protocol/openings.ts';
import { LogLeaf } from '../../../app/protocol/log.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { openAttached, requireSameSeal } from '../../../crypto/cms/attached.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { openQuorumKey, quorumIdOf } from '../../../crypto/quorum-key.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { headerName } from '../../../crypto/seal/entry-names.ts';
import { parseShare } from '../../../crypto/shares.ts';
import { softwareDecryptionKey } from '../../../crypto/keys.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { fetchPolicy, sealBid, sendBid, withdrawBid, type Target } from '../trial/bidding.ts';
import {
  contributionContent,
  fetchDealing,
  fetchOpening,
  lead,
  member,
  openInner,
  postResult,
  postStep,
  readRelease,
  requestRelease,
  startOpening,
  type Member,
} from '../trial/opening.ts';
import { signedJson, Trial, type Person } from '../trial/trial.ts';

interface Bidder {
  readonly person: Person;
  readonly signer: SigningKey;
}

let trial: Trial;

async function bidder(userId: string): Promise<Bidder> {
  return { person: await trial.signIn(userId), signer: await trial.signingKey(userId, 'bidder') };
}

/** To the beginning of the stage in which this envelope opens. */
async function advanceToOpening({ kdTender, envelopeId }: Target): Promise<void> {
  await trial.advanceTo(trial.server.context.packages.opensAt(kdTender, envelopeId));
}

function leaves(type: string, kdTender: string): { index: number; leaf: LogLeaf }[] {
  const { log } = trial.server.context;
  return log
    .entries(0, log.size)
    .map((bytes, index) => ({ index, leaf: LogLeaf.parse(parseCanonicalJson(bytes)) }))
    .filter(({ leaf }) => leaf.type === type && leaf.kdTender === kdTender);
}

describe('opening with members', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
  let siti: Member;
  let agus: Member;
  let karya: Awaited<ReturnType<typeof sendBid>>;
  let cipta: Awaited<ReturnType<typeof sendBid>>;

  beforeAll(async () => {
    trial = await Trial.start();
    [siti, agus] = [await member(trial, 'siti.rahayu'), await member(trial, 'agus.pranoto')];
    const first = await bidder('karya.nusantara');
    await sendBid(trial, first.person, target, first.signer);
    karya = await sendBid(trial, first.person, target, first.signer);
    const second = await bidder('cipta.mandiri');
    cipta = await sendBid(trial, second.person, target, second.signer);
    const third = await bidder('sinar.alkes');
    const { answer } = await sendBid(trial, third.person, target, third.signer);
    await withdrawBid(trial, third.person, { ...target, submissionId: answer.submissionId, signer: third.signer });
  });
  afterAll(() => trial.stop());

  it('does not begin before its stage', async () => {
    await expect(startOpening(siti, target)).rejects.toThrow('opening/too-early');
  });

  it('begins for the committee alone, with the bids in force and every body', async () => {
    await advanceToOpening(target);
    const stranger = await member(trial, 'hendra.gunawan');
    await expect(startOpening(stranger, target)).rejects.toThrow('opening/wrong-role');
    const opening = await startOpening(siti, target);
    expect(await startOpening(agus, target)).toEqual(opening);
    expect(opening.bids.map(({ submissionId }) => submissionId)).toEqual([
      karya.answer.submissionId,
      cipta.answer.submissionId,
    ]);
    expect(opening.bodies).toHaveLength(5);
    expect(opening.release).toBeNull();
    await expect(fetchOpening(stranger, opening.openingId)).rejects.toThrow('opening/not-found');
  });

  it('takes no result before the release', async () => {
    const opening = await startOpening(siti, target);
    const early = postResult(trial, siti, { openingId: opening.openingId, content: {} });
    await expect(early).rejects.toThrow('opening/not-released');
  });

  it('releases every header at once, and the members open what the bidder sealed', async () => {
    const { openingId } = await startOpening(siti, target);
    const answer = await requestRelease(trial, siti, target, openingId);
    const release = readRelease(trial, answer.release);
    expect(release.bids.map(({ submissionId }) => submissionId)).toEqual([
      karya.answer.submissionId,
      cipta.answer.submissionId,
    ]);
    for (const userId of ['siti.rahayu', 'agus.pranoto', 'maria.simbolon']) {
      const key = await trial.decryptionKey(userId);
      for (const { bid, answer: receipted } of [karya, cipta]) {
        const inner = await openInner(bid, { release, submissionId: receipted.submissionId }, key);
        expect(sha256Hex(inner)).toBe(bid.innerSha256);
      }
    }
    expect((await requestRelease(trial, agus, target, openingId)).release).toBe(answer.release);
    const [requested] = leaves('release-requested', target.kdTender);
    const [released] = leaves('headers-released', target.kdTender);
    expect(requested?.index).toBeLessThan(released?.index ?? -1);
    expect(leaves('headers-released', target.kdTender)).toHaveLength(1);
  });

  it('serves the sealed files in ranges', async () => {
    const { openingId } = await startOpening(siti, target);
    const path = `/api/openings/${openingId}/bids/1`;
    const { client } = siti.person;
    const whole = await client.get(path);
    expect(whole.bytes.equals(karya.bid.bytes)).toBe(true);
    const range = (value: string) => client.get(path, { headers: { range: value } });
    const part = await range('bytes=100-199');
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 100-199/${whole.bytes.length}`]);
    expect(part.bytes.equals(whole.bytes.subarray(100, 200))).toBe(true);
    expect((await range('bytes=-10')).bytes.equals(whole.bytes.subarray(-10))).toBe(true);
    expect((await range(`bytes=${whole.bytes.length}-`)).status).toBe(416);
    expect((await client.get(`/api/openings/${openingId}/bids/3`)).code).toBe('opening/bid-not-found');
    expect((await client.get(path, { headers: { range: 'bytes=5-', 'if-range': '"other"' } })).status).toBe(200);
  });

  it('shows results that differ, and lets nobody change the own one', async () => {
    const { openingId, bids } = await startOpening(siti, target);
    const [bid] = bids;
    const result = (outcome: object) => ({
      format: 'segel-result/1',
      ...target,
      openingId,
      submissionId: bid?.submissionId ?? '',
      manifestSha256: bid?.manifestSha256 ?? '',
      outcome: { ...outcome },
    });
    const opened = result({ kind: 'opened', innerSha256: karya.bid.innerSha256, documents: 1, price: '1000000.00' });
    const closed = result({ kind: 'not-opened', reason: 'made-wrongly' });
    const post = (who: Member, content: ReturnType<typeof result>) => postResult(trial, who, { openingId, content });
    expect((await post(siti, opened)).results).toHaveLength(1);
    expect((await post(siti, opened)).results).toHaveLength(1);
    expect((await post(agus, closed)).results).toHaveLength(2);
    await expect(post(siti, closed)).rejects.toThrow('opening/result-differs');
    const outcomes = leaves('opening-result', target.kdTender).map(({ leaf }) => leaf.body?.outcome);
    expect(outcomes).toEqual(['opened', 'not-opened']);
  });

  it('refers a bid that does not open, and the LPSE states in writing', async () => {
    const { openingId, bids } = await startOpening(agus, target);
    const content = {
      format: 'segel-result/1',
      ...target,
      openingId,
      submissionId: bids[0]?.submissionId ?? '',
      manifestSha256: bids[0]?.manifestSha256 ?? '',
      outcome: { kind: 'not-opened', reason: 'made-wrongly' },
    };
    const result = await signedJson(agus.signer, content, trial.now());
    const path = `/api/openings/${openingId}/bids/1`;
    const { client } = agus.person;
    const referred = await client.read(
      ReferralAnswer,
      client.post(`${path}/refer`, { reason: 'made-wrongly', result }),
    );
    expect(referred.statement).toBeNull();
    const staff = await trial.signIn('helpdesk');
    const stated = await staff.client.read(
      ReferralAnswer,
      staff.client.post(`${path}/statement`, { canBeOpened: true, text: 'Dapat dibuka dengan openssl.' }),
    );
    const statement = verifySignedData(Buffer.from(stated.statement ?? '', 'base64'));
    expect(statement.signers[0]?.certificate.sha256).toBe(trial.server.context.keys.lpse.certificate.sha256);
    expect(LpseStatement.parse(parseCanonicalJson(statement.content)).canBeOpened).toBe(true);
    expect((await client.post(`${path}/statement`, { canBeOpened: false, text: '' })).status).toBe(403);
  });
});

describe('opening two files', () => {
  const kdTender = DEMO_TENDERS.goodsTwoFiles;
  const file1 = { kdTender, envelopeId: 'file-1' } as const;
  const file2 = { kdTender, envelopeId: 'file-2' } as const;
  let members: Member[];

  const technicalResult = (passed: readonly string[]) => ({
    format: 'segel-technical-result/1',
    kdLpse: trial.server.context.config.kdLpse,
    kdTender,
    versiTender: 1,
    passed: [...passed],
  });
  const sign = async ({ person: { client }, signer }: Member, passed: readonly string[]) =>
    client.read(
      TechnicalResultAnswer,
      client.post(`/api/packages/${kdTender}/technical-result`, {
        result: await signedJson(signer, technicalResult(passed), trial.now()),
      }),
    );

  beforeAll(async () => {
    trial = await Trial.start();
    members = await Promise.all(
      ['siti.rahayu', 'agus.pranoto', 'maria.simbolon'].map((userId) => member(trial, userId)),
    );
    for (const userId of ['sinar.alkes', 'cipta.mandiri']) {
      const { person, signer } = await bidder(userId);
      await sendBid(trial, person, file1, signer);
      await sendBid(trial, person, file2, signer);
    }
    await advanceToOpening(file2);
  });
  afterAll(() => trial.stop());

  it('keeps the prices sealed until a majority has signed the technical result', async () => {
    const [siti, agus, maria] = members;
    if (siti === undefined || agus === undefined || maria === undefined) throw new Error('three members');
    await expect(startOpening(siti, file2)).rejects.toThrow('opening/technical-result-missing');
    expect((await sign(siti, ['701002', '701003'])).result).toBeNull();
    expect((await sign(agus, ['701003'])).result).toBeNull();
    await expect(startOpening(siti, file2)).rejects.toThrow('opening/technical-result-missing');
    const answer = await sign(maria, ['701003']);
    expect(answer.proposals).toHaveLength(2);
    expect(answer.result).not.toBeNull();
    expect(leaves('technical-result', kdTender)).toHaveLength(1);
  });

  it('refuses a technical result about strangers, or out of order', async () => {
    const [siti] = members;
    if (siti === undefined) throw new Error('three members');
    await expect(sign(siti, ['999999'])).rejects.toThrow('opening/statement-refused');
    await expect(sign(siti, ['701003', '701002'])).rejects.toThrow('opening/statement-refused');
  });

  it('then releases exactly those who passed', async () => {
    const [siti] = members;
    if (siti === undefined) throw new Error('three members');
    const opening = await startOpening(siti, file2);
    expect(opening.bids.map(({ bidderId }) => bidderId)).toEqual(['701003']);
    const answer = await requestRelease(trial, siti, file2, opening.openingId);
    expect(readRelease(trial, answer.release).bids).toHaveLength(1);
  });
});

describe('opening with a quorum', () => {
  const target = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' } as const;
  beforeAll(async () => {
    trial = await Trial.start();
  });
  afterAll(() => trial.stop());

  it('needs k contributions and no less', async () => {
    const record = trial.server.context.packages.require(target.kdTender);
    const envelopeId = record.envelopes[0]?.envelopeId ?? 'satu';
    const here = { ...target, envelopeId };
    const users = record.officials.map((id) => trial.server.context.accounts.find(id)?.userId ?? '');
    const members = await Promise.all(users.map((userId) => member(trial, userId)));
    const [first] = record.participants;
    const bidUser = trial.server.context.accounts.findBidder(first?.bidderId ?? '')?.userId ?? '';
    const { person, signer } = await bidder(bidUser);
    const { bid, answer: receipted } = await sendBid(trial, person, here, signer);
    await advanceToOpening(here);
    const [leader, second] = members;
    if (leader === undefined || second === undefined) throw new Error('a committee');

    const { openingId } = await startOpening(leader, here);
    const dealing = await fetchDealing(leader, here);
    const contribute = async (who: Member, session: Awaited<ReturnType<typeof lead>>['certificate']) => {
      const content = await contributionContent(
        { dealing, openingId, session },
        await trial.decryptionKey(who.person.userId),
      );
      return postStep(trial, who, { openingId, name: 'contributions', field: 'contribution', content });
    };
    const session = await lead(trial, leader, here, openingId);
    await expect(lead(trial, second, here, openingId)).rejects.toThrow('opening/session-taken');
    const stranger = await lead(trial, leader, here, openingId);
    await expect(contribute(second, session.certificate)).rejects.toThrow('opening/statement-refused');

    const used = stranger;
    await contribute(leader, used.certificate);
    const again = await contribute(leader, used.certificate);
    expect(again.contributions).toHaveLength(1);
    const release = readRelease(trial, (await requestRelease(trial, second, here, openingId)).release);
    const quorumCertificate = await quorumCertificateOf(leader, here);
    const quorum = {
      quorumId: quorumIdOf(quorumCertificate.publicKey()),
      threshold: dealing.threshold,
      encryptedKeyDer: Buffer.from(dealing.encryptedKey, 'base64'),
      commitment: dealing.commitment,
    };
    const open = async (contributions: readonly string[]) => {
      const shares = await Promise.all(
        contributions.map(async (contribution) => {
          const { content } = verifySignedData(Buffer.from(contribution, 'base64'));
          const { sealedShare } = parseCanonicalJson(content) as { sealedShare: string };
          return parseShare(await openAttached(Buffer.from(sealedShare, 'base64'), used.key), quorum.quorumId);
        }),
      );
      return openQuorumKey(quorum, shares);
    };
    await expect(open(again.contributions)).rejects.toThrow('share/too-few');
    for (const who of members.slice(1, dealing.threshold)) await contribute(who, used.certificate);
    const { contributions } = await fetchOpening(leader, openingId);
    expect(contributions).toHaveLength(dealing.threshold);
    const { privateKey } = await open(contributions);
    const key = softwareDecryptionKey(privateKey, quorumCertificate);
    const inner = await openInner(bid, { release, submissionId: receipted.submissionId }, key);
    expect(sha256Hex(inner)).toBe(bid.innerSha256);
  });

  async function quorumCertificateOf(who: Member, { kdTender, envelopeId }: Target) {
    const { policy } = await fetchPolicy(who.person, kdTender);
    const openers = policy.envelopes.find((envelope) => envelope.envelopeId === envelopeId)?.openers;
    return parseCertificate(Buffer.from(openers?.kind === 'quorum' ? openers.certificate : '', 'base64'));
  }
});

describe('opening with one lock', () => {
  const target = { kdTender: DEMO_TENDERS.services, envelopeId: 'satu' } as const;
  beforeAll(async () => {
    trial = await Trial.start();
  });
  afterAll(() => trial.stop());

  it('re-wraps each header to the officer’s session and changes nothing else', async () => {
    const person = await trial.signIn('cipta.mandiri');
    const unregistered = await trial.signingKey('cipta.mandiri', 'bidder');
    await expect(sealBid(trial, person, target, { signer: unregistered })).rejects.toThrow('signature/wrong-signer');
    const signer = await trial.registerDevice(person);
    const { bid, answer: receipted } = await sendBid(trial, person, target, signer);
    expect(receipted.state).toBe('receipted');
    await advanceToOpening(target);
    const officer = await member(trial, 'dedi.kurniawan');
    const opening = await startOpening(officer, target);
    expect(opening.bids[0]?.deviceRegistration).not.toBeNull();
    await expect(requestRelease(trial, officer, target, opening.openingId)).rejects.toThrow('opening/session-missing');
    const session = await lead(trial, officer, target, opening.openingId);
    const answer = await requestRelease(trial, officer, target, opening.openingId);
    const release = readRelease(trial, answer.release);
    const source = bytesSource(bid.bytes);
    const layout = await readContainer(source);
    for (const { id, header, headerSha256, lockSha256 } of release.bids[0]?.objects ?? []) {
      const original = await readPart(source, layout.entry(headerName(id, 'NON_CA')));
      expect([sha256Hex(original), lockSha256]).toEqual([headerSha256, null]);
      requireSameSeal(original, Buffer.from(header, 'base64'));
    }
    const inner = await openInner(bid, { release, submissionId: receipted.submissionId }, session.key);
    expect(sha256Hex(inner)).toBe(bid.innerSha256);
  });
});

describe('rehearsal', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
  beforeAll(async () => {
    trial = await Trial.start();
  });
  afterAll(() => trial.stop());

  it('unlocks its own canary, each member opens it, and the result is logged', async () => {
    const siti = await member(trial, 'siti.rahayu');
    const { client } = siti.person;
    const path = `/api/packages/${target.kdTender}`;
    const canary = await client.read(RehearsalAnswer, client.post(`${path}/rehearsal`, { envelopeId: 'satu' }));
    const released = await client.read(
      RehearsalReleaseAnswer,
      client.post(`/api/rehearsals/${canary.rehearsalId}/release`, {
        manifestSha256: canary.manifestSha256,
        session: null,
      }),
    );
    const container = Buffer.from(canary.canary, 'base64');
    const bid = { bytes: container, sealedSha256: '', manifestSha256: '', signatureSha256: '', innerSha256: '' };
    const objects = released.headers.map(({ id, header }) => ({
      id,
      header,
      lockSha256: null,
      headerSha256: '0'.repeat(64),
    }));
    const release = {
      format: 'segel-release/1',
      kdLpse: 1,
      ...target,
      versiTender: 1,
      releasedAt: '',
      bids: [{ submissionId: 'latihan', manifestSha256: '', objects }],
    } as const;
    const key = await trial.decryptionKey('siti.rahayu');
    const inner = await openInner(
      bid,
      { release: { ...release, bids: [...release.bids] }, submissionId: 'latihan' },
      key,
    );
    const content = (innerSha256: string) => ({
      format: 'segel-rehearsal/1',
      rehearsalId: canary.rehearsalId,
      ...target,
      holderCertificateSha256: key.certificate.sha256,
      opened: true,
      innerSha256,
    });
    const post = async (innerSha256: string) =>
      client.post(`/api/rehearsals/${canary.rehearsalId}/result`, {
        result: await signedJson(siti.signer, content(innerSha256), trial.now()),
      });
    expect((await post('0'.repeat(64))).code).toBe('opening/statement-refused');
    expect((await post(sha256Hex(inner))).status).toBe(200);
    expect(leaves('rehearsal', target.kdTender)).toHaveLength(1);
    const list = (await client.get(`${path}/rehearsals`)).json as { rehearsals: { opened: boolean }[] };
    expect(list.rehearsals.map(({ opened }) => opened)).toEqual([true]);
  });

  it('refuses a real bid and writes that down', async () => {
    const { person, signer } = await bidder('karya.nusantara');
    const { bid } = await sendBid(trial, person, target, signer);
    const siti = await member(trial, 'siti.rahayu');
    const { client } = siti.person;
    const path = `/api/packages/${target.kdTender}/rehearsal`;
    const { rehearsalId } = await client.read(RehearsalAnswer, client.post(path, { envelopeId: 'satu' }));
    const answer = await client.post(`/api/rehearsals/${rehearsalId}/release`, {
      manifestSha256: bid.manifestSha256,
      session: null,
    });
    expect(answer.code).toBe('rehearsal/not-issued');
    const { journal } = trial.server.context.kms;
    expect(journal.entries().at(-1)?.facts).toContain(bid.manifestSha256);
    expect(journal.isWhole()).toBe(true);
  });

  it('ends at the deadline', async () => {
    const siti = await member(trial, 'siti.rahayu');
    await trial.advanceTo(trial.closesAt(target.kdTender, 'satu'));
    const answer = await siti.person.client.post(`/api/packages/${target.kdTender}/rehearsal`, { envelopeId: 'satu' });
    expect(answer.code).toBe('rehearsal/unavailable');
  });
});
