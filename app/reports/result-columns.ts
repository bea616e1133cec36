// The columns of a results table, once for CSV and XLSX. Every value is text as it stands; which of them are numbers is said beside it,
// since a spreadsheet that reads a digest or a NPWP as a number would spoil it.
import { compareAmounts } from '../domain/money.ts';
import type { OpeningResults, ResultRow, RowOutcome } from '../domain/opening-results.ts';
import { factText, outcomeText, type Language } from './result-words.ts';

export interface ResultColumn {
  /** Stable name for programs. */
  readonly key: string;
  readonly title: { readonly id: string; readonly en: string };
  /** Characters, for a spreadsheet. */
  readonly width: number;
  readonly value: (row: ResultRow, results: OpeningResults, language: Language) => string;
  /** An amount or a count: a number in a workbook. */
  readonly isNumber: boolean;
}

const NUMBERS: ReadonlySet<string> = new Set([
  ...[
    'n',
    'receipt_number',
    'size_bytes',
    'price',
    'validity_days',
    'owner_estimate',
    'budget_ceiling',
    'place_by_price',
  ],
  ...['schedule_rows', 'computed_total', 'stated_total', 'documents'],
]);

const text = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

function column(
  key: string,
  [id, en]: readonly [string, string],
  width: number,
  value: ResultColumn['value'],
): ResultColumn {
  return { key, title: { id, en }, width, value, isNumber: NUMBERS.has(key) };
}

export const RESULT_COLUMNS: readonly ResultColumn[] = [
  column('n', ['No', 'No'], 5, ({ n }) => text(n)),
  column('bidder_id', ['Kode penyedia', 'Bidder code'], 16, ({ bidderId }) => bidderId),
  column('bidder_name', ['Penyedia', 'Bidder'], 36, ({ bidderName }) => bidderName),
  column('npwp', ['NPWP', 'NPWP'], 22, ({ npwp }) => npwp),
  column('submission_id', ['Nomor kiriman', 'Submission'], 38, ({ submissionId }) => submissionId),
  column('receipt_number', ['Nomor tanda terima', 'Receipt number'], 12, ({ receiptSequence }) =>
    text(receiptSequence),
  ),
  column('received_at', ['Diterima (UTC)', 'Received (UTC)'], 24, ({ receivedAt }) => receivedAt),
  column('size_bytes', ['Ukuran (byte)', 'Size (bytes)'], 14, ({ sizeBytes }) => text(sizeBytes)),
  column('outcome', ['Hasil', 'Outcome'], 26, ({ outcome }, _, language) => outcomeText(outcome, language)),
  column('code', ['Kode', 'Code'], 28, ({ outcome }) => codeOf(outcome)),
  column('price', ['Harga penawaran', 'Price'], 22, ({ price }) => text(price)),
  column('validity_days', ['Masa berlaku (hari)', 'Validity (days)'], 12, ({ validityDays }) => text(validityDays)),
  column('owner_estimate', ['HPS', 'Owner estimate'], 22, (_, { ownerEstimate }) => ownerEstimate),
  column('against_owner_estimate', ['Harga terhadap HPS', 'Price against estimate'], 14, ({ price }, results) =>
    against(price, results.ownerEstimate),
  ),
  column('budget_ceiling', ['Pagu', 'Budget ceiling'], 22, (_, { budgetCeiling }) => budgetCeiling),
  column('against_budget_ceiling', ['Harga terhadap pagu', 'Price against ceiling'], 14, ({ price }, results) =>
    against(price, results.budgetCeiling),
  ),
  column('place_by_price', ['Urutan harga', 'Place by price'], 8, ({ rank }) => text(rank)),
  column('schedule_rows', ['Baris daftar harga', 'Schedule rows'], 10, ({ schedule }) => text(schedule?.rows)),
  column('rows_that_differ', ['Baris berbeda', 'Rows that differ'], 16, ({ schedule }) =>
    (schedule?.rowsThatDiffer ?? []).join(' '),
  ),
  column('computed_total', ['Jumlah dihitung', 'Computed total'], 22, ({ schedule }) => text(schedule?.computedTotal)),
  column('stated_total', ['Jumlah tertulis', 'Stated total'], 22, ({ schedule }) => text(schedule?.statedTotal)),
  column('facts', ['Fakta', 'Facts'], 44, ({ facts }, _, language) =>
    facts.map((fact) => factText(fact, language)).join('; '),
  ),
  column('members_who_differ', ['Anggota dengan hasil lain', 'Members who differ'], 30, ({ members }) =>
    members.flatMap(({ name, agrees }) => (agrees === false ? [name] : [])).join('; '),
  ),
  column('documents', ['Jumlah dokumen', 'Documents'], 10, ({ outcome }) =>
    outcome.kind === 'opened' ? text(outcome.documents) : '',
  ),
  column(
    'sealed_sha256',
    ['SHA-256 berkas tersegel', 'SHA-256 of sealed file'],
    68,
    ({ sealedSha256 }) => sealedSha256,
  ),
  column('manifest_sha256', ['SHA-256 manifes', 'SHA-256 of manifest'], 68, ({ manifestSha256 }) => manifestSha256),
  column('inner_sha256', ['SHA-256 isi', 'SHA-256 of content'], 68, ({ outcome }) =>
    outcome.kind === 'opened' ? outcome.innerSha256 : '',
  ),
  column('referral_id', ['Nomor rujukan LPSE', 'Referral'], 38, ({ referral }) => text(referral?.referralId)),
  column('lpse_statement', ['Keterangan LPSE', "LPSE's statement"], 44, ({ referral }) =>
    text(referral?.statement?.text),
  ),
];

function codeOf(outcome: RowOutcome): string {
  return outcome.kind === 'not-opened' || outcome.kind === 'unproven' ? outcome.code : '';
}

/** A comparison and no judgement; empty where one of both is not known. */
function against(price: string | null, limit: string): '' | '<' | '=' | '>' {
  if (price === null || limit === '') return '';
  const order = compareAmounts(price, limit);
  return order < 0 ? '<' : order > 0 ? '>' : '=';
}
