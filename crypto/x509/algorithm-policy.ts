// Which keys and signature algorithms a path may rest on (BSI TR-02102-1; NIST SP 800-131A): one place, switchable for tests.
import type { KeyType } from './public-key.ts';

export interface AlgorithmPolicy {
  readonly minRsaBits: number;
  /** Larger keys only cost time. */
  readonly maxRsaBits: number;
  readonly sha1: boolean;
  readonly dsa: boolean;
}

/** RSA from 2048 bits, P-256/384/521, SHA-2. */
export const MODERN_ALGORITHMS: AlgorithmPolicy = { minRsaBits: 2048, maxRsaBits: 8192, sha1: false, dsa: false };

const DSA = '1.2.840.10040.4.1';

/** Why this key is not accepted, or null when it is. */
export function keyWeakness(key: KeyType, policy: AlgorithmPolicy = MODERN_ALGORITHMS): string | null {
  switch (key.kind) {
    case 'rsa':
      return key.bits < policy.minRsaBits || key.bits > policy.maxRsaBits ? `RSA key of ${key.bits} bits` : null;
    case 'ec':
      return null;
    case 'ed25519':
      return 'Ed25519 key in a certificate';
    case 'other':
      return key.oid === DSA && policy.dsa ? null : `key type ${key.oid}`;
  }
}
