// An opening that has happened, for tests of those who were not in the room: two bids of a Tender Cepat, one of them damaged in the
// LPSE's storage when asked for, opened by one member with the real use cases.
import { join } from 'node:path';
import { requestRelease, type MemberInput } from '../../../app/usecases/lead-opening.ts';
import { openBids } from '../../../app/usecases/open-bids.ts';
import { filedBids, sealedBid, sendBid } from '../../faults/bidding.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import type { TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import type { Station } from './station.ts';

export const OPENED = { kdTender: DEMO_TENDERS.quick, envelopeId: 'harga' } as const;

/** Seals and sends a bid; answers its id. */
export async function bidOn(station: Station, price: string): Promise<string> {
  const bidId = await sealedBid(station, { ...OPENED, price, sizeBytes: 20_000 });
  await sendBid(station, bidId);
  return bidId;
}

/** Turns one bit of what the LPSE has stored of the station's bid. */
export async function damage(lpse: TemporaryLpse, station: Station): Promise<void> {
  const [filed] = await filedBids(station, OPENED.kdTender);
  lpse.management?.setFaults({ flip: { uploadId: filed?.uploadId ?? '', position: 9000 } });
}

/** To the beginning of the stage in which the envelope opens. */
export async function untilOpening(lpse: TemporaryLpse): Promise<void> {
  const { packages } = lpse.context;
  const record = packages.require(OPENED.kdTender);
  const envelope = record.envelopes.find(({ envelopeId }) => envelopeId === OPENED.envelopeId);
  await lpse.management?.advanceTo(new Date(packages.stage(record, envelope?.openingStage ?? '').tgl_awal));
}

export async function memberInput(station: Station): Promise<MemberInput> {
  return { connection: await station.connect(), ...OPENED, identityId: station.signing?.identityId ?? '' };
}

/** The release, and every bid opened at this station. */
export async function openAll(station: Station) {
  const input = await memberInput(station);
  await requestRelease(station.needs, input);
  const encryptionIdentityId = station.opening?.identityId ?? null;
  return openBids(station.needs, { ...input, encryptionIdentityId, baseDir: join(station.dir, 'buka') });
}
