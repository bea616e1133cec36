// The accounts that this computer knows, one profile folder each, and which of them is in use.
import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { Account } from '../../app/protocol/login.ts';
import { profileFolder, profileId, type DataFolder, type ProfileFolder } from './data-folder.ts';
import { makePrivateFolder, readBounded, writePrivateJson } from './private-files.ts';
import type { SettingsFile } from './settings-file.ts';
import { storing, unlessMissing } from './storage-faults.ts';

const Facts = z.strictObject({
  format: z.literal('segel-profile/1'),
  kdLpse: z.int().positive(),
  account: Account,
});

export interface Profile {
  readonly folder: ProfileFolder;
  readonly kdLpse: number;
  readonly account: Account;
}

export class ProfileStore {
  readonly #data: DataFolder;
  readonly #settings: SettingsFile;

  constructor(data: DataFolder, settings: SettingsFile) {
    this.#data = data;
    this.#settings = settings;
  }

  async list(): Promise<readonly Profile[]> {
    const names = await storing(async () => (await unlessMissing(readdir(this.#data.profiles))) ?? []);
    const found = await Promise.all(names.sort().map((name) => this.#load(name)));
    return found.filter((profile) => profile !== null);
  }

  /** Null when nobody has logged in, or the last one logged out. */
  async current(): Promise<Profile | null> {
    const { profileId: id } = await this.#settings.read();
    return id === null ? null : this.#load(id);
  }

  /** Makes the account's profile where it is missing, and the one in use. */
  async use(kdLpse: number, account: Account): Promise<Profile> {
    const folder = profileFolder(this.#data, profileId(kdLpse, account.accountId));
    await makePrivateFolder(folder.root);
    const facts: z.infer<typeof Facts> = { format: 'segel-profile/1', kdLpse, account };
    await writePrivateJson(folder.facts, facts);
    await this.#settings.change({ profileId: folder.profileId });
    return { folder, kdLpse, account };
  }

  async leave(): Promise<void> {
    await this.#settings.change({ profileId: null });
  }

  async #load(id: string): Promise<Profile | null> {
    if (!/^[0-9a-f]{24}$/.test(id)) return null;
    const folder = profileFolder(this.#data, id);
    const bytes = await readBounded(folder.facts, 64 << 10);
    if (bytes === null) return null;
    const { kdLpse, account } = Facts.parse(JSON.parse(bytes.toString('utf8')));
    return { folder, kdLpse, account };
  }
}
