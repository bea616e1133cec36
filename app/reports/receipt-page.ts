// What the paper form of a receipt says: the facts of the verified receipt, its digests, and how anybody checks the files with
// openssl alone. The page itself proves nothing, and says so; its code names the digest and the log's signed head.
import { formatInZone, type Zone } from '../domain/deadline.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { Bilingual, ReceiptPage, ReceiptRow } from '../ports/receipt-printer.ts';
import type { LoggedReceipt } from '../policy/receipt-log.ts';
import { visible } from '../domain/visible.ts';

export interface ReceiptFacts {
  readonly receipt: LoggedReceipt;
  readonly receiptSha256: string;
  readonly packageName: string;
  readonly bidderName: string;
  readonly lpseName: string;
  readonly zone: Zone;
  /** From the timestamp; null while it is missing. */
  readonly timestampAt: string | null;
  /** Checks made right before printing; all good. */
  readonly report: CheckReport;
  /** RFC 3339, this computer's clock. */
  readonly printedAt: string;
  readonly clientVersion: string;
}

export function receiptPage(original: ReceiptFacts): ReceiptPage {
  const facts = { ...original, ...visible(namesOf(original)) };
  const { receipt, lpseName, clientVersion, printedAt } = facts;
  const withdrawal = receipt.format === 'segel-withdrawal/1';
  return {
    title: withdrawal
      ? { id: 'Tanda Terima Penarikan Penawaran', en: 'Receipt of a bid withdrawal' }
      : { id: 'Tanda Terima Penawaran', en: 'Bid receipt' },
    subtitle: lpseName,
    rows: [...commonRows(facts), ...ownRows(facts), ...digestRows(facts)],
    notes: notes(facts),
    verifyTitle: { id: 'Periksa sendiri tanpa Segel', en: 'Check it yourself, without Segel' },
    commands: commands(facts),
    qrText: qrText(facts),
    qrCaption: { id: 'Sidik tanda terima dan kepala log', en: 'Receipt digest and log checkpoint' },
    footer: `Segel ${clientVersion}, ${moment(printedAt, facts)}`,
    letterNote: {
      id: 'U+XXXX: huruf yang tidak terlihat atau tidak ada pada fon halaman ini, ditulis dengan nomor Unicode-nya; sidik SHA-256 tetap buktinya.',
      en: 'U+XXXX: a letter that cannot be seen or that the fonts of this page do not have, as its number in Unicode; the digests remain the proof.',
    },
  };
}

/** Texts of strangers; the receipt itself is digits and codes that were proven. */
function namesOf({ packageName, bidderName, lpseName }: ReceiptFacts) {
  return { packageName, bidderName, lpseName };
}

/** The code's text: which receipt, and under which signed head of the log it stands. */
function qrText({ receipt, receiptSha256 }: ReceiptFacts): string {
  return `segel:${receipt.format}\nsha256:${receiptSha256}\n${receipt.log.checkpoint}`;
}

function commonRows(facts: ReceiptFacts): readonly ReceiptRow[] {
  const { receipt, packageName, bidderName } = facts;
  const { kdTender, versiTender, envelopeId, submissionId, sequence, bidderId } = receipt;
  return [
    row('Nomor tanda terima', 'Receipt number', String(sequence)),
    row('Kode tender', 'Tender code', `${kdTender} (versi / version ${versiTender})`),
    row('Paket', 'Package', packageName),
    row('Sampul', 'Envelope', envelopeId),
    row('Penyedia', 'Bidder', `${bidderName} (${bidderId})`),
    row('Nomor kiriman', 'Submission', submissionId),
  ];
}

function ownRows(facts: ReceiptFacts): readonly ReceiptRow[] {
  const { receipt, timestampAt } = facts;
  const stamped = row(
    'Cap waktu RFC 3161',
    'RFC 3161 timestamp',
    timestampAt === null ? 'belum ada / still missing' : moment(timestampAt, facts),
  );
  const closes = row('Batas akhir', 'Deadline', moment(receipt.closesAt, facts));
  if (receipt.format === 'segel-withdrawal/1') {
    return [row('Ditarik', 'Withdrawn', moment(receipt.withdrawnAt, facts)), closes, stamped];
  }
  const { receivedAt, size, supersedes } = receipt;
  return [
    row('Diterima', 'Received', moment(receivedAt, facts)),
    closes,
    stamped,
    row('Ukuran berkas', 'File size', `${size} byte`),
    ...(supersedes === null ? [] : [row('Menggantikan', 'Replaces', supersedes)]),
  ];
}

function digestRows({ receipt, receiptSha256 }: ReceiptFacts): readonly ReceiptRow[] {
  const { index, origin } = receipt.log;
  const digests =
    receipt.format === 'segel-withdrawal/1'
      ? []
      : [
          digest('Berkas tersegel', 'Sealed file', receipt.sealedSha256),
          digest('Manifes', 'Manifest', receipt.manifestSha256),
          digest('Tanda tangan', 'Signature', receipt.signatureSha256),
        ];
  return [
    digest('Tanda terima', 'Receipt', receiptSha256),
    ...digests,
    row('Catatan log', 'Log entry', `${index}, ${origin}`),
  ];
}

function notes({ report }: ReceiptFacts): readonly Bilingual[] {
  const made = report.checks.filter(({ outcome }) => outcome === 'passed').length;
  const missing = report.checks.length - made;
  const [alsoId, alsoEn] = missing === 0 ? ['', ''] : [` ${missing} belum ada.`, ` ${missing} still missing.`];
  return [
    {
      id: `${made} dari ${report.checks.length} pemeriksaan lulus sebelum halaman ini dicetak.${alsoId}`,
      en: `${made} of ${report.checks.length} checks passed before this page was printed.${alsoEn}`,
    },
    {
      id: 'Halaman ini hanya salinan. Buktinya adalah berkas tanda terima: simpan foldernya bersama berkas tersegel.',
      en: 'This page is only a copy. The proof is the receipt files: keep their folder with the sealed file.',
    },
  ];
}

/** As in container.md 10: what an auditor types. */
function commands({ receipt, timestampAt }: ReceiptFacts): readonly string[] {
  return [
    'openssl dgst -sha256 receipt.json',
    'openssl cms -verify -binary -inform DER -in receipt.p7s -content receipt.json -CAfile lpse-root.pem -purpose any -out isi.json',
    ...(timestampAt === null ? [] : ['openssl ts -verify -in receipt.tsr -data receipt.p7s -CAfile tsa-root.pem']),
    ...(receipt.format === 'segel-withdrawal/1' ? [] : ['openssl dgst -sha256 penawaran.sampul']),
  ];
}

/** Long names are cut, visibly: everything has to stay on one page. Letters written as numbers need more room. */
const MAX_VALUE_ROOM = 240;
const roomOf = (letter: string) => (letter <= '\u00FF' ? 1 : 4);

function row(id: string, en: string, value: string): ReceiptRow {
  let room = 0;
  const letters = Array.from(value);
  const end = letters.findIndex((letter) => (room += roomOf(letter)) > MAX_VALUE_ROOM);
  const shown = end < 0 ? value : `${letters.slice(0, end - 1).join('')}…`;
  return { label: { id, en }, value: shown, monospaced: false };
}

/** In groups of eight, to be compared by eye. */
function digest(id: string, en: string, hex: string): ReceiptRow {
  return { label: { id: `SHA-256 ${id}`, en }, value: hex.replace(/.{8}(?=.)/g, '$& '), monospaced: true };
}

function moment(instant: string, { zone }: ReceiptFacts): string {
  return `${formatInZone(new Date(instant), zone, { seconds: true })} (${instant})`;
}
