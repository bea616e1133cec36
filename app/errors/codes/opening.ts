// Opening bids: sessions, header release by the KMS, rehearsals.
import type { CatalogueArea } from '../entry.ts';

export const OPENING_CODES = {
  'opening/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Sesi pembukaan ini tidak ada untuk akun Anda.',
      next: 'Mulai dari daftar paket Anda.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: 'There is no such opening for your account.',
      next: 'Start from your list of packages.',
      safe: 'Every bid stays sealed.',
    },
  },
  'opening/too-early': {
    kind: 'finding',
    retryable: true,
    exit: 'time',
    id: {
      what: 'Tahap pembukaan belum dimulai menurut jam server.',
      next: 'Tunggu sampai tahap pembukaan.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: "The opening stage has not begun on the server's clock.",
      next: 'Wait for the opening stage.',
      safe: 'Every bid stays sealed.',
    },
  },
  'opening/wrong-role': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Akun ini tidak berhak membuka sampul paket tersebut.',
      next: 'Masuk sebagai anggota Pokja atau pejabat paket itu.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: 'This account may not open envelopes of the package.',
      next: 'Log in as a member of its committee or its officer.',
      safe: 'Every bid stays sealed.',
    },
  },
  'opening/signature-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Tanda tangan ini bukan dari anggota yang tercantum dalam kebijakan segel.',
      next: 'Tanda tangani dengan sertifikat anggota yang masih berlaku.',
      safe: 'Tidak ada yang dicatat atas nama Anda.',
    },
    en: {
      what: 'This signature is not by a member whom the sealing policy names.',
      next: 'Sign with a member certificate that is still valid.',
      safe: 'Nothing was recorded in your name.',
    },
  },
  'opening/statement-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Isi pernyataan tidak sesuai dengan sesi pembukaan ini.',
      next: 'Muat ulang sesi, lalu kirim lagi.',
      safe: 'Tidak ada yang dicatat atas nama Anda.',
    },
    en: {
      what: 'The statement does not match this opening.',
      next: 'Reload the session and send again.',
      safe: 'Nothing was recorded in your name.',
    },
  },
  'opening/technical-result-missing': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Hasil evaluasi teknis yang ditandatangani mayoritas Pokja belum tercatat.',
      next: 'Catat dan tandatangani hasil File I lebih dulu.',
      safe: 'Sampul harga tetap tersegel.',
    },
    en: {
      what: 'No technical result signed by a majority of the committee is in the log.',
      next: 'Record and sign the result of File I first.',
      safe: 'The price envelopes stay sealed.',
    },
  },
  'opening/bidder-misnamed': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'LPSE menampilkan penawaran ini dengan nama atau NPWP yang bukan milik penyedia yang menandatanganinya.',
      next: 'Jangan umumkan penawaran ini. Laporkan kepada LPSE dan APIP.',
      safe: 'Berkas tersegel memuat nama dan NPWP di bawah tanda tangan penyedia; tidak ada hasil yang ditandatangani untuknya.',
    },
    en: {
      what: 'The LPSE shows this bid under a name or tax number that is not that of the bidder who signed it.',
      next: 'Do not announce this bid. Report it to the LPSE and the auditor.',
      safe: 'The sealed file holds name and tax number under the bidder’s signature; no result was signed for it.',
    },
  },
  'opening/session-missing': {
    kind: 'finding',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Sertifikat sesi dari pemimpin pembukaan belum ada.',
      next: 'Minta pemimpin membuka sesi di komputernya, lalu ulangi.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: "The leader's session certificate is not there yet.",
      next: 'Ask the leader to start the session on the leading computer, then try again.',
      safe: 'Every bid stays sealed.',
    },
  },
  'opening/session-taken': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Sesi ini sudah dipimpin dari komputer lain.',
      next: 'Lanjutkan di komputer pemimpin. Bila komputer itu hilang, pemimpinnya dapat memimpin dari komputer lain, dan anggota lain dapat memimpin setelah 30 menit tanpa tindakan pemimpin.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: 'Another computer already leads this session.',
      next: 'Go on at the leading computer. If it is lost, its leader can lead from another one, and another member can after 30 minutes without an act of the leader.',
      safe: 'Every bid stays sealed.',
    },
  },
  'opening/not-released': {
    kind: 'finding',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Kunci pertama belum dilepas oleh KMS.',
      next: 'Minta pelepasan kunci lebih dulu.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: 'The KMS has not released the first lock yet.',
      next: 'Request the release first.',
      safe: 'Every bid stays sealed.',
    },
  },
  'opening/bid-not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Tidak ada penawaran dengan nomor ini dalam pembukaan.',
      next: 'Muat ulang daftar penawaran.',
      safe: 'Penawaran lain tidak terpengaruh.',
    },
    en: {
      what: 'There is no bid with this number in the opening.',
      next: 'Reload the list of bids.',
      safe: 'The other bids are not affected.',
    },
  },
  'opening/result-differs': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Anda sudah mencatat hasil lain untuk penawaran ini.',
      next: 'Hasil pertama tetap tercatat; jelaskan perbedaannya dalam berita acara.',
      safe: 'Hasil yang sudah tercatat tidak berubah.',
    },
    en: {
      what: 'You have already recorded another result for this bid.',
      next: 'The first one stands; explain the difference in the minutes.',
      safe: 'Recorded results are unchanged.',
    },
  },
  'kms/before-the-hour': {
    kind: 'finding',
    retryable: true,
    exit: 'time',
    id: {
      what: 'KMS menolak: jam pembukaan belum tiba menurut jam KMS sendiri.',
      next: 'Tunggu sampai batas waktu pemasukan lewat.',
      safe: 'Tidak ada kunci yang dipakai; permintaan ini tercatat.',
    },
    en: {
      what: 'The KMS refused: the hour has not come on its own clock.',
      next: 'Wait until the submission deadline has passed.',
      safe: 'No key was used; the request is logged.',
    },
  },
  'kms/policy-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'KMS tidak menerima kebijakan segel ini.',
      next: 'Lengkapi tanda tangan mayoritas Pokja dan LPSE, dengan nomor seri lebih tinggi dan batas waktu yang tidak maju.',
      safe: 'Kebijakan sebelumnya tetap berlaku.',
    },
    en: {
      what: 'The KMS does not accept this sealing policy.',
      next: 'Complete the signatures of the LPSE and a majority of the committee, with a higher serial and no earlier deadline.',
      safe: 'The previous policy stays in force.',
    },
  },
  'kms/unknown-envelope': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'KMS tidak memegang kunci untuk sampul ini.',
      next: 'Hubungi LPSE.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: 'The KMS holds no key for this envelope.',
      next: 'Contact the LPSE.',
      safe: 'Every bid stays sealed.',
    },
  },
  'kms/request-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'KMS menolak permintaan pelepasan: penanda tangan atau isinya tidak sah.',
      next: 'Ajukan lagi sebagai anggota Pokja paket ini.',
      safe: 'Tidak ada kunci yang dipakai; permintaan ini tercatat.',
    },
    en: {
      what: 'The KMS refused the release request: its signer or content is not valid.',
      next: "Request again as a member of this package's committee.",
      safe: 'No key was used; the request is logged.',
    },
  },
  'kms/bodies-missing': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'KMS menolak: tidak setiap kiriman dalam log diperlihatkan.',
      next: 'LPSE harus menyertakan semua kiriman, penggantian dan penarikan.',
      safe: 'Tidak ada kunci yang dipakai; permintaan ini tercatat.',
    },
    en: {
      what: 'The KMS refused: not every submission in the log was shown to it.',
      next: 'The LPSE must bring every submission, replacement and withdrawal.',
      safe: 'No key was used; the request is logged.',
    },
  },
  'kms/lock-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'KMS menolak: kunci yang dibawa bukan persis milik semua penawaran yang berlaku.',
      next: 'LPSE harus membawa semua penawaran yang berlaku, dan hanya itu.',
      safe: 'Tidak ada kunci yang dipakai; permintaan ini tercatat.',
    },
    en: {
      what: 'The KMS refused: the locks are not exactly those of all bids in force.',
      next: 'The LPSE must bring all bids in force, and only those.',
      safe: 'No key was used; the request is logged.',
    },
  },
  'kms/log-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'KMS menolak: log transparansi tidak utuh atau penutupan belum tercatat.',
      next: 'Hubungi LPSE; simpan permintaan ini sebagai bukti.',
      safe: 'Tidak ada kunci yang dipakai.',
    },
    en: {
      what: 'The KMS refused: the transparency log is not whole, or the closing is not in it.',
      next: 'Contact the LPSE; keep this request as evidence.',
      safe: 'No key was used.',
    },
  },
  'rehearsal/unavailable': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Latihan hanya untuk sampul dua kunci, dari pengumuman sampai batas waktu.',
      next: 'Jalankan latihan sebelum batas waktu pemasukan.',
      safe: 'Penawaran tidak tersentuh oleh latihan.',
    },
    en: {
      what: 'A rehearsal is for envelopes with two locks, from announcement to deadline.',
      next: 'Run it before the submission deadline.',
      safe: 'A rehearsal touches no bid.',
    },
  },
  'rehearsal/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Latihan ini tidak dikenal server.',
      next: 'Mulai latihan baru.',
      safe: 'Penawaran tidak tersentuh oleh latihan.',
    },
    en: {
      what: 'The server does not know this rehearsal.',
      next: 'Start a new one.',
      safe: 'A rehearsal touches no bid.',
    },
  },
  'rehearsal/not-issued': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'KMS hanya membuka sampul latihan yang dibuatnya sendiri.',
      next: 'Gunakan sampul latihan dari sesi ini.',
      safe: 'Tidak ada kunci yang dipakai; permintaan ini tercatat.',
    },
    en: {
      what: 'The KMS unlocks only rehearsal envelopes that it made itself.',
      next: 'Use the rehearsal envelope of this session.',
      safe: 'No key was used; the request is logged.',
    },
  },
} as const satisfies CatalogueArea;
