// UC-27 Compare a file of a witness, as a bidder or an auditor got it: one answer in words for what `compareWitnessed` and `coverReceipt`
// find of each head in it. Nothing that a witness says makes a receipt worse; two logs under one signature are an alarm.
import { parseCheckpoint, parseVerifierKey, type Checkpoint } from '../../crypto/checkpoint.ts';
import { parseCosignerKey, type Cosignature } from '../../crypto/cosignature.ts';
import type { VerifierKey } from '../../crypto/signed-note.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { NotComparedBecause, ReceiptStand, WitnessStand } from '../domain/witness-stand.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { codedFailure, tryRead, type Row } from '../policy/run-check.ts';
import { headsIn } from '../policy/witness-file.ts';
import { compareWitnessed, coverReceipt, type WitnessedHead } from './compare-witnessed.ts';
import { isUnreached } from './log-growth.ts';
import type { LogNeeds } from './verify-log.ts';

/** The newest heads of a long file are compared: each of them stands for those before it. */
const MOST_HEADS = 16;

export interface WitnessFileInput {
  readonly trust: LpseTrust;
  /** Content of the file. */
  readonly file: string;
  /** Public keys of witnesses, in their text form, one per line. */
  readonly keys: string;
  /** Signed head in a receipt; null when none is asked about. */
  readonly receiptHead: string | null;
}

export interface ComparedHead {
  readonly stand: WitnessStand;
  /** Of `not-compared`. */
  readonly because: NotComparedBecause | null;
  readonly code: ErrorCode | null;
  /** Leaves in it; null when it is not signed by the log. */
  readonly size: number | null;
  readonly cosignatures: readonly Cosignature[];
}

export interface WitnessComparison extends ComparedHead {
  /** Heads of this log in the file, and how many of them were compared. */
  readonly heads: { readonly found: number; readonly compared: number };
  /** Leaves in the log that this computer is shown; null when it could not be asked. */
  readonly shownSize: number | null;
  readonly receipt: ReceiptStand | null;
  readonly report: CheckReport;
  /** Both heads of a fork, as the log signed them: whoever has its key can check them. */
  readonly evidence: { readonly witnessed: string; readonly shown: string } | null;
}

/**
 * A contradiction has been written to the journal when this returns.
 * @throws audit/witness-key-malformed
 */
export async function compareWitnessFile(
  needs: LogNeeds,
  { trust, file, keys, receiptHead }: WitnessFileInput,
  options: RunOptions = {},
): Promise<WitnessComparison> {
  const witnesses = parseKeys(keys);
  const { name } = parseVerifierKey(trust.logVerifierKey);
  const all = headsIn(file).flatMap((note) => {
    const head = tryRead(() => parseCheckpoint(note));
    return head === null ? [] : [{ note, head }];
  });
  const own = all.filter(({ head }) => head.origin === name).toSorted((a, b) => b.head.size - a.head.size);
  const heads = own.slice(0, MOST_HEADS);
  const counted = { found: own.length, compared: heads.length };
  if (heads.length === 0) {
    const because = all.length === 0 ? 'no-head' : 'other-log';
    return { ...NOTHING, because, heads: counted, receipt: receiptHead === null ? null : 'not-compared' };
  }
  const found: Judged[] = [];
  for (const { note, head } of heads) found.push(await judge(needs, { trust, note, head, witnesses }, options));
  // One that contradicts is not made good by others that agree; then the newest that says anything.
  const said =
    found.find(({ stand }) => stand === 'forked') ?? found.find(({ because }) => because === null) ?? found[0];
  const covers = receiptHead === null ? null : await cover(needs, { trust, receiptHead, witnesses, heads }, options);
  const { note, rows, ...decisive } = said ?? { ...NOTHING, note: '', rows: [] };
  const forked = decisive.stand === 'forked' ? await needs.memory.checkpoint(name) : null;
  const shown = covers?.stand === 'forked' ? receiptHead : forked;
  return {
    ...decisive,
    heads: counted,
    receipt: covers?.stand ?? null,
    report: toReport(covers === null ? rows : [...rows, covers.row]),
    evidence: shown === null ? null : { witnessed: note, shown },
  };
}

const NOTHING: Omit<WitnessComparison, 'heads'> = {
  ...{ because: null, code: null, size: null, shownSize: null, receipt: null, evidence: null },
  ...{ stand: 'not-compared', cosignatures: [], report: toReport([]) },
};

function parseKeys(keys: string): readonly VerifierKey[] {
  const lines = keys.split(/\s+/).filter((line) => line !== '');
  const parsed = lines.flatMap((line) => tryRead(() => parseCosignerKey(line)) ?? []);
  if (lines.length === 0 || parsed.length < lines.length) throw new CodedError('audit/witness-key-malformed');
  return parsed;
}

interface Head {
  readonly trust: LpseTrust;
  readonly note: string;
  readonly head: Checkpoint;
  readonly witnesses: readonly VerifierKey[];
}

interface Judged extends ComparedHead {
  readonly note: string;
  readonly shownSize: number | null;
  readonly rows: readonly Row[];
}

async function judge(needs: LogNeeds, { head, ...about }: Head, options: RunOptions): Promise<Judged> {
  const { note } = about;
  try {
    const found = await compareWitnessed({ log: needs }, about, options);
    const { cosignatures, size, shownSize, report } = found;
    return { ...standOf(found), note, cosignatures, size, shownSize, rows: report.checks };
  } catch (error) {
    const { code } = codedFailure(error);
    if (!isUnreached(code)) throw error;
    const { report, cosignatures } = await compareWitnessed({ log: null }, about, options);
    const nothing = { stand: 'not-compared', because: 'unreachable', code, shownSize: null } as const;
    return { ...nothing, note, cosignatures, size: head.size, rows: report.checks };
  }
}

function standOf({ report, cosignatures, size, shownSize }: WitnessedHead): Pick<Judged, 'stand' | 'because' | 'code'> {
  const row = (id: Row['id']) => report.checks.find((one) => one.id === id);
  const codeOf = (one: Row | undefined) => (one?.outcome === 'failed' || one?.outcome === 'missing' ? one.code : null);
  const not = (because: NotComparedBecause, of: Row['id']) =>
    ({ stand: 'not-compared', because, code: codeOf(row(of)) }) as const;
  if (size === null) return not('not-signed', 'witness-head');
  const agrees = row('witness-agrees');
  // Both heads carry the log's own signature: that is a fork, whoever cosigned.
  if (codeOf(agrees) === 'log/forked') return { stand: 'forked', because: null, code: 'log/forked' };
  if (row('witness-cosigned')?.outcome === 'failed') return not('cosignature-wrong', 'witness-cosigned');
  if (cosignatures.length === 0) return not('not-cosigned', 'witness-cosigned');
  if (agrees?.outcome === 'missing') return not('unreachable', 'witness-agrees');
  if (agrees?.outcome !== 'passed' || shownSize === null) return not('log-broken', 'witness-agrees');
  const stand = size === shownSize ? 'same' : size < shownSize ? 'older' : 'newer';
  return { stand, because: null, code: null };
}

interface Covered {
  readonly trust: LpseTrust;
  readonly receiptHead: string;
  readonly witnesses: readonly VerifierKey[];
  readonly heads: readonly { readonly note: string }[];
}

async function cover(
  { lpse }: LogNeeds,
  { heads, ...about }: Covered,
  options: RunOptions,
): Promise<{ readonly stand: ReceiptStand; readonly row: Row }> {
  const input = { ...about, notes: heads.map(({ note }) => note) };
  const row = await coverReceipt(lpse, input, options).catch((error: unknown) => {
    if (!isUnreached(codedFailure(error).code)) throw error;
    // Without the LPSE only heads of one size can be compared.
    return coverReceipt(null, input, options);
  });
  return { stand: receiptStand(row), row };
}

function receiptStand(row: Row): ReceiptStand {
  if (row.outcome === 'passed') return 'covered';
  if (row.outcome === 'failed') return row.code === 'log/forked' ? 'forked' : 'not-compared';
  return row.outcome === 'missing' && row.code === 'audit/receipt-not-covered' ? 'not-covered' : 'not-compared';
}
