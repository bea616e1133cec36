// The key of an installation: made once, kept as well as the user's keychain allows, and honest about it.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadOrMakeDeviceKey } from '../../../main/adapters/device-key.ts';
import { noSecretStore } from '../../../main/adapters/no-secret-store.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { memorySecretStore } from '../../doubles/secret-store.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const file = () => at('device', 'device-key.json');

describe('loadOrMakeDeviceKey', () => {
  it('makes a P-256 key once and signs with it', async () => {
    const made = await loadOrMakeDeviceKey(at('device'), noSecretStore);
    const again = await loadOrMakeDeviceKey(at('device'), noSecretStore);
    const { certificate } = again.signing;
    expect(certificate.sha256).toBe(made.signing.certificate.sha256);
    expect(certificate.keyType).toEqual({ kind: 'ec', curve: 'P-256' });
    const data = Buffer.from('data');
    expect(verify('sha256', data, certificate.publicKey(), await again.signing.sign(data))).toBe(true);
    expect(again.protection).toBe('file');
    if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['in a file', () => noSecretStore],
    ['in a keychain', () => memorySecretStore()],
  ])('is one when several programs start for the first time at once, %s', async (_, open) => {
    const secrets = open();
    const all = await Promise.all([1, 2, 3, 4].map(() => loadOrMakeDeviceKey(at('device'), secrets)));
    const later = await loadOrMakeDeviceKey(at('device'), secrets);
    const digests = [...all, later].map(({ signing }) => signing.certificate.sha256);
    expect(new Set(digests).size).toBe(1);
    expect(await readdir(at('device'))).toEqual(['device-key.json']);
  });

  it('lies encrypted when a keychain holds its passphrase, and needs that keychain', async () => {
    const secrets = memorySecretStore();
    const made = await loadOrMakeDeviceKey(at('device'), secrets);
    expect(made.protection).toBe('keychain');
    expect((await loadOrMakeDeviceKey(at('device'), secrets)).signing.certificate.sha256).toBe(
      made.signing.certificate.sha256,
    );
    secrets.lock();
    expect(await anyCode(loadOrMakeDeviceKey(at('device'), secrets))).toBe('device/key-locked');
    expect(await anyCode(loadOrMakeDeviceKey(at('device'), noSecretStore))).toBe('device/key-locked');
  });

  it('falls back to a file when the keychain takes nothing', async () => {
    const secrets = memorySecretStore();
    secrets.lock();
    expect((await loadOrMakeDeviceKey(at('device'), secrets)).protection).toBe('file');
  });

  it('names neither computer nor user', async () => {
    const { signing } = await loadOrMakeDeviceKey(at('device'), noSecretStore);
    expect(signing.certificate.subject.rdns.flat().map(({ value }) => value)[0]).toMatch(/^Segel [0-9a-f]{12}$/);
  });

  it('never replaces a damaged key silently', async () => {
    await loadOrMakeDeviceKey(at('device'), noSecretStore);
    await writeFile(file(), '{"format":"segel-device-key/1"}');
    expect(await anyCode(loadOrMakeDeviceKey(at('device'), noSecretStore))).toBe('device/key-damaged');
    expect(await readFile(file(), 'utf8')).toBe('{"format":"segel-device-key/1"}');
  });
});
