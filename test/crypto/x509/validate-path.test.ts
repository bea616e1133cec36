import { beforeAll, describe, expect, it } from 'vitest';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { requirePath, validatePath, type PathInput } from '../../../crypto/x509/validate-path.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';
import { crossSign } from '../../vectors/chains/world.ts';

const AT = new Date('2026-03-01T00:00:00Z');
const clock = () => AT;

describe('path validation', () => {
  let root: Authority;
  let issuing: Authority;
  let bidder: Issued;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', clock });
    issuing = await createAuthority({ subject: 'Issuing', parent: root, clock });
    bidder = await issuing.issue('bidder', { subject: 'Bidder' });
  });

  const input = (change: Partial<PathInput> = {}): PathInput => ({
    leaf: bidder.certificate,
    intermediates: bidder.chain,
    anchors: [root.certificate],
    at: AT,
    revocation: 'none',
    ...change,
  });
  const code = (change: Partial<PathInput>) => {
    try {
      requirePath(input(change));
      return 'accepted';
    } catch (error) {
      return isCryptoError(error) ? error.code : 'not a CryptoError';
    }
  };

  it('returns the path from the leaf to the anchor', () => {
    expect(requirePath(input()).map(({ sha256 }) => sha256)).toEqual(
      [bidder.certificate, issuing.certificate, root.certificate].map(({ sha256 }) => sha256),
    );
  });

  it('throws the code of the first finding, and reports all of them', () => {
    const at = new Date('2040-01-01T00:00:00Z');
    expect(code({ at })).toBe('certificate/expired');
    const report = validatePath(input({ at }));
    expect(report.ok).toBe(false);
    expect(report.findings.map(({ certificateSha256 }) => certificateSha256)).toEqual([
      root.certificate.sha256,
      issuing.certificate.sha256,
      bidder.certificate.sha256,
    ]);
  });

  it('tells apart what is missing, weak and forged', async () => {
    const twin = await createAuthority({ subject: 'Issuing', parent: root, clock, key: 'ec-p256' });
    const forged = { ...twin.certificate, subjectKeyId: null };
    expect(validatePath(input({ intermediates: [] })).findings[0]?.detail).toBe('no path to a trusted root');
    expect(validatePath(input({ intermediates: [forged] })).findings[0]?.detail).toContain('does not verify');
    expect(code({ anchors: [] })).toBe('certificate/untrusted');
  });

  it('takes another valid path when the first one fails', async () => {
    const old = await createAuthority({ subject: 'Old root', clock, notAfter: new Date('2026-02-01T00:00:00Z') });
    const intermediates = [...bidder.chain, crossSign(root, 'Root', old)];
    expect(validatePath(input({ intermediates, anchors: [old.certificate, root.certificate] })).ok).toBe(true);
  });

  it('reports the path that came closest', async () => {
    const strayRoot = await createAuthority({ subject: 'Root', clock });
    const report = validatePath(
      input({ at: new Date('2028-06-01T00:00:00Z'), anchors: [strayRoot.certificate, root.certificate] }),
    );
    expect(report.findings.map(({ code: found }) => found)).toEqual(['certificate/expired']);
  });

  it('refuses without a revocation answer where one is required, and remarks on it otherwise', () => {
    expect(code({ revocation: 'required' })).toBe('certificate/revocation-unknown');
    const report = validatePath(input({ revocation: 'if-available' }));
    expect(report.ok).toBe(true);
    expect(report.findings).toHaveLength(2);
    const crls = issuing.crls().map(parseCrl);
    expect(validatePath(input({ revocation: 'required', crls }))).toMatchObject({ ok: true, findings: [] });
  });

  it('judges an old signature by the lists archived then, and not by later ones', async () => {
    const signer = await issuing.issue('bidder', { subject: 'Later revoked' });
    const archived = issuing.crls().map(parseCrl);
    issuing.revoke(signer.certificate, { at: new Date('2026-06-01T00:00:00Z'), reason: 'superseded' });
    const thisUpdate = new Date('2026-07-01T00:00:00Z');
    const later = [issuing.crl({ thisUpdate }), root.crl({ thisUpdate })].map(parseCrl);
    const judge = (crls: PathInput['crls'], more: Partial<PathInput> = {}) =>
      code({ leaf: signer.certificate, revocation: 'required', crls: crls ?? [], ...more });
    expect(judge(archived)).toBe('accepted');
    expect(judge(later)).toBe('certificate/revocation-unknown');
    expect(judge(later, { at: new Date('2026-07-02T00:00:00Z') })).toBe('certificate/revoked');
    expect(judge(later, { revocationAt: new Date('2026-07-02T00:00:00Z') })).toBe('accepted');
  });

  it('never takes an answer that was no longer current at the instant itself', () => {
    const ended = [issuing, root].map((authority) =>
      parseCrl(
        authority.crl({ thisUpdate: new Date('2026-02-01T00:00:00Z'), nextUpdate: new Date('2026-02-20T00:00:00Z') }),
      ),
    );
    const revocationAt = new Date('2026-02-10T00:00:00Z');
    expect(code({ revocation: 'required', crls: ended, revocationAt })).toBe('certificate/revocation-unknown');
  });

  it('throws without an instant, since no comparison with it could fail', () => {
    expect(() => validatePath(input({ at: new Date(Number.NaN) }))).toThrow(RangeError);
    expect(
      code({ revocation: 'required', crls: issuing.crls().map(parseCrl), revocationAt: new Date(Number.NaN) }),
    ).toBe('certificate/revocation-unknown');
  });

  it('stops at its budget instead of searching on', () => {
    expect(code({ budget: { signatures: 1, steps: 100, nameComparisons: 100 } })).toBe('certificate/path-too-complex');
    const crowd = Array.from({ length: 501 }, (_value, i) => ({ ...issuing.certificate, sha256: String(i) }));
    expect(code({ intermediates: crowd })).toBe('certificate/path-too-complex');
  });

  it('lets no CRL signer vouch for itself', async () => {
    // The signer's own status could only come from its own list.
    const self = await createAuthority({ subject: 'Issuing', parent: issuing, clock });
    const crls = [parseCrl(self.crl()), parseCrl(root.crl())];
    const intermediates = [...bidder.chain, self.certificate];
    expect(code({ revocation: 'required', crls, intermediates })).toBe('certificate/revocation-unknown');
  });

  it('checks usage of the leaf', () => {
    expect(code({ requiredKeyUsage: ['digitalSignature', 'nonRepudiation'] })).toBe('accepted');
    expect(code({ requiredKeyUsage: ['keyAgreement'] })).toBe('certificate/wrong-usage');
    expect(code({ requiredPurpose: '1.3.6.1.5.5.7.3.8' })).toBe('certificate/wrong-usage');
  });
});
