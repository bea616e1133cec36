import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import type { Crl, CrlScope } from '../../../crypto/x509/crl.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { coveredReasons, isInScope, pointsOf } from '../../../crypto/x509/crl-scope.ts';
import { ALL_REASONS, type DistributionPoint } from '../../../crypto/x509/extensions.ts';
import type { GeneralName } from '../../../crypto/x509/general-name.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';

const NOTHING: CrlScope = {
  name: null,
  onlyUserCertificates: false,
  onlyCaCertificates: false,
  onlyAttributeCertificates: false,
  onlySomeReasons: null,
  indirect: false,
};
const uri = (value: string): GeneralName => ({ kind: 'uri', value });
const named = (...fullName: GeneralName[]) => ({ fullName, relativeKey: null });
const point = (change: Partial<DistributionPoint>): DistributionPoint => ({
  name: null,
  reasons: null,
  crlIssuer: null,
  ...change,
});

describe('CRL scope', () => {
  let root: Authority;
  let leaf: Certificate;
  let crl: Crl;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', crlUrl: 'http://x/a.crl' });
    leaf = (await root.issue('bidder', { subject: 'Bidder' })).certificate;
    crl = parseCrl(root.crl());
  });

  const inScope = (scope: Partial<CrlScope> | null, at: DistributionPoint, certificate = leaf) =>
    isInScope({ ...crl, scope: scope === null ? null : { ...NOTHING, ...scope } }, certificate, at);

  it('asks at the points of the certificate, then at the one named like the issuer', () => {
    const [own, assumed] = pointsOf(leaf);
    expect(own?.name?.fullName).toEqual([uri('http://x/a.crl')]);
    expect(assumed?.name?.fullName).toMatchObject([{ kind: 'directory' }]);
    const elsewhere = { ...leaf, distributionPoints: [point({ crlIssuer: [uri('x')] })] };
    expect(pointsOf(elsewhere)).toHaveLength(1);
  });

  it('contains everything where the list names none', () => {
    expect(inScope(null, point({}))).toBe(true);
    expect(inScope({}, point({}))).toBe(true);
  });

  it('separates end entities from CAs, and never contains attribute certificates or indirect entries', () => {
    const at = point({});
    expect(inScope({ onlyUserCertificates: true }, at)).toBe(true);
    expect(inScope({ onlyUserCertificates: true }, at, root.certificate)).toBe(false);
    expect(inScope({ onlyCaCertificates: true }, at)).toBe(false);
    expect(inScope({ onlyCaCertificates: true }, at, root.certificate)).toBe(true);
    expect(inScope({ onlyAttributeCertificates: true }, at)).toBe(false);
    expect(inScope({ indirect: true }, at)).toBe(false);
  });

  it('needs one name in common where the list names its point', () => {
    const scope = { name: named(uri('http://x/a.crl'), uri('http://y/')) };
    expect(inScope(scope, point({ name: named(uri('http://y/')) }))).toBe(true);
    expect(inScope(scope, point({ name: named(uri('http://z/')) }))).toBe(false);
    expect(inScope(scope, point({}))).toBe(false);
  });

  it('completes relative names with the issuer', () => {
    const relative = { fullName: null, relativeKey: '2.5.4.3=crl' };
    const full = named({
      kind: 'directory',
      value: { ...leaf.issuer, rdnKeys: [...leaf.issuer.rdnKeys, '2.5.4.3=crl'] },
    });
    expect(inScope({ name: relative }, point({ name: full }))).toBe(true);
    expect(inScope({ name: full }, point({ name: relative }))).toBe(true);
    expect(inScope({ name: { ...relative, relativeKey: '2.5.4.3=other' } }, point({ name: full }))).toBe(false);
  });

  it('covers the reasons that list and point have in common', () => {
    const some = { ...crl, scope: { ...NOTHING, onlySomeReasons: new Set([1, 2, 99]) } };
    expect([...coveredReasons(some, point({ reasons: new Set([2, 3, 99]) }))]).toEqual([2]);
    expect(coveredReasons(crl, point({}))).toEqual(ALL_REASONS);
  });
});
