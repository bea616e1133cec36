// Where Segel keeps things on this computer: one folder per user of the operating system, and below it one profile per
// account at an LPSE, so that nothing of one company meets another's.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { sha256Hex } from '../../crypto/encoding.ts';

/** Folder names; every one is made 0700 by whoever writes into it first. */
export interface DataFolder {
  readonly root: string;
  readonly settings: string;
  /** One folder per pinned LPSE. */
  readonly lpse: string;
  /** Key of this installation. */
  readonly device: string;
  readonly profiles: string;
}

export interface ProfileFolder {
  readonly profileId: string;
  readonly root: string;
  readonly facts: string;
  readonly session: string;
  readonly database: string;
  /** Locked by each process that uses the profile. */
  readonly presence: string;
  readonly identities: string;
  readonly sealed: string;
  readonly sessionKeys: string;
  readonly receipts: string;
  /** Opened bids, below it one folder per tender; shown to people. */
  readonly opened: string;
}

/** `chosen` (an option), else `SEGEL_HOME`, else the place the operating system has for it. */
export function dataRoot(chosen: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(chosen ?? nonEmpty(env.SEGEL_HOME) ?? defaultRoot(env));
}

export function dataFolder(root: string): DataFolder {
  return {
    root,
    settings: join(root, 'settings.json'),
    lpse: join(root, 'lpse'),
    device: join(root, 'device'),
    profiles: join(root, 'profiles'),
  };
}

/** The account's name does not show in the folder's name. */
export function profileId(kdLpse: number, accountId: string): string {
  return sha256Hex(Buffer.from(`segel-profile/1\n${kdLpse}\n${accountId}`)).slice(0, 24);
}

export function profileFolder(data: DataFolder, id: string): ProfileFolder {
  const root = join(data.profiles, id);
  return {
    profileId: id,
    root,
    facts: join(root, 'profile.json'),
    session: join(root, 'session.json'),
    database: join(root, 'segel.db'),
    presence: join(root, 'in-use'),
    identities: join(root, 'identities'),
    sealed: join(root, 'sealed'),
    sessionKeys: join(root, 'session-keys'),
    receipts: join(root, 'receipts'),
    opened: join(root, 'pembukaan'),
  };
}

function defaultRoot(env: NodeJS.ProcessEnv): string {
  const home = homedir();
  if (process.platform === 'win32') return join(nonEmpty(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local'), 'Segel');
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Segel');
  return join(nonEmpty(env.XDG_DATA_HOME) ?? join(home, '.local', 'share'), 'segel');
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
