import { beforeAll, describe, expect, it } from 'vitest';
import { explicit, implicit, integer, octetString, oid, sequence, tlv } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { buildOcspRequest, parseOcspResponse, requireNonce } from '../../../crypto/x509/ocsp.ts';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import { ocspStatus } from '../../../crypto/x509/ocsp-status.ts';
import { PathBudget } from '../../../crypto/x509/path-budget.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';
import { buildOcspFailure, buildOcspResponse, certId } from '../../pki/build-ocsp-response.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';
import { encodePem } from '../../../crypto/encoding.ts';

const AT = new Date('2026-03-01T00:00:00Z');

describe('OCSP', () => {
  let root: Authority;
  let bidder: Issued;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', clock: () => AT });
    bidder = await root.issue('bidder', { subject: 'Bidder' });
  });

  it.each(['sha1', 'sha256'] as const)('asks and is answered about one certificate, named by %s', (hash) => {
    const request = buildOcspRequest(bidder.certificate, root.certificate, hash);
    const response = parseOcspResponse(root.answerOcsp(request.der));
    expect(response.answers).toMatchObject([
      { hash, serialHex: bidder.certificate.serialHex, status: { kind: 'good' }, thisUpdate: AT },
    ]);
    expect(requireNonce(response, request.nonce)).toBe('echoed');
    expect(request.nonce).toHaveLength(32);
  });

  it('asks with a fresh nonce each time, and refuses the answer to another request', () => {
    const [first, second] = [0, 1].map(() => buildOcspRequest(bidder.certificate, root.certificate));
    if (first === undefined || second === undefined) throw new Error('no request');
    expect(first.nonce.equals(second.nonce)).toBe(false);
    const response = parseOcspResponse(root.answerOcsp(first.der));
    expect(() => requireNonce(response, second.nonce)).toThrow('ocsp/malformed');
  });

  it('takes an answer without a nonce, and says so', () => {
    const response = parseOcspResponse(build());
    expect(requireNonce(response, Buffer.alloc(32))).toBe('absent');
  });

  it.skipIf(!HAS_OPENSSL)('writes requests that openssl reads', () => {
    const { der } = buildOcspRequest(bidder.certificate, root.certificate);
    const { ok, output } = runOpenssl(['ocsp', '-reqin', 'request.der', '-req_text', '-issuer', 'ca.pem'], {
      'request.der': der,
      'ca.pem': encodePem('CERTIFICATE', root.certificate.der),
    });
    expect(ok).toBe(true);
    expect(output).toContain(`Serial Number: ${bidder.certificate.serialHex.toUpperCase()}`);
    expect(output).toContain('OCSP Nonce');
  });

  it.skipIf(!HAS_OPENSSL)('reads what openssl answers, and names its responder by name', () => {
    const { der, nonce } = buildOcspRequest(bidder.certificate, root.certificate);
    const { result } = runOpenssl(
      [
        ...['ocsp', '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem', '-rkey', 'ca.key'],
        ...['-reqin', 'request.der', '-respout', 'result', '-ndays', '1'],
      ],
      {
        'index.txt': `R\t330101000000Z\t260201000000Z,keyCompromise\t${bidder.certificate.serialHex.toUpperCase()}\tunknown\t/CN=x\n`,
        'ca.pem': encodePem('CERTIFICATE', root.certificate.der),
        'ca.key': root.privateKey.export({ format: 'pem', type: 'pkcs8' }),
        'request.der': der,
      },
    );
    const response = parseOcspResponse(result);
    expect(response.responder).toEqual({ kind: 'name', der: root.certificate.subject.der });
    expect(requireNonce(response, nonce)).toBe('echoed');
    const answeredAt = response.producedAt;
    const status = ocspStatus(bidder.certificate, root.certificate, {
      at: answeredAt,
      answeredAt,
      responses: [response],
      budget: new PathBudget(MODERN_ALGORITHMS),
      responderStatus: () => ({ status: 'good' }),
    });
    expect(status).toEqual({ status: 'revoked', revokedAt: new Date('2026-02-01T00:00:00Z'), reason: 1 });
  });

  function build(change: Partial<Parameters<typeof buildOcspResponse>[0]> = {}): Buffer {
    return buildOcspResponse({
      answers: [{ status: 'good', certIdDer: certId(bidder.certificate, root.certificate) }],
      responder: root,
      certificates: [root.certificate],
      producedAt: AT,
      thisUpdate: AT,
      nextUpdate: null,
      ...change,
    });
  }

  it('tells status, dates, reasons and certificates', () => {
    const certIdDer = certId(bidder.certificate, root.certificate);
    const revokedAt = new Date('2026-02-01T00:00:00Z');
    const response = parseOcspResponse(
      build({
        answers: [
          { status: 'revoked', revokedAt, reason: 'keyCompromise', certIdDer },
          { status: 'revoked', revokedAt, certIdDer },
          { status: 'unknown', certIdDer },
        ],
      }),
    );
    expect(response.answers.map(({ status }) => status)).toEqual([
      { kind: 'revoked', revokedAt, reason: 1 },
      { kind: 'revoked', revokedAt, reason: 0 },
      { kind: 'unknown' },
    ]);
    expect(response.certificates.map(({ sha256 }) => sha256)).toEqual([root.certificate.sha256]);
    expect(response.responder.kind).toBe('key');
    expect(response.answers[0]?.nextUpdate).toBeNull();
  });

  it.each([1, 2, 3, 5, 6])('refuses the error status %d of a responder', (status) => {
    expect(() => parseOcspResponse(buildOcspFailure(status))).toThrow(`responder reports status ${status}`);
  });

  it('refuses other response types, damaged bytes and crowds', () => {
    const other = sequence(tlv(0x0a, Buffer.from([0])), explicit(0, sequence(oid('2.25.1'), octetString(sequence()))));
    expect(() => parseOcspResponse(other)).toThrow('response type');
    expect(() => parseOcspResponse(build().subarray(0, -1))).toThrow('ocsp/malformed');
    expect(() =>
      parseOcspResponse(build({ certificates: Array.from({ length: 11 }, () => root.certificate) })),
    ).toThrow('too many certificates');
    const answer = { status: 'good', certIdDer: certId(bidder.certificate, root.certificate) } as const;
    expect(() => parseOcspResponse(build({ answers: Array.from({ length: 101 }, () => answer) }))).toThrow(
      'too many answers',
    );
  });

  it.each([
    [
      'a CertID hash that is none',
      sequence(sequence(oid('2.25.1')), octetString(Buffer.alloc(1)), octetString(Buffer.alloc(1)), integer(1)),
    ],
    [
      'a CertID without a serial number',
      sequence(sequence(oid(OID.sha1)), octetString(Buffer.alloc(20)), octetString(Buffer.alloc(20))),
    ],
    ['something else for a CertID', implicit(0, Buffer.alloc(1))],
  ])('refuses %s', (_what, certIdDer) => {
    expect(() => parseOcspResponse(build({ answers: [{ status: 'good', certIdDer }] }))).toThrow('ocsp/malformed');
  });
});
