// A folder that looks enough like Electron's program for electron-builder to pack it, offline. Nothing in it runs.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @see node_modules/@electron/fuses: the wire follows this mark, version, length, then one character per fuse. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As Electron comes: everything that nine fuses can have, `1` on and `0` off. */
const FUSES_AS_SHIPPED = '101010011';

export function makeStubElectron(folder: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  const wire = Buffer.concat([Buffer.from([1, FUSES_AS_SHIPPED.length]), Buffer.from(FUSES_AS_SHIPPED)]);
  const program = Buffer.concat([Buffer.from(`#!/bin/sh\nexit 1\n# ${FUSE_SENTINEL}`), wire, Buffer.from('\n')]);
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    writeFileSync(join(folder, name), name === 'electron' ? program : '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder, name), 0o755);
  }
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'stub');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'stub');
  for (const language of ['id', 'en-US', 'de']) writeFileSync(join(folder, 'locales', `${language}.pak`), 'stub');
}
