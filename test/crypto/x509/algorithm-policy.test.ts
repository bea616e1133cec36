import { describe, expect, it } from 'vitest';
import { keyWeakness, MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';

const DSA = { kind: 'other', oid: '1.2.840.10040.4.1' } as const;

describe('algorithm policy', () => {
  it.each([2048, 3072, 4096, 8192])('accepts RSA of %d bits', (bits) => {
    expect(keyWeakness({ kind: 'rsa', bits })).toBeNull();
  });

  it.each([1024, 2047, 8193, 16_384])('refuses RSA of %d bits', (bits) => {
    expect(keyWeakness({ kind: 'rsa', bits })).toBe(`RSA key of ${bits} bits`);
  });

  it.each(['P-256', 'P-384', 'P-521'] as const)('accepts %s', (curve) => {
    expect(keyWeakness({ kind: 'ec', curve })).toBeNull();
  });

  it('refuses Ed25519, DSA and unknown keys', () => {
    expect(keyWeakness({ kind: 'ed25519' })).not.toBeNull();
    expect(keyWeakness(DSA)).not.toBeNull();
    expect(keyWeakness({ kind: 'other', oid: '1.2.3' }, { ...MODERN_ALGORITHMS, dsa: true })).toBe('key type 1.2.3');
  });

  it('accepts DSA only when a test asks for it', () => {
    expect(keyWeakness(DSA, { ...MODERN_ALGORITHMS, dsa: true })).toBeNull();
  });
});
