// Timestamps with openssl: it accepts the tokens of our authority, reads our requests, and its own authority's tokens verify here.
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePem, sha256 } from '../../crypto/encoding.ts';
import { buildTimestampRequest, readTimestampResponse, verifyTimestamp } from '../../crypto/timestamp.ts';
import { createPeople, TEST_NOW, type People, type SigningPerson } from '../pki/cms-people.ts';
import { HAS_OPENSSL, runOpenssl, type Verdict } from '../pki/openssl.ts';
import { respond, TEST_TSA_POLICY } from '../pki/timestamp-authority.ts';

const DATA = Buffer.from('isi manifest.p7s');
const DIGEST = sha256(DATA);
const pem = (...ders: readonly Uint8Array[]): string => ders.map((der) => encodePem('CERTIFICATE', der)).join('');

describe.skipIf(!HAS_OPENSSL)('timestamps with openssl (skipped without openssl 3)', () => {
  let people: People;
  let tsa: SigningPerson;
  let bidder: SigningPerson;

  beforeAll(async () => {
    people = await createPeople();
    tsa = await people.signer('TSA Uji', { profile: 'tsa' });
    bidder = await people.signer('PT Penawar');
  });

  /** As container.md section 10 has it. */
  function verify(
    response: Uint8Array,
    source: readonly string[],
    files: Readonly<Record<string, Uint8Array>> = {},
  ): Verdict {
    const trust = ['-CAfile', 'root.pem', '-untrusted', 'sub.pem', '-attime', String(TEST_NOW.getTime() / 1000)];
    return runOpenssl(['ts', '-verify', ...source, '-in', 'manifest.tsr', ...trust], {
      'manifest.tsr': response,
      'root.pem': pem(people.root.certificate.der),
      'sub.pem': pem(people.authority.certificate.der),
      data: DATA,
      ...files,
    });
  }

  const expectation = () => ({ sha256: DIGEST, anchors: people.anchors, revocation: 'none' as const });

  it('reads our request', () => {
    const { der, nonce } = buildTimestampRequest({ sha256: DIGEST, policy: TEST_TSA_POLICY });
    const { ok, output } = runOpenssl(['ts', '-query', '-in', 'q.tsq', '-text'], { 'q.tsq': der });
    expect(ok).toBe(true);
    expect(output).toContain('Hash Algorithm: sha256');
    expect(output).toContain('Certificate required: yes');
    expect(output).toContain(`Policy OID: ${TEST_TSA_POLICY}`);
    expect(output.toLowerCase()).toContain(`nonce: 0x${nonce.toString('hex')}`);
  });

  it.each([
    ['P-256', 'ec-p256'],
    ['RSA', 'rsa-2048'],
  ] as const)('accepts the response of our authority by data and by request file, %s', async (_, key) => {
    const authority = await people.signer('TSA lain', { profile: 'tsa', key });
    const { der: request, nonce } = buildTimestampRequest({ sha256: DIGEST });
    const response = await respond(request, { key: authority.key, genTime: new Date(TEST_NOW.getTime() + 250) });
    expect(verify(response, ['-data', 'data'])).toMatchObject({ ok: true });
    expect(verify(response, ['-queryfile', 'q.tsq'], { 'q.tsq': request })).toMatchObject({ ok: true });
    expect(verifyTimestamp(response, { ...expectation(), nonce }).genTime).toEqual(new Date(TEST_NOW.getTime() + 250));
    expect(verify(response, ['-data', 'other'], { other: Buffer.from('lain') }).ok).toBe(false);
  });

  it('accepts the bare token', async () => {
    const { der: request } = buildTimestampRequest({ sha256: DIGEST });
    const { tokenDer } = readTimestampResponse(await respond(request, { key: tsa.key, genTime: TEST_NOW }));
    expect(verify(tokenDer, ['-token_in', '-data', 'data'])).toMatchObject({ ok: true });
  });

  it('refuses, as we do, a token signed by another certificate of the same authority', async () => {
    const { der: request } = buildTimestampRequest({ sha256: DIGEST });
    const forged = await respond(request, { key: bidder.key, genTime: TEST_NOW });
    const verdict = verify(forged, ['-data', 'data']);
    expect(verdict.ok).toBe(false);
    expect(verdict.output).toContain('unsuitable certificate purpose');
    expect(() => verifyTimestamp(forged, expectation())).toThrow('timestamp/invalid');
  });

  it('reads a rejection of our authority', async () => {
    const { der: request } = buildTimestampRequest({ sha256: DIGEST, policy: '1.2.3.4' });
    const response = await respond(request, { key: tsa.key, genTime: TEST_NOW });
    const { ok, output } = runOpenssl(['ts', '-reply', '-in', 'r.tsr', '-text'], { 'r.tsr': response });
    expect(ok).toBe(true);
    expect(output).toContain('Status: Rejected');
    expect(output).toContain('the requested TSA policy is not supported by the TSA');
    expect(() => verifyTimestamp(response, expectation())).toThrow('timestamp/refused-by-authority');
  });

  describe('the authority of openssl', () => {
    const CONFIG = [
      '[tsa]',
      'default_tsa = it',
      '[it]',
      'serial = ./serial',
      'signer_digest = sha256',
      `default_policy = ${TEST_TSA_POLICY}`,
      'digests = sha256, sha512',
      'accuracy = secs:1, millisecs:500, microsecs:100',
      'ordering = yes',
      'tsa_name = yes',
      'ess_cert_id_chain = no',
    ];

    function reply(request: Uint8Array, essAlgorithm: 'sha1' | 'sha256'): Verdict {
      const signer = ['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-chain', 'chain.pem'];
      return runOpenssl(['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', ...signer, '-out', 'result'], {
        'tsa.cnf': [...CONFIG, `ess_cert_id_alg = ${essAlgorithm}`, ''].join('\n'),
        'q.tsq': request,
        'tsa.pem': pem(nowTsa.certificate.der),
        'tsa.key': nowTsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
        'chain.pem': pem(now.authority.certificate.der),
        serial: Buffer.from('1000'),
      });
    }

    let now: People;
    let nowTsa: SigningPerson;

    // openssl stamps with the real clock, so these certificates are valid around today.
    beforeAll(async () => {
      now = await createPeople(new Date());
      nowTsa = await now.signer('TSA Uji', { profile: 'tsa' });
    });

    it('answers our request with a token that we accept', () => {
      const { der: request, nonce } = buildTimestampRequest({ sha256: DIGEST, policy: TEST_TSA_POLICY });
      const made = reply(request, 'sha256');
      expect(made.ok).toBe(true);
      expect(verifyTokenInfo(made.result, nonce)).toMatchObject({ accuracyMs: 1501, serialHex: '1001' });
    });

    it('is refused when it binds its certificate by SHA-1 only (ESSCertID, version 1)', () => {
      const made = reply(buildTimestampRequest({ sha256: DIGEST }).der, 'sha1');
      expect(made.ok).toBe(true);
      expect(() => verifyTokenInfo(made.result)).toThrow('timestamp/invalid');
    });

    function verifyTokenInfo(response: Uint8Array, nonce?: Buffer) {
      return verifyTimestamp(response, {
        ...expectation(),
        anchors: now.anchors,
        ...(nonce === undefined ? {} : { nonce }),
      });
    }
  });
});
