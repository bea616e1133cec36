import { beforeAll, describe, expect, it } from 'vitest';
import { octetString, oid, tlv } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodeSignedData, parseSignedData, type SignedDataParts } from '../../../crypto/cms/signed-data.ts';
import { createPeople, type SigningPerson } from '../../pki/cms-people.ts';
import { editDer, nodeAt } from '../../vectors/cms/edit-der.ts';
import {
  attribute,
  handMadeSignedData,
  handMadeSignerInfo,
  profileAttributes,
} from '../../vectors/cms/hand-made-signature.ts';

// What each wrong structure is refused for is in test/vectors/cms.
describe('SignedData', () => {
  const content = Buffer.from('isi');
  let one: SigningPerson;
  let two: SigningPerson;
  let crl: Buffer;
  let parts: SignedDataParts;
  beforeAll(async () => {
    const people = await createPeople();
    [one, two] = [await people.signer('Satu'), await people.signer('Dua', { key: 'rsa-2048' })];
    crl = people.authority.crl();
    parts = {
      contentType: OID.data,
      content,
      certificates: [one.certificate.der, two.certificate.der, ...one.chain.map(({ der }) => der)],
      crls: [crl],
      signerInfos: [handMadeSignerInfo({ content, signer: one }), handMadeSignerInfo({ content, signer: two })],
    };
  });

  it('gives back content, certificates, CRLs and signers', () => {
    const parsed = parseSignedData(encodeSignedData(parts));
    expect(parsed.contentType).toBe(OID.data);
    expect(parsed.content).toEqual(content);
    expect(parsed.certificates.map(({ sha256 }) => sha256)).toContain(one.certificate.sha256);
    expect(parsed.certificates).toHaveLength(3);
    expect(parsed.crls.map((der) => Buffer.from(der))).toEqual([crl]);
    expect(parsed.signers).toHaveLength(2);
  });

  it('is the same bytes in whichever order, and with repetitions', () => {
    const der = encodeSignedData(parts);
    const shuffled = {
      ...parts,
      certificates: [...parts.certificates, ...parts.certificates].reverse(),
      signerInfos: parts.signerInfos.toReversed(),
    };
    expect(encodeSignedData(shuffled)).toEqual(der);
  });

  it('leaves out what is empty', () => {
    const der = encodeSignedData({ ...parts, content: null, certificates: [], crls: [] });
    expect(nodeAt(der, [1, 0]).children.map(({ tag }) => tag)).toEqual([0x02, 0x31, 0x30, 0x31]);
    expect(parseSignedData(der)).toMatchObject({ content: null, certificates: [], crls: [] });
  });

  it('is version 1 for data and 3 for anything else', () => {
    const version = (contentType: string) =>
      Buffer.from(nodeAt(encodeSignedData({ ...parts, contentType }), [1, 0, 0]).bytes).toString('hex');
    expect(version(OID.data)).toBe('020101');
    expect(version(OID.tstInfo)).toBe('020103');
  });

  it('keeps the attributes as they were signed, and lists the unsigned ones', () => {
    const [signer] = parseSignedData(handMadeSignedData({ content, signer: one })).signers;
    const { signingTime } = profileAttributes({ content, signer: one });
    expect(signer?.signedAttributesDer[0]).toBe(0x31);
    expect(signer?.signedAttributes.size).toBe(4);
    expect(Buffer.from(signer?.signedAttributesDer ?? []).includes(signingTime)).toBe(true);
    expect(signer?.unsignedAttributes).toEqual([]);
  });

  it('reads certificates that are not in order, as the authority of openssl writes them', () => {
    const der = encodeSignedData(parts);
    const reversed = editDer(der, [1, 0, 3], ({ tag, children }) =>
      tlv(tag, ...children.map(({ bytes }) => bytes).reverse()),
    );
    expect(reversed.equals(der)).toBe(false);
    expect(parseSignedData(reversed).certificates).toHaveLength(3);
  });

  it('refuses a certificate that is none', () => {
    const broken = editDer(encodeSignedData(parts), [1, 0, 3, 0, 0, 0], () => oid(OID.data));
    expect(() => parseSignedData(broken)).toThrow('signature/malformed');
  });

  it('refuses more than 64 signers', () => {
    const infos = Array.from({ length: 65 }, (_, i) =>
      editDer(handMadeSignerInfo({ content, signer: one }), [1, 1], () => Buffer.from([2, 1, i])),
    );
    expect(() => parseSignedData(encodeSignedData({ ...parts, signerInfos: infos }))).toThrow('65 signers');
    expect(parseSignedData(encodeSignedData({ ...parts, signerInfos: infos.slice(1) })).signers).toHaveLength(64);
  });

  it('refuses an attribute with no value', () => {
    const empty = editDer(attribute(OID.contentType, oid(OID.data)), [1], () => Buffer.from([0x31, 0]));
    const made = handMadeSignedData({ content, signer: one, attributes: [empty] });
    expect(() => parseSignedData(made)).toThrow('signature/malformed');
  });

  it('refuses bytes beyond 16 MiB without reading them', () => {
    expect(() => parseSignedData(octetString(Buffer.alloc(16 << 20)))).toThrow('asn1/too-large');
  });
});
