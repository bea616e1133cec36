import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer, readInteger } from '../../crypto/asn1/der-reader.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { sha256 } from '../../crypto/encoding.ts';
import { CryptoError, isCryptoError } from '../../crypto/errors.ts';
import { buildTimestampRequest, readTimestampResponse, verifyTimestamp } from '../../crypto/timestamp.ts';
import { softwareSigningKey } from '../../crypto/keys.ts';
import type { KeyUsage } from '../../crypto/x509/certificate.ts';
import { authorityKeyIdentifier, extendedKeyUsage, keyUsage } from '../../crypto/x509/encode-extensions.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import { createPeople, TEST_NOW, type People, type SigningPerson } from '../pki/cms-people.ts';
import { respond, TEST_TSA_POLICY } from '../pki/timestamp-authority.ts';
import { flipBit, nodeAt } from '../vectors/cms/edit-der.ts';

// Refusals one by one are vectors: test/vectors/cms, ids rfc3161 and rfc5816.
const DIGEST = sha256(Buffer.from('manifest.p7s'));
const DAY = 86_400_000;

describe('a timestamp request', () => {
  it('asks for SHA-256, with the certificate', () => {
    const { der, nonce } = buildTimestampRequest({ sha256: DIGEST });
    const imprint = `3031300d060960864801650304020105000420${DIGEST.toString('hex')}`;
    expect(der.toString('hex')).toBe(`3043020101${imprint}0208${nonce.toString('hex')}0101ff`);
  });

  it('has a fresh nonce of 8 bytes that is positive and minimal', () => {
    const nonces = Array.from({ length: 200 }, () => buildTimestampRequest({ sha256: DIGEST }).nonce);
    for (const nonce of nonces) {
      expect(nonce).toHaveLength(8);
      expect(nonce.readUInt8(0)).toBeGreaterThanOrEqual(0x40);
      expect(nonce.readUInt8(0)).toBeLessThan(0x80);
    }
    expect(new Set(nonces.map((nonce) => nonce.toString('hex'))).size).toBe(nonces.length);
  });

  it.each(['ff01', '0001', '00', '7f'])('writes the given nonce %s as a positive INTEGER', (hex) => {
    const { der } = buildTimestampRequest({ sha256: DIGEST, nonce: Buffer.from(hex, 'hex') });
    expect(readInteger(nodeAt(der, [2]))).toBe(BigInt(`0x${hex}`));
  });

  it('names the policy', () => {
    const { der } = buildTimestampRequest({ sha256: DIGEST, policy: '1.2.3.4' });
    expect(Buffer.from(nodeAt(der, [2]).bytes).toString('hex')).toBe('06032a0304');
  });

  it('is not made for a digest of another length, nor with an empty nonce', () => {
    expect(() => buildTimestampRequest({ sha256: DIGEST.subarray(1) })).toThrow(RangeError);
    expect(() => buildTimestampRequest({ sha256: DIGEST, nonce: Buffer.alloc(0) })).toThrow(RangeError);
  });
});

describe('a timestamp', () => {
  let people: People;
  let tsa: SigningPerson;
  beforeAll(async () => {
    people = await createPeople();
    tsa = await people.signer('TSA Uji', { profile: 'tsa' });
  });

  const genTime = new Date(TEST_NOW.getTime() + 123);
  const expectation = () => ({ sha256: DIGEST, anchors: people.anchors, revocation: 'none' as const });
  async function stamp(options: { readonly at?: Date; readonly by?: SigningPerson } = {}) {
    const { der: request, nonce } = buildTimestampRequest({ sha256: DIGEST });
    const { at = genTime, by = tsa } = options;
    return {
      request,
      nonce,
      response: await respond(request, { key: by.key, genTime: at, serial: 255n, accuracyMs: 250 }),
    };
  }

  it('tells time, accuracy, serial number and signer', async () => {
    const { response, nonce } = await stamp();
    const verified = verifyTimestamp(response, { ...expectation(), nonce, policy: TEST_TSA_POLICY });
    expect(verified).toMatchObject({ genTime, accuracyMs: 250, serialHex: '00ff' });
    expect(verified.signer.sha256).toBe(tsa.certificate.sha256);
  });

  it('verifies with a nonce whose first bit is set', async () => {
    const nonce = Buffer.from('ffffffffffffffff', 'hex');
    const { der } = buildTimestampRequest({ sha256: DIGEST, nonce });
    const response = await respond(der, { key: tsa.key, genTime });
    expect(verifyTimestamp(response, { ...expectation(), nonce }).genTime).toEqual(genTime);
  });

  it('is about its bytes only', async () => {
    const { response } = await stamp();
    expect(() => verifyTimestamp(response, { ...expectation(), sha256: sha256(Buffer.from('lain')) })).toThrow(
      'timestamp/invalid',
    );
  });

  it('is judged at its own time: a certificate that has expired since still counts', async () => {
    const genThen = new Date(TEST_NOW.getTime() - 700 * DAY);
    const then = await createPeople(new Date(TEST_NOW.getTime() - 731 * DAY));
    const expired = await then.signer('TSA lama', { profile: 'tsa' });
    expect(expired.certificate.notAfter < TEST_NOW).toBe(true);
    const { response } = await stamp({ by: expired, at: genThen });
    expect(verifyTimestamp(response, { ...expectation(), anchors: then.anchors }).genTime).toEqual(genThen);
  });

  it('needs an anchor, and says that the path is the reason', async () => {
    const { response } = await stamp();
    const stranger = await createPeople();
    const error = thrownBy(() => verifyTimestamp(response, { ...expectation(), anchors: stranger.anchors }));
    expect(error.code).toBe('timestamp/invalid');
    expect(isCryptoError(error.cause, 'certificate/untrusted')).toBe(true);
  });

  it('takes intermediates from the caller when they are not inside', async () => {
    const bare = { ...tsa, key: { ...tsa.key, chain: [] } };
    const { response } = await stamp({ by: bare });
    expect(() => verifyTimestamp(response, expectation())).toThrow('timestamp/invalid');
    expect(
      verifyTimestamp(response, { ...expectation(), intermediates: [people.authority.certificate] }).genTime,
    ).toEqual(genTime);
  });

  it('is refused when its signer is revoked, or when that is not known and must be', async () => {
    const revoked = await people.signer('TSA dicabut', { profile: 'tsa' });
    const { response } = await stamp({ by: revoked });
    const crls = () => people.authority.crls().map(parseCrl);
    expect(() => verifyTimestamp(response, { ...expectation(), revocation: 'required' })).toThrow('timestamp/invalid');
    expect(verifyTimestamp(response, { ...expectation(), revocation: 'required', crls: crls() }).genTime).toEqual(
      genTime,
    );
    people.authority.revoke(revoked.certificate, { at: new Date(TEST_NOW.getTime() - DAY) });
    const error = thrownBy(() => verifyTimestamp(response, { ...expectation(), revocation: 'required', crls: crls() }));
    expect(isCryptoError(error.cause, 'certificate/revoked')).toBe(true);
  });

  it('is refused when its key is not one for signatures', async () => {
    const { privateKey, certificate } = await people.signer('TSA lain', { profile: 'tsa' });
    const stampedWith = async (usage: KeyUsage) => {
      const purpose = extendedKeyUsage([OID.ekuTimeStamping], { critical: true });
      const extensions = [keyUsage([usage]), purpose, authorityKeyIdentifier(people.authority.keyId)];
      const odd = people.authority.issueRaw(certificate.publicKey(), { subject: 'TSA lain' }, extensions);
      const key = softwareSigningKey(privateKey, odd, people.authority.chain);
      return stamp({ by: { ...tsa, certificate: odd, privateKey, key } });
    };
    const wrong = await stampedWith('keyAgreement');
    expect(() => verifyTimestamp(wrong.response, expectation())).toThrow('timestamp/invalid: key usage');
    const right = await stampedWith('nonRepudiation');
    expect(verifyTimestamp(right.response, expectation()).genTime).toEqual(genTime);
  });

  it('hands revocation answers and their time on to the path', async () => {
    const { response } = await stamp();
    const later = new Date(TEST_NOW.getTime() + 40 * DAY);
    const crls = people.authority.crls().map(parseCrl);
    const trust = { ...expectation(), revocation: 'required', crls, ocsp: [] } as const;
    expect(verifyTimestamp(response, { ...trust, revocationAt: TEST_NOW }).genTime).toEqual(genTime);
    expect(() => verifyTimestamp(response, { ...trust, revocationAt: later })).toThrow('timestamp/invalid');
  });

  it('is not verified after any one byte of the response was changed', async () => {
    const { response, nonce } = await stamp();
    const accepted: number[] = [];
    for (let at = 0; at < response.length; at++) {
      if (isVerified(flipBit(response, at, at % 8), nonce)) accepted.push(at);
    }
    expect(accepted).toEqual([]);
  });

  function isVerified(response: Buffer, nonce: Buffer): boolean {
    try {
      verifyTimestamp(response, { ...expectation(), nonce });
      return true;
    } catch (error) {
      if (error instanceof CryptoError && error.code.startsWith('timestamp/')) return false;
      throw error;
    }
  }

  it('gives its token as it stands in the response', async () => {
    const { response } = await stamp();
    const { tokenDer } = readTimestampResponse(response);
    expect(Buffer.from(tokenDer)).toEqual(Buffer.from(nodeAt(response, [1]).bytes));
    expect(parseDer(tokenDer).tag).toBe(0x30);
  });
});

function thrownBy(run: () => unknown): CryptoError {
  try {
    run();
  } catch (error) {
    if (error instanceof CryptoError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
