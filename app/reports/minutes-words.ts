// Every sentence of the minutes, in Indonesian and English. SPSE's words; facts only.
import type { Language } from './result-words.ts';

interface BidCounts {
  readonly all: number;
  readonly opened: number;
  readonly notOpened: number;
  readonly staysSealed: number;
  readonly unproven: number;
  readonly waiting: number;
}

interface QuorumCounts {
  readonly threshold: number;
  readonly of: number;
  readonly given: number;
}

const LABELS_ID = {
  no: 'No',
  name: 'Nama',
  role: 'Jabatan',
  part: 'Keikutsertaan',
  signature: 'Tanda tangan',
  kdTender: 'Kode tender',
  packageName: 'Nama paket',
  workUnit: 'Satuan kerja',
  lpse: 'LPSE',
  method: 'Metode pengadaan',
  envelope: 'Sampul',
  ownerEstimate: 'Nilai HPS paket',
  budgetCeiling: 'Nilai pagu paket',
  closesAt: 'Batas akhir pemasukan',
  startedAt: 'Pembukaan dimulai',
  releasedAt: 'Kunci dilepas KMS',
  openingId: 'Nomor sesi pembukaan',
  policy: 'SHA-256 kebijakan segel',
  technicalResult: 'SHA-256 hasil evaluasi File I',
  firstMinutes: 'Berita acara File I',
  bidder: 'Penyedia',
  bidderCode: 'Kode penyedia',
  receipt: 'Tanda terima',
  receivedAt: 'Diterima',
  outcome: 'Hasil pembukaan',
  price: 'Harga penawaran',
  place: 'Peringkat',
  comparison: 'Terhadap HPS dan pagu',
  hps: 'HPS',
  pagu: 'pagu',
  rows: 'Baris',
  rowsThatDiffer: 'Baris yang hasil kalinya berbeda',
  computedTotal: 'Jumlah dihitung',
  statedTotal: 'Jumlah tertulis',
  reason: 'Kelas penyebab',
  statement: 'Keterangan LPSE',
  fate: 'Keadaan',
  differingMembers: 'Anggota dengan hasil yang berbeda',
  sealedSha256: 'Berkas tersegel',
  manifestSha256: 'Manifes',
  innerSha256: 'Isi setelah dibuka',
  logSize: 'Jumlah catatan log',
  logRoot: 'Akar log',
  logNote: 'SHA-256 kepala log',
};

const LABELS_EN: typeof LABELS_ID = {
  no: 'No',
  name: 'Name',
  role: 'Role',
  part: 'Part taken',
  signature: 'Signature',
  kdTender: 'Tender code',
  packageName: 'Package',
  workUnit: 'Work unit',
  lpse: 'LPSE',
  method: 'Procurement method',
  envelope: 'Envelope',
  ownerEstimate: "Owner's estimate (HPS)",
  budgetCeiling: 'Budget ceiling (pagu)',
  closesAt: 'Deadline for bids',
  startedAt: 'Opening began',
  releasedAt: 'Keys released by the KMS',
  openingId: 'Opening session',
  policy: 'SHA-256 of sealing policy',
  technicalResult: 'SHA-256 of the File I result',
  firstMinutes: 'Minutes of File I',
  bidder: 'Bidder',
  bidderCode: 'Bidder code',
  receipt: 'Receipt',
  receivedAt: 'Received',
  outcome: 'Outcome',
  price: 'Price',
  place: 'Rank',
  comparison: 'Against estimate and ceiling',
  hps: 'estimate',
  pagu: 'ceiling',
  rows: 'Rows',
  rowsThatDiffer: 'Rows that are not quantity times unit price',
  computedTotal: 'Computed total',
  statedTotal: 'Stated total',
  reason: 'Class of cause',
  statement: "LPSE's statement",
  fate: 'State',
  differingMembers: 'Members with another result',
  sealedSha256: 'Sealed file',
  manifestSha256: 'Manifest',
  innerSha256: 'Content once opened',
  logSize: 'Entries in the log',
  logRoot: 'Root of the log',
  logNote: 'SHA-256 of the checkpoint',
};

const ID = {
  language: 'id' as Language,
  labels: LABELS_ID,
  title: 'Berita Acara Pembukaan Penawaran',
  shortTitle: 'BA Pembukaan Penawaran',
  number: 'Nomor',
  draftMark: 'DRAF',
  draftNote:
    'DRAF. Naskah ini belum ditandatangani dan belum menjadi berita acara. Periksa isinya sebelum ditandatangani.',
  finalNote:
    'Naskah untuk ditandatangani. Menjadi berita acara bila disertai tanda tangan elektronik anggota (berkas .p7s di samping berkas ini) atau tanda tangan pada halaman terakhir.',
  page: { before: 'Halaman', between: 'dari' },
  weekdays: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
  opening: ({ weekday, time, lpse }: OpeningWords) =>
    `Pada hari ${weekday}, ${time}, secara elektronik melalui ${lpse}, dimulai pembukaan penawaran untuk paket di bawah ini. Semua waktu adalah waktu server LPSE.`,
  none: 'Tidak ada.',
  notYet: 'belum',
  nothingToRelease: 'tidak ada yang perlu dilepas',
  package: 'Paket pengadaan',
  committee: 'Pelaksana pembukaan',
  byMembers: (members: number) =>
    `${members} anggota Pokja Pemilihan disebut kebijakan segel. Setiap anggota membuka dengan sertifikatnya sendiri di komputernya sendiri.`,
  recorded: (count: number, all: number) =>
    count === 0 ? 'Belum mencatat hasil pembukaan' : `Mencatat hasil ${count} dari ${all} penawaran`,
  byQuorum: ({ threshold, of, given }: QuorumCounts) =>
    `Dibuka bersama: diperlukan ${threshold} dari ${of} bagian kunci; ${given} pemegang menyumbangkan bagiannya.`,
  byOfficer: 'Dibuka oleh Pejabat Pengadaan setelah KMS melepas kunci.',
  member: 'Anggota Pokja Pemilihan',
  officer: 'Pejabat Pengadaan',
  contributed: 'Menyumbangkan bagian kunci',
  didNotContribute: 'Tidak menyumbangkan bagian kunci',
  bids: 'Penawaran yang masuk',
  noBids:
    'Tidak ada penawaran yang berlaku pada batas akhir. Tidak ada kunci yang dilepas dan tidak ada yang dibuka. Tindak lanjutnya (perpanjangan waktu atau tender gagal) ditetapkan di SPSE menurut ketentuan dan bukan bagian berita acara ini.',
  oneBid: 'Hanya satu penawaran yang berlaku pada batas akhir.',
  bidsSummary: (count: BidCounts) =>
    [
      `${count.all} penawaran berlaku pada batas akhir: ${count.opened} dibuka, ${count.notOpened} tidak dapat dibuka`,
      ...(count.staysSealed === 0 ? [] : [`${count.staysSealed} tetap tersegel`]),
      ...(count.unproven === 0 ? [] : [`${count.unproven} belum terbukti di komputer ini`]),
      ...(count.waiting === 0 ? [] : [`${count.waiting} belum dibuka`]),
    ].join(', ') + '. Urutan menurut waktu penerimaan.',
  npwp: 'NPWP',
  receiptNo: 'No.',
  shortDigest: (digest: string) => `sidik ${digest}...`,
  documents: (count: number) => `${count} dokumen`,
  validity: (days: number) => `berlaku ${days} hari`,
  place: (rank: number) => `urutan harga ${rank}`,
  below: 'di bawah',
  above: 'di atas',
  equal: 'sama dengan',
  schedule: 'Daftar Kuantitas dan Harga',
  scheduleNote:
    'Jumlah yang dihitung dan jumlah yang tertulis ditampilkan berdampingan; tidak ada yang dikoreksi di sini.',
  failures: 'Penawaran yang tidak dapat dibuka atau belum terbukti',
  failuresNote:
    'Kelas penyebab disimpulkan dari sidik berkas dan bukan penilaian atas penyedia. Penawaran ini dirujuk kepada LPSE; penawaran lain dilanjutkan.',
  unproven: 'bukti penawaran ini belum lengkap di komputer yang menyusun naskah ini; bukan kesalahan penyedia',
  code: 'Kode',
  notReferred: 'Belum dirujuk kepada LPSE.',
  referred: (id: string) => `Dirujuk dengan nomor ${id}; keterangan LPSE belum ada.`,
  canBeOpened: 'LPSE menyatakan: dapat dibuka.',
  cannotBeOpened: 'LPSE menyatakan: tidak dapat dibuka.',
  staysSealed: 'Penawaran yang tetap tersegel',
  staysSealedNote: 'Sampul penyedia berikut tidak dibuka karena tidak lulus sampul sebelumnya, dan tetap tersegel.',
  tombstones: 'Penawaran yang diganti atau ditarik sebelum batas akhir',
  tombstonesNote: 'Kiriman berikut tercatat dalam log dan tidak berlaku lagi pada batas akhir; tidak dibuka.',
  superseded: 'diganti',
  withdrawn: 'ditarik',
  differences: 'Perbedaan hasil antaranggota',
  differencesNote: 'Anggota berikut mencatat hasil, sidik, atau harga yang lain untuk penawaran yang sama.',
  letters:
    'U+XXXX: huruf yang tidak terlihat atau tidak ada pada fon naskah ini, ditulis dengan nomor Unicode-nya. Nama aslinya, huruf demi huruf, ada dalam ekspor JSON; sidik SHA-256 tetap buktinya.',
  ranking: 'Peringkat menurut harga',
  rankingNote:
    'Dari harga terendah; harga yang sama berbagi peringkat. Peringkat ini belum merupakan penetapan pemenang.',
  technical: (passed: number, kdTender: string) =>
    `Sampul ini dibuka setelah hasil evaluasi File I ditandatangani mayoritas anggota: ${passed} penyedia lulus. Pembukaan File I tercatat dalam berita acara tersendiri, paket ${kdTender} sampul file-1.`,
  digests: 'Sidik SHA-256',
  digestsNote: 'Sidik berkas tersegel dan manifes sama dengan yang tertulis pada tanda terima penyedia.',
  checking: 'Log dan cara memeriksa',
  checkpointNote: 'Daftar penawaran dibuktikan dari log yang ditutup pada batas akhir. Kepala log yang ditandatangani:',
  commandsNote: 'Siapa pun dapat memeriksa berkas dan tanda tangan dengan perintah berikut:',
  closing: 'Penutup dan tanda tangan',
  closingNote:
    'Berita acara ini mencatat apa yang terjadi pada pembukaan. Evaluasi, koreksi aritmetika dan penetapan pemenang tidak dilakukan di sini.',
};

interface OpeningWords {
  readonly weekday: string;
  readonly time: string;
  readonly lpse: string;
  readonly language: Language;
}

export type MinutesWords = typeof ID;

const EN: MinutesWords = {
  language: 'en',
  labels: LABELS_EN,
  title: 'Minutes of the Opening of Bids',
  shortTitle: 'Minutes of opening',
  number: 'Number',
  draftMark: 'DRAFT',
  draftNote: 'DRAFT. This text is not signed and is no minutes yet. Read it before it is signed.',
  finalNote:
    'Text to be signed. It becomes the minutes with the electronic signatures of members (.p7s files beside this file) or with signatures on the last page.',
  page: { before: 'Page', between: 'of' },
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  opening: ({ weekday, time, lpse }) =>
    `On ${weekday}, ${time}, electronically through ${lpse}, the opening of bids for the package below began. All times are the LPSE server's.`,
  none: 'None.',
  notYet: 'not yet',
  nothingToRelease: 'nothing to release',
  package: 'Package',
  committee: 'Who opened',
  byMembers: (members) =>
    `The sealing policy names ${members} committee members. Each opens with their own certificate on their own computer.`,
  recorded: (count, all) =>
    count === 0 ? 'Has recorded no result yet' : `Recorded the result of ${count} of ${all} bids`,
  byQuorum: ({ threshold, of, given }) =>
    `Opened together: ${threshold} of ${of} key shares are needed; ${given} holders contributed theirs.`,
  byOfficer: 'Opened by the procurement officer after the KMS released the keys.',
  member: 'Committee member',
  officer: 'Procurement officer',
  contributed: 'Contributed a key share',
  didNotContribute: 'Contributed no key share',
  bids: 'Bids received',
  noBids:
    'No bid was in force at the deadline. No key was released and nothing was opened. What follows (extending the time, or a failed tender) is decided in SPSE under the rules and is no part of these minutes.',
  oneBid: 'Only one bid was in force at the deadline.',
  bidsSummary: (count) =>
    [
      `${count.all} ${count.all === 1 ? 'bid' : 'bids'} in force at the deadline: ${count.opened} opened, ${count.notOpened} could not be opened`,
      ...(count.staysSealed === 0 ? [] : [`${count.staysSealed} stay sealed`]),
      ...(count.unproven === 0 ? [] : [`${count.unproven} not proven on this computer`]),
      ...(count.waiting === 0 ? [] : [`${count.waiting} not yet opened`]),
    ].join(', ') + '. In order of receipt.',
  npwp: 'NPWP',
  receiptNo: 'No.',
  shortDigest: (digest) => `digest ${digest}...`,
  documents: (count) => (count === 1 ? '1 document' : `${count} documents`),
  validity: (days) => `valid for ${days} days`,
  place: (rank) => `place by price ${rank}`,
  below: 'below',
  above: 'above',
  equal: 'equal to',
  schedule: 'Price schedule',
  scheduleNote: 'Computed and stated totals stand side by side; nothing is corrected here.',
  failures: 'Bids that could not be opened or are not yet proven',
  failuresNote:
    'The class of cause follows from digests and is no judgement on the bidder. These bids are referred to the LPSE; the others go on.',
  unproven: 'the proof of this bid is not complete on the computer that drew up this text; not a fault of the bidder',
  code: 'Code',
  notReferred: 'Not yet referred to the LPSE.',
  referred: (id) => `Referred under ${id}; no statement by the LPSE yet.`,
  canBeOpened: 'The LPSE states: can be opened.',
  cannotBeOpened: 'The LPSE states: cannot be opened.',
  staysSealed: 'Bids that stay sealed',
  staysSealedNote:
    'The envelopes of these bidders were not opened because they did not pass the envelope before; they stay sealed.',
  tombstones: 'Bids replaced or withdrawn before the deadline',
  tombstonesNote:
    'These submissions stand in the log and were no longer in force at the deadline; they were not opened.',
  superseded: 'replaced',
  withdrawn: 'withdrawn',
  differences: "Differences between members' results",
  differencesNote: 'These members recorded another outcome, digest or price for the same bid.',
  letters:
    'U+XXXX: a letter that cannot be seen or that the fonts of this paper do not have, written as its number in Unicode. The original name stands letter by letter in the JSON export; the SHA-256 digests remain the proof.',
  ranking: 'Ranking by price',
  rankingNote: 'Lowest price first; equal prices share a rank. This ranking is no award.',
  technical: (passed, kdTender) =>
    `This envelope was opened after a majority of members had signed the result of File I: ${passed} bidders passed. The opening of File I has minutes of its own, package ${kdTender}, envelope file-1.`,
  digests: 'SHA-256 digests',
  digestsNote: "Digests of sealed file and manifest are those on the bidder's receipt.",
  checking: 'Log, and how to check',
  checkpointNote: 'The list of bids is proven by the log as closed at the deadline. The signed checkpoint:',
  commandsNote: 'Anybody can check files and signatures with these commands:',
  closing: 'Closing and signatures',
  closingNote:
    'These minutes record what happened at the opening. Evaluation, arithmetic correction and award are not made here.',
};

export const MINUTES_WORDS: Readonly<Record<Language, MinutesWords>> = { id: ID, en: EN };
