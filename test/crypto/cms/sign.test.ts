import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { algorithm } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { addSigners, mergeSignatures, signContent, type Signer } from '../../../crypto/cms/sign.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { softwareSigningKey } from '../../../crypto/keys.ts';
import { createPeople, TEST_NOW, type People, type SigningPerson } from '../../pki/cms-people.ts';
import { editDer, flipBit } from '../../vectors/cms/edit-der.ts';
import { handMadeSignedData } from '../../vectors/cms/hand-made-signature.ts';

describe('signing', () => {
  const content = Buffer.from('{"format":"kebijakan"}');
  let people: People;
  let lpse: Signer;
  let member: Signer;
  let chairman: Signer;
  const toSigner = ({ key }: SigningPerson, signingTime = TEST_NOW): Signer => ({ key, signingTime });
  beforeAll(async () => {
    people = await createPeople();
    lpse = toSigner(await people.signer('LPSE', { profile: 'lpse-signer', key: 'rsa-2048' }));
    member = toSigner(await people.signer('Anggota', { profile: 'member-sign' }));
    chairman = toSigner(await people.signer('Ketua', { profile: 'member-sign', key: 'ec-p384' }));
  });

  const attached = (...signers: Signer[]) => signContent({ content, detached: false, signers });
  const detached = (...signers: Signer[]) => signContent({ content, detached: true, signers });
  const names = (der: Buffer, given?: Buffer) =>
    verifySignedData(der, given)
      .signers.map(({ certificate }) => certificate.sha256)
      .toSorted();
  const nameOf = (...signers: Signer[]) => signers.map(({ key }) => key.certificate.sha256).toSorted();

  it('carries exactly the four attributes of CAdES-BES, and nothing unsigned', async () => {
    const [signer] = parseSignedData(await attached(member)).signers;
    const expected = [OID.contentType, OID.signingTime, OID.messageDigest, OID.signingCertificateV2];
    expect([...(signer?.signedAttributes.keys() ?? [])].toSorted()).toEqual(expected.toSorted());
    expect(signer?.unsignedAttributes).toEqual([]);
  });

  it('sends the signer and the chain along, without the root', async () => {
    const { certificates } = verifySignedData(await attached(member));
    const subjects = certificates.map(({ sha256 }) => sha256).toSorted();
    expect(subjects).toEqual([member.key.certificate.sha256, people.authority.certificate.sha256].toSorted());
  });

  it('keeps the signing time to the second', async () => {
    const at = new Date('2026-12-31T16:59:59.900Z');
    const der = await attached({ ...member, signingTime: at });
    expect(verifySignedData(der).signers[0]?.signingTime).toEqual(new Date('2026-12-31T16:59:59Z'));
  });

  it('refuses a key that is too weak, or of another kind', async () => {
    for (const { publicKey, privateKey } of [
      generateKeyPairSync('rsa', { modulusLength: 1024 }),
      generateKeyPairSync('ed25519'),
    ]) {
      const certificate = people.authority.issueRaw(publicKey, { subject: 'Lemah' }, []);
      await expect(
        attached(
          toSigner({ ...member, certificate, privateKey, chain: [], key: softwareSigningKey(privateKey, certificate) }),
        ),
      ).rejects.toThrow('certificate/weak-algorithm');
    }
  });

  it('refuses to sign without a signer', async () => {
    await expect(attached()).rejects.toThrow(RangeError);
  });

  describe('several signers', () => {
    it('verify when they signed at once', async () => {
      expect(names(await attached(lpse, member, chairman))).toEqual(nameOf(lpse, member, chairman));
    });

    it('verify when their signatures were merged, in any order and to the same bytes', async () => {
      const [one, two, three] = [await detached(lpse), await detached(member), await detached(chairman)];
      const merged = mergeSignatures(one, two, three);
      expect(names(merged, content)).toEqual(nameOf(lpse, member, chairman));
      expect(mergeSignatures(three, one, two)).toEqual(merged);
      expect(mergeSignatures(merged, two)).toEqual(merged);
      expect(mergeSignatures(mergeSignatures(one, three), two)).toEqual(merged);
    });

    it('verify when they were added later', async () => {
      expect(names(await addSigners(await attached(lpse), [member, chairman]))).toEqual(nameOf(lpse, member, chairman));
      expect(names(await addSigners(await detached(lpse), [member], content), content)).toEqual(nameOf(lpse, member));
    });

    it('keep all certificates and CRLs', async () => {
      const crls = people.authority.crls();
      const withCrls = await signContent({ content, detached: false, signers: [lpse], crls });
      const merged = verifySignedData(mergeSignatures(withCrls, await attached(member)));
      expect(merged.crls).toHaveLength(crls.length);
      expect(merged.certificates).toHaveLength(3);
    });

    it('are not added beside a broken signature', async () => {
      const broken = flipBit(await attached(lpse), -1);
      await expect(addSigners(broken, [member])).rejects.toThrow('signature/invalid');
      await expect(addSigners(await detached(lpse), [member], Buffer.from('lain'))).rejects.toThrow(
        'signature/wrong-content',
      );
    });

    it('are not merged over other content', async () => {
      const other = Buffer.from('{"format":"lain"}');
      const otherAttached = await signContent({ content: other, detached: false, signers: [member] });
      const otherDetached = await signContent({ content: other, detached: true, signers: [member] });
      const otherType = await signContent({ content, detached: false, signers: [member], contentType: OID.tstInfo });
      const one = await attached(lpse);
      expect(() => mergeSignatures(one, otherAttached)).toThrow('signature/wrong-content');
      expect(() => mergeSignatures(one, otherType)).toThrow('signature/wrong-content');
      const oneDetached = await detached(lpse);
      expect(() => mergeSignatures(oneDetached, otherDetached)).toThrow('signature/wrong-content');
      expect(() => mergeSignatures(one, oneDetached)).toThrow('signature/wrong-content');
    });

    it('are not merged when one certificate signed twice, differently', async () => {
      const later = { ...member, signingTime: new Date(TEST_NOW.getTime() + 1000) };
      const [one, two] = [await attached(member), await attached(later)];
      expect(() => mergeSignatures(one, two)).toThrow('signature/malformed');
      await expect(addSigners(one, [later])).rejects.toThrow('signature/malformed');
    });

    it('are not merged under another digest than SHA-256', async () => {
      const { privateKey, certificate, chain } = await people.signer('SHA-512');
      const made = handMadeSignedData({ content, signer: { privateKey, certificate, chain }, digest: 'sha512' });
      const announced = editDer(made, [1, 0, 1, 0], () => algorithm(OID.sha512));
      expect(() => mergeSignatures(announced)).toThrow('signature/malformed');
    });

    it('merge nothing into nothing', () => {
      expect(() => mergeSignatures()).toThrow(RangeError);
    });
  });
});
