// Whom this computer believes: pinned anchors, policies, certificates, the log and receipts.
import type { CatalogueArea } from '../entry.ts';

export const TRUST_CODES = {
  'trust/not-pinned': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'LPSE ini belum dipasang sebagai tepercaya di komputer ini.',
      next: 'Minta operator memasang jangkar kepercayaan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This LPSE has not been installed as trusted on this computer.',
      next: 'Ask your operator to install the trust anchors of the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/answer-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Jawaban bertanda tangan ini bukan dari LPSE yang dipercaya.',
      next: 'Jangan lanjutkan; hubungi LPSE lewat telepon.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This signed answer is not from the trusted LPSE.',
      next: 'Do not go on; call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/anchor-changed': {
    kind: 'fault',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat LPSE tidak lagi bersumber pada jangkar yang dipasang.',
      next: 'Jangan lanjutkan; tanyakan LPSE apakah sertifikatnya diganti.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificates of the LPSE no longer lead to the installed anchors.',
      next: 'Do not go on; ask the LPSE whether it changed its certificates.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kebijakan segel paket ini tidak dapat dipercaya.',
      next: 'Jangan menyegel; laporkan daftar pemeriksaan kepada Pokja dan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The sealing policy of this package cannot be trusted.',
      next: 'Do not seal; report the list of checks to the committee and the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-wrong-package': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kebijakan segel ini untuk paket atau versi lain.',
      next: 'Muat ulang paket; bila tetap, hubungi LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This sealing policy is for another package or version.',
      next: 'Reload the package; if it stays, call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-unsigned-by-lpse': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kebijakan segel tidak ditandatangani LPSE yang dipercaya.',
      next: 'Jangan menyegel; hubungi LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The sealing policy is not signed by the trusted LPSE.',
      next: 'Do not seal; call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-too-few-members': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Terlalu sedikit anggota Pokja menandatangani kebijakan segel.',
      next: 'Tunggu sampai mayoritas menandatangani.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'Too few committee members signed the sealing policy.',
      next: 'Wait until a majority has signed.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/member-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat seorang anggota Pokja tidak dapat dipercaya.',
      next: 'Jangan menyegel; laporkan kepada Pokja dan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificate of a committee member cannot be trusted.',
      next: 'Do not seal; report it to the committee and the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/opener-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat pembuka tidak dapat dipercaya atau bukan untuk membuka.',
      next: 'Jangan menyegel; laporkan kepada Pokja dan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'An opening certificate is not trusted or not made for opening.',
      next: 'Do not seal; report it to the committee and the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/package-certificate-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat paket dari KMS tidak sesuai dengan paket ini.',
      next: 'Jangan menyegel; laporkan kepada LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The package certificate of the KMS does not fit this package.',
      next: 'Do not seal; report it to the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/auditor-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat auditor tidak dapat dipercaya.',
      next: 'Jangan menyegel; laporkan kepada LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificate of the auditor cannot be trusted.',
      next: 'Do not seal; report it to the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-older': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Server memberi kebijakan segel yang lebih lama dari yang pernah dilihat.',
      next: 'Jangan menyegel; simpan jurnal dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The server offers a sealing policy older than one already seen.',
      next: 'Do not seal; keep the journal and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'trust/deadline-earlier': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Batas akhir dimajukan, dan itu tidak diperbolehkan.',
      next: 'Simpan jurnal dan hubungi Pokja.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The deadline was moved to an earlier time, which is not allowed.',
      next: 'Keep the journal and call the committee.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'trust/certificate-ends-early': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat habis masa berlakunya sebelum batas akhir.',
      next: 'Perbarui sertifikat sebelum menyegel.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The certificate expires before the deadline.',
      next: 'Renew the certificate before sealing.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'trust/device-not-registered': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Kunci komputer ini belum terdaftar pada LPSE untuk akun ini.',
      next: 'Masuk lalu daftarkan komputer ini.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The key of this computer is not registered with the LPSE for this account.',
      next: 'Log in and register this computer.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'trust/log-incomplete': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Daftar penawaran dari server tidak sama dengan yang tercatat di log.',
      next: 'Jangan membuka; simpan laporan ini sebagai bukti dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The list of bids from the server differs from the log.',
      next: 'Do not open; keep this report as evidence and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'trust/release-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Pelepasan kunci dari KMS tidak sah atau tidak mencakup semua penawaran.',
      next: 'Jangan membuka; simpan laporan ini sebagai bukti dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The release by the KMS is not valid or does not cover every bid.',
      next: 'Do not open; keep this report as evidence and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'proof/receipt-malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas itu bukan tanda terima yang baku.',
      next: 'Ambil lagi tanda terima dari LPSE.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The file is not a receipt of the known form.',
      next: 'Fetch the receipt from the LPSE again.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'proof/receipt-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Tanda terima ini bukan untuk berkas tersegel itu.',
      next: 'Pilih pasangan yang benar, atau minta tanda terima lagi.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'This receipt is not for that sealed file.',
      next: 'Choose the right pair, or ask for the receipt again.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'proof/wrong-lpse': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Dokumen bertanda tangan ini menyebut LPSE lain.',
      next: 'Pastikan alamat LPSE benar.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'This signed document names another LPSE.',
      next: 'Check the address of the LPSE.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'proof/late': {
    kind: 'finding',
    retryable: false,
    exit: 'time',
    id: {
      what: 'Waktu terima di tanda terima tidak sebelum batas akhir.',
      next: 'Hubungi LPSE dan simpan berkas ini sebagai bukti.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The time of receipt is not before the deadline.',
      next: 'Call the LPSE and keep this file as evidence.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'proof/log-entry-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Catatan log tidak sama dengan isi tanda terima.',
      next: 'Simpan tanda terima ini dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The log entry differs from the receipt.',
      next: 'Keep this receipt and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'proof/revocation-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Jawaban pencabutan bukan yang disebut tanda terima.',
      next: 'Ambil lagi tanda terima dari LPSE.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The revocation answers are not those the receipt names.',
      next: 'Fetch the receipt from the LPSE again.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'proof/evidence-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Catatan perangkat bukan yang disebut tanda terima.',
      next: 'Simpan tanda terima ini dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The device record is not the one the receipt names.',
      next: 'Keep this receipt and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'proof/timestamp-missing': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Cap waktu belum ada karena layanannya tidak menjawab.',
      next: 'Segel melengkapinya nanti; waktu terima dari LPSE tetap berlaku.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The timestamp is missing because its service did not answer.',
      next: 'Segel adds it later; the time of receipt by the LPSE holds.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'proof/context-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas tersegel ini dibuat untuk paket, sampul, atau penyedia lain.',
      next: 'Pilih berkas yang benar.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'This sealed file was made for another package, envelope or bidder.',
      next: 'Choose the right file.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'proof/journal-broken': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Rantai jurnal di komputer ini terputus atau diubah.',
      next: 'Ekspor jurnal sebagai bukti dan laporkan.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The chain of the journal on this computer is broken or was changed.',
      next: 'Export the journal as evidence and report it.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'time/clock-differs': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Jam komputer ini berbeda lebih dari 30 detik dari jam server.',
      next: 'Setel jam komputer; batas akhir tetap mengikuti jam server.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The clock of this computer differs from the server by more than 30 seconds.',
      next: 'Set the clock; the deadline follows the server.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'time/answer-refused': {
    kind: 'fault',
    retryable: true,
    exit: 'time',
    id: {
      what: 'Waktu server yang diterima tidak sah atau jawaban lama.',
      next: 'Coba lagi; bila tetap, hubungi LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The server time received is not valid or an old answer.',
      next: 'Try again; if it stays, call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'identity/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat itu tidak ada di komputer ini.',
      next: 'Impor berkas .p12 atau ajukan sertifikat.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'That certificate is not on this computer.',
      next: 'Import the .p12 file or request a certificate.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'identity/not-yet-issued': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Sertifikat belum diterbitkan.',
      next: 'Tunggu verifikasi LPSE, lalu periksa lagi.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificate has not been issued yet.',
      next: 'Wait for verification by the LPSE, then check again.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
} as const satisfies CatalogueArea;
