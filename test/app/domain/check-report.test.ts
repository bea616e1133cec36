// A report is good only when every check was made and none failed.
import { describe, expect, it } from 'vitest';
import { firstFailure, toReport } from '../../../app/domain/check-report.ts';
import { CHECKS } from '../../../app/domain/checks.ts';

const passed = { id: 'log-leaf', outcome: 'passed' } as const;
const failed = { id: 'log-inclusion', outcome: 'failed', code: 'log/proof-invalid' } as const;
const absent = { id: 'receipt-timestamp', outcome: 'missing', code: 'proof/timestamp-missing' } as const;
const skipped = { id: 'log-inclusion', outcome: 'not-made' } as const;

describe('a report', () => {
  it('is good with what passed and what is honestly missing', () => {
    expect(toReport([passed, absent]).ok).toBe(true);
  });

  it('is not good with a failure, a check that was not made, or no check at all', () => {
    expect(toReport([passed, failed]).ok).toBe(false);
    expect(toReport([passed, skipped]).ok).toBe(false);
    expect(toReport([]).ok).toBe(false);
  });

  it('numbers its checks and names their clauses', () => {
    const { checks } = toReport([passed, failed]);
    expect(checks.map(({ number, clause }) => [number, clause])).toEqual([
      [1, CHECKS['log-leaf'].clause],
      [2, CHECKS['log-inclusion'].clause],
    ]);
    expect(firstFailure({ ok: false, checks })?.code).toBe('log/proof-invalid');
    expect(firstFailure(toReport([passed]))).toBeNull();
  });

  it.each(Object.entries(CHECKS))('%s has a sentence in both languages and a clause', (_, { id, en, clause }) => {
    for (const text of [id, en]) expect(text).toMatch(/^[A-Z][^.]+$/);
    expect(id).not.toBe(en);
    expect(clause).not.toBe('');
  });
});
