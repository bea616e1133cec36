// Openings as the window gets them: the list, and one room. The log is read once and then only where it has grown.
import type {
  EnteredRoom,
  OpenerView,
  OpeningEventView,
  OpeningSummary,
  RoomView,
} from '../../app/contract/openings.ts';
import type { OpeningEvent } from '../../app/domain/opening-view.ts';
import type { ProcurementPackage } from '../../app/protocol/packages.ts';
import { Receipt } from '../../app/protocol/receipt.ts';
import { timeAt } from '../../app/usecases/connect-lpse.ts';
import { RoomFollower } from '../../app/usecases/follow-room.ts';
import type { OpeningRoom } from '../../app/usecases/opening-room.ts';
import {
  memberNames,
  notOpenedIn,
  openersOfRoom,
  openingsOf,
  type OpeningOfPackage,
} from '../../app/usecases/opening-view.ts';
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
  /** Of the account and LPSE that looked last. */
  #following: { readonly who: object; readonly lpse: object; readonly follower: RoomFollower } | null = null;
  /** By job. */
  readonly meters = new Map<string, OpeningMeter>();

  constructor(program: Program) {
    this.#program = program;
  }

  async list(signal: AbortSignal): Promise<OpeningSummary[]> {
    const online = await this.#program.online();
    const { needs, profile, connection } = online;
    const { packages } = await needs.lpse.packages({ signal });
    this.#program.packages.told(profile.folder, packages);
    const log = await this.#follower(online).readLog(connection, { signal });
    const own = packages.filter(({ peran }) => peran === 'committee' || peran === 'officer');
    const now = timeAt(connection, needs.clock);
    return own.flatMap((one) =>
      openingsOf(one, { events: log.eventsOf(one.kd_tender), now }).map((opening) => summary(one, opening)),
    );
  }

  /** @param ask - enter although the hour has not come: the LPSE refuses in its own words */
  async room(about: OpeningId & { readonly ask: boolean }, signal: AbortSignal): Promise<RoomView> {
    // What is asked expressly depends on the time: it is measured anew.
    if (about.ask) await this.#program.lpse.connect();
    const online = await this.#program.online();
    const { needs, connection } = online;
    const { loaded, opening, room, events } = await this.#follower(online).look({ ...about, connection }, { signal });
    const rule = loaded.openingRules[about.envelopeId];
    return {
      opening: summary(loaded.package, opening),
      ownerEstimate: loaded.package.hps,
      budgetCeiling: loaded.package.pagu,
      rule: rule === undefined ? null : copyRule(rule),
      folder: needs.openedFolder,
      entered: room === null ? null : await toEntered(room, online, events),
      running: this.meters.get(jobKey(about))?.whole() ?? null,
    };
  }

  /** What one account was shown is not shown to another. */
  #follower({ needs, profile }: Online): RoomFollower {
    const { lpse } = needs;
    if (this.#following?.who !== profile || this.#following.lpse !== lpse)
      this.#following = { who: profile, lpse, follower: new RoomFollower(needs) };
    return this.#following.follower;
  }
}

function summary(
  { kd_tender: kdTender, nama_paket: packageName, mtd_pemilihan: method, mode }: ProcurementPackage,
  opening: OpeningOfPackage,
): OpeningSummary {
  return { kdTender, packageName, method, mode, ...opening };
}

async function toEntered(room: OpeningRoom, { needs }: Online, events: readonly OpeningEvent[]): Promise<EnteredRoom> {
  const { answer, envelope, due, report, release, sessionCertificate } = room;
  const { openingId, startedAt, envelopeId } = answer;
  const mine = new Set((await needs.identities.list()).map(({ certificate }) => certificate.sha256));
  const openers: OpenerView[] = openersOfRoom(room, needs.lpse).map((one) => ({
    ...one,
    mine: mine.has(one.certificateSha256),
  }));
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
      .filter(({ versiTender }) => versiTender === room.policy.versiTender)
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
