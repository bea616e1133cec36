// Rehearsals (app/protocol/SPEC.md 7): each member opens a canary before the deadline, and never a real bid.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RehearsalAnswer, RehearsalReleaseAnswer } from '../../../app/protocol/openings.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { bidder, sendBid } from '../trial/bidding.ts';
import { member, openInner } from '../trial/opening.ts';
import { signedJson, Trial } from '../trial/trial.ts';

let trial: Trial;

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
    expect(trial.leaves('rehearsal', target.kdTender)).toHaveLength(1);
    const list = (await client.get(`${path}/rehearsals`)).json as { rehearsals: { opened: boolean }[] };
    expect(list.rehearsals.map(({ opened }) => opened)).toEqual([true]);
  });

  it('refuses a real bid and writes that down', async () => {
    const { person, signer } = await bidder(trial, 'karya.nusantara');
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
