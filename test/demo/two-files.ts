// Two files: File I opens, the committee signs who passed, and only then File II opens, only for those.
import { join } from 'node:path';
import { formatRupiah } from '../../app/domain/money.ts';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { openBids } from '../../app/usecases/open-bids.ts';
import { signTechnicalResult } from '../../app/usecases/sign-technical-result.ts';
import type { Account } from './account.ts';
import type { Opener } from './people.ts';
import { tryEarly, type Envelope } from './opening.ts';
import { lookAgain } from './station.ts';

async function open(opener: Opener, envelope: Envelope) {
  const { station, signing: identityId, encryption: encryptionIdentityId } = opener;
  await lookAgain(station);
  const input = { connection: station.connection, ...envelope, identityId };
  await requestRelease(station.needs, input);
  const baseDir = join(station.dir, 'pembukaan');
  return (await openBids(station.needs, { ...input, encryptionIdentityId, baseDir })).bids;
}

/** Bidder ids whose File I opened. */
export async function openFirstFile(opener: Opener, kdTender: string, account: Account): Promise<readonly string[]> {
  const bids = await open(opener, { kdTender, envelopeId: 'file-1' });
  for (const { bidderName, documents } of bids) account.say(`${bidderName}: File I, ${documents.length} dokumen`);
  const { station } = opener;
  const { bids: listed } = await station.needs.lpse.startOpening({ kdTender, envelopeId: 'file-1' });
  return listed.map(({ bidderId }) => bidderId);
}

/** Each member signs the same list of those who passed. */
export async function agreeOnResult(
  members: readonly Opener[],
  { kdTender, passed }: { readonly kdTender: string; readonly passed: readonly string[] },
  account: Account,
): Promise<void> {
  for (const { station, signing: identityId } of members) {
    const { needs, connection } = station;
    const { result } = await signTechnicalResult(needs, { connection, kdTender, passed, identityId });
    account.say(`${station.account.name} menandatangani hasil teknis${result === null ? '' : '; mayoritas tercapai'}`);
  }
}

/** Prices that opened; `early` is the code with which LPSE or KMS refused before the technical result. */
export async function openSecondFile(
  opener: Opener,
  kdTender: string,
  account: Account,
): Promise<{ readonly prices: readonly string[] }> {
  const bids = await open(opener, { kdTender, envelopeId: 'file-2' });
  const prices = bids.flatMap(({ outcome }) => (outcome.kind === 'opened' ? [outcome.price ?? ''] : []));
  for (const { bidderName, outcome } of bids) {
    account.say(
      `${bidderName}: File II, ${outcome.kind === 'opened' ? formatRupiah(outcome.price ?? '0') : outcome.kind}`,
    );
  }
  return { prices };
}

export function tryPricesEarly(opener: Opener, kdTender: string): Promise<string | null> {
  return tryEarly(opener, { kdTender, envelopeId: 'file-2' });
}
