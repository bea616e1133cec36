// Opening (app/protocol/SPEC.md 7): everybody's bids at once, after the hour, by those who may; what cannot agree is shown, not decided.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReferralAnswer, TechnicalResultAnswer } from '../../../app/protocol/openings.ts';
import { LpseStatement } from '../../../app/protocol/openings.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { bidder, sendBid, withdrawBid } from '../trial/bidding.ts';
import {
  fetchOpening,
  member,
  openInner,
  postResult,
  readRelease,
  requestRelease,
  startOpening,
  type Member,
} from '../trial/opening.ts';
import { signedJson, Trial } from '../trial/trial.ts';

let trial: Trial;

describe('opening with members', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
  let siti: Member;
  let agus: Member;
  let karya: Awaited<ReturnType<typeof sendBid>>;
  let cipta: Awaited<ReturnType<typeof sendBid>>;

  beforeAll(async () => {
    trial = await Trial.start();
    [siti, agus] = [await member(trial, 'siti.rahayu'), await member(trial, 'agus.pranoto')];
    const first = await bidder(trial, 'karya.nusantara');
    await sendBid(trial, first.person, target, first.signer);
    karya = await sendBid(trial, first.person, target, first.signer);
    const second = await bidder(trial, 'cipta.mandiri');
    cipta = await sendBid(trial, second.person, target, second.signer);
    const third = await bidder(trial, 'sinar.alkes');
    const { answer } = await sendBid(trial, third.person, target, third.signer);
    await withdrawBid(trial, third.person, { ...target, submissionId: answer.submissionId, signer: third.signer });
  });
  afterAll(() => trial.stop());

  it('does not begin before its stage', async () => {
    await expect(startOpening(siti, target)).rejects.toThrow('opening/too-early');
  });

  it('begins for the committee alone, with the bids in force and every body', async () => {
    await trial.reachOpening(target);
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
    const [requested] = trial.leaves('release-requested', target.kdTender);
    const [released] = trial.leaves('headers-released', target.kdTender);
    expect(requested?.index).toBeLessThan(released?.index ?? -1);
    expect(trial.leaves('headers-released', target.kdTender)).toHaveLength(1);
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
    const outcomes = trial.leaves('opening-result', target.kdTender).map(({ leaf }) => leaf.body?.outcome);
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
      const { person, signer } = await bidder(trial, userId);
      await sendBid(trial, person, file1, signer);
      await sendBid(trial, person, file2, signer);
    }
    await trial.reachOpening(file2);
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
    expect(trial.leaves('technical-result', kdTender)).toHaveLength(1);
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
