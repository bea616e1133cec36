import { describe, expect, it } from 'vitest';
import { MAX_ITERATIONS, WorkBudget } from '../../../crypto/pkcs12/work-budget.ts';
import { codeOf } from '../../doubles/crypto-code.ts';

describe('WorkBudget', () => {
  it('allows ten million iterations in all and not one more', () => {
    const budget = new WorkBudget();
    budget.spend(MAX_ITERATIONS - 1);
    budget.spend(1);
    expect(budget.spent).toBe(10_000_000);
    expect(codeOf(() => budget.spend(1))).toBe('identity/too-expensive');
  });

  it('keeps what is left after a refusal', () => {
    const budget = new WorkBudget(10);
    expect(codeOf(() => budget.spend(11))).toBe('identity/too-expensive');
    expect(codeOf(() => budget.spend(10))).toBe('accepted');
  });
});
