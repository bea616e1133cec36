// Openings that this window watches: the log's copy, the events so far, and what was last found of each own bid. Following ends when
// nobody has asked for a while, when another account comes in, and with the program.
import type { NewFate, WatchSummary, WatchView } from '../../app/contract/watch.ts';
import type { ReceiptedBid, SupersededBid, WithdrawnBid } from '../../app/domain/bid.ts';
import { lookAgain, OWN_FATES, type OwnFate } from '../../app/domain/own-bid.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { followOpening, type FollowedEvent } from '../../app/usecases/follow-opening.ts';
import { LogMirror } from '../../app/usecases/log-mirror.ts';
import { watchOpening, type WatchedTender } from '../../app/usecases/watch-opening.ts';
import type { OpenProfile } from './account-in-use.ts';
import type { Online, Program } from './program.ts';
import { toWatchView } from './watch-view.ts';

/** Nobody has looked for so long: the line is given back. */
const IDLE_MS = 5 * 60_000;
/** Events come in bursts; the window is told once for each. */
const TELL_EVERY_MS = 700;
/** What hardly changes any more is looked at again so seldom. */
const LATER_MS = 60 * 60_000;
/** What the journal calls a look that found something new. */
const FOUND = 'opening.watched';

/** What was last found of an own bid. */
interface Found {
  readonly fate: OwnFate;
  /** The LPSE's word on a bid that did not open; null while there is none. */
  readonly canBeOpened: boolean | null;
}

type Filed = ReceiptedBid | WithdrawnBid | SupersededBid;

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
  readonly #lookedAt = new Map<string, number>();
  /** What was proven last of each tender, by account. */
  readonly #proven = new Map<string, WatchedTender>();
  #mirror: { readonly kdLpse: number; readonly mirror: LogMirror } | null = null;

  constructor(program: Program) {
    this.#program = program;
  }

  /**
   * Own bids with a receipt, and what was last found of each; one that was replaced only when it is not gone. Needs no network.
   */
  async list(): Promise<readonly WatchSummary[]> {
    const profile = await this.#program.profile();
    const found = await foundIn(profile);
    return (await filedIn(profile)).flatMap(({ kdTender, namaPaket, envelopeId, receipt, state }) => {
      const { receivedAt, sequence, submissionId } = receipt;
      const fate = found.get(submissionId)?.fate ?? null;
      if (state === 'superseded' && fate !== 'revived') return [];
      return [{ kdTender, namaPaket, envelopeId, receivedAt, sequence, fate }];
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

  /**
   * Looks at every tender with an own bid, at those where nothing new is likely only now and then; the window is told of what changed.
   * @throws the first failure, once the others were looked at: one tender must not hide what became of another
   */
  async lookAtAll(signal: AbortSignal): Promise<void> {
    const profile = await this.#program.profile();
    const found = await foundIn(profile);
    const tenders = new Set<string>();
    for (const { kdTender, receipt } of await filedIn(profile)) {
      const { fate = null, canBeOpened = null } = found.get(receipt.submissionId) ?? {};
      const rests = Date.now() - (this.#lookedAt.get(`${profile.folder.profileId} ${kdTender}`) ?? 0) < LATER_MS;
      if (lookAgain(fate, canBeOpened !== null) === 'soon' || !rests) tenders.add(kdTender);
    }
    const failures: unknown[] = [];
    for (const kdTender of tenders) {
      signal.throwIfAborted();
      const online = await this.#program.online();
      await this.#look(online, kdTender, signal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** The account goes: nothing of it is followed any more. */
  endAll(): void {
    for (const kdTender of [...this.#watches.keys()]) this.#end(kdTender);
    this.#mirror = null;
    this.#proven.clear();
  }

  async #look(online: Online, kdTender: string, signal: AbortSignal): Promise<WatchedTender> {
    const { needs, connection, profile } = online;
    const place = `${profile.folder.profileId} ${kdTender}`;
    const before = this.#proven.get(place);
    const input = { connection, kdTender, mirror: this.#mirrorOf(online), ...(before === undefined ? {} : { before }) };
    const tender = await watchOpening(needs, input, { signal });
    if (tender.silence === null) this.#proven.set(place, tender);
    this.#lookedAt.set(place, Date.now());
    const known = await foundIn(profile);
    const news: NewFate[] = [];
    for (const { envelopeId, submissionId, sequence, fate, canBeOpened } of fatesIn(tender)) {
      const before = known.get(submissionId);
      if (before?.fate === fate && before.canBeOpened === canBeOpened) continue;
      news.push({ envelopeId, sequence, fate, canBeOpened });
      const facts = { envelopeId, submissionId, fate, canBeOpened };
      await needs.journal.append({ event: FOUND, bidId: null, kdTender, facts });
    }
    if (news.length > 0) this.#program.send('watch.changed', { kdTender, fates: news });
    return tender;
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

/** Of every own bid that the look was about. */
function fatesIn({
  envelopes,
  hidden,
  earlier,
}: WatchedTender): readonly (NewFate & { readonly submissionId: string })[] {
  const found = [...envelopes, ...hidden].flatMap(({ envelopeId, own }) =>
    own.map(({ submissionId, sequence, fate, statement }) => ({
      ...{ envelopeId, submissionId, sequence, fate, canBeOpened: statement?.canBeOpened ?? null },
    })),
  );
  const former = earlier.map(({ envelopeId, submissionId, sequence }) => ({
    ...{ envelopeId, submissionId, sequence, fate: 'earlier-version' as const, canBeOpened: null },
  }));
  return [...found, ...former];
}

/** Own bids that the LPSE has receipted, whatever became of them. */
async function filedIn({ bids }: OpenProfile): Promise<readonly Filed[]> {
  return (await bids.list()).filter(
    (bid) => bid.state === 'receipted' || bid.state === 'withdrawn' || bid.state === 'superseded',
  );
}

/** By submission. */
async function foundIn({ journal }: OpenProfile): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const { event, facts } of await journal.entries()) {
    const fate = OWN_FATES.find((one) => one === facts.fate);
    if (event !== FOUND || typeof facts.submissionId !== 'string' || fate === undefined) continue;
    const canBeOpened = typeof facts.canBeOpened === 'boolean' ? facts.canBeOpened : null;
    found.set(facts.submissionId, { fate, canBeOpened });
  }
  return found;
}
