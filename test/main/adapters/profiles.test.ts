// Accounts on one computer: each in its own profile, tokens private, switching complete.
import { readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { SecretStore } from '../../../app/ports/secret-store.ts';
import { dataFolder, dataRoot, profileId } from '../../../main/adapters/data-folder.ts';
import { FileSessionStore } from '../../../main/adapters/file-session-store.ts';
import { noSecretStore } from '../../../main/adapters/no-secret-store.ts';
import { ProfileStore } from '../../../main/adapters/profile-store.ts';
import { SettingsFile } from '../../../main/adapters/settings-file.ts';
import { writePrivateFile } from '../../../main/adapters/private-files.ts';
import { memorySecretStore } from '../../doubles/secret-store.ts';
import { testSession } from '../../doubles/sessions.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();

function open(secrets: SecretStore = noSecretStore, kdLpse = 906) {
  const data = dataFolder(at('data'));
  const settings = new SettingsFile(data);
  const profiles = new ProfileStore(data, settings);
  return { data, settings, profiles, sessions: new FileSessionStore(kdLpse, profiles, secrets) };
}

describe('FileSessionStore', () => {
  it('keeps a session over a restart, readable by this user only', async () => {
    await open().sessions.save(testSession('token-1'));
    const { sessions, profiles } = open();
    expect(await sessions.current()).toEqual(testSession('token-1'));
    const profile = await profiles.current();
    if (process.platform !== 'win32') expect((await stat(profile?.folder.session ?? '')).mode & 0o777).toBe(0o600);
  });

  it('switches the profile with the account, and shows nothing of the other', async () => {
    const { sessions, profiles } = open();
    await sessions.save(testSession('token-a', 'akun-a'));
    const first = await profiles.current();
    await sessions.save(testSession('token-b', 'akun-b'));
    const second = await profiles.current();
    expect(second?.folder.root).not.toBe(first?.folder.root);
    expect((await sessions.current())?.accessToken).toBe('token-b');
    expect(await profiles.list()).toHaveLength(2);
    expect(first?.folder.root).not.toContain('akun');
  });

  it('has no session for another LPSE', async () => {
    await open().sessions.save(testSession('token-1'));
    expect(await open(noSecretStore, 907).sessions.current()).toBeNull();
  });

  it('puts the tokens into the keychain of those who opted in, and nowhere else', async () => {
    const secrets = memorySecretStore();
    const { sessions, data } = open(secrets);
    await sessions.save(testSession('token-geheim'));
    expect((await sessions.current())?.accessToken).toBe('token-geheim');
    for (const name of await readdir(data.root, { recursive: true })) {
      const path = at('data', name);
      if ((await stat(path)).isFile()) expect((await readFile(path, 'utf8')).includes('token-geheim')).toBe(false);
    }
    await sessions.clear();
    expect(secrets.names()).toEqual([]);
  });

  it('forgets the tokens and keeps the profile', async () => {
    const { sessions, profiles } = open();
    await sessions.save(testSession('token-1'));
    await sessions.clear();
    expect(await sessions.current()).toBeNull();
    expect(await profiles.list()).toHaveLength(1);
  });

  it('takes an unreadable session for none', async () => {
    const { sessions, profiles } = open();
    await sessions.save(testSession('token-1'));
    await writePrivateFile((await profiles.current())?.folder.session ?? '', Buffer.from('{'));
    expect(await sessions.current()).toBeNull();
  });
});

describe('the data folder', () => {
  it('is the one chosen, else SEGEL_HOME, else a place of the system', () => {
    expect(dataRoot('/pilihan', { SEGEL_HOME: '/lain' })).toMatch(/pilihan$/);
    expect(dataRoot(undefined, { SEGEL_HOME: '/lain' })).toMatch(/lain$/);
    expect(dataRoot(undefined, { SEGEL_HOME: '' })).toMatch(/segel$/i);
  });

  it('names profiles so that account and LPSE do not show, and never twice the same', () => {
    const ids = [profileId(906, 'akun-a'), profileId(906, 'akun-b'), profileId(907, 'akun-a')];
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true);
  });
});

describe('SettingsFile', () => {
  it('takes an unreadable file for none, and changes one thing at a time', async () => {
    const { settings, data } = open();
    expect(await settings.read()).toMatchObject({ keychain: 'ask', proxyUrl: null });
    await settings.change({ proxyUrl: 'http://proxy.example:3128' });
    await settings.change({ language: 'en' });
    expect(await settings.read()).toMatchObject({ language: 'en', proxyUrl: 'http://proxy.example:3128' });
    await writePrivateFile(data.settings, Buffer.from('bukan json'));
    expect(await settings.read()).toMatchObject({ keychain: 'ask', proxyUrl: null });
  });
});
