// Is this receipt true? (app/protocol/SPEC.md 5 and 6.) Judged from its own bytes and the pinned anchors alone, without
// any server: the LPSE's signature and path, the timestamp, the deadline, the archived revocation answers, and the log entry
// recomputed from the salted body. Every rule is a row; nothing turns green unless the report says so.
import { verifySignedData } from '../../crypto/cms/verify-signature.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { sha256, sha256Hex } from '../../crypto/encoding.ts';
import { verifyTimestamp } from '../../crypto/timestamp.ts';
import { parseCrl, type Crl } from '../../crypto/x509/crl.ts';
import { parseOcspResponse, type OcspResponse } from '../../crypto/x509/ocsp.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { Receipt, WithdrawalReceipt, type ReceiptBundle } from '../protocol/receipt.ts';
import { findOut, missing, notMade, runCheck, type Row } from './run-check.ts';
import { requireSoleSigner } from './signed-message.ts';
import { checkLog, type LoggedReceipt } from './receipt-log.ts';

export interface ReceiptVerdict {
  readonly report: CheckReport;
  /** Null when it is not even readable. Never to be used as proof unless `report.ok`. */
  readonly receipt: LoggedReceipt | null;
  readonly receiptSha256: string;
  /** The time to judge signatures at: the timestamp's, else the LPSE's word; null when neither is known. */
  readonly judgedAt: Date | null;
  readonly archived: ArchivedRevocation;
}

/** CRL and OCSP answers that lie beside the receipt; unreadable ones count as absent. */
export interface ArchivedRevocation {
  readonly crls: readonly Crl[];
  readonly ocsp: readonly OcspResponse[];
}

/** Judges receipts of submissions and of withdrawals alike. */
export function checkReceipt(bundle: ReceiptBundle, trust: LpseTrust): ReceiptVerdict {
  const bytes = Buffer.from(bundle.receipt, 'base64');
  const archived = readArchived(bundle);
  const { row: readable, value: receipt } = findOut(
    'receipt-readable',
    () => parseReceipt(bytes),
    ({ submissionId, sequence }) => ({ submissionId, sequence }),
  );
  const base = { receiptSha256: sha256Hex(bytes), archived };
  if (receipt === null) {
    return { ...base, report: toReport([readable, ...LATER_IDS.map(notMade)]), receipt: null, judgedAt: null };
  }
  const timestamp = checkTimestamp(bundle, trust, { receipt, archived });
  const judgedAt = timestamp.genTime ?? new Date(timeOf(receipt));
  const rows = [
    readable,
    runCheck('receipt-lpse', () => requireLpse(receipt, trust)),
    ...checkSignature(bundle, trust, { bytes, archived, judgedAt }),
    timestamp.row,
    runCheck('receipt-in-time', () => requireInTime(receipt)),
    runCheck('receipt-revocation', () => requireArchived(bundle, receipt)),
    ...checkLog(receipt, trust.logVerifierKey),
  ];
  return { ...base, report: toReport(rows), receipt, judgedAt };
}

const LATER_IDS = [
  'receipt-lpse',
  'receipt-signature',
  'receipt-signer',
  'receipt-timestamp',
  'receipt-in-time',
  'receipt-revocation',
  'log-checkpoint',
  'log-leaf',
  'log-inclusion',
] as const;

/** When the LPSE says that it happened. */
export function timeOf(receipt: LoggedReceipt): string {
  return receipt.format === 'segel-receipt/1' ? receipt.receivedAt : receipt.withdrawnAt;
}

/** @throws json/*, proof/receipt-malformed when the bytes are not one of the two receipts in canonical form */
function parseReceipt(bytes: Uint8Array): LoggedReceipt {
  const json = parseCanonicalJson(bytes);
  for (const schema of [Receipt, WithdrawalReceipt]) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
  }
  throw new CodedError('proof/receipt-malformed');
}

function requireLpse(receipt: LoggedReceipt, trust: LpseTrust): ProblemDetails {
  if (receipt.kdLpse !== trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: receipt.kdLpse });
  return { kdLpse: receipt.kdLpse };
}

interface Judging {
  readonly bytes: Uint8Array;
  readonly archived: ArchivedRevocation;
  readonly judgedAt: Date;
}

/** Two rows: the mathematics, then the trust in who signed. */
function checkSignature(bundle: ReceiptBundle, trust: LpseTrust, { bytes, archived, judgedAt }: Judging): Row[] {
  const { row: signature, value: message } = findOut(
    'receipt-signature',
    () => verifySignedData(Buffer.from(bundle.signature, 'base64'), bytes),
    () => ({ receiptSha256: sha256Hex(bytes) }),
  );
  if (message === null) return [signature, notMade('receipt-signer')];
  const signer = runCheck('receipt-signer', () => {
    const certificate = requireSoleSigner(message, 'trust/answer-refused', {
      anchors: trust.lpse,
      at: judgedAt,
      ...archived,
      revocation: 'if-available',
      revocationAt: archivedAt(archived, judgedAt),
    });
    return { certificateSha256: certificate.sha256 };
  });
  return [signature, signer];
}

/** The clock of the TSA and the clock of the LPSE may differ by this much; a later timestamp only proves "not after". */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

function checkTimestamp(
  bundle: ReceiptBundle,
  trust: LpseTrust,
  { receipt, archived }: { readonly receipt: LoggedReceipt; readonly archived: ArchivedRevocation },
): { readonly row: Row; readonly genTime: Date | null } {
  const { timestamp } = bundle;
  if (timestamp === null) return { row: missing('receipt-timestamp', 'proof/timestamp-missing'), genTime: null };
  const find = () => {
    const verified = verifyTimestamp(Buffer.from(timestamp, 'base64'), {
      sha256: sha256(Buffer.from(bundle.signature, 'base64')),
      ...timestampContext(trust, archived),
    });
    if (verified.genTime.getTime() + CLOCK_TOLERANCE_MS < Date.parse(timeOf(receipt))) {
      throw new CodedError('timestamp/invalid', { genTime: verified.genTime.toISOString(), receipt: timeOf(receipt) });
    }
    return verified;
  };
  const { row, value } = findOut('receipt-timestamp', find, ({ genTime }) => ({ genTime: genTime.toISOString() }));
  return { row, genTime: value?.genTime ?? null };
}

/** app/protocol/SPEC.md 4: strictly before the deadline. */
function requireInTime(receipt: LoggedReceipt): ProblemDetails {
  const [time, closesAt] = [timeOf(receipt), receipt.closesAt];
  if (Date.parse(time) >= Date.parse(closesAt)) throw new CodedError('proof/late', { time, closesAt });
  return { time, closesAt };
}

/** The answers beside the receipt are exactly those that the LPSE put its signature to. */
function requireArchived(bundle: ReceiptBundle, receipt: LoggedReceipt): ProblemDetails {
  const present = bundle.revocation.map(({ der }) => sha256Hex(Buffer.from(der, 'base64'))).toSorted();
  const named = receipt.revocationSha256.toSorted();
  if (present.length !== named.length || present.some((digest, i) => digest !== named[i])) {
    throw new CodedError('proof/revocation-mismatch', { present: present.length, named: named.length });
  }
  return { answers: named.length };
}

function readArchived(bundle: ReceiptBundle): ArchivedRevocation {
  const crls: Crl[] = [];
  const ocsp: OcspResponse[] = [];
  for (const { kind, der } of bundle.revocation) {
    const bytes = Buffer.from(der, 'base64');
    // Unreadable answers prove nothing: paths that need them fail, and `receipt-revocation` still compares their digests.
    try {
      if (kind === 'crl') crls.push(parseCrl(bytes));
      else ocsp.push(parseOcspResponse(bytes));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'CryptoError')) throw error;
    }
  }
  return { crls, ocsp };
}

/**
 * How a timestamp is judged: the archived answers were fetched after it was made, and a revocation in them that is older than it
 * counts all the same.
 */
export function timestampContext({ tsa }: Pick<LpseTrust, 'tsa'>, archived: ArchivedRevocation) {
  const revocationAt = archivedAt(archived, new Date(0));
  return { anchors: tsa, ...archived, revocation: 'if-available', revocationAt } as const;
}

/** The archived answers may have been issued a little after the moment they are used for. */
export function archivedAt({ crls, ocsp }: ArchivedRevocation, judgedAt: Date): Date {
  const issued = [...crls.map(({ thisUpdate }) => thisUpdate), ...ocsp.map(({ producedAt }) => producedAt)];
  const latest = Math.max(judgedAt.getTime(), ...issued.map((date) => date.getTime()));
  return new Date(latest);
}
