// The layer table of app/ARCHITECTURE.md, held over the real import graph, and shown to bite on a planted tree.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IConfiguration } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as IConfiguration;

/** Names of the rules broken by the tree below `baseDir`, with the offending pair. */
async function violations(baseDir: string, folders: string[]): Promise<string[]> {
  const { output } = await cruise(
    folders,
    { ...config.options, baseDir, ruleSet: { forbidden: config.forbidden ?? [] }, validate: true },
    {},
    { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
  );
  // With no output type asked for, `output` is the result object.
  const { summary } = output as ICruiseResult;
  if (summary.totalCruised < 5) throw new Error(`only ${summary.totalCruised} files were read`);
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

describe('layers', () => {
  it('hold for every import of the project', async () => {
    expect(await violations(root, ['app', 'crypto', 'main', 'renderer'])).toEqual([]);
  });

  it('are noticed when they are broken', async () => {
    const found = await violations(join(root, 'test/architecture/planted'), ['app', 'crypto', 'main', 'renderer']);
    const rules = new Set(found.map((line) => line.slice(0, line.indexOf(':'))));
    expect([...rules].toSorted()).toEqual(
      [
        'app-below-main',
        'app-no-node',
        'crypto-forge-only-in-pkcs12',
        'crypto-node-crypto-only',
        'crypto-stands-alone',
        'electron-has-four-homes',
        'features-are-strangers',
        'renderer',
        'renderer-no-node',
        'sealing-and-opening-are-strangers',
        'shared-pieces-below-features',
        'usecases-without-contract',
      ].toSorted(),
    );
  });

  it('keep package.json at the root only, so that electron-builder packs what we mean', () => {
    const nested = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (path) =>
        path.endsWith('package.json') && path !== 'package.json' && !/(^|\/)(node_modules|out|dist)\//.test(path),
    );
    expect(nested).toEqual([]);
  });
});
