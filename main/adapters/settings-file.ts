// Choices of this user on this computer, in one small file. Nothing secret and nothing about bids.
import { z } from 'zod';
import type { DataFolder } from './data-folder.ts';
import { KEYCHAIN_CHOICES } from './choose-secret-store.ts';
import { parseJsonOrNull } from './parse-json.ts';
import { makePrivateFolder, readBounded, writePrivateJson } from './private-files.ts';

const Settings = z.object({
  format: z.literal('segel-settings/1'),
  language: z.enum(['id', 'en']).nullable(),
  /** Profile in use; null after logging out. */
  profileId: z.string().nullable(),
  keychain: z.enum(KEYCHAIN_CHOICES),
  /** `http://host:port`; the environment's proxies are never used by themselves. */
  proxyUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** LPSE that the window last talked to; it may be another one than the profile's. */
  kdLpse: z.int().positive().nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
});
export type Settings = Omit<z.infer<typeof Settings>, 'format'>;

const DEFAULTS: Settings = {
  ...{ language: null, profileId: null, keychain: 'ask', proxyUrl: null },
  ...{ kdLpse: null, theme: 'system' },
};

export class SettingsFile {
  readonly #data: DataFolder;

  constructor(data: DataFolder) {
    this.#data = data;
  }

  /** A file that cannot be understood counts as none: every choice can be made again. */
  async read(): Promise<Settings> {
    const bytes = await readBounded(this.#data.settings, 64 << 10);
    if (bytes === null) return DEFAULTS;
    const parsed = Settings.safeParse(parseJsonOrNull(bytes));
    if (!parsed.success) return DEFAULTS;
    const { language, profileId, keychain, proxyUrl, kdLpse, theme } = parsed.data;
    return { language, profileId, keychain, proxyUrl, kdLpse, theme };
  }

  async change(change: Partial<Settings>): Promise<Settings> {
    const settings = { ...(await this.read()), ...change };
    await makePrivateFolder(this.#data.root);
    await writePrivateJson(this.#data.settings, { format: 'segel-settings/1', ...settings });
    return settings;
  }
}
