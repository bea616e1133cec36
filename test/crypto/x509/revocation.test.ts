import { beforeAll, describe, expect, it } from 'vitest';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { buildOcspRequest, parseOcspResponse } from '../../../crypto/x509/ocsp.ts';
import { PathBudget } from '../../../crypto/x509/path-budget.ts';
import { checkRevocation, type RevocationContext } from '../../../crypto/x509/revocation.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';

const AT = new Date('2026-03-01T00:00:00Z');
const clock = () => AT;

describe('revocation along a path', () => {
  let root: Authority;
  let issuing: Authority;
  let leaf: Certificate;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', clock });
    issuing = await createAuthority({ subject: 'Issuing', parent: root, clock });
    leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  });

  const check = (change: Partial<RevocationContext>, of = leaf) =>
    checkRevocation([of, issuing.certificate, root.certificate], {
      at: AT,
      answeredAt: AT,
      crls: [],
      ocsp: [],
      intermediates: [],
      budget: new PathBudget(MODERN_ALGORITHMS),
      isTrustedCrlSigner: () => false,
      ...change,
    }).map(({ code, certificateSha256 }) => [code, certificateSha256]);
  const crls = () => issuing.crls().map(parseCrl);

  it('finds nothing where every certificate but the anchor has a list', () => {
    expect(check({ crls: crls() })).toEqual([]);
  });

  it('finds each certificate of unknown status, from the anchor downwards', () => {
    expect(check({})).toEqual([
      ['certificate/revocation-unknown', issuing.certificate.sha256],
      ['certificate/revocation-unknown', leaf.sha256],
    ]);
  });

  it('takes an OCSP answer in place of a list', () => {
    const request = buildOcspRequest(leaf, issuing.certificate);
    const ocsp = [parseOcspResponse(issuing.answerOcsp(request.der))];
    expect(check({ ocsp, crls: [parseCrl(root.crl())] })).toEqual([]);
  });

  it('lets either source revoke', async () => {
    const bad = (await issuing.issue('bidder', { subject: 'Bad' })).certificate;
    const goodAnswer = parseOcspResponse(issuing.answerOcsp(buildOcspRequest(bad, issuing.certificate).der));
    const goodLists = crls();
    issuing.revoke(bad, { reason: 'keyCompromise' });
    const badAnswer = parseOcspResponse(issuing.answerOcsp(buildOcspRequest(bad, issuing.certificate).der));
    const revoked = [['certificate/revoked', bad.sha256]];
    expect(check({ ocsp: [goodAnswer], crls: crls() }, bad)).toEqual(revoked);
    expect(check({ ocsp: [badAnswer], crls: goodLists }, bad)).toEqual(revoked);
  });

  it('asks about a CRL signer outside the path before its list counts', async () => {
    const twin = await createAuthority({ subject: 'Issuing', parent: root, clock });
    const lists = [parseCrl(twin.crl()), parseCrl(root.crl())];
    const asked: string[] = [];
    const trusting = (answer: boolean) => (signer: Certificate, anchor: Certificate) => {
      asked.push(signer.sha256, anchor.sha256);
      return answer;
    };
    const intermediates = [twin.certificate];
    expect(check({ crls: lists, intermediates, isTrustedCrlSigner: trusting(true) })).toEqual([]);
    expect(check({ crls: lists, intermediates, isTrustedCrlSigner: trusting(false) })).toHaveLength(1);
    expect(new Set(asked)).toEqual(new Set([twin.certificate.sha256, root.certificate.sha256]));
  });
});
