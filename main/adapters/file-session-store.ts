// The SessionStore port: the tokens of the account in use, 0600 in its profile, or in the keychain of those who opted in. Saving
// the session of another account switches the profile: accounts never share anything.
import type { SessionStore } from '../../app/ports/session-store.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { Session } from '../../app/protocol/login.ts';
import { Secret } from '../../crypto/secret.ts';
import { readBounded, removeFile, writePrivateFile } from './private-files.ts';
import type { Profile, ProfileStore } from './profile-store.ts';

const MAX_BYTES = 64 << 10;

export class FileSessionStore implements SessionStore {
  readonly #kdLpse: number;
  readonly #profiles: ProfileStore;
  readonly #secrets: SecretStore;

  constructor(kdLpse: number, profiles: ProfileStore, secrets: SecretStore) {
    this.#kdLpse = kdLpse;
    this.#profiles = profiles;
    this.#secrets = secrets;
  }

  async current(): Promise<Session | null> {
    const profile = await this.#profile();
    if (profile === null) return null;
    const bytes =
      (await readBounded(profile.folder.session, MAX_BYTES)) ??
      (await this.#secrets.get(entryOf(profile)))?.bytes ??
      null;
    return bytes === null ? null : parse(bytes);
  }

  async save(session: Session): Promise<void> {
    const profile = await this.#profiles.use(this.#kdLpse, session.account);
    const secret = Secret.fromText(JSON.stringify(session));
    try {
      if (this.#secrets.backend !== null && (await this.#secrets.set(entryOf(profile), secret)))
        await removeFile(profile.folder.session);
      else await writePrivateFile(profile.folder.session, secret.bytes);
    } finally {
      secret.wipe();
    }
  }

  /** Logs out of the account in use; its bids and receipts stay in its profile. */
  async clear(): Promise<void> {
    const profile = await this.#profile();
    if (profile === null) return;
    await removeFile(profile.folder.session);
    await this.#secrets.delete(entryOf(profile));
  }

  async #profile(): Promise<Profile | null> {
    const profile = await this.#profiles.current();
    return profile?.kdLpse === this.#kdLpse ? profile : null;
  }
}

function entryOf({ folder }: Profile): string {
  return `session-${folder.profileId}`;
}

/** A session that cannot be read counts as none: one logs in again. */
function parse(bytes: Buffer): Session | null {
  try {
    return Session.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}
