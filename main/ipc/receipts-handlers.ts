// Answers `receipts.*`: what lies in the account's receipt folders, proven anew, printed, compared with the files of today.
import { basename } from 'node:path';
import type { ReceiptView } from '../../app/contract/records.ts';
import type { z } from 'zod';
import type { Bid } from '../../app/domain/bid.ts';
import { firstFailure } from '../../app/domain/check-report.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { ReceiptFolder } from '../../app/ports/receipt-store.ts';
import type { LoggedReceipt } from '../../app/policy/receipt-log.ts';
import { Receipt, WithdrawalReceipt } from '../../app/protocol/receipt.ts';
import { receiptPage } from '../../app/reports/receipt-page.ts';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { writePrivateFile } from '../adapters/private-files.ts';
import { receiptPdf } from '../adapters/receipt-pdf.ts';
import { CLIENT_VERSION } from '../client-version.ts';
import type { AreaHandlers } from './area.ts';
import { toReport } from './bid-view.ts';
import type { Program } from './program.ts';
import { compareFile } from './witness-comparison.ts';

interface KeptReceipt {
  readonly folder: string;
  readonly stored: ReceiptFolder;
  readonly receipt: LoggedReceipt;
  /** Also its id for the window. */
  readonly receiptSha256: string;
  /** The bid it belongs to; null when this computer does not know it. */
  readonly bid: Bid | null;
}

export function receiptsHandlers(program: Program): AreaHandlers<'receipts'> {
  const { files, installation } = program;
  return {
    'receipts.list': async () => {
      const kept = await keptReceipts(program);
      return { receipts: kept.map(toView).toSorted((a, b) => b.time.localeCompare(a.time)) };
    },

    'receipts.verify': async ({ receiptId, offline }, { signal }) => {
      const kept = await requireReceipt(program, receiptId);
      return toReport((await prove(program, kept, { offline, signal })).report);
    },

    'receipts.compareWitness': async ({ receiptId, ...input }, caller) => {
      const { receipt } = await requireReceipt(program, receiptId);
      return compareFile(program, { ...input, receiptHead: receipt.log.checkpoint }, caller);
    },

    'receipts.pdf': async ({ receiptId, to }, caller) => {
      const kept = await requireReceipt(program, receiptId);
      const target = files.resolve(to, caller).path;
      await writePrivateFile(target, await receiptPdf.print(await pageOf(program, kept, caller.signal)));
      return { shownAs: basename(target) };
    },

    'receipts.compare': async ({ receiptId }, { signal }) => {
      const { bid } = await requireReceipt(program, receiptId);
      if (bid === null || bid.state === 'draft') throw new CodedError('draft/not-found');
      const documents: { name: string; outcome: 'equal' | 'changed' | 'not-found' }[] = [];
      for (const { sourcePath, originalName, sha256 } of bid.sealed.documents) {
        const now = await digestOrNull(installation.documents, sourcePath, signal);
        documents.push({
          name: originalName,
          outcome: now === null ? 'not-found' : now === sha256 ? 'equal' : 'changed',
        });
      }
      return { documents };
    },
  };
}

async function keptReceipts(program: Program): Promise<readonly KeptReceipt[]> {
  const { receipts, bids } = await program.profile();
  const all = await bids.list();
  return (await receipts.list()).flatMap(({ folder, receipt: stored }) => {
    const bytes = Buffer.from(stored.bundle.receipt, 'base64');
    const receipt = parseReceipt(bytes);
    // What is no receipt at all is not listed; `segel verify` on its folder says why.
    if (receipt === null) return [];
    const { submissionId } = receipt;
    const bid = all.find((one) => 'receipt' in one && one.receipt.submissionId === submissionId) ?? null;
    return [{ folder, stored, receipt, receiptSha256: sha256Hex(bytes), bid }];
  });
}

/** @throws storage/not-found */
async function requireReceipt(program: Program, receiptId: string): Promise<KeptReceipt> {
  const kept = (await keptReceipts(program)).find(({ receiptSha256 }) => receiptSha256 === receiptId);
  if (kept === undefined) throw new CodedError('storage/not-found');
  return kept;
}

function parseReceipt(bytes: Buffer): LoggedReceipt | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    const receipt = Receipt.safeParse(value);
    return receipt.success ? receipt.data : WithdrawalReceipt.parse(value);
  } catch {
    return null;
  }
}

/** Against the sealed file as well, where it still lies here. */
async function prove(
  program: Program,
  { folder, bid, receipt }: KeptReceipt,
  { offline, signal }: { readonly offline: boolean; readonly signal: AbortSignal },
) {
  const { receipts } = await program.profile();
  const { sealer, trust, output } = program.installation;
  const log = offline ? null : (await program.met()).needs.lpse;
  const path = bid === null || bid.state === 'draft' || receipt.format !== 'segel-receipt/1' ? null : bid.sealed.path;
  const sealedPath = path !== null && (await output.sizeOf(path)) !== null ? path : null;
  return verifyReceipt({ receipts, sealer, trust, log }, { folder, sealedPath }, { signal });
}

/** Only a receipt that is good is printed. @throws the code of the first check that failed */
async function pageOf(program: Program, kept: KeptReceipt, signal: AbortSignal) {
  const { report } = await prove(program, kept, { offline: true, signal });
  const failure = firstFailure(report);
  if (failure !== null) throw new CodedError(failure.code, failure.facts);
  const { trust } = await program.lpse.require();
  const { account } = await program.profile();
  const stamped = report.checks.find(({ id }) => id === 'receipt-timestamp');
  const genTime = stamped?.outcome === 'passed' ? stamped.facts.genTime : null;
  const { receipt, receiptSha256, bid } = kept;
  return receiptPage({
    ...{ receipt, receiptSha256, report },
    packageName: bid?.namaPaket ?? receipt.kdTender,
    bidderName: account.organisation,
    lpseName: trust.name,
    zone: program.lpse.known?.discovery.timeZone ?? 'WIB',
    timestampAt: typeof genTime === 'string' ? genTime : null,
    printedAt: program.installation.clock.now().toISOString(),
    clientVersion: CLIENT_VERSION,
  });
}

async function digestOrNull(
  documents: Program['installation']['documents'],
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    return await documents.digest(path, { signal });
  } catch (error) {
    if (error instanceof CodedError && (error.code === 'document/not-found' || error.code === 'document/not-a-file')) {
      return null;
    }
    throw error;
  }
}

function toView({ receipt, receiptSha256, stored, bid }: KeptReceipt): z.infer<typeof ReceiptView> {
  const { kdTender, envelopeId, submissionId, sequence, log } = receipt;
  const submission = receipt.format === 'segel-receipt/1' ? receipt : null;
  return {
    ...{ receiptId: receiptSha256, receiptSha256, kdTender, envelopeId, submissionId, sequence },
    kind: submission === null ? 'withdrawal' : 'submission',
    bidId: bid?.bidId ?? null,
    namaPaket: bid?.namaPaket ?? '',
    time: receipt.format === 'segel-receipt/1' ? receipt.receivedAt : receipt.withdrawnAt,
    sealedSha256: submission?.sealedSha256 ?? null,
    logIndex: log.index,
    checkpoint: log.checkpoint,
    supersedes: submission?.supersedes ?? null,
    hasTimestamp: stored.bundle.timestamp !== null,
  };
}
