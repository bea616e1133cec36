// Openings that this window watches: the log's copy, the events so far, and what was last found of each own bid. Following ends when
// nobody has asked for a while, when another account comes in, and with the program.
import type { NewFate, WatchSummary, WatchView } from '../../app/contract/watch.ts';
import { OWN_FATES, type OwnFate } from '../../app/domain/own-bid.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { followOpening, type FollowedEvent } from '../../app/usecases/follow-opening.ts';
import { LogMirror } from '../../app/usecases/log-mirror.ts';
import { watchOpening, type WatchedTender } from '../../app/usecases/watch-opening.ts';
import type { Online, Program } from './program.ts';
import { toWatchView } from './watch-view.ts';

/** Nobody has looked for so long: the line is given back. */
const IDLE_MS = 5 * 60_000;
/** Events come in bursts; the window is told once for each. */
const TELL_EVERY_MS = 700;
/** What the journal calls a look that found something new. */
const FOUND = 'opening.watched';

interface Watch {
  readonly profileId: string;
  readonly stop: AbortController;
  readonly events: FollowedEvent[];
  live: boolean;
  alarm: string | null;
  askedAt: number;
  telling: NodeJS.Timeout | null;
}

export class OpeningWatches {
  readonly #program: Program;
  readonly #watches = new Map<string, Watch>();
  #mirror: { readonly kdLpse: number; readonly mirror: LogMirror } | null = null;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Own bids with a receipt, and what was last found of each. Needs no network. */
  async list(): Promise<readonly WatchSummary[]> {
    const profile = await this.#program.profile();
    const fates = await this.#fates();
    const bids = await profile.bids.list({ state: 'receipted' });
    return bids.flatMap((bid) => {
      if (bid.state !== 'receipted') return [];
      const { kdTender, namaPaket, envelopeId, receipt } = bid;
      const { receivedAt, sequence, submissionId } = receipt;
      return [{ kdTender, namaPaket, envelopeId, receivedAt, sequence, fate: fates.get(submissionId) ?? null }];
    });
  }

  /** @throws access/forbidden, log/*, network/*, trust/* */
  async load(kdTender: string, signal: AbortSignal): Promise<WatchView> {
    const online = await this.#program.online();
    const watch = this.#follow(online, kdTender);
    const tender = await this.#look(online, kdTender, signal);
    const { nama_paket: namaPaket } = await online.needs.lpse.package(kdTender, { signal });
    return toWatchView({ tender, namaPaket, ...watch });
  }

  /** Looks at every tender with an own receipted bid; the window is told of what changed. Failures wait for the next look. */
  async lookAtAll(signal: AbortSignal): Promise<void> {
    const open = await this.list();
    const waiting = open.filter(({ fate }) => fate === null || fate === 'listed' || fate === 'unproven');
    for (const kdTender of new Set(waiting.map((one) => one.kdTender))) {
      await this.#look(await this.#program.online(), kdTender, signal);
    }
  }

  async #look(online: Online, kdTender: string, signal: AbortSignal): Promise<WatchedTender> {
    const { needs, connection } = online;
    const input = { connection, kdTender, mirror: this.#mirrorOf(online) };
    const tender = await watchOpening(needs, input, { signal });
    const known = await this.#fates();
    const news: NewFate[] = [];
    for (const { envelopeId, own } of tender.envelopes) {
      for (const { submissionId, sequence, fate } of own) {
        if (known.get(submissionId) === fate) continue;
        news.push({ envelopeId, sequence, fate });
        await needs.journal.append({ event: FOUND, bidId: null, kdTender, facts: { envelopeId, submissionId, fate } });
      }
    }
    if (news.length > 0) this.#program.send('watch.changed', { kdTender, fates: news });
    return tender;
  }

  async #fates(): Promise<ReadonlyMap<string, OwnFate>> {
    const { journal } = await this.#program.profile();
    const fates = new Map<string, OwnFate>();
    for (const { event, facts } of await journal.entries()) {
      const fate = OWN_FATES.find((one) => one === facts.fate);
      if (event === FOUND && typeof facts.submissionId === 'string' && fate !== undefined)
        fates.set(facts.submissionId, fate);
    }
    return fates;
  }

  /** One copy of the log, for the LPSE in use. */
  #mirrorOf({ needs }: Online): LogMirror {
    if (this.#mirror?.kdLpse !== needs.kdLpse)
      this.#mirror = { kdLpse: needs.kdLpse, mirror: new LogMirror(needs.lpse) };
    return this.#mirror.mirror;
  }

  #follow(online: Online, kdTender: string): Watch {
    const { profileId } = online.profile.folder;
    for (const [tender, watch] of this.#watches) {
      if (watch.profileId !== profileId) this.#end(tender);
    }
    const known = this.#watches.get(kdTender);
    if (known !== undefined) {
      known.askedAt = Date.now();
      return known;
    }
    const watch: Watch = {
      ...{ profileId, stop: new AbortController(), events: [], live: false },
      ...{ alarm: null, askedAt: Date.now(), telling: null },
    };
    this.#watches.set(kdTender, watch);
    this.#program.background.run('watch-events', (ending) => this.#read(online, kdTender, watch, ending));
    return watch;
  }

  async #read(online: Online, kdTender: string, watch: Watch, ending: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([ending, watch.stop.signal]);
    const idle = setInterval(() => {
      if (Date.now() - watch.askedAt > IDLE_MS) this.#end(kdTender);
    }, IDLE_MS / 5);
    // A copy of its own: two readers of one copy would wait for one another.
    const input = { connection: online.connection, kdTender, mirror: new LogMirror(online.needs.lpse) };
    const onLine = (isThere: boolean): void => {
      watch.live = isThere;
      this.#tell(kdTender, watch);
    };
    try {
      for await (const event of followOpening(online.needs, input, { signal, onLine })) {
        watch.events.push(event);
        this.#tell(kdTender, watch);
      }
    } catch (error) {
      if (signal.aborted) return;
      watch.live = false;
      watch.alarm = error instanceof CodedError ? error.code : 'defect/unexpected';
      this.#tell(kdTender, watch);
      if (!(error instanceof CodedError)) throw error;
    } finally {
      clearInterval(idle);
      if (watch.telling !== null) clearTimeout(watch.telling);
    }
  }

  #tell(kdTender: string, watch: Watch): void {
    watch.telling ??= setTimeout(() => {
      watch.telling = null;
      this.#program.send('watch.changed', { kdTender, fates: [] });
    }, TELL_EVERY_MS);
  }

  #end(kdTender: string): void {
    this.#watches.get(kdTender)?.stop.abort();
    this.#watches.delete(kdTender);
  }
}
