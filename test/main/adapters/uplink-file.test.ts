import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UplinkFile } from '../../../main/adapters/uplink-file.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const inFolder = useTemporaryFolder();

describe('the kept speed', () => {
  it('is that of one LPSE, and none before the first upload', async () => {
    const folder = inFolder('lpse');
    const uplink = { bytesPerSecond: 123_456.5, measuredAt: '2026-11-20T03:00:00.000Z' };
    expect(await new UplinkFile(folder).read(990)).toBeNull();
    await new UplinkFile(folder).write(990, uplink);
    expect(await new UplinkFile(folder).read(990)).toEqual(uplink);
    expect(await new UplinkFile(folder).read(112)).toBeNull();
  });

  it('is none when the file cannot be understood', async () => {
    const folder = inFolder('lpse');
    await new UplinkFile(folder).write(990, { bytesPerSecond: 1, measuredAt: '2026-11-20T03:00:00.000Z' });
    for (const text of ['', '{"format":"segel-uplink/1","bytesPerSecond":-1}', 'null']) {
      await writeFile(join(folder, '990', 'uplink.json'), text);
      expect(await new UplinkFile(folder).read(990)).toBeNull();
    }
  });
});
