// UC-18 Follow an opening room, as a screen does that looks every few seconds. Whatever happens in a room is in the log, so that a
// look costs one small question, for the log's head, until the log has something new of the tender; then the room is entered and
// proven anew. What is not in the log (revocations, certificates of this computer) is looked at again after some minutes.
import type { OpeningEvent } from '../domain/opening-view.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import { timeAt } from './connect-lpse.ts';
import { FollowedLog } from './followed-log.ts';
import { loadPackage, type LoadedPackage } from './load-package.ts';
import { enterOpening, type OpeningInput, type OpeningNeeds, type OpeningRoom } from './opening-room.ts';
import { openingsOf, type OpeningOfPackage } from './opening-view.ts';
import type { LogNeeds } from './verify-log.ts';

/** How long a room that did not change is taken as it was proven. */
const ANEW_AFTER_MS = 5 * 60_000;

export type FollowNeeds = OpeningNeeds & LogNeeds;

export interface SeenRoom {
  readonly loaded: LoadedPackage;
  readonly opening: OpeningOfPackage;
  /** Of the tender, from the log. */
  readonly events: readonly OpeningEvent[];
  /** Null before there is anything to enter. */
  readonly room: OpeningRoom | null;
}

interface Kept {
  readonly key: string;
  /** Place of the tender's newest leaf. */
  readonly newest: number | null;
  readonly atMs: number;
  readonly loaded: LoadedPackage;
  readonly room: OpeningRoom | null;
}

/** For one account at one LPSE. */
export class RoomFollower {
  readonly #needs: FollowNeeds;
  readonly #log: FollowedLog;
  #kept: Kept | null = null;

  constructor(needs: FollowNeeds) {
    this.#needs = needs;
    this.#log = new FollowedLog(needs.lpse);
  }

  /** The log as far as it goes now. @throws log/*, network/* */
  async readLog(connection: OpeningInput['connection'], options: CallOptions = {}): Promise<FollowedLog> {
    await this.#log.look(this.#needs, connection, options);
    return this.#log;
  }

  /**
   * @param about - `ask`: enter although the hour has not come: the LPSE refuses in its own words
   * @throws what entering an opening throws; opening/statement-refused when the package has no such envelope
   */
  async look(
    { ask, ...input }: OpeningInput & { readonly ask: boolean },
    options: CallOptions = {},
  ): Promise<SeenRoom> {
    const { connection, kdTender, envelopeId } = input;
    const key = `${kdTender}/${envelopeId}`;
    const log = await this.readLog(connection, options);
    // Another look may read on while this one enters: a leaf that comes meanwhile is seen at the next look.
    const newest = log.newestOf(kdTender);
    const kept = ask ? null : this.#keptFor(key, newest);
    const loaded = kept?.loaded ?? (await loadPackage(this.#needs, { connection, kdTender }, options));
    const events = log.eventsOf(kdTender);
    const now = timeAt(connection, this.#needs.clock);
    const opening = openingsOf(loaded.package, { events, now }).find((one) => one.envelopeId === envelopeId);
    if (opening === undefined) throw new CodedError('opening/statement-refused', { why: 'envelope' });
    const enters = ask || !(opening.state === 'not-yet' || opening.state === 'needs-technical-result');
    const room = kept?.room ?? (enters ? await enterOpening(this.#needs, input, options) : null);
    const atMs = kept?.atMs ?? this.#needs.clock.monotonicMs();
    this.#kept = { key, newest, atMs, loaded, room };
    return { loaded, opening, events, room };
  }

  #keptFor(key: string, newest: number | null): Kept | null {
    const kept = this.#kept;
    if (kept?.key !== key || kept.newest !== newest) return null;
    return this.#needs.clock.monotonicMs() - kept.atMs < ANEW_AFTER_MS ? kept : null;
  }
}
