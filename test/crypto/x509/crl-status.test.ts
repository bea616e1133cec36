import { beforeAll, describe, expect, it } from 'vitest';
import { generalizedTime } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { extension } from '../../../crypto/x509/certificate-builder.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { parseCrl, type Crl } from '../../../crypto/x509/crl.ts';
import { crlStatus } from '../../../crypto/x509/crl-status.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';

const AT = new Date('2026-03-01T00:00:00Z');
const clock = () => AT;
const day = (count: number) => new Date(AT.getTime() + count * 86_400_000);

describe('status by CRL', () => {
  let root: Authority;
  let leaf: Certificate;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', clock });
    leaf = (await root.issue('bidder', { subject: 'Bidder', notAfter: day(10) })).certificate;
  });

  const status = (crls: readonly Crl[], more: { authentic?: boolean; answeredAt?: Date; of?: Certificate } = {}) =>
    crlStatus(more.of ?? leaf, {
      at: AT,
      answeredAt: more.answeredAt ?? AT,
      crls,
      isAuthentic: () => more.authentic ?? true,
    });
  const list = (thisUpdate = day(-1), nextUpdate = day(5)) => parseCrl(root.crl({ thisUpdate, nextUpdate }));

  it('is good by a current, authentic list that does not name the certificate', () => {
    expect(status([list()])).toEqual({ status: 'good' });
    expect(status([list()], { authentic: false })).toMatchObject({ status: 'unknown' });
  });

  it('is unknown without a list of the issuer, and says so', async () => {
    const other = await createAuthority({ subject: 'Other', clock });
    expect(status([])).toEqual({ status: 'unknown', detail: 'no CRL of the issuer' });
    expect(status([parseCrl(other.crl())])).toEqual({ status: 'unknown', detail: 'no CRL of the issuer' });
  });

  it('needs the list to be current when the answer was archived, bounds included', () => {
    expect(status([list(AT, AT)])).toEqual({ status: 'good' });
    expect(status([list(day(1), day(2))])).toMatchObject({ status: 'unknown' });
    expect(status([list(day(1), day(2))], { answeredAt: day(1) })).toEqual({ status: 'good' });
    expect(status([list(day(-2), day(-1))])).toMatchObject({ status: 'unknown' });
  });

  it('takes no list from after the certificate expired: it would no longer be named there', () => {
    expect(status([list(day(11), day(20))], { answeredAt: day(12) })).toMatchObject({ status: 'unknown' });
  });

  it('takes one that says how far back it keeps expired certificates, as far as it says', () => {
    const keeping = (since: Date) =>
      parseCrl(
        root.crl({
          thisUpdate: day(11),
          nextUpdate: day(20),
          extensions: [extension(OID.expiredCertsOnCrl, false, generalizedTime(since))],
        }),
      );
    const answeredAt = day(12);
    expect(status([keeping(leaf.notAfter)], { answeredAt })).toEqual({ status: 'good' });
    expect(status([keeping(new Date(leaf.notAfter.getTime() + 1000))], { answeredAt })).toMatchObject({
      status: 'unknown',
    });
  });

  it('is revoked by the newest list, whatever older ones say', async () => {
    const revoked = (await root.issue('bidder', { subject: 'Revoked' })).certificate;
    const before = list(day(-2));
    root.revoke(revoked, { reason: 'superseded', at: day(-1.5) });
    const after = list(day(-1));
    expect(status([before, after], { of: revoked })).toEqual({ status: 'revoked', revokedAt: day(-1.5), reason: 4 });
    expect(status([before], { of: revoked })).toEqual({ status: 'good' });
  });
});
