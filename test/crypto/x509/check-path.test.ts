import { beforeAll, describe, expect, it } from 'vitest';
import { sequence } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { extension } from '../../../crypto/x509/certificate-builder.ts';
import { checkPath, type LeafUse } from '../../../crypto/x509/check-path.ts';
import { PathBudget } from '../../../crypto/x509/path-budget.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';

const AT = new Date('2026-03-01T03:00:00.900Z');
const clock = () => AT;

describe('basic path validation', () => {
  let root: Authority;
  let issuing: Authority;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', clock, pathLength: 1 });
    issuing = await createAuthority({ subject: 'Issuing', parent: root, clock });
  });

  const check = (path: readonly Certificate[], use: LeafUse = {}, at = AT) =>
    checkPath(path, {
      at,
      algorithms: MODERN_ALGORITHMS,
      policies: {},
      use,
      budget: new PathBudget(MODERN_ALGORITHMS),
    }).map(({ code, clause }) => `${code} ${clause.replace('RFC 5280 ', '')}`);
  const pathOf = async (
    issuer: Authority,
    more: { extensions?: readonly Uint8Array[]; notBefore?: Date; notAfter?: Date } = {},
  ) => [(await issuer.issue('bidder', { subject: 'Bidder', ...more })).certificate, ...issuer.chain, issuer.anchor];

  it('finds nothing in a sound path, and nothing to say about none', async () => {
    expect(check(await pathOf(issuing))).toEqual([]);
    expect(check([])).toEqual([]);
  });

  it('reports every violation, from the anchor downwards', async () => {
    const below = await createAuthority({ subject: 'Below', parent: issuing, clock });
    const path = await pathOf(below, {
      notAfter: new Date('2026-02-28T00:00:00Z'),
      extensions: [extension('2.25.1', true, sequence())],
    });
    expect(check(path, { keyUsage: ['keyAgreement'] })).toEqual([
      'certificate/untrusted 6.1.4 (l)',
      'certificate/expired 6.1.3 (a)(2)',
      'certificate/untrusted 6.1.4 (o), 6.1.5 (f)',
      'certificate/wrong-usage 4.2.1.3',
    ]);
  });

  it('holds the anchor to its own dates, usage and path length', async () => {
    const path = await pathOf(issuing);
    expect(check(path, {}, new Date('2050-01-01T00:00:00Z'))).toContain('certificate/expired 6.1.3 (a)(2)');
    const [leaf] = path;
    if (leaf === undefined) throw new Error('no leaf');
    const bidder = (await issuing.issue('bidder', { subject: 'Not a CA' })).certificate;
    expect(check([leaf, bidder])).toEqual(['certificate/untrusted 6.1.4 (k)']);
  });

  it('judges to the whole second', async () => {
    const second = new Date('2026-03-01T03:00:00Z');
    expect(check(await pathOf(issuing, { notAfter: second }))).toEqual([]);
    expect(check(await pathOf(issuing, { notBefore: second }))).toEqual([]);
  });

  it('takes a purpose from the leaf by name only', async () => {
    const tsa = (await issuing.issue('tsa', { subject: 'TSA' })).certificate;
    const path = [tsa, ...issuing.chain, root.certificate];
    expect(check(path, { purpose: OID.ekuTimeStamping })).toEqual([]);
    expect(check(path, { purpose: OID.ekuOcspSigning })).toEqual(['certificate/wrong-usage 4.2.1.12']);
    expect(check(path)).toEqual(['certificate/wrong-usage 4.2.1.12']);
  });
});
