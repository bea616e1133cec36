import { beforeAll, describe, expect, it } from 'vitest';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import { PathBudget } from '../../../crypto/x509/path-budget.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';

describe('path budget', () => {
  let root: Authority;
  let other: Authority;

  beforeAll(async () => {
    [root, other] = await Promise.all([createAuthority({ subject: 'Root' }), createAuthority({ subject: 'Other' })]);
  });

  it('verifies each signature once and remembers the verdict', () => {
    const budget = new PathBudget(MODERN_ALGORITHMS, { signatures: 2, steps: 0, nameComparisons: 0 });
    for (let i = 0; i < 5; i++) {
      expect(budget.verify(root.certificate, root.certificate)).toBe('valid');
      expect(budget.verify(root.certificate, other.certificate)).toBe('invalid');
    }
    expect(() => budget.verify(other.certificate, other.certificate)).toThrow(
      'certificate/path-too-complex: signatures',
    );
  });

  it('counts steps and comparisons apart', () => {
    const budget = new PathBudget(MODERN_ALGORITHMS, { signatures: 0, steps: 1, nameComparisons: 2 });
    budget.spend('steps');
    budget.spend('nameComparisons');
    budget.spend('nameComparisons');
    expect(() => budget.spend('steps')).toThrow('path-too-complex: steps');
    expect(() => budget.spend('nameComparisons')).toThrow('path-too-complex: nameComparisons');
  });
});
