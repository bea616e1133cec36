import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchElectron, findElectron } from '../../../main/start/find-electron.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'segel-electron-'));
  mkdirSync(join(root, 'node_modules', 'electron', 'dist'), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const inPackage = (...path: string[]) => join(root, 'node_modules', 'electron', ...path);

describe("Electron's program", () => {
  it('is missing after a plain installation, and is not fetched by looking', () => {
    writeFileSync(inPackage('index.js'), 'throw new Error("must not be loaded")');
    expect(findElectron(root, {})).toBeNull();
  });

  it('is where the package says after its own download', () => {
    writeFileSync(inPackage('path.txt'), 'electron');
    expect(findElectron(root, {})).toBeNull();
    writeFileSync(inPackage('dist', 'electron'), '');
    expect(findElectron(root, {})).toBe(inPackage('dist', 'electron'));
  });

  it('may lie in a folder of its own', () => {
    const folder = join(root, 'own');
    mkdirSync(folder);
    writeFileSync(inPackage('path.txt'), 'electron');
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeNull();
    writeFileSync(join(folder, 'electron'), '');
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: folder })).toBe(join(folder, 'electron'));
  });
});

describe('fetching it', () => {
  it("runs the package's own script and tells whether that worked", () => {
    expect(fetchElectron(root)).toBe(false);
    writeFileSync(inPackage('install.js'), 'process.exit(1)');
    expect(fetchElectron(root)).toBe(false);
    writeFileSync(inPackage('install.js'), '');
    chmodSync(inPackage('install.js'), 0o644);
    expect(fetchElectron(root)).toBe(true);
  });
});
