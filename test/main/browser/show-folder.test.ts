// The desktop's opener as a real program that notes what it was asked.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { showFolder } from '../../../main/browser/show-folder.ts';

describe.skipIf(process.platform === 'win32')('showing a folder from the browser host', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'segel-opener-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  /** Writes its arguments to a file, one per line, and ends with `code`. */
  function opener(code: number, tellsByExitCode = true) {
    const command = join(dir, 'pembuka');
    writeFileSync(command, `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(dir, 'asked')}'\nexit ${String(code)}\n`);
    chmodSync(command, 0o755);
    return { command, tellsByExitCode };
  }

  it('hands over the path as it is, whatever a package is called', async () => {
    const folder = join(dir, '10092474000 Jalan; $(touch x) "Barat" & --help');
    mkdirSync(folder);
    expect(await showFolder(folder, opener(0))).toBe(true);
    expect(readFileSync(join(dir, 'asked'), 'utf8')).toBe(`${folder}\n`);
  });

  it('says when the desktop could not, except where the answer means nothing', async () => {
    expect(await showFolder(dir, opener(3))).toBe(false);
    expect(await showFolder(dir, opener(1, false))).toBe(true);
  });

  it('says when there is no opener, and takes nothing but an absolute path', async () => {
    expect(await showFolder(dir, { command: join(dir, 'tidak-ada'), tellsByExitCode: true })).toBe(false);
    expect(await showFolder('--version', opener(0))).toBe(false);
  });
});
