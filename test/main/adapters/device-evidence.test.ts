// The device record: complete, captured anew, and nothing of it kept.
import { readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DeviceRecord } from '../../../app/domain/device-record.ts';
import { LocalDevice } from '../../../main/adapters/device-evidence.ts';
import { noSecretStore } from '../../../main/adapters/no-secret-store.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const MAC = '00:1a:2b:3c:4d:5e';
const device = (interfaces: number) =>
  new LocalDevice({
    folder: at('device'),
    secrets: noSecretStore,
    clientVersion: '0.1.0',
    interfaces: () => ({
      interfaces: Object.fromEntries(
        Array.from({ length: interfaces }, (_, i) => [
          `eth${i}`,
          [{ address: '192.0.2.1', netmask: '', family: 'IPv4' as const, mac: MAC, internal: false, cidr: null }],
        ]),
      ),
      sysClassNet: at('none'),
      procNet: at('none'),
    }),
  });

describe('LocalDevice', () => {
  it.each([0, 1, 12, 300])('makes a valid record of %i interfaces', async (count) => {
    const record = await device(count).record('sealing');
    expect(DeviceRecord.parse(record).interfaces).toHaveLength(Math.min(count, 256));
    expect(record).toMatchObject({ moment: 'sealing', client: { version: '0.1.0' } });
  });

  it('names the same key every time, for both moments', async () => {
    const one = device(1);
    const [sealing, sending] = [await one.record('sealing'), await device(1).record('sending')];
    expect(sending.devicePublicKey).toBe(sealing.devicePublicKey);
    expect(sealing.devicePublicKey).toBe(Buffer.from((await one.key()).certificate.spkiDer).toString('base64'));
    expect(await one.protection()).toBe('file');
  });

  it('writes no MAC address anywhere', async () => {
    await device(3).record('sending');
    for (const name of await readdir(at(), { recursive: true })) {
      if ((await stat(at(name))).isFile()) expect(await readFile(at(name), 'utf8')).not.toContain(MAC);
    }
  });
});
