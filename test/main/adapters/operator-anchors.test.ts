import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Discovery } from '../../../app/protocol/discovery.ts';
import { ANCHOR_ROLES, publishedAnchors, readOperatorAnchors } from '../../../main/adapters/operator-anchors.ts';
import { TRUST_BUNDLE } from '../../lpse/trust/anchors-folder.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from '../ipc/window.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const file = useTemporaryFolder();
let lpse: TemporaryLpse;
let discovery: Discovery;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  const window = await TestWindow.open();
  await window.pin(lpse);
  discovery = (await window.program.lpse.connection()).discovery;
  await window.close();
});
afterAll(() => lpse.close());

interface TrustFile {
  anchors: Record<string, string>;
  [name: string]: unknown;
}

async function trustFile(): Promise<TrustFile> {
  return JSON.parse(await readFile(join(lpse.trustDir, 'trust.json'), 'utf8')) as TrustFile;
}

describe("an operator's anchors", () => {
  it('are read from the folder, from the file in it, or from one file that holds them all', async () => {
    const folder = await readOperatorAnchors(lpse.trustDir);
    const inFolder = await readOperatorAnchors(join(lpse.trustDir, 'trust.json'));
    const alone = await readOperatorAnchors(join(lpse.trustDir, TRUST_BUNDLE));
    for (const { trust, tlsAnchors } of [inFolder, alone]) {
      expect(tlsAnchors).toBe(folder.tlsAnchors);
      for (const role of ANCHOR_ROLES)
        expect(trust[role].map(({ sha256 }) => sha256)).toEqual(folder.trust[role].map(({ sha256 }) => sha256));
    }
  });

  it('are refused when one is missing, lies elsewhere, or is no file of anchors at all', async () => {
    const good = await trustFile();
    for (const name of await readdir(lpse.trustDir))
      await writeFile(file(name), await readFile(join(lpse.trustDir, name)));
    await mkdir(file('lain'));
    await writeFile(file('lain', 'akar.pem'), await readFile(join(lpse.trustDir, 'ams-root.pem')));
    for (const ams of ['tidak-ada.pem', 'lain/akar.pem', join(lpse.trustDir, 'ams-root.pem')]) {
      await writeFile(file('trust.json'), JSON.stringify({ ...good, anchors: { ...good.anchors, ams } }));
      await expect(readOperatorAnchors(file())).rejects.toMatchObject({ code: 'ipc/anchors-incomplete' });
    }
    await writeFile(file('trust.json'), 'bukan json');
    await expect(readOperatorAnchors(file())).rejects.toMatchObject({ code: 'ipc/anchors-incomplete' });
    await expect(readOperatorAnchors(file('tidak-ada'))).rejects.toMatchObject({ code: 'ipc/anchors-incomplete' });
  });

  it('are refused when the LPSE could issue the certificates of its own committee', async () => {
    const good = await trustFile();
    for (const name of await readdir(lpse.trustDir))
      await writeFile(file(name), await readFile(join(lpse.trustDir, name)));
    const anchors = { ...good.anchors, ams: good.anchors.lpse };
    await writeFile(file('trust.json'), JSON.stringify({ ...good, anchors }));
    await expect(readOperatorAnchors(file())).rejects.toMatchObject({ code: 'ipc/anchors-incomplete' });
  });

  it('are the same as those that the LPSE publishes for comparison', async () => {
    const { trust } = await readOperatorAnchors(lpse.trustDir);
    const published = publishedAnchors(lpse.url, discovery);
    for (const role of ANCHOR_ROLES)
      expect(published.trust[role].map(({ sha256 }) => sha256)).toEqual(trust[role].map(({ sha256 }) => sha256));
    expect(published.tlsAnchors).toBeNull();
  });

  it('cannot be taken from an LPSE that does not publish its roots', () => {
    const certificates = { ...discovery.certificates, chain: [] };
    expect(() => publishedAnchors(lpse.url, { ...discovery, certificates })).toThrow(
      expect.objectContaining({ code: 'ipc/anchors-incomplete' }),
    );
  });
});
