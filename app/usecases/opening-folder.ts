// Where the bids of an opening lie on this computer: `<kd_tender> [versi N] <package>/<NN bidder>/<envelope>/<slot>/<file>`, the same on every
// member's computer. Names come from strangers: they are made safe, and short enough that the whole path stays usable everywhere.
import { toSafeName } from '../../crypto/seal/document-name.ts';
import { versionedCode } from '../domain/tender-version.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { OpeningCalls } from '../ports/lpse-gateway.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { OpeningBid } from '../protocol/openings.ts';
import { codedFailure } from '../policy/run-check.ts';
import type { OpeningRoom } from './opening-room.ts';

/** Of UTF-8. With the names of slot and file below (main/adapters/opened-files.ts) and a usual home folder, under Windows' 260. */
const TENDER_BYTES = 48;
const BIDDER_BYTES = 40;

/** The file as the LPSE handed it over, in the bid's folder. */
export const SEALED_FILE = 'bid.sampul';

/** What the bidder signed of the content: names, sizes, digests and the price letter. */
export const INNER_FILE = 'inner.p7s';

/** A bidder in the opening of File I or of the only file; names are the LPSE's word, for people. */
export type NumberedBidder = Pick<OpeningBid, 'n' | 'bidderId' | 'bidderName' | 'npwp'>;

/**
 * Everybody whose bid was due in the first opening of the tender, by bidder: numbers stay with a bidder from File I to File II, and
 * of those who did not pass the LPSE names nobody in File II.
 */
export async function numberBidders(
  { lpse }: { readonly lpse: Pick<OpeningCalls, 'startOpening'> },
  { answer }: OpeningRoom,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, NumberedBidder>> {
  const own = byBidder(answer.bids);
  if (answer.envelopeId !== 'file-2') return own;
  try {
    const first = await lpse.startOpening({ kdTender: answer.kdTender, envelopeId: 'file-1' }, options);
    const numbers = new Set(first.bids.map(({ n }) => n));
    const all = byBidder(first.bids);
    const clear = numbers.size === all.size && answer.bids.every(({ bidderId }) => all.has(bidderId));
    return clear ? all : own;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    // Names and numbers are for people: an opening does not stop for them.
    codedFailure(error);
    return own;
  }
}

function byBidder(bids: readonly OpeningBid[]): ReadonlyMap<string, NumberedBidder> {
  return new Map(bids.map((bid) => [bid.bidderId, bid]));
}

/** The names of the levels below the base folder, outermost first. */
export function bidLevels(
  {
    answer,
    policy,
  }: {
    readonly answer: Pick<OpeningRoom['answer'], 'kdTender' | 'envelopeId'>;
    readonly policy: Pick<OpeningRoom['policy'], 'namaPaket' | 'versiTender'>;
  },
  bid: Pick<OpeningBid, 'n' | 'bidderId' | 'bidderName'>,
  bidders: ReadonlyMap<string, NumberedBidder>,
): readonly string[] {
  const { n, bidderName } = bidders.get(bid.bidderId) ?? bid;
  const digits = Math.max(2, String(bidders.size).length);
  return [
    tenderLevel(answer.kdTender, { packageName: policy.namaPaket, versiTender: policy.versiTender }),
    toSafeName(`${String(n).padStart(digits, '0')} ${bidderName}`, BIDDER_BYTES),
    toSafeName(answer.envelopeId),
  ];
}

/**
 * The outermost level: one folder for each version of a tender. What the same bidder sent for the one that failed must not lie among
 * the documents of the one that is held again.
 */
export function tenderLevel(
  kdTender: string,
  { packageName, versiTender }: { readonly packageName: string; readonly versiTender: number },
): string {
  return toSafeName(`${versionedCode({ kdTender, versiTender })} ${packageName}`, TENDER_BYTES);
}

/** Path of a bid's folder, which may not exist. */
export function pathOfBid(output: OutputStore, baseDir: string, levels: readonly string[]): string {
  return levels.reduce((folder, name) => output.pathIn(folder, name), baseDir);
}
