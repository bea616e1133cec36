// The last measured speed to one LPSE, beside its anchors: a new start must not forget how slow the line is.
import { join } from 'node:path';
import { z } from 'zod';
import type { Uplink } from '../../app/domain/uplink.ts';
import { parseJsonOrNull } from './parse-json.ts';
import { makePrivateFolder, readBounded, writePrivateJson } from './private-files.ts';

const Kept = z.object({
  format: z.literal('segel-uplink/1'),
  bytesPerSecond: z.number().positive(),
  measuredAt: z.iso.datetime(),
});

export class UplinkFile {
  readonly #folder: string;

  /** @param folder - of all LPSEs */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Null before the first upload. What cannot be understood counts as none: the next upload measures anew. */
  async read(kdLpse: number): Promise<Uplink | null> {
    const bytes = await readBounded(this.#path(kdLpse), 4096);
    if (bytes === null) return null;
    const kept = Kept.safeParse(parseJsonOrNull(bytes));
    if (!kept.success) return null;
    const { bytesPerSecond, measuredAt } = kept.data;
    return { bytesPerSecond, measuredAt };
  }

  /** @throws storage/full, storage/failed */
  async write(kdLpse: number, { bytesPerSecond, measuredAt }: Uplink): Promise<void> {
    await makePrivateFolder(join(this.#folder, String(kdLpse)));
    await writePrivateJson(this.#path(kdLpse), { format: 'segel-uplink/1', bytesPerSecond, measuredAt });
  }

  #path(kdLpse: number): string {
    return join(this.#folder, String(kdLpse), 'uplink.json');
  }
}
