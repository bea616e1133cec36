// What each account has seen of its packages, in its own profile, and what was last told about them in this run.
import { join } from 'node:path';
import { z } from 'zod';
import type { SeenPackage } from '../../app/reports/package-changes.ts';
import type { ProcurementPackage } from '../../app/protocol/packages.ts';
import type { ProfileFolder } from '../adapters/data-folder.ts';
import { parseJsonOrNull } from '../adapters/parse-json.ts';
import { readBounded, writePrivateJson } from '../adapters/private-files.ts';

const MAX_BYTES = 16 << 20;

const SeenFile = z.object({
  format: z.literal('segel-seen/1'),
  packages: z.record(
    z.string(),
    z.object({
      version: z.int(),
      stages: z.record(z.string(), z.object({ startsAt: z.string(), endsAt: z.string() })),
      policySha256: z.string().nullable(),
    }),
  ),
});

type Seen = Readonly<Record<string, SeenPackage>>;

export class SeenPackages {
  readonly #latest = new Map<string, ProcurementPackage>();
  #turn: Promise<unknown> = Promise.resolve();

  /** The package as last told in this run, by whatever call; undefined when none did. */
  latest({ profileId }: ProfileFolder, kdTender: string): ProcurementPackage | undefined {
    return this.#latest.get(`${profileId} ${kdTender}`);
  }

  /** Remembers what was told. Answers those that are not as they were told before in this run. */
  told({ profileId }: ProfileFolder, packages: readonly ProcurementPackage[]): readonly ProcurementPackage[] {
    return packages.filter((one) => {
      const key = `${profileId} ${one.kd_tender}`;
      const before = this.#latest.get(key);
      this.#latest.set(key, one);
      return before !== undefined && JSON.stringify(before) !== JSON.stringify(one);
    });
  }

  /** A file that cannot be understood counts as none: everything is new again. */
  async read(folder: ProfileFolder): Promise<Seen> {
    const bytes = await readBounded(fileOf(folder), MAX_BYTES);
    if (bytes === null) return {};
    const parsed = SeenFile.safeParse(parseJsonOrNull(bytes));
    return parsed.success ? parsed.data.packages : {};
  }

  /** Adds or replaces; one write at a time. */
  async remember(folder: ProfileFolder, seen: Seen): Promise<void> {
    if (Object.keys(seen).length === 0) return;
    const write = async () => {
      const file: z.infer<typeof SeenFile> = {
        format: 'segel-seen/1',
        packages: { ...(await this.read(folder)), ...seen },
      };
      await writePrivateJson(fileOf(folder), file);
    };
    const next = this.#turn.then(write, write);
    this.#turn = next.catch(() => undefined);
    await next;
  }
}

function fileOf({ root }: ProfileFolder): string {
  return join(root, 'seen-packages.json');
}
