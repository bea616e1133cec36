// UC-12 Prove a receipt, alone or against the sealed file, offline or with a look at the log. Every check is listed with its
// clause; the verdict is `ok` only when each passed or is honestly missing. Nothing here asks the LPSE whether it meant it.
import { parseVerifierKey, verifyCheckpoint, type Checkpoint } from '../../crypto/checkpoint.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { VerifierKey } from '../../crypto/signed-note.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import type { Sealer, VerifiedSealed } from '../ports/sealer.ts';
import type { LpseTrust, TrustStore } from '../ports/trust-store.ts';
import type { ReceiptBundle } from '../protocol/receipt.ts';
import { checkReceipt, type ReceiptVerdict } from '../policy/check-receipt.ts';
import { checkContext, checkDigests, checkSealed, type SealedFacts } from '../policy/check-sealed.ts';
import type { LoggedReceipt } from '../policy/receipt-log.ts';
import { codedFailure, notMade, runCheck, type Row } from '../policy/run-check.ts';
import { coverReceipt } from './compare-witnessed.ts';
import { proveGrowth } from './log-growth.ts';

export interface VerifyReceiptNeeds {
  readonly receipts: ReceiptStore;
  readonly sealer: Sealer;
  readonly trust: TrustStore;
  /** Null to stay offline. */
  readonly log: LogCalls | null;
}

/** Witnesses whom somebody here knows, and heads of the log that they cosigned. */
export interface ReceiptWitnesses {
  readonly keys: readonly VerifierKey[];
  readonly notes: readonly string[];
}

export interface VerifiedReceipt {
  readonly report: CheckReport;
  /** What it says; proof only when `report.ok`. Null when it is not readable. */
  readonly receipt: LoggedReceipt | null;
  readonly receiptSha256: string;
}

/**
 * @param input - `folder` of the receipt; `sealedPath` to prove the file as well; `witnessed` to ask whether witnesses saw its log
 * @throws storage/not-found, proof/receipt-malformed when the folder is none; trust/not-pinned
 */
export async function verifyReceipt(
  needs: VerifyReceiptNeeds,
  input: { readonly folder: string; readonly sealedPath: string | null; readonly witnessed?: ReceiptWitnesses },
  options: RunOptions<ByteProgress> = {},
): Promise<VerifiedReceipt> {
  const stored = await needs.receipts.load(input.folder);
  const trust = await requireTrust(needs.trust, stored.bundle);
  const verdict = checkReceipt(stored.bundle, trust);
  const rows: Row[] = [...verdict.report.checks];
  const { receipt } = verdict;
  if (input.sealedPath !== null) {
    const deviceRegistration = fromBase64(stored.deviceRegistration);
    const about = { verdict, receipt, trust, deviceRegistration, path: input.sealedPath };
    rows.push(...(await checkFile(needs.sealer, about, options)));
  }
  if (needs.log !== null && receipt !== null) rows.push(await checkStillThere(needs.log, { receipt, trust }, options));
  if (input.witnessed !== undefined && receipt !== null) {
    const { keys: witnesses, notes } = input.witnessed;
    const receiptHead = receipt.log.checkpoint;
    rows.push(await coverReceipt(needs.log, { trust, receiptHead, notes, witnesses }, options));
  }
  return { report: toReport(rows), receipt, receiptSha256: verdict.receiptSha256 };
}

/** What must be true of a receipt just received, before anything turns green. */
export interface ReceiptExpectation {
  readonly trust: LpseTrust;
  readonly kdTender: string;
  readonly versiTender: number;
  readonly envelopeId: string;
  readonly submissionId: string;
  readonly bidderId: string;
  readonly sealed: SealedFacts;
  /** The record made at sending, as it was sent. */
  readonly evidence: Uint8Array;
}

/** The receipt of a submission of ours, judged against what we sent. */
export function judgeReceipt(bundle: ReceiptBundle, expected: ReceiptExpectation): ReceiptVerdict {
  const verdict = checkReceipt(bundle, expected.trust);
  const { receipt } = verdict;
  const rows: Row[] = [...verdict.report.checks];
  if (receipt?.format !== 'segel-receipt/1') {
    rows.push(
      runCheck('sealed-digest', () => refuse('format')),
      notMade('sealed-context'),
      notMade('receipt-evidence'),
    );
    return { ...verdict, report: toReport(rows) };
  }
  rows.push(
    checkDigests(expected.sealed, receipt),
    runCheck('sealed-context', () => {
      for (const field of ['kdTender', 'versiTender', 'envelopeId', 'submissionId', 'bidderId'] as const) {
        if (receipt[field] !== expected[field]) refuse(field);
      }
      return { submissionId: receipt.submissionId };
    }),
    runCheck('receipt-evidence', () => {
      const evidenceSha256 = sha256Hex(expected.evidence);
      if (receipt.evidenceSha256 !== evidenceSha256) throw new CodedError('proof/evidence-mismatch');
      return { evidenceSha256 };
    }),
  );
  return { ...verdict, report: toReport(rows) };
}

function refuse(field: string): never {
  throw new CodedError('proof/receipt-mismatch', { field });
}

interface FileQuestion {
  readonly verdict: ReceiptVerdict;
  readonly receipt: LoggedReceipt | null;
  readonly trust: LpseTrust;
  readonly deviceRegistration: Uint8Array | null;
  readonly path: string;
}

/** Rows of the sealed file: whole, the right one, for the right bid, by a trusted signer, in time. */
async function checkFile(
  sealer: Sealer,
  { verdict, receipt, trust, deviceRegistration, path }: FileQuestion,
  options: RunOptions<ByteProgress>,
): Promise<Row[]> {
  const later = ['sealed-digest', 'sealed-context', 'sealed-timestamp', 'sealed-signer'] as const;
  // Asked about a file, a receipt that acknowledges none must not pass for an answer.
  if (receipt?.format !== 'segel-receipt/1') {
    const [, ...unknown] = later;
    return [runCheck('sealed-digest', () => refuse('format')), ...unknown.map(notMade)];
  }
  let sealed: VerifiedSealed;
  try {
    sealed = await sealer.verify(path, options);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    const { code, details } = codedFailure(error);
    return [{ id: 'sealed-structure', outcome: 'failed', code, facts: details }, ...later.map(notMade)];
  }
  const fallbackTime = verdict.judgedAt ?? new Date(receipt.receivedAt);
  const { archived } = verdict;
  return [
    { id: 'sealed-structure', outcome: 'passed', facts: { objects: sealed.manifest.objects.length } },
    checkDigests(sealed, receipt),
    checkContext(sealed.manifest.context, receipt),
    ...checkSealed({ sealed, trust, archived, fallbackTime, deviceRegistration }),
  ];
}

/** Online: the log of today contains the log that the receipt was made in. */
async function checkStillThere(
  log: LogCalls,
  { receipt, trust }: { readonly receipt: LoggedReceipt; readonly trust: LpseTrust },
  options: RunOptions<ByteProgress>,
): Promise<Row> {
  const now = await log.checkpoint(options);
  let pair: readonly [Checkpoint, Checkpoint];
  try {
    const key = parseVerifierKey(trust.logVerifierKey);
    pair = [verifyCheckpoint(receipt.log.checkpoint, key), verifyCheckpoint(now, key)];
  } catch (error) {
    const { code, details } = codedFailure(error);
    return { id: 'log-consistency', outcome: 'failed', code, facts: details };
  }
  const [then, newest] = pair;
  try {
    await proveGrowth(log, { older: then, newer: newest }, options);
  } catch (error) {
    const { code, details } = codedFailure(error);
    if (!code.startsWith('log/')) throw error;
    return { id: 'log-consistency', outcome: 'failed', code, facts: details };
  }
  return { id: 'log-consistency', outcome: 'passed', facts: { from: then.size, to: newest.size } };
}

/** The anchors of the LPSE that the receipt names; that they are the right ones is what the checks are for. */
async function requireTrust(store: TrustStore, bundle: ReceiptBundle): Promise<LpseTrust> {
  const pinned = await store.list();
  const named = readLpse(bundle);
  const trust = named === null ? pinned[0] : pinned.find(({ kdLpse }) => kdLpse === named);
  if (trust === undefined) throw new CodedError('trust/not-pinned', named === null ? {} : { kdLpse: named });
  return trust;
}

function readLpse({ receipt }: ReceiptBundle): number | null {
  const match = /"kdLpse":(\d{1,9})[,}]/.exec(Buffer.from(receipt, 'base64').toString('utf8'));
  return match === null ? null : Number(match[1]);
}

function fromBase64(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'base64');
}
