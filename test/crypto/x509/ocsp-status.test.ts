import { beforeAll, describe, expect, it } from 'vitest';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, ocspNoCheck } from '../../../crypto/x509/certificate-builder.ts';
import { parseOcspResponse } from '../../../crypto/x509/ocsp.ts';
import { ocspStatus } from '../../../crypto/x509/ocsp-status.ts';
import { PathBudget } from '../../../crypto/x509/path-budget.ts';
import type { RevocationStatus } from '../../../crypto/x509/revocation-status.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';
import { buildOcspResponse, certId, type OcspStatus } from '../../pki/build-ocsp-response.ts';
import { issueWith } from '../../vectors/chains/world.ts';

const AT = new Date('2026-03-01T00:00:00Z');
const clock = () => AT;
const hours = (count: number) => new Date(AT.getTime() + count * 3_600_000);
const GOOD: OcspStatus = { status: 'good' };

describe('status by OCSP', () => {
  let root: Authority;
  let bidder: Issued;
  let responder: Issued;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', clock });
    bidder = await root.issue('bidder', { subject: 'Bidder' });
    responder = await root.issue('ocsp-responder', { subject: 'Responder' });
  });

  interface Answer {
    readonly status?: OcspStatus;
    readonly by?: Pick<Issued, 'certificate' | 'privateKey'>;
    readonly thisUpdate?: Date;
    readonly nextUpdate?: Date | null;
  }

  function judge(
    answers: readonly Answer[],
    responderStatus: RevocationStatus = { status: 'unknown', detail: '' },
  ): RevocationStatus {
    const responses = answers.map(({ status = GOOD, by = root, thisUpdate = hours(-1), nextUpdate = hours(1) }) =>
      parseOcspResponse(
        buildOcspResponse({
          answers: [{ ...status, certIdDer: certId(bidder.certificate, root.certificate) }],
          responder: by,
          certificates: by === root ? [] : [by.certificate],
          producedAt: thisUpdate,
          thisUpdate,
          nextUpdate,
        }),
      ),
    );
    return ocspStatus(bidder.certificate, root.certificate, {
      at: AT,
      answeredAt: AT,
      responses,
      budget: new PathBudget(MODERN_ALGORITHMS),
      responderStatus: () => responderStatus,
    });
  }

  const delegate = async (extensions: readonly Uint8Array[]) => {
    const { certificate, keys } = await issueWith(root, 'Delegate', extensions);
    return { certificate, privateKey: keys.privateKey };
  };

  it('is good by the issuer or by a responder that it named', () => {
    expect(judge([{}])).toEqual({ status: 'good' });
    expect(judge([{ by: responder }])).toEqual({ status: 'good' });
    expect(judge([])).toMatchObject({ status: 'unknown' });
  });

  it('is revoked by any answer that says so', () => {
    const revoked: OcspStatus = { status: 'revoked', revokedAt: hours(-5), reason: 'superseded' };
    const expected = { status: 'revoked', revokedAt: hours(-5), reason: 4 };
    expect(judge([{}, { status: revoked }])).toEqual(expected);
    expect(judge([{ status: revoked }, {}])).toEqual(expected);
  });

  it('stays good when a second answer is of no use', () => {
    expect(judge([{}, { status: { status: 'unknown' } }])).toEqual({ status: 'good' });
  });

  it('allows five minutes between clocks, and a day without next update', () => {
    const minutes = (count: number) => hours(count / 60);
    expect(judge([{ thisUpdate: minutes(4) }]).status).toBe('good');
    expect(judge([{ thisUpdate: minutes(6) }]).status).toBe('unknown');
    expect(judge([{ nextUpdate: minutes(-4) }]).status).toBe('good');
    expect(judge([{ nextUpdate: minutes(-6) }]).status).toBe('unknown');
    expect(judge([{ thisUpdate: hours(-23), nextUpdate: null }]).status).toBe('good');
    expect(judge([{ thisUpdate: hours(-25), nextUpdate: null }]).status).toBe('unknown');
  });

  it.each<[string, () => Uint8Array[]]>([
    ['without the OCSP purpose', () => [basicConstraints({ ca: false }), ocspNoCheck()]],
    [
      'without the signing bit',
      () => [keyUsage(['keyAgreement']), extendedKeyUsage([OID.ekuOcspSigning]), ocspNoCheck()],
    ],
    ['that is a CA', () => [basicConstraints({ ca: true }), extendedKeyUsage([OID.ekuOcspSigning]), ocspNoCheck()]],
  ])('refuses a responder %s', async (_what, extensions) => {
    expect(judge([{ by: await delegate(extensions()) }]).status).toBe('unknown');
  });

  it('refuses a responder past its validity', async () => {
    const old = await root.issue('ocsp-responder', { subject: 'Old', notAfter: hours(-2) });
    expect(judge([{ by: old }])).toEqual({ status: 'unknown', detail: 'responder certificate not valid at that time' });
  });

  it('refuses a responder of another issuer, also of one with the same name', async () => {
    const twin = await createAuthority({ subject: 'Root', clock });
    const foreign = await twin.issue('ocsp-responder', { subject: 'Responder' });
    expect(judge([{ by: foreign }]).status).toBe('unknown');
    expect(judge([{ by: twin }]).status).toBe('unknown');
  });

  it('asks for the status of a responder that carries no no-check mark', async () => {
    const unmarked = await delegate([keyUsage(['digitalSignature']), extendedKeyUsage([OID.ekuOcspSigning])]);
    expect(judge([{ by: unmarked }], { status: 'good' }).status).toBe('good');
    expect(judge([{ by: unmarked }]).status).toBe('unknown');
    expect(judge([{ by: unmarked }], { status: 'revoked', revokedAt: AT, reason: 0 }).status).toBe('unknown');
  });

  it('refuses an answer with a damaged signature', () => {
    const der = buildOcspResponse({
      answers: [{ ...GOOD, certIdDer: certId(bidder.certificate, root.certificate) }],
      responder: root,
      certificates: [],
      producedAt: AT,
      thisUpdate: AT,
      nextUpdate: null,
    });
    der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
    const status = ocspStatus(bidder.certificate, root.certificate, {
      at: AT,
      answeredAt: AT,
      responses: [parseOcspResponse(der)],
      budget: new PathBudget(MODERN_ALGORITHMS),
      responderStatus: () => ({ status: 'good' }),
    });
    expect(status.status).toBe('unknown');
  });
});
