// The shapes of both manifests: strict, canonical, and of this version.
import { describe, expect, it } from 'vitest';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import {
  encodeInnerManifest,
  encodeOuterManifest,
  MAX_OBJECT_BYTES,
  parseInnerManifest,
  parseOuterManifest,
  partSizes,
  type InnerManifest,
  type OuterManifest,
  type SealContext,
} from '../../../crypto/seal/manifest.ts';
import { codeOf } from '../../doubles/crypto-code.ts';

const digest = (n: number): string => n.toString(16).padStart(64, '0');

const context: SealContext = {
  kdLpse: 119,
  kdTender: '10092474000',
  versiTender: 1,
  namaPaket: 'Jembatan',
  envelopeId: 'satu',
  closesAt: '2026-07-02T03:00:00.000Z',
  bidder: { bidderId: 'b', npwp: '01', name: 'PT', certificateSha256: digest(1) },
  policySerial: 1,
  policySha256: digest(2),
  recipients: [digest(3), digest(4)],
  packageCertificateSha256: digest(5),
  revision: 1,
  supersedes: null,
  evidenceSha256: digest(6),
  client: { version: '0.1.0', platform: 'linux-x64' },
  createdAt: '2026-07-01T03:00:00.000Z',
};
const object = { id: '0000', size: 10, sha256: digest(7), headerSha256: digest(8), headerLockSha256: digest(9) };
const outer: OuterManifest = {
  format: 'sampul/1',
  context,
  objects: [object, { ...object, id: '0001' }],
  inner: { object: '0000', sha256: digest(10) },
};
const line = { originalName: 'A.pdf', slot: 'teknis', mediaType: 'application/pdf', size: 5, sha256: digest(11) };
const inner: InnerManifest = {
  format: 'sampul-inner/1',
  context,
  salt: 'A'.repeat(43),
  bidLetter: { price: '1234567890.50', currency: 'IDR', validityDays: 60 },
  documents: [
    { ...line, name: 'a.pdf', objects: ['0001', '0002'] },
    { ...line, name: 'b.pdf', objects: ['0003'] },
  ],
};

describe('outer manifests', () => {
  it('come back as they were written', () => {
    expect(parseOuterManifest(encodeOuterManifest(outer))).toEqual(outer);
  });

  const wrong: Readonly<Record<string, Json>> = {
    'an unknown field': { ...outer, more: 1 },
    'an unknown field in the context': { ...outer, context: { ...context, more: 1 } },
    'a missing field': { ...outer, inner: undefined },
    'objects out of order': { ...outer, objects: outer.objects.toReversed() },
    'a gap between objects': { ...outer, objects: [object, { ...object, id: '0002' }] },
    'both modes at once': { ...outer, objects: [object, { ...object, id: '0001', headerLockSha256: undefined }] },
    'an object over 1 GiB': { ...outer, objects: [{ ...object, size: MAX_OBJECT_BYTES + 1 }] },
    'blocks of a small object': { ...outer, objects: [{ ...object, blockSha256: [digest(1)] }] },
    'a large object without blocks': { ...outer, objects: [{ ...object, size: (64 << 20) + 1 }] },
    'a recipient twice': { ...outer, context: { ...context, recipients: [digest(3), digest(3)] } },
    'the package certificate among the openers': {
      ...outer,
      context: { ...context, recipients: [digest(3), digest(5)] },
    },
    'another inner object': { ...outer, inner: { object: '0001', sha256: digest(1) } },
    'an upper-case digest': { ...outer, inner: { object: '0000', sha256: 'A'.repeat(64) } },
    'a time without milliseconds': { ...outer, context: { ...context, createdAt: '2026-07-01T03:00:00Z' } },
    'a local time': { ...outer, context: { ...context, createdAt: '2026-07-01T03:00:00.000+07:00' } },
    'no object': { ...outer, objects: [] },
  };
  it.each(Object.entries(wrong))('refuse %s', (_what, value) => {
    expect(codeOf(() => parseOuterManifest(encodeCanonicalJson(value)))).toBe('seal/manifest-malformed');
  });

  it('need the package certificate alone where there is one lock', () => {
    const objects = [{ ...object, headerLockSha256: undefined }];
    const one = { ...outer, objects, context: { ...context, recipients: [digest(5)] } };
    expect(codeOf(() => parseOuterManifest(encodeCanonicalJson(one)))).toBe('accepted');
    const two = { ...one, context };
    expect(codeOf(() => parseOuterManifest(encodeCanonicalJson(two)))).toBe('seal/manifest-malformed');
  });

  it('are refused in any other form than the canonical one', () => {
    const canonical = encodeOuterManifest(outer).toString();
    const forms = [
      ` ${canonical}`,
      canonical.replace('"format":', '"format": '),
      canonical.replace('{', '{"format":"sampul/1",'),
    ];
    for (const form of [...forms, canonical.slice(1), '']) {
      expect(codeOf(() => parseOuterManifest(Buffer.from(form)))).toBe('seal/manifest-malformed');
    }
  });

  it('of a later version ask for an update, of another kind do not', () => {
    const code = (format: string) => codeOf(() => parseOuterManifest(encodeCanonicalJson({ ...outer, format })));
    expect(code('sampul/2')).toBe('seal/newer-version');
    expect(code('sampul/17')).toBe('seal/newer-version');
    expect(code('sampul/1')).toBe('accepted');
    expect(code('sampul/02')).toBe('seal/manifest-malformed');
    expect(code('other/2')).toBe('seal/manifest-malformed');
  });
});

describe('inner manifests', () => {
  it('come back as they were written, with or without a price', () => {
    expect(parseInnerManifest(encodeInnerManifest(inner))).toEqual(inner);
    const { bidLetter, ...withoutPrice } = inner;
    expect(bidLetter).toBeDefined();
    expect(parseInnerManifest(encodeInnerManifest(withoutPrice))).toEqual(withoutPrice);
  });

  it.each(['1.234', '01', '-1', '1e3', '1,5', '', '1.', '1'.repeat(19)])('refuse the price %j', (price) => {
    const letter = { price, currency: 'IDR', validityDays: 60 };
    expect(codeOf(() => encodeInnerManifest({ ...inner, bidLetter: letter }))).toBe('seal/manifest-malformed');
  });

  it('refuse objects that are not numbered through', () => {
    const documents = inner.documents.toReversed();
    expect(codeOf(() => encodeInnerManifest({ ...inner, documents }))).toBe('seal/manifest-malformed');
  });

  it('refuse a short salt', () => {
    expect(codeOf(() => encodeInnerManifest({ ...inner, salt: 'A'.repeat(42) }))).toBe('seal/manifest-malformed');
  });
});

describe('partSizes', () => {
  it('cuts at 1 GiB and never returns nothing', () => {
    const gib = MAX_OBJECT_BYTES;
    expect(partSizes(0)).toEqual([0]);
    expect(partSizes(gib)).toEqual([gib]);
    expect(partSizes(gib + 1)).toEqual([gib, 1]);
    expect(partSizes(4 * gib)).toEqual([gib, gib, gib, gib]);
  });
});
