import { beforeAll, describe, expect, it } from 'vitest';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodeSignedData, parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { verifySignedData, verifySigner } from '../../../crypto/cms/verify-signature.ts';
import { buildCertificate } from '../../../crypto/x509/certificate-builder.ts';
import { createPeople, TEST_NOW, type People, type SigningPerson } from '../../pki/cms-people.ts';
import { flipBit } from '../../vectors/cms/edit-der.ts';
import { handMadeSignedData, handMadeSignerInfo } from '../../vectors/cms/hand-made-signature.ts';

// Refusals one by one are vectors: test/vectors/cms.
describe('verifying a signature', () => {
  const content = Buffer.from('{"format":"sampul/1"}');
  let people: People;
  let one: SigningPerson;
  let two: SigningPerson;
  beforeAll(async () => {
    people = await createPeople();
    [one, two] = [await people.signer('Satu'), await people.signer('Dua', { key: 'rsa-2048' })];
  });

  const sign = (detached: boolean, ...signers: SigningPerson[]) =>
    signContent({ content, detached, signers: signers.map(({ key }) => ({ key, signingTime: TEST_NOW })) });

  it('gives content, signer, claimed time and certificates', async () => {
    const verified = verifySignedData(await sign(false, one));
    expect(verified.content).toEqual(content);
    expect(verified.contentType).toBe(OID.data);
    expect(verified.signers).toMatchObject([{ signingTime: TEST_NOW, digestAlgorithm: 'sha256' }]);
    expect(verified.signers[0]?.certificate.sha256).toBe(one.certificate.sha256);
    expect(verified.certificates).toHaveLength(2);
  });

  it('does not share memory with the message: what was verified cannot change afterwards', async () => {
    const der = await sign(false, one);
    const verified = verifySignedData(der);
    der.fill(0);
    expect(verified.content).toEqual(content);
    expect(verified.certificates.map(({ sha256 }) => sha256)).toContain(one.certificate.sha256);
  });

  it('fails when one of several signers is wrong', async () => {
    const good = parseSignedData(await sign(false, one));
    const bad = handMadeSignerInfo({ content: Buffer.from('lain'), signer: two });
    const { contentType, crls } = good;
    const certificates = [...good.certificates, two.certificate].map(({ der }) => der);
    const signerInfos = [...good.signers.map(({ der }) => der), bad];
    const der = encodeSignedData({ contentType, content, certificates, crls, signerInfos });
    expect(() => verifySignedData(der)).toThrow('signature/wrong-content');
  });

  it('fails for two certificates of one name: which one signed would be chance', () => {
    const { serialHex, issuerDer, subjectDer, notBefore, notAfter } = one.certificate;
    const twin = buildCertificate({
      serial: Buffer.from(serialHex, 'hex'),
      issuerDer,
      subjectDer,
      notBefore,
      notAfter,
      publicKey: two.certificate.publicKey(),
      extensions: [],
      signWith: { privateKey: people.authority.privateKey },
    });
    const der = handMadeSignedData({ content, signer: one, certificates: [one.certificate.der, twin] });
    expect(() => verifySignedData(der)).toThrow('two certificates of one name');
  });

  it('takes a certificate that comes twice for one', () => {
    const der = handMadeSignedData({ content, signer: one, certificates: [one.certificate.der, one.certificate.der] });
    expect(verifySignedData(der).signers).toHaveLength(1);
  });

  it.each([false, true])('refuses any one flipped byte that matters (detached: %s)', async (detached) => {
    const der = await sign(detached, one);
    const chain = one.chain.map((certificate) => der.indexOf(certificate.der));
    const inChain = (at: number) =>
      one.chain.some((certificate, i) => at >= (chain[i] ?? 0) && at < (chain[i] ?? 0) + certificate.der.length);
    for (let at = 0; at < der.length; at++) {
      const flipped = flipBit(der, at, at % 8);
      const refused = isRefused(() => verifySignedData(flipped, detached ? content : undefined));
      // The chain's certificates are not under this signature: the path validator judges them.
      if (!inChain(at)) expect([at, refused]).toEqual([at, true]);
    }
  });

  it('lets a caller with other rules have other content types and digests, and no caller without', async () => {
    const der = await signContent({
      content,
      detached: false,
      signers: [{ key: one.key, signingTime: TEST_NOW }],
      contentType: OID.tstInfo,
    });
    const signed = parseSignedData(der);
    const [signer] = signed.signers;
    if (signer === undefined) throw new Error('signer');
    expect(
      verifySigner(signed, signer, { content, rules: { contentType: OID.tstInfo, digests: ['sha256'] } }).sha256,
    ).toBe(one.certificate.sha256);
    expect(() =>
      verifySigner(signed, signer, { content, rules: { contentType: OID.data, digests: ['sha256'] } }),
    ).toThrow('signature/wrong-content');
    expect(() =>
      verifySigner(signed, signer, { content, rules: { contentType: OID.tstInfo, digests: ['sha512'] } }),
    ).toThrow('signature/malformed');
    expect(() => verifySignedData(der)).toThrow('signature/wrong-content');
  });
});

function isRefused(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
