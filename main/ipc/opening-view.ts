// Openings as the window gets them: the list, and one room. The log is read once and then only where it has grown.
import type {
  EnteredRoom,
  OpenerView,
  OpeningEventView,
  OpeningSummary,
  RoomView,
} from '../../app/contract/openings.ts';
import type { OpeningEvent } from '../../app/domain/opening-view.ts';
import { openingEvents } from '../../app/policy/opening-events.ts';
import type { ProcurementPackage } from '../../app/protocol/packages.ts';
import { Receipt } from '../../app/protocol/receipt.ts';
import { timeAt } from '../../app/usecases/connect-lpse.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import { enterOpening, type OpeningRoom } from '../../app/usecases/opening-room.ts';
import { memberNames, notOpenedIn, openersOfRoom, openingsOf } from '../../app/usecases/opening-view.ts';
import { readLog } from '../../app/usecases/read-log.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { toReport } from './bid-view.ts';
import type { OpeningMeter } from './opening-meter.ts';
import { copyRule } from './package-view.ts';
import type { Online, Program } from './program.ts';

export interface OpeningId {
  readonly kdTender: string;
  readonly envelopeId: string;
}

/** Name of the job of an opening; no bid has such an id. */
export function jobKey({ kdTender, envelopeId }: OpeningId): string {
  return `opening/${kdTender}/${envelopeId}`;
}

export class OpeningViews {
  readonly #program: Program;
  /** By LPSE: the log as far as it was read and proven. */
  readonly #logs = new Map<number, readonly Uint8Array[]>();
  /** By job. */
  readonly meters = new Map<string, OpeningMeter>();

  constructor(program: Program) {
    this.#program = program;
  }

  async list(signal: AbortSignal): Promise<OpeningSummary[]> {
    const online = await this.#program.online();
    const { needs, profile } = online;
    const { packages } = await needs.lpse.packages({ signal });
    this.#program.packages.told(profile.folder, packages);
    const events = await this.#events(online, signal);
    const own = packages.filter(({ peran }) => peran === 'committee' || peran === 'officer');
    return own.flatMap((one) => summaries(one, online, events.get(one.kd_tender) ?? []));
  }

  /** @param ask - enter although the hour has not come: the LPSE refuses in its own words */
  async room(about: OpeningId & { readonly ask: boolean }, signal: AbortSignal): Promise<RoomView> {
    // What is asked expressly depends on the time: it is measured anew.
    if (about.ask) await this.#program.lpse.connect();
    const online = await this.#program.online();
    const { needs, connection } = online;
    const { kdTender, envelopeId, ask } = about;
    const { package: found, openingRules } = await loadPackage(needs, { connection, kdTender }, { signal });
    const events = (await this.#events(online, signal)).get(kdTender) ?? [];
    const opening = summaries(found, online, events).find((one) => one.envelopeId === envelopeId);
    if (opening === undefined) throw new CodedError('opening/statement-refused', { why: 'envelope' });
    const enters = ask || !(opening.state === 'not-yet' || opening.state === 'needs-technical-result');
    const room = enters ? await enterOpening(needs, { connection, kdTender, envelopeId }, { signal }) : null;
    const rule = openingRules[envelopeId];
    return {
      opening,
      ownerEstimate: found.hps,
      budgetCeiling: found.pagu,
      rule: rule === undefined ? null : copyRule(rule),
      folder: needs.openedFolder,
      entered: room === null ? null : await toEntered(room, online, events),
      running: this.meters.get(jobKey(about))?.whole() ?? null,
    };
  }

  async #events({ needs, connection }: Online, signal: AbortSignal) {
    const { trust } = connection;
    const entries = await readLog(needs, { trust, known: this.#logs.get(trust.kdLpse) ?? [] }, { signal });
    this.#logs.set(trust.kdLpse, entries);
    return openingEvents(entries);
  }
}

function summaries(
  found: ProcurementPackage,
  { needs, connection }: Online,
  events: readonly OpeningEvent[],
): OpeningSummary[] {
  const { kd_tender: kdTender, nama_paket: packageName, mtd_pemilihan: method, mode } = found;
  const now = timeAt(connection, needs.clock);
  return openingsOf(found, { events, now }).map((one) => ({ kdTender, packageName, method, mode, ...one }));
}

async function toEntered(room: OpeningRoom, { needs }: Online, events: readonly OpeningEvent[]): Promise<EnteredRoom> {
  const { answer, envelope, due, report, release, sessionCertificate } = room;
  const { openingId, startedAt, envelopeId } = answer;
  const mine = new Set((await needs.identities.list()).map(({ certificate }) => certificate.sha256));
  const openers: OpenerView[] = openersOfRoom(room).map((one) => ({ ...one, mine: mine.has(one.certificateSha256) }));
  const received = new Map(
    answer.bodies.flatMap((body) => ('receivedAt' in body ? [[body.submissionId, body.receivedAt]] : [])),
  );
  // Without a proven list nothing can be said about what is not on it.
  const { tombstones, staysSealed } = due === null ? { tombstones: [], staysSealed: [] } : notOpenedIn(room);
  const here = sessionCertificate === null ? null : await needs.sessionKeys.find(openingId);
  return {
    ...{ openingId, startedAt },
    report: toReport(report),
    dueCount: due?.length ?? null,
    bids: answer.bids.map(({ n, submissionId, bidderId, bidderName, npwp, size, sealedSha256, receipt }) => ({
      ...{ n, submissionId, bidderId, bidderName, npwp, sealedSha256, sizeBytes: size },
      receiptSequence: sequenceOf(receipt.receipt),
      receivedAt: received.get(submissionId) ?? null,
    })),
    tombstones: tombstones.map(({ submissionId, bidderId, receivedAt, sealedSha256, fate }) => ({
      ...{ submissionId, bidderId, receivedAt, sealedSha256, fate },
    })),
    staysSealed: [...staysSealed],
    openers,
    contributions: openers.filter(({ contributed }) => contributed).length,
    session:
      sessionCertificate === null
        ? null
        : {
            certificateSha256: sessionCertificate.sha256,
            leader: openers.find(({ leads }) => leads)?.name ?? '',
            here: here?.certificate.sha256 === sessionCertificate.sha256,
          },
    releasedAt: release?.releasedAt ?? null,
    events: events
      .filter((event) => event.envelopeId === envelopeId || event.event === 'technical-result')
      .map((event) => toEventView(event, { names: memberNames(envelope), answer })),
  };
}

function toEventView(
  { index, time, event, signerSha256, submissionId, count, sha256 }: OpeningEvent,
  about: { readonly names: ReadonlyMap<string, string> } & Pick<OpeningRoom, 'answer'>,
): OpeningEventView {
  const who = signerSha256 === null ? null : (about.names.get(signerSha256) ?? null);
  const bidderName = about.answer.bids.find((bid) => bid.submissionId === submissionId)?.bidderName ?? null;
  return { index, time, event, who, bidderName, count, sha256 };
}

/** As the receipt says, for showing; it is judged before anything is opened. Null when it cannot be read: opening the bid says so. */
function sequenceOf(receipt: string): number | null {
  try {
    const read = Receipt.safeParse(JSON.parse(Buffer.from(receipt, 'base64').toString('utf8')));
    return read.success ? read.data.sequence : null;
  } catch {
    return null;
  }
}
