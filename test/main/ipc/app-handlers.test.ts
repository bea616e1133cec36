import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLicences } from '../../../main/ipc/licences.ts';
import { TestWindow } from './window.ts';

let window: TestWindow;
beforeEach(async () => {
  window = await TestWindow.open();
});
afterEach(() => window.close());

describe('the program itself', () => {
  it('says what it is, and which packages it is made of under which licences', async () => {
    const info = await window.call('app.info');
    expect(info).toMatchObject({ host: 'electron', dataFolder: join(window.dir, 'data') });
    const names = info.licences.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['pkijs', 'zod', 'better-sqlite3', 'tus-js-client']));
    expect(names.filter((name) => name.startsWith('node-linux'))).toEqual([]);
    // One package, reached through tus-js-client, names none (its file is MIT).
    expect(info.licences.filter(({ licence }) => licence === '').map(({ name }) => name)).toEqual(['combine-errors']);
    expect(await readLicences()).toEqual(info.licences);
  });

  it('keeps language and look from one start to the next', async () => {
    expect(await window.call('app.preferences')).toEqual({ language: 'id', theme: 'system' });
    await window.call('app.savePreferences', { language: 'en', theme: 'dark' });
    await window.quit();
    window = await TestWindow.open(window.dir);
    expect(await window.call('app.preferences')).toEqual({ language: 'en', theme: 'dark' });
  });

  it('opens its own pages by name, and nothing else', async () => {
    await window.call('app.openLink', { link: 'source' });
    expect(window.opened).toEqual(['source']);
    const problem = await window.problem('app.openLink', { link: 'https://example.com' });
    expect(problem.code).toBe('ipc/malformed-input');
  });

  it('describes a problem in the language chosen', async () => {
    const problem = { code: 'storage/full', incident: 'A1B2C3D4', details: { neededBytes: 5 } };
    expect((await window.call('app.describe', problem)).text).toContain('Langkah berikut');
    await window.call('app.savePreferences', { language: 'en', theme: 'system' });
    expect((await window.call('app.describe', problem)).text).toContain('Next step');
  });
});

describe('files of a dialog', () => {
  it('become handles with name and size, and never a path', async () => {
    const path = await window.write('surat.pdf', 'abc');
    window.dialogs.chosen = [path];
    const answer = await window.call('files.choose', { purpose: 'documents' });
    expect(answer.files).toEqual([{ handle: answer.files[0]?.handle, name: 'surat.pdf', sizeBytes: 3 }]);
    expect(JSON.stringify(answer)).not.toContain(window.dir);
  });

  it('stand for everything in a folder of documents, and for one thing otherwise', async () => {
    const folder = join(window.dir, 'f', 'g');
    await mkdir(folder, { recursive: true });
    await writeFile(join(window.dir, 'f', 'a.pdf'), 'a');
    await writeFile(join(folder, 'b.pdf'), 'bb');
    window.dialogs.chosen = [join(window.dir, 'f')];
    const documents = await window.call('files.choose', { purpose: 'folder' });
    expect(documents.files.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ['a.pdf', 1],
      ['b.pdf', 2],
    ]);
    expect((await window.call('files.choose', { purpose: 'anchors' })).files.map(({ name }) => name)).toEqual(['f']);
  });

  it('are nothing when the dialog was left', async () => {
    expect((await window.call('files.choose', { purpose: 'identity' })).files).toEqual([]);
  });

  it('are saved under a name that every file system takes', async () => {
    const saved = await window.call('files.saveAs', { suggestedName: '../a:b?.pdf' });
    expect(saved?.shownAs).not.toMatch(/[/:?]/);
  });
});
