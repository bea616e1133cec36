import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, type Authority } from './authority.ts';
import { generateKeys } from './keys.ts';
import { HAS_OPENSSL, opensslVerify, runOpenssl } from './openssl.ts';
import { PROFILES } from './profiles.ts';
import { encodePem } from '../../crypto/encoding.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';

describe('test authority', () => {
  let root: Authority;
  let issuing: Authority;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root' });
    issuing = await createAuthority({ subject: 'Issuing', parent: root, pathLength: 0 });
  });

  const verify = (certificate: Certificate, options: readonly string[] = ['-x509_strict']) =>
    opensslVerify({
      leaf: certificate.der,
      intermediates: issuing.chain.map(({ der }) => der),
      anchors: [issuing.anchor.der],
      crls: issuing.crls(),
      at: new Date(),
      options,
    });

  it.skipIf(!HAS_OPENSSL).each(PROFILES)(
    'makes a %s certificate that openssl accepts in strict mode with CRLs',
    async (profile) => {
      const { certificate } = await issuing.issue(profile, { subject: `A ${profile}` });
      expect(verify(certificate)).toMatchObject({ ok: true, output: 'leaf.pem: OK\n' });
    },
  );

  it.skipIf(!HAS_OPENSSL)('makes RSA certificates with keyEncipherment that openssl accepts', async () => {
    const { certificate } = await issuing.issue('member-encrypt', { subject: 'Member', key: 'rsa-2048' });
    expect([...(certificate.keyUsage ?? [])]).toEqual(['keyEncipherment']);
    expect(verify(certificate).ok).toBe(true);
  });

  it.skipIf(!HAS_OPENSSL)(
    'makes a TSA certificate that openssl accepts for timestamps and a TLS one for 127.0.0.1',
    async () => {
      const tsa = await issuing.issue('tsa', { subject: 'TSA' });
      const tls = await issuing.issue('tls-server', { subject: 'localhost' });
      expect(verify(tsa.certificate, ['-x509_strict', '-purpose', 'timestampsign']).ok).toBe(true);
      expect(verify(tls.certificate, ['-x509_strict', '-purpose', 'sslserver', '-verify_ip', '127.0.0.1']).ok).toBe(
        true,
      );
      expect(verify(tls.certificate, ['-verify_hostname', 'example.com']).ok).toBe(false);
    },
  );

  it.skipIf(!HAS_OPENSSL)('publishes CRLs by which openssl refuses what was revoked', async () => {
    const { certificate } = await issuing.issue('bidder', { subject: 'Revoked bidder' });
    issuing.revoke(certificate, { reason: 'keyCompromise' });
    const verdict = verify(certificate);
    expect(verdict.ok).toBe(false);
    expect(verdict.output).toContain('certificate revoked');
  });

  it.skipIf(!HAS_OPENSSL)('answers OCSP requests of openssl, directly and through a responder', async () => {
    const { certificate } = await issuing.issue('bidder', { subject: 'Bidder' });
    const responder = await issuing.issue('ocsp-responder', { subject: 'Responder' });
    const files = {
      'ca.pem': encodePem('CERTIFICATE', issuing.certificate.der),
      'leaf.pem': encodePem('CERTIFICATE', certificate.der),
    };
    const request = runOpensslRequest(files);
    for (const options of [{}, { responder }]) {
      const answer = issuing.answerOcsp(request, { ...options, at: new Date(Date.now() - 1000) });
      const verdict = runOpenssl(
        [
          'ocsp',
          '-respin',
          'response.der',
          '-issuer',
          'ca.pem',
          '-cert',
          'leaf.pem',
          '-no_nonce',
          '-CAfile',
          'root.pem',
          '-verify_other',
          'ca.pem',
        ],
        { ...files, 'response.der': answer, 'root.pem': encodePem('CERTIFICATE', root.certificate.der) },
      );
      expect(verdict.output).toContain('Response verify OK');
      expect(verdict.output).toContain('leaf.pem: good');
    }
  });

  function runOpensslRequest(files: Readonly<Record<string, string>>): Buffer {
    const { result } = runOpenssl(['ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-reqout', 'result'], files);
    return result;
  }

  it('uses key pairs made elsewhere', async () => {
    const key = await generateKeys('ec-p384');
    const { certificate } = await root.issue('bidder', { subject: 'Bidder', key });
    expect(certificate.keyType).toEqual({ kind: 'ec', curve: 'P-384' });
    expect(certificate.publicKey().equals(key.publicKey)).toBe(true);
  });
});
