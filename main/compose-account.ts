// The third circle: one account at one LPSE, in its own profile folder. Opening a profile whose database is new or damaged looks
// for its sealed files and receipts first.
import { CodedError } from '../app/errors/coded-error.ts';
import type { BidStore } from '../app/ports/bid-store.ts';
import type { Dealer } from '../app/ports/dealer.ts';
import type { DocumentStore } from '../app/ports/document-store.ts';
import type { IdentityStore } from '../app/ports/identity-store.ts';
import type { Journal } from '../app/ports/journal.ts';
import type { LpseMemory } from '../app/ports/lpse-memory.ts';
import type { OutputStore } from '../app/ports/output-store.ts';
import type { ReceiptStore } from '../app/ports/receipt-store.ts';
import type { Sealer } from '../app/ports/sealer.ts';
import type { SessionKeys } from '../app/ports/session-keys.ts';
import type { Account } from '../app/protocol/login.ts';
import { FileSessionKeys } from './adapters/file-session-keys.ts';
import { FileReceiptStore } from './adapters/file-receipt-store.ts';
import { Pkcs12IdentityStore } from './adapters/pkcs12-identity-store.ts';
import { enterProfile } from './adapters/profile-presence.ts';
import type { Profile } from './adapters/profile-store.ts';
import { recoverBids } from './adapters/recover-bids.ts';
import { SqliteBidStore } from './adapters/sqlite-bid-store.ts';
import { openDatabase } from './adapters/sqlite-database.ts';
import { SqliteJournal } from './adapters/sqlite-journal.ts';
import { SqliteLpseMemory } from './adapters/sqlite-lpse-memory.ts';
import type { Installation } from './compose.ts';
import type { LpseNeeds } from './compose-lpse.ts';

/** What an account has on this computer; good without a network. */
export interface ProfileNeeds {
  readonly kdLpse: number;
  readonly account: Account;
  readonly bids: BidStore;
  readonly receipts: ReceiptStore;
  readonly identities: IdentityStore;
  readonly sessionKeys: SessionKeys;
  readonly journal: Journal;
  readonly memory: LpseMemory;
  readonly documents: DocumentStore;
  readonly output: OutputStore;
  readonly sealer: Sealer;
  /** Where the bids of openings are written for people. */
  readonly openedFolder: string;
  readonly dealer: Dealer;
}

export type AccountNeeds = LpseNeeds & ProfileNeeds;

/** The profile in use, or the one of `userId`. @throws cli/no-account, cli/ambiguous */
export async function findProfile({ profiles }: Installation, userId?: string): Promise<Profile> {
  const current = await profiles.current();
  if (userId === undefined) {
    if (current === null) throw new CodedError('cli/no-account');
    return current;
  }
  const found = (await profiles.list()).filter(({ account }) => account.userId === userId);
  const [first, ...more] = found;
  if (first === undefined) throw new CodedError('cli/no-account');
  if (more.length > 0) throw new CodedError('cli/ambiguous', { lpse: found.map(({ kdLpse }) => kdLpse).join(', ') });
  return first;
}

/** @throws storage/full, storage/failed */
export async function composeProfile(installation: Installation, profile: Profile): Promise<ProfileNeeds> {
  const { folder, account, kdLpse } = profile;
  const { documents, output, sealer, dealer, prompt, secrets, trust } = installation;
  const presence = await enterProfile(folder.presence, folder.sealed);
  installation.onClose(presence.leave);
  const { database, origin } = openDatabase(folder.database);
  installation.onClose(() => void database.close());
  const { accountId } = account;
  const bids = new SqliteBidStore(database, { accountId, sealedFolder: folder.sealed });
  const receipts = new FileReceiptStore(folder.receipts);
  const journal = new SqliteJournal(database);
  // The first entry says that the folders were looked through: a crash before it leaves a database that is new once more.
  if (origin !== 'found' || (await journal.isEmpty())) {
    const recovery = await recoverBids({ bids, receipts, sealer, trust, sealedFolder: folder.sealed, account });
    const facts = { origin, recovered: recovery.recovered.length, notRecovered: recovery.notRecovered };
    await journal.append({ event: 'profile.opened', bidId: null, kdTender: null, facts });
  }
  return {
    ...{ kdLpse, account, bids, receipts, journal, documents, output, sealer, dealer, openedFolder: folder.opened },
    identities: new Pkcs12IdentityStore(folder.identities, { prompt, secrets: secrets.store }),
    sessionKeys: new FileSessionKeys(folder.sessionKeys, secrets.store),
    memory: new SqliteLpseMemory(database),
  };
}

/** Both circles as the use cases take them. The log's head is the computer's, everything else the account's. */
export function joinAccount(lpse: LpseNeeds, profile: ProfileNeeds): AccountNeeds {
  const memory: LpseMemory = {
    checkpoint: (origin) => lpse.memory.checkpoint(origin),
    rememberCheckpoint: (origin, checkpoint) => lpse.memory.rememberCheckpoint(origin, checkpoint),
    silence: (origin) => lpse.memory.silence(origin),
    rememberSilence: (origin, silence) => lpse.memory.rememberSilence(origin, silence),
    policy: (kdLpse, kdTender) => profile.memory.policy(kdLpse, kdTender),
    rememberPolicy: (kdLpse, policy) => profile.memory.rememberPolicy(kdLpse, policy),
    deviceRegistration: (kdLpse, accountId) => profile.memory.deviceRegistration(kdLpse, accountId),
    rememberDeviceRegistration: (kdLpse, accountId, cms) =>
      profile.memory.rememberDeviceRegistration(kdLpse, accountId, cms),
  };
  return { ...lpse, ...profile, memory };
}
