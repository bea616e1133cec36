// Finding bids again when the database is gone: every sealed file of the profile describes itself, every
// receipt lies in a folder of its own. A bid counts as receipted only if its receipt is verified anew; names of documents and
// the price are inside the seal and stay unknown here.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bid, BidIdentity, ReceiptSummary } from '../../app/domain/bid.ts';
import { checkReceipt } from '../../app/policy/check-receipt.ts';
import { toSealedFile } from '../../app/policy/sealed-file.ts';
import type { BidStore } from '../../app/ports/bid-store.ts';
import type { ReceiptFolder, ReceiptStore } from '../../app/ports/receipt-store.ts';
import type { Sealer, VerifiedSealed } from '../../app/ports/sealer.ts';
import type { TrustStore } from '../../app/ports/trust-store.ts';
import type { Account } from '../../app/protocol/login.ts';
import type { Receipt } from '../../app/protocol/receipt.ts';
import { storing, unlessMissing } from './storage-faults.ts';

export interface RecoveryNeeds {
  readonly bids: BidStore;
  readonly receipts: ReceiptStore;
  readonly sealer: Pick<Sealer, 'verify'>;
  readonly trust: TrustStore;
  readonly sealedFolder: string;
  readonly account: Account;
}

export interface Recovery {
  readonly recovered: readonly Bid[];
  /** Files of the folder that are no good sealed files, or are of another bidder. */
  readonly notRecovered: number;
}

/** Safe to repeat: bids that the store knows are left alone. */
export async function recoverBids(needs: RecoveryNeeds): Promise<Recovery> {
  const known = new Set((await needs.bids.list()).map((bid) => (bid.state === 'draft' ? '' : bid.sealed.path)));
  const proven = await provenReceipts(needs);
  const names = await storing(async () => (await unlessMissing(readdir(needs.sealedFolder))) ?? []);
  const found: Bid[] = [];
  let notRecovered = 0;
  for (const name of names.filter((one) => one.endsWith('.sampul')).sort()) {
    const path = join(needs.sealedFolder, name);
    if (known.has(path)) continue;
    const sealed = await verifyOrNull(needs.sealer, path);
    if (sealed?.manifest.context.bidder.bidderId !== needs.account.bidderId) notRecovered += 1;
    else found.push(toBid(sealed, path, needs.account, proven));
  }
  return { recovered: found.length === 0 ? [] : await needs.bids.save(...found), notRecovered };
}

interface Proven {
  readonly receipts: readonly { readonly receipt: Receipt; readonly summary: ReceiptSummary }[];
  /** By submission. */
  readonly withdrawals: ReadonlyMap<string, { readonly withdrawnAt: string; readonly folder: string }>;
}

async function provenReceipts({ receipts, trust }: RecoveryNeeds): Promise<Proven> {
  const pinned = await trust.list();
  const found: Proven['receipts'][number][] = [];
  const withdrawals = new Map<string, { withdrawnAt: string; folder: string }>();
  for (const { folder, receipt: stored } of await receipts.list()) {
    for (const lpse of pinned) {
      const { report, receipt, receiptSha256 } = checkReceipt(stored.bundle, lpse);
      if (!report.ok || receipt === null) continue;
      if (receipt.format === 'segel-withdrawal/1')
        withdrawals.set(receipt.submissionId, { withdrawnAt: receipt.withdrawnAt, folder });
      else found.push({ receipt, summary: toSummary({ stored, receipt, receiptSha256, folder }) });
    }
  }
  return { receipts: found, withdrawals };
}

function toSummary(from: {
  readonly stored: ReceiptFolder;
  readonly receipt: Receipt;
  readonly receiptSha256: string;
  readonly folder: string;
}): ReceiptSummary {
  const { submissionId, sequence, receivedAt, supersedes, log } = from.receipt;
  const timestampAt = from.stored.bundle.timestamp === null ? null : receivedAt;
  const { receiptSha256, folder } = from;
  return { submissionId, sequence, receivedAt, receiptSha256, logIndex: log.index, supersedes, timestampAt, folder };
}

function toBid(sealed: VerifiedSealed, path: string, account: Account, proven: Proven): Bid {
  const timestampAt = sealed.timestamp === null ? null : sealed.manifest.context.createdAt;
  const file = toSealedFile(sealed, { path, documents: [], letter: null, timestampAt });
  const base = { ...identityOf(sealed, account), sealed: file };
  const match = proven.receipts.find(({ receipt }) => receipt.sealedSha256 === sealed.sealedSha256);
  if (match === undefined) return { ...base, state: 'sealed' };
  const { submissionId } = match.summary;
  const withdrawal = proven.withdrawals.get(submissionId);
  if (withdrawal !== undefined) {
    const { withdrawnAt, folder: withdrawalFolder } = withdrawal;
    return { ...base, state: 'withdrawn', receipt: match.summary, withdrawnAt, withdrawalFolder };
  }
  const later = proven.receipts.find(({ receipt }) => receipt.supersedes === submissionId);
  return later === undefined
    ? { ...base, state: 'receipted', receipt: match.summary }
    : { ...base, state: 'superseded', receipt: match.summary, supersededBy: later.receipt.submissionId };
}

function identityOf({ mode, manifest, manifestSha256 }: VerifiedSealed, account: Account): BidIdentity {
  const { kdLpse, kdTender, versiTender, namaPaket, envelopeId, revision, supersedes, createdAt } = manifest.context;
  return {
    // The same file gives the same bid, however often it is found.
    bidId: `recovered-${manifestSha256.slice(0, 32)}`,
    ...{ kdLpse, kdTender, versiTender, namaPaket, envelopeId, mode, revision, supersedes },
    accountId: account.accountId,
    storedVersion: 0,
    updatedAt: createdAt,
  };
}

async function verifyOrNull(sealer: Pick<Sealer, 'verify'>, path: string): Promise<VerifiedSealed | null> {
  try {
    return await sealer.verify(path);
  } catch {
    // Cut or damaged: nothing that could be sent. It stays where it is.
    return null;
  }
}
