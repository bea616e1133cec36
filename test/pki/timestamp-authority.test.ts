import { beforeAll, describe, expect, it } from 'vitest';
import { algorithm, boolean, explicit, integer, octetString, sequence } from '../../crypto/asn1/der-writer.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { parseSignedData } from '../../crypto/cms/signed-data.ts';
import { sha256 } from '../../crypto/encoding.ts';
import { buildTimestampRequest, readTimestampResponse, verifyTimestamp } from '../../crypto/timestamp.ts';
import { encodeImprint, parseTstInfo } from '../../crypto/tst-info.ts';
import { createPeople, TEST_NOW, type People, type SigningPerson } from './cms-people.ts';
import { respond, TEST_TSA_POLICY } from './timestamp-authority.ts';

// openssl judges the same responses in test/interop/openssl-ts.test.ts.
describe('the timestamp authority of the tests', () => {
  const digest = sha256(Buffer.from('isi'));
  let people: People;
  let tsa: SigningPerson;
  beforeAll(async () => {
    people = await createPeople();
    tsa = await people.signer('TSA Uji', { profile: 'tsa' });
  });

  const answer = (request: Uint8Array) => respond(request, { key: tsa.key, genTime: TEST_NOW });
  const infoOf = (response: Uint8Array) => {
    const { tokenDer } = readTimestampResponse(response);
    const { content, certificates } = parseSignedData(tokenDer);
    return { ...parseTstInfo(content ?? new Uint8Array()), certificates };
  };

  it('stamps with the time it is told, and gives back nonce and policy', async () => {
    const { der, nonce } = buildTimestampRequest({ sha256: digest, policy: TEST_TSA_POLICY });
    const trust = {
      sha256: digest,
      nonce,
      policy: TEST_TSA_POLICY,
      anchors: people.anchors,
      revocation: 'none',
    } as const;
    expect(verifyTimestamp(await answer(der), trust).genTime).toEqual(TEST_NOW);
  });

  it('gives another serial number each time', async () => {
    const { der } = buildTimestampRequest({ sha256: digest });
    const serials = [infoOf(await answer(der)), infoOf(await answer(der))].map(({ serialHex }) => serialHex);
    expect(new Set(serials).size).toBe(2);
  });

  it('answers without nonce when none was asked for, and without certificates unless they were', async () => {
    const plain = infoOf(await answer(sequence(integer(1), encodeImprint(digest))));
    expect(plain).toMatchObject({ nonce: null, certificates: [] });
    const withCertificates = infoOf(await answer(sequence(integer(1), encodeImprint(digest), boolean(true))));
    expect(withCertificates.certificates).toHaveLength(2);
  });

  it.each([
    ['an unknown digest', sequence(integer(1), sequence(algorithm(OID.sha1), octetString(Buffer.alloc(20))))],
    ['another policy', buildTimestampRequest({ sha256: digest, policy: '1.2.3.4' }).der],
    ['bytes that are no request', Buffer.from('bukan permintaan')],
    ['another version', sequence(integer(2), encodeImprint(digest))],
    ['extensions', sequence(integer(1), encodeImprint(digest), explicit(0, integer(1)))],
  ])('rejects %s', async (_, request) => {
    const response = await answer(request);
    expect(() => readTimestampResponse(response)).toThrow('timestamp/refused-by-authority: status 2');
  });
});
