// What the page was bundled from, written beside it at build: a packaged program carries none of these packages to read it from.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { licenceOf } from '../ipc/licences.ts';

/** Writes `licences.json` (name, version, licence), read by main/ipc/licences.ts. */
export function bundledLicences(): Plugin {
  return {
    name: 'segel-bundled-licences',
    apply: 'build',
    generateBundle() {
      const folders = new Set([...this.getModuleIds()].map(packageOf).filter((folder) => folder !== null));
      const licences = [...folders].map((folder) =>
        licenceOf(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))),
      );
      const source = `${JSON.stringify(
        licences.toSorted((a, b) => a.name.localeCompare(b.name)),
        null,
        1,
      )}\n`;
      this.emitFile({ type: 'asset', fileName: 'licences.json', source });
    },
  };
}

/** The installed package of a module: the folder right below the last `node_modules`, not a nested package.json of a build. */
function packageOf(id: string): string | null {
  const path = id.replaceAll('\0', '').replace(/\?.*$/, '').replaceAll('\\', '/');
  const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return folder !== undefined && existsSync(join(folder, 'package.json')) ? folder : null;
}
