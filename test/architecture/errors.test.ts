// The error catalogue is complete: every code has a class and three sentences in both languages, and every code is used.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CRYPTO_CODES } from '../../crypto/errors.ts';
import { CATALOGUE } from '../../app/errors/catalogue.ts';
import { EXIT, type CatalogueEntry } from '../../app/errors/entry.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const entries: [string, CatalogueEntry][] = Object.entries(CATALOGUE);

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|tsx|js)$/.test(path))
    .map((path) => join(root, folder, path));
}

describe('the error catalogue', () => {
  it('covers every code of crypto/', () => {
    expect(CRYPTO_CODES.filter((code) => !Object.hasOwn(CATALOGUE, code))).toEqual([]);
  });

  it.each(entries)('%s says what happened, what to do and what is safe, in both languages', (code, entry) => {
    expect(code).toMatch(/^[a-z0-9]+\/[a-z0-9-]+$/);
    expect(Object.keys(EXIT)).toContain(entry.exit);
    for (const field of ['what', 'next', 'safe'] as const) {
      for (const text of [entry.id[field], entry.en[field]]) {
        expect(text).toMatch(/^\p{Lu}.*[.?]$/u);
        expect(text.length).toBeLessThanOrEqual(240);
        expect(text).not.toMatch(/!|undefined|TODO/);
      }
      expect(entry.id[field]).not.toBe(entry.en[field]);
    }
  });

  it('has no code that nothing reports', () => {
    const code = ['app', 'crypto', 'main', 'renderer', 'test/lpse']
      .flatMap(sources)
      .filter((path) => !path.includes('/app/errors/') && !path.endsWith('/crypto/errors.ts'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
      // Who asks whether it is this code does not report it.
      .replaceAll(/[!=]== '[^'\n]*'|case '[^'\n]*':/g, '');
    const own = new Set(['defect/unexpected', 'cancelled/by-user']);
    expect(entries.map(([name]) => name).filter((name) => !own.has(name) && !code.includes(`'${name}'`))).toEqual([]);
  });
});
