// Names come from strangers: whatever they are, each file lands in the folder it was meant for, under a name of its own.
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { foldName, isSafeName, MAX_NAME_BYTES, toSafeName, toSafeNames } from '../../crypto/seal/document-name.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'segel-names-')));
afterAll(() => rmSync(root, { recursive: true }));

const nasty = fc.constantFrom(
  ...['../x', '..', '.', '/etc/passwd', 'C:\\x', '..\\..\\x', 'a/b', 'a\0b', 'CON', 'con.txt', 'COM¹', 'LPT9.pdf'],
  ...['a:b', 'x.', 'x ', ' x', '.x', '\u202efdp.exe', 'e\u0301', 'é', 'ß', 'SS', 'ı', 'I', '', '\ud800', 'a\u200b'],
  ...['x'.repeat(300), `${'é'.repeat(200)}.pdf`, 'penawaran.PDF', 'Penawaran.pdf', '~2.pdf', 'a~2.pdf', 'a.pdf'],
);
const name = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme' }));
const names = fc.array(name, { minLength: 1, maxLength: 12 });

it('makes every name safe, and leaves safe ones as they are', () => {
  fc.assert(
    fc.property(name, (original) => {
      const safe = toSafeName(original);
      expect(isSafeName(safe)).toBe(true);
      expect(toSafeName(safe)).toBe(safe);
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(MAX_NAME_BYTES);
    }),
    { numRuns: 2000 },
  );
});

it('gives names that no file system takes for one another', () => {
  fc.assert(
    fc.property(names, (originals) => {
      const safe = toSafeNames(originals);
      expect(safe).toHaveLength(originals.length);
      expect(safe.every(isSafeName)).toBe(true);
      expect(new Set(safe.map(foldName)).size).toBe(originals.length);
    }),
    { numRuns: 2000 },
  );
});

it('puts every file into its folder and nothing anywhere else', () => {
  let n = 0;
  fc.assert(
    fc.property(names, (originals) => {
      const folder = mkdtempSync(join(root, `${String(n++)}-`));
      for (const safe of toSafeNames(originals)) {
        const path = join(folder, safe);
        expect(existsSync(path)).toBe(false);
        writeFileSync(path, 'x');
        expect(dirname(realpathSync(path))).toBe(folder);
      }
      expect(readdirSync(folder)).toHaveLength(originals.length);
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 300 },
  );
  expect(readdirSync(root)).toEqual([]);
});
