// What a committee does in the demo: try too early, lead, open at separate stations, compare every byte with what was sealed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { formatRupiah } from '../../app/domain/money.ts';
import { offerSession, requestRelease, type MemberInput } from '../../app/usecases/lead-opening.ts';
import { openBids, type OpenedBid } from '../../app/usecases/open-bids.ts';
import { inBytes, type Account } from './account.ts';
import type { DemoDocument } from './make-documents.ts';
import type { Opener } from './people.ts';
import { lookAgain } from './station.ts';

export interface Envelope {
  readonly kdTender: string;
  readonly envelopeId: string;
}

/** A document as it was opened somewhere, beside the original. */
export interface Comparison {
  readonly station: string;
  readonly bidder: string;
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly equal: boolean;
}

/** Tries to have the headers released; answers the code of the refusal, null when it was not refused. */
export async function tryEarly(opener: Opener, envelope: Envelope): Promise<string | null> {
  try {
    await lead(opener, envelope);
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** Asks the KMS, through the LPSE, to release the headers of every bid at once. Whoever comes second finds it done. */
async function lead({ station, signing, encryption }: Opener, envelope: Envelope): Promise<void> {
  await lookAgain(station);
  const input: MemberInput = { connection: station.connection, ...envelope, identityId: signing };
  if (encryption === null) await offerSession(station.needs, input);
  await requestRelease(station.needs, input);
}

/**
 * Opens every bid of the envelope on this station and compares it.
 * @param originals - by submission; each must be opened, and nothing else
 */
export async function openAndCompare(
  opener: Opener,
  envelope: Envelope,
  originals: ReadonlyMap<string, readonly DemoDocument[]>,
  account: Account,
): Promise<{ readonly opened: number; readonly files: readonly Comparison[] }> {
  await lead(opener, envelope);
  const { station, signing, encryption, userId } = opener;
  const { bids } = await openBids(station.needs, {
    ...{ connection: station.connection, ...envelope, identityId: signing, encryptionIdentityId: encryption },
    baseDir: join(station.dir, 'pembukaan'),
  });
  const files: Comparison[] = [];
  for (const [submissionId, documents] of originals) {
    const bid = bids.find((one) => one.submissionId === submissionId);
    const rows = await Promise.all(documents.map((document) => compare(userId, bid, document)));
    files.push(...rows);
    const price = bid?.outcome.kind === 'opened' ? formatRupiah(bid.outcome.price ?? '0') : 'TIDAK TERBUKA';
    const bytes = rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const equal = rows.filter((row) => row.equal).length;
    account.say(
      `${station.account.name}: ${bid?.bidderName ?? submissionId}, harga ${price}, ${equal} dari ${rows.length} dokumen sama (${inBytes(bytes)})`,
    );
  }
  return { opened: bids.filter(({ outcome }) => outcome.kind === 'opened').length, files };
}

async function compare(station: string, bid: OpenedBid | undefined, original: DemoDocument): Promise<Comparison> {
  const opened = bid?.documents.find(({ slot }) => slot === original.slot);
  const sha256 = await fileSha256(original.path);
  const equal = opened !== undefined && opened.path !== null && (await fileSha256(opened.path)) === sha256;
  const bidder = bid?.bidderName ?? 'tidak terbuka';
  return { station, bidder, file: opened?.name ?? original.slot, sizeBytes: original.sizeBytes, sha256, equal };
}

async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
