// Who can open what was released (app/protocol/SPEC.md 7): k of a committee's holders and no fewer, or one officer's session.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { openAttached, requireSameSeal } from '../../../crypto/cms/attached.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { openQuorumKey, quorumIdOf } from '../../../crypto/quorum-key.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { headerName } from '../../../crypto/seal/entry-names.ts';
import { parseShare } from '../../../crypto/shares.ts';
import { softwareDecryptionKey } from '../../../crypto/keys.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { bidder, fetchPolicy, sealBid, sendBid, type Target } from '../trial/bidding.ts';
import {
  contributionContent,
  fetchDealing,
  fetchOpening,
  lead,
  member,
  openInner,
  postStep,
  readRelease,
  requestRelease,
  startOpening,
  type Member,
} from '../trial/opening.ts';
import { Trial } from '../trial/trial.ts';

let trial: Trial;

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
    const { person, signer } = await bidder(trial, bidUser);
    const { bid, answer: receipted } = await sendBid(trial, person, here, signer);
    await trial.reachOpening(here);
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
    await trial.reachOpening(target);
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
