// What the bid handlers share: one bid of the account in use, the rules of its package, its view.
import type { BidView } from '../../app/contract/bids.ts';
import type { Bid } from '../../app/domain/bid.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { ProcurementPackage } from '../../app/protocol/packages.ts';
import { registerDevice } from '../../app/usecases/register-device.ts';
import { toBidView } from './bid-view.ts';
import type { Online, Program } from './program.ts';

export function viewOf({ jobs }: Program, bid: Bid): BidView {
  return toBidView(bid, jobs.of(bid.bidId));
}

/** @throws draft/not-found */
export async function requireOwnBid(program: Program, bidId: string): Promise<Bid> {
  const bid = await (await program.profile()).bids.load(bidId);
  if (bid === null) throw new CodedError('draft/not-found');
  return bid;
}

/** For edits: nothing may work on the bid meanwhile. @throws draft/not-found, draft/wrong-state, ipc/bid-busy */
export async function requireIdleDraft(program: Program, bidId: string): Promise<Extract<Bid, { state: 'draft' }>> {
  program.jobs.requireIdle(bidId);
  const bid = await requireOwnBid(program, bidId);
  if (bid.state !== 'draft') throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'draft' });
  return bid;
}

/** As last told in this run, else asked for now. @throws network/*, package/not-found */
export async function packageOf(program: Program, kdTender: string, signal: AbortSignal): Promise<ProcurementPackage> {
  const { folder } = await program.profile();
  const known = program.packages.latest(folder, kdTender);
  if (known !== undefined) return known;
  const { needs } = await program.online();
  const found = await needs.lpse.package(kdTender, { signal });
  program.packages.told(folder, [found]);
  return found;
}

/** Bids without certificates are signed by this computer, which the LPSE must know. @throws access/device-refused, network/* */
export async function requireRegistered(
  { needs, connection }: Online,
  { mode }: Bid,
  signal: AbortSignal,
): Promise<void> {
  if (mode === 'NON_CA') await registerDevice(needs, { connection }, { signal });
}
