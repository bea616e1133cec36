// The opening of an envelope, in few words: what a member gives to the use cases, and a small opening that has happened, for tests of
// those who were not in the room.
import { join } from 'node:path';
import { requestRelease, type MemberInput } from '../../../app/usecases/lead-opening.ts';
import { openBids, type OpenBidsNeeds, type OpenBidsProgress } from '../../../app/usecases/open-bids.ts';
import { filedBids, sealedBid, sendBid } from '../../faults/bidding.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import type { TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import type { Station } from './station.ts';

export interface Target {
  readonly kdTender: string;
  readonly envelopeId: string;
}

/** Of a Tender Cepat: what is opened when a test names nothing else. */
export const OPENED = { kdTender: DEMO_TENDERS.quick, envelopeId: 'harga' } as const;

/** Seals and sends a bid; answers its id. */
export async function bidOn(station: Station, price: string): Promise<string> {
  const bidId = await sealedBid(station, { ...OPENED, price, sizeBytes: 20_000 });
  await sendBid(station, bidId);
  return bidId;
}

/** Turns one bit of what the LPSE has stored of the station's bid. */
export async function damage(
  lpse: TemporaryLpse,
  station: Station,
  { kdTender = OPENED.kdTender, position = 9000 }: { readonly kdTender?: string; readonly position?: number } = {},
): Promise<void> {
  const [filed] = await filedBids(station, kdTender);
  lpse.management?.setFaults({ flip: { uploadId: filed?.uploadId ?? '', position } });
}

/** To the beginning of the stage in which the envelope opens, or so much later. */
export async function untilOpening(
  lpse: TemporaryLpse,
  { kdTender, envelopeId }: Target = OPENED,
  laterMs = 0,
): Promise<void> {
  const opensAt = lpse.context.packages.opensAt(kdTender, envelopeId);
  await lpse.management?.advanceTo(new Date(opensAt.getTime() + laterMs));
}

export async function memberInput(station: Station, target: Target = OPENED): Promise<MemberInput> {
  return { connection: await station.connect(), ...target, identityId: station.signing?.identityId ?? '' };
}

/** What belongs to the member beside that: the key that opens, and where this computer keeps what it opened. */
export function openerOf(station: Station, folder = 'buka') {
  return { encryptionIdentityId: station.opening?.identityId ?? null, baseDir: join(station.dir, folder) };
}

export interface OpenOptions {
  readonly folder?: string;
  /** Ports that behave differently this time. */
  readonly needs?: Partial<OpenBidsNeeds>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: OpenBidsProgress) => void;
}

/** Opens at this station what was released. */
export async function openReleased(
  station: Station,
  target: Target = OPENED,
  { folder, needs = {}, ...options }: OpenOptions = {},
) {
  const input = { ...(await memberInput(station, target)), ...openerOf(station, folder) };
  return openBids({ ...station.needs, ...needs }, input, options);
}

/** The release, and every bid opened at this station. */
export async function openAll(station: Station, target: Target = OPENED, options: OpenOptions = {}) {
  await requestRelease(station.needs, await memberInput(station, target));
  return openReleased(station, target, options);
}
