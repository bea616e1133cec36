// The words of the audit report on paper.
import type { Language } from './result-words.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly missing: number;
  readonly notMade: number;
}

const ID = {
  title: 'Laporan Pemeriksaan Tender',
  tender: 'Tender',
  unreadable: 'Berkas yang tidak dapat dibaca',
  notProvenMark: 'TIDAK TERBUKTI',
  proven: 'TERBUKTI: semua yang dapat diperiksa dari berkas ini terbukti.',
  notProven: 'TIDAK TERBUKTI: lihat nomor yang gagal atau tidak dapat diperiksa.',
  counts: ({ passed, failed, missing, notMade }: Counts) =>
    `${String(passed)} lulus, ${String(failed)} gagal, ${String(missing)} belum ada, ${String(notMade)} tidak diuji.`,
  plaintext: (bids: number) =>
    `PERHATIAN: berkas yang diperiksa memuat isi ${String(bids)} penawaran tanpa segel. Perlakukan seperti dokumen penawaran asli.`,
  letters:
    'U+XXXX: huruf yang tidak terlihat atau tidak ada pada fon laporan ini, ditulis dengan nomor Unicode-nya. Sidik SHA-256 tetap buktinya.',
  file: 'Berkas yang diperiksa',
  fileName: 'Nama berkas',
  size: 'Ukuran',
  bytes: (size: number) => `${String(size)} byte`,
  sha256: 'SHA-256 berkas',
  judgedAt: 'Diperiksa pada',
  createdAt: 'Berkas dibuat pada',
  version: 'Versi tender',
  sealedFiles: 'Berkas tersegel',
  included: 'disertakan utuh',
  notIncluded: 'tidak disertakan, hanya sidiknya',
  anchors: 'Jangkar kepercayaan yang dipakai',
  anchorsNote:
    'Pemeriksaan memakai jangkar milik pemeriksa di bawah ini, tidak pernah yang tersimpan di dalam berkas. Bandingkan sidiknya dengan sumber resmi.',
  trustOf: 'Jangkar untuk',
  role: { lpse: 'LPSE', ams: 'AMS (sertifikat orang)', kms: 'KMS (kunci paket)', tsa: 'Cap waktu' },
  logKey: 'Kunci log',
  witnesses: 'Kunci saksi log',
  none: 'tidak ada',
  checks: 'Hasil pemeriksaan',
  number: 'No.',
  check: 'Pemeriksaan',
  outcome: 'Hasil',
  facts: 'Keterangan',
  outcomes: { passed: 'LULUS', failed: 'GAGAL', missing: 'BELUM ADA', 'not-made': 'TIDAK DIUJI' },
  closing:
    'Nomor pemeriksaan mengikuti app/protocol/DOSSIER.md bagian 4. Laporan ini salinan hasil; buktinya adalah berkas yang diperiksa. Siapa pun dapat memeriksanya lagi: segel verify tender.zip --trust <folder jangkar>.',
  page: { before: 'Halaman ', between: ' dari ' },
} as const;

export interface TenderWords extends Omit<Widened<typeof ID>, 'counts' | 'plaintext' | 'bytes'> {
  readonly counts: (counts: Counts) => string;
  readonly plaintext: (bids: number) => string;
  readonly bytes: (size: number) => string;
}

type Widened<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widened<T[K]> };

const EN: TenderWords = {
  title: 'Audit report of a tender',
  tender: 'Tender',
  unreadable: 'A file that cannot be read',
  notProvenMark: 'NOT PROVEN',
  proven: 'PROVEN: everything that can be checked from this file is proven.',
  notProven: 'NOT PROVEN: see the numbers that failed or could not be checked.',
  counts: ({ passed, failed, missing, notMade }) =>
    `${String(passed)} passed, ${String(failed)} failed, ${String(missing)} missing, ${String(notMade)} not made.`,
  plaintext: (bids) =>
    `WARNING: the file that was judged holds the content of ${String(bids)} bids, unsealed. Treat it like the bid documents themselves.`,
  letters:
    'U+XXXX: a letter that cannot be seen or that the fonts of this report do not have, written as its number in Unicode. The SHA-256 digests remain the proof.',
  file: 'The file that was judged',
  fileName: 'File name',
  size: 'Size',
  bytes: (size) => `${String(size)} bytes`,
  sha256: 'SHA-256 of the file',
  judgedAt: 'Judged at',
  createdAt: 'File made at',
  version: 'Version of the tender',
  sealedFiles: 'Sealed files',
  included: 'included whole',
  notIncluded: 'not included, only their digests',
  anchors: 'Trust anchors used',
  anchorsNote:
    'The checks were made with the anchors below, which belong to whoever judged, never with those inside the file. Compare their digests with the official source.',
  trustOf: 'Anchors for',
  role: { lpse: 'LPSE', ams: 'AMS (certificates of people)', kms: 'KMS (package keys)', tsa: 'Timestamps' },
  logKey: 'Key of the log',
  witnesses: 'Keys of log witnesses',
  none: 'none',
  checks: 'Checks',
  number: 'No.',
  check: 'Check',
  outcome: 'Outcome',
  facts: 'Details',
  outcomes: { passed: 'PASSED', failed: 'FAILED', missing: 'MISSING', 'not-made': 'NOT MADE' },
  closing:
    'The numbers are those of app/protocol/DOSSIER.md, section 4. This report is a copy of the outcome; the proof is the file that was judged. Anybody can judge it again: segel verify tender.zip --trust <folder of anchors>.',
  page: { before: 'Page ', between: ' of ' },
};

export const TENDER_WORDS: Readonly<Record<Language, TenderWords>> = { id: ID, en: EN };
