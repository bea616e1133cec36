// The small shapes of every message: a value that passes them can be compared and used without another look.
import { describe, expect, it } from 'vitest';
import { Instant, OpaqueId, TenderCode } from '../../../app/protocol/primitives.ts';

describe('an instant', () => {
  it.each(['2026-11-21T03:00:00.000Z', '2028-02-29T23:59:59.999Z'])('is accepted: %s', (text) => {
    expect(Instant.safeParse(text).success).toBe(true);
  });

  it.each([
    ['a month that does not exist', '2026-13-01T00:00:00.000Z'],
    ['a day that does not exist', '2026-02-30T00:00:00.000Z'],
    ['an hour that does not exist', '2026-01-01T25:00:00.000Z'],
    ['a leap second', '2026-12-31T23:59:60.000Z'],
    ['a zone', '2026-11-21T03:00:00.000+07:00'],
    ['no milliseconds', '2026-11-21T03:00:00Z'],
  ])('is refused with %s: compared with a deadline it would never be late', (_, text) => {
    expect(Instant.safeParse(text).success).toBe(false);
  });
});

describe('an id', () => {
  it.each(['../x', 'a/b', '', 'a'.repeat(65), 'a b', 'a\u202eb'])('is refused when it could be a path: %j', (text) => {
    expect(OpaqueId.safeParse(text).success).toBe(false);
    expect(TenderCode.safeParse(text).success).toBe(false);
  });
});
