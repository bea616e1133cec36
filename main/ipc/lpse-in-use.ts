// The LPSE that the window talks to, and what was last found out about it: who it is, what time it has, its log.
import { ClockHints } from '../../app/domain/clock-hint.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { LpseTrust } from '../../app/ports/trust-store.ts';
import { connectLpse, timeAt, type LpseConnection } from '../../app/usecases/connect-lpse.ts';
import { composeLpse, type Installation, type LpseNeeds } from '../compose.ts';
import { toConnectionView } from './connection-view.ts';
import { Scope } from './scope.ts';
import type { SendEvent } from './host.ts';

export interface OpenLpse {
  readonly trust: LpseTrust;
  readonly needs: LpseNeeds;
}

/** A connection this old is made anew before anything depends on it: schedules and clocks move. */
const FRESH_MS = 5 * 60_000;
/** However its answers contradict one another, an LPSE is not asked for its time more often because of them. */
const HINTS_EVERY_MS = 5_000;

export class LpseInUse {
  readonly #installation: Installation;
  readonly #send: SendEvent;
  #open: (OpenLpse & { readonly scope: Scope; readonly stop: AbortController }) | null = null;
  #known: LpseConnection | null = null;
  #connecting: Promise<LpseConnection> | null = null;
  readonly #hints = new ClockHints();

  constructor(installation: Installation, send: SendEvent) {
    this.#installation = installation;
    this.#send = send;
  }

  /** The chosen one: in this run, else in the last, else the one of the profile in use, else the only one. Null when unclear. */
  async current(): Promise<OpenLpse | null> {
    if (this.#open !== null) return this.#open;
    const trust = await this.#remembered();
    return trust === null ? null : this.#take(trust);
  }

  /** @throws ipc/no-lpse */
  async require(): Promise<OpenLpse> {
    const open = await this.current();
    if (open === null) throw new CodedError('ipc/no-lpse');
    return open;
  }

  /** Makes no request. @throws trust/not-pinned */
  async use(baseUrl: string): Promise<OpenLpse> {
    const trust = await this.#installation.trust.forUrl(baseUrl.replace(/\/$/, ''));
    if (trust === null) throw new CodedError('trust/not-pinned', { baseUrl });
    await this.#installation.settings.change({ kdLpse: trust.kdLpse });
    return this.#take(trust);
  }

  /** Drops what is open, for another choice or new anchors. */
  async leave(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    this.#known = null;
    this.#connecting = null;
    open?.stop.abort();
    await open?.scope.close();
  }

  /** Measures anew and tells the window; one measurement at a time. @throws ipc/no-lpse, network/*, trust/*, time/* */
  connect(): Promise<LpseConnection> {
    const running = (this.#connecting ??= this.#connectOnce().finally(() => {
      if (this.#connecting === running) this.#connecting = null;
    }));
    return running;
  }

  /** The last measurement while it is fresh, else a new one. */
  async connection(): Promise<LpseConnection> {
    const known = this.#known;
    const ageMs = known === null ? Infinity : Date.now() - Date.parse(known.offset.measuredAt);
    return known !== null && ageMs >= 0 && ageMs < FRESH_MS ? known : this.connect();
  }

  /** Null before the first. */
  get known(): LpseConnection | null {
    return this.#known;
  }

  /** The LPSE's clock was set, or this one: every countdown waits for the new measurement. */
  #heard(serverMs: number): void {
    const known = this.#known;
    if (known === null || this.#connecting !== null) return;
    const unusual = this.#hints.heard(serverMs - timeAt(known, this.#installation.clock).getTime());
    const ageMs = Math.abs(Date.now() - Date.parse(known.offset.measuredAt));
    // What goes wrong with it the window has been told, and the next look finds again.
    if (unusual && ageMs > HINTS_EVERY_MS) this.connect().catch(() => undefined);
  }

  async #connectOnce(): Promise<LpseConnection> {
    const { needs } = await this.require();
    const known = this.#known === null ? {} : { known: this.#known.offset };
    const options = this.#open === null ? {} : { signal: this.#open.stop.signal };
    try {
      const connection = await connectLpse(needs, known, options);
      // Another LPSE may have been chosen meanwhile.
      if (this.#open?.needs !== needs) return connection;
      this.#known = connection;
      this.#hints.reset();
      this.#send('lpse.time', toConnectionView(connection));
      return connection;
    } catch (error) {
      if (this.#open?.needs === needs) this.#send('lpse.time', null);
      throw error;
    }
  }

  async #take(trust: LpseTrust): Promise<OpenLpse> {
    if (this.#open?.trust.kdLpse === trust.kdLpse && this.#open.trust.pinnedAt === trust.pinnedAt) return this.#open;
    await this.leave();
    const scope = new Scope();
    const needs = await composeLpse(scope.of(this.#installation), trust, (serverMs) => this.#heard(serverMs));
    this.#open = { trust, needs, scope, stop: new AbortController() };
    return this.#open;
  }

  async #remembered(): Promise<LpseTrust | null> {
    const { trust, settings, profiles } = this.#installation;
    const { kdLpse } = await settings.read();
    const chosen = kdLpse === null ? null : await trust.forLpse(kdLpse);
    if (chosen !== null) return chosen;
    const pinned = await trust.list();
    const profile = await profiles.current();
    const ofProfile = pinned.find((one) => one.kdLpse === profile?.kdLpse);
    return ofProfile ?? (pinned.length === 1 ? (pinned[0] ?? null) : null);
  }
}
