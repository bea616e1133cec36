// Bounds of a dossier, each at its edge.
import { expect, it } from 'vitest';
import { DOSSIER_BOUNDS, piecesOf, requireBounds } from '../../../app/policy/dossier-bounds.ts';

const many = (count: number, size = 1) =>
  Array.from({ length: count }, (_, i) => ({ name: `bids/satu/S${String(i)}/body.json`, size }));
const faultOf = (check: () => void): unknown => {
  try {
    check();
    return null;
  } catch (error) {
    return error;
  }
};

it('holds sixty thousand entries and no more', () => {
  expect(() => requireBounds(many(DOSSIER_BOUNDS.entries))).not.toThrow();
  expect(faultOf(() => requireBounds(many(DOSSIER_BOUNDS.entries + 1)))).toMatchObject({
    code: 'audit/dossier-too-large',
    details: { why: 'entries', limit: 60_000, found: 60_001 },
  });
});

it('holds small parts as large as a reader takes, and sealed files and documents of any size', () => {
  const most = DOSSIER_BOUNDS.smallEntryBytes;
  expect(() => requireBounds(many(4, most))).not.toThrow();
  expect(faultOf(() => requireBounds(many(1, most + 1)))).toMatchObject({ details: { why: 'smallEntryBytes' } });
  expect(faultOf(() => requireBounds(many(5, most)))).toMatchObject({ details: { why: 'smallBytes' } });
  const large = piecesOf('sealed/S1.sampul', 40 * DOSSIER_BOUNDS.entryBytes + 1);
  expect(large).toHaveLength(41);
  expect(large.at(-1)).toEqual({ name: 'sealed/S1.sampul.041', size: 1, position: 40 * DOSSIER_BOUNDS.entryBytes });
  expect(() => requireBounds([...many(1), ...large])).not.toThrow();
});

it('cuts a file into as many pieces as three digits can name', () => {
  expect(piecesOf('documents/S1/0001', 0)).toEqual([{ name: 'documents/S1/0001', size: 0, position: 0 }]);
  expect(piecesOf('documents/S1/0001', 999 * 2 ** 30)).toHaveLength(999);
  expect(faultOf(() => piecesOf('documents/S1/0001', 999 * 2 ** 30 + 1))).toMatchObject({
    details: { why: 'pieces' },
  });
});
