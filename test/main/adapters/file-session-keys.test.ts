// Keys of openings that this computer leads: one per session, over restarts, gone when forgotten.
import { readdir, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openAttached, sealAttached } from '../../../crypto/cms/attached.ts';
import { FileSessionKeys } from '../../../main/adapters/file-session-keys.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { memorySecretStore } from '../../doubles/secret-store.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();

describe('FileSessionKeys', () => {
  it('opens after a restart what was sealed to the session', async () => {
    const { certificate } = await new FileSessionKeys(at('k')).forOpening('buka-1');
    expect(certificate.keyUsage).toEqual(new Set(['keyAgreement']));
    const sealed = sealAttached(Buffer.from('bagian kunci'), [certificate]);
    const again = await new FileSessionKeys(at('k')).forOpening('buka-1');
    expect((await openAttached(sealed, again)).toString()).toBe('bagian kunci');
    if (process.platform !== 'win32') expect((await stat(at('k', 'buka-1.json'))).mode & 0o777).toBe(0o600);
  });

  it('has another key for another session, and a new one after forgetting', async () => {
    const keys = new FileSessionKeys(at('k'));
    const first = (await keys.forOpening('buka-1')).certificate.sha256;
    expect((await keys.forOpening('buka-2')).certificate.sha256).not.toBe(first);
    await keys.forget('buka-1');
    await keys.forget('buka-1');
    expect(await readdir(at('k'))).toEqual(['buka-2.json']);
    expect((await keys.forOpening('buka-1')).certificate.sha256).not.toBe(first);
  });

  it('takes no path for a name', async () => {
    const keys = new FileSessionKeys(at('k'));
    expect(await anyCode(keys.forOpening('../x'))).toBe('storage/unsafe-target');
    expect(await anyCode(keys.forget('a/b'))).toBe('storage/unsafe-target');
  });

  it('needs the keychain that protects it, and leaves nothing there', async () => {
    const secrets = memorySecretStore();
    const keys = new FileSessionKeys(at('k'), secrets);
    await keys.forOpening('buka-1');
    expect(secrets.names()).toEqual(['session-key-buka-1']);
    expect(await anyCode(new FileSessionKeys(at('k')).forOpening('buka-1'))).toBe('device/key-locked');
    await keys.forget('buka-1');
    expect(secrets.names()).toEqual([]);
  });
});
