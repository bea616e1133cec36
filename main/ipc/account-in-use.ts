// The account that the window works for: its profile is open while it is in use, and closed before another one is opened.
// Whose turn it is stands in the settings (a command may have logged somebody else in), so it is looked up at every call.
import { join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { Bid } from '../../app/domain/bid.ts';
import { composeProfile, type Installation, type ProfileNeeds } from '../compose.ts';
import type { ProfileFolder } from '../adapters/data-folder.ts';
import { forgetReceived } from '../browser/receive-file.ts';
import { toldBidStore } from './told-bid-store.ts';
import { Scope } from './scope.ts';

/** Folder of a profile for files whose bytes the window sent. */
export const RECEIVED = 'received';

export interface OpenProfile extends ProfileNeeds {
  readonly folder: ProfileFolder;
}

export interface AccountInUseNeeds {
  readonly installation: Installation;
  /** Called after each saved state of a bid of the account in use. */
  readonly onBidSaved: (bid: Bid) => void;
  /** Ends all work of the account that goes. */
  readonly beforeLeaving: () => Promise<void>;
}

export class AccountInUse {
  readonly #needs: AccountInUseNeeds;
  #open: { readonly profile: OpenProfile; readonly scope: Scope } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: AccountInUseNeeds) {
    this.#needs = needs;
  }

  /** The profile in use at this LPSE; null when nobody is logged in there. */
  current(kdLpse: number): Promise<OpenProfile | null> {
    return this.#inTurn(async () => {
      const found = await this.#needs.installation.profiles.current();
      const wanted = found?.kdLpse === kdLpse ? found : null;
      if (this.#open !== null && this.#open.profile.folder.profileId !== wanted?.folder.profileId) await this.#close();
      if (wanted === null) return null;
      if (this.#open !== null) return this.#open.profile;
      const scope = new Scope();
      const needs = await composeProfile(scope.of(this.#needs.installation), wanted);
      const bids = toldBidStore(needs.bids, this.#needs.onBidSaved);
      const profile: OpenProfile = { ...needs, bids, folder: wanted.folder };
      await forgetUnused(profile);
      this.#open = { profile, scope };
      return profile;
    });
  }

  /** @throws access/session-expired when nobody is logged in */
  async require(kdLpse: number): Promise<OpenProfile> {
    const profile = await this.current(kdLpse);
    if (profile === null) throw new CodedError('access/session-expired');
    return profile;
  }

  /** Nobody is in use afterwards; files and receipts stay. */
  leave(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#close();
      await this.#needs.installation.profiles.leave();
    });
  }

  /** Ends work and closes the profile; the account stays the one in use, for the next start. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#close());
  }

  async #close(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    await this.#needs.beforeLeaving();
    this.#open = null;
    await open.scope.close();
  }

  /** Opening and closing never overlap: each would close the other's database. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}

/** Files that the window sent and no bid came to hold. */
async function forgetUnused({ bids, folder }: OpenProfile): Promise<void> {
  const held = (await bids.list()).flatMap((bid) => (bid.state === 'draft' ? bid.documents : bid.sealed.documents));
  const paths = new Set(held.map(({ sourcePath }) => sourcePath));
  await forgetReceived(join(folder.root, RECEIVED), (path) => paths.has(path));
}
