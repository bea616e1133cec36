import { describe, expect, it } from 'vitest';
import { revokedBy } from '../../../crypto/x509/revocation-status.ts';

const before = new Date('2026-03-01T00:00:00Z');
const at = new Date('2026-03-02T00:00:00Z');
const after = new Date('2026-03-03T00:00:00Z');
const instants = { at, answeredAt: after };

describe('revocation at an instant', () => {
  it('counts from the revocation date on, that second included', () => {
    expect(revokedBy({ revokedAt: before, reason: 4 }, instants)).toEqual({
      status: 'revoked',
      revokedAt: before,
      reason: 4,
    });
    expect(revokedBy({ revokedAt: at, reason: 0 }, instants).status).toBe('revoked');
    expect(revokedBy({ revokedAt: after, reason: 0 }, instants)).toEqual({ status: 'good' });
  });

  it('counts from an earlier invalidity date, never from a later one', () => {
    expect(revokedBy({ revokedAt: after, reason: 1, invalidityDate: before }, instants).status).toBe('revoked');
    expect(revokedBy({ revokedAt: before, reason: 1, invalidityDate: after }, instants).status).toBe('revoked');
    expect(revokedBy({ revokedAt: after, reason: 1, invalidityDate: null }, instants).status).toBe('good');
  });
});
