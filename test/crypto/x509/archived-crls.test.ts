// Lists that were archived over time: which of them speaks of a certificate at a moment.
import { beforeAll, describe, expect, it } from 'vitest';
import { generalizedTime } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { extension } from '../../../crypto/x509/certificate-builder.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { parseCrl, type Crl } from '../../../crypto/x509/crl.ts';
import { validatePath } from '../../../crypto/x509/validate-path.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';
import { buildCrl, type RevokedEntry } from '../../pki/build-crl.ts';

const AT = new Date('2026-03-01T00:00:00Z');
const day = (count: number) => new Date(AT.getTime() + count * 86_400_000);

describe('status by archived lists', () => {
  let root: Authority;
  let leaf: Certificate;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root', clock: () => AT });
    leaf = (await root.issue('bidder', { subject: 'Bidder', notAfter: day(10) })).certificate;
  });

  let number = 0;
  const list = (
    thisUpdate: Date,
    nextUpdate: Date | null,
    more: { revoked?: Omit<RevokedEntry, 'serialHex'>; keepsFrom?: Date } = {},
  ): Crl =>
    parseCrl(
      buildCrl({
        ...{ issuerDer: root.certificate.subjectDer, keyId: root.keyId, privateKey: root.privateKey },
        ...{ thisUpdate, nextUpdate, number: ++number },
        revoked: more.revoked === undefined ? [] : [{ serialHex: leaf.serialHex, ...more.revoked }],
        extensions:
          more.keepsFrom === undefined
            ? []
            : [extension(OID.expiredCertsOnCrl, false, generalizedTime(more.keepsFrom))],
      }),
    );
  const status = (crls: readonly Crl[], archivedUntil = day(400)): string => {
    const report = validatePath({
      ...{ leaf, intermediates: [], anchors: [root.certificate], at: AT, crls, archivedUntil },
      revocation: 'required',
    });
    return report.ok ? 'good' : (report.findings[0]?.code ?? '');
  };
  const [good, revoked, unknown] = ['good', 'certificate/revoked', 'certificate/revocation-unknown'];

  it('takes any list from the moment on, however long ago it ran out', () => {
    expect(status([list(AT, day(1))])).toBe(good);
    expect(status([list(day(9), day(9))])).toBe(good);
    expect(status([list(day(9), null)])).toBe(unknown);
    expect(status([list(day(9), null), list(day(-1), day(10))])).toBe(good);
  });

  it('takes none from after the certificate ended, unless it keeps expired ones', () => {
    expect(status([list(day(11), day(500))])).toBe(unknown);
    expect(status([list(day(11), day(500), { keepsFrom: day(10) })])).toBe(good);
    expect(status([list(day(11), day(500), { keepsFrom: day(11) })])).toBe(unknown);
  });

  it('counts a revocation until the moment in any list from then on, and no later one', () => {
    expect(status([list(day(1), day(2), { revoked: { revokedAt: AT } }), list(day(5), day(6))])).toBe(revoked);
    expect(status([list(day(1), day(2)), list(day(5), day(6), { revoked: { revokedAt: day(4) } })])).toBe(good);
    const known = { revokedAt: day(4), invalidityDate: day(-1) };
    expect(status([list(day(1), day(2)), list(day(5), day(6), { revoked: known })])).toBe(revoked);
    const suspended = list(day(-2), day(5), { revoked: { revokedAt: day(-3), reason: 'certificateHold' } });
    expect(status([suspended, list(day(1), day(2))])).toBe(good);
  });

  it('takes the newest from before the moment only while nobody could have had a newer one', () => {
    expect(status([list(day(-1), day(3))], day(2))).toBe(good);
    expect(status([list(day(-1), day(3))], day(4))).toBe(unknown);
    // The certificate ends first.
    expect(status([list(day(-1), day(10))])).toBe(good);
    // An older one does not stand in for it.
    expect(status([list(day(-2), day(20)), list(day(-1), day(3))], day(4))).toBe(unknown);
    expect(status([list(day(-1), day(3), { revoked: { revokedAt: day(-1) } })], day(4))).toBe(revoked);
  });

  it('takes no notice of lists under another key', async () => {
    const other = await createAuthority({ subject: 'Root', clock: () => AT });
    const forged = parseCrl(other.crl({ thisUpdate: day(1), nextUpdate: day(2) }));
    expect(status([forged])).toBe(unknown);
    expect(status([forged, list(day(2), day(3))])).toBe(good);
  });
});
