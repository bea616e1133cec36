// Sending a bid: uploads and signed submissions. The reference LPSE answers these, the client shows them.
import type { CatalogueArea } from '../entry.ts';

export const SUBMISSION_CODES = {
  'upload/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Permintaan unggah tidak sesuai aturan tus.',
      next: 'Perbarui Segel lalu ulangi; jika berulang, hubungi LPSE.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The upload request breaks the tus protocol.',
      next: 'Update Segel and try again; if it happens again, contact the LPSE.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'upload/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Server tidak mengenal unggahan ini untuk akun Anda.',
      next: 'Mulai pengiriman lagi; Segel membuat unggahan baru.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The server does not know this upload for your account.',
      next: 'Send again; Segel starts a new upload.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'upload/expired': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Unggahan ini sudah dihapus server karena kedaluwarsa.',
      next: 'Jika batas waktu belum lewat, kirim lagi dari awal.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The server has removed this upload because it expired.',
      next: 'If the deadline has not passed, send again from the start.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'upload/offset-conflict': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Posisi unggahan berbeda antara komputer ini dan server.',
      next: 'Segel menanyakan posisi server dan melanjutkan dari sana.',
      safe: 'Bagian yang sudah diakui server tetap tersimpan.',
    },
    en: {
      what: 'This computer and the server disagree about the position of the upload.',
      next: 'Segel asks the server and goes on from there.',
      safe: 'What the server has acknowledged stays stored.',
    },
  },
  'upload/busy': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Unggahan ini sedang ditulis oleh sambungan lain.',
      next: 'Tunggu sebentar; Segel mencoba lagi.',
      safe: 'Kedua sambungan tidak dapat bercampur.',
    },
    en: {
      what: 'Another connection is writing to this upload.',
      next: 'Wait a moment; Segel tries again.',
      safe: 'The two connections cannot mix.',
    },
  },
  'upload/checksum-mismatch': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Satu bagian berubah di perjalanan dan dibuang server.',
      next: 'Segel mengirim bagian itu lagi; jika sering terjadi, ganti jaringan.',
      safe: 'Bagian yang rusak tidak disimpan.',
    },
    en: {
      what: 'One part changed on the way and the server discarded it.',
      next: 'Segel sends that part again; if it happens often, change the network.',
      safe: 'The damaged part was not stored.',
    },
  },
  'upload/too-large': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Ukuran berkas melebihi batas paket ini.',
      next: 'Kurangi ukuran dokumen lalu segel ulang.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The file is larger than this package allows.',
      next: 'Make the documents smaller and seal again.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'upload/quota-exceeded': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Jatah penyimpanan Anda untuk paket ini sudah terpakai.',
      next: 'Selesaikan atau tunggu unggahan lain berakhir, lalu ulangi; atau hubungi LPSE.',
      safe: 'Penawaran yang sudah bertanda terima tetap berlaku.',
    },
    en: {
      what: 'Your storage for this package is used up.',
      next: 'Finish another upload or let it expire, then try again; or contact the LPSE.',
      safe: 'A bid that already has its receipt stays valid.',
    },
  },
  'upload/no-space': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Server kehabisan ruang penyimpanan.',
      next: 'Segel mencoba lagi; beri tahu LPSE sekarang bila batas waktu dekat.',
      safe: 'Bagian yang sudah diakui tetap tersimpan; percobaan ini tercatat di jurnal Anda.',
    },
    en: {
      what: 'The server has run out of storage.',
      next: 'Segel tries again; tell the LPSE now if the deadline is near.',
      safe: 'What was acknowledged stays stored; this attempt is in your journal.',
    },
  },
  'submission/closed': {
    kind: 'finding',
    retryable: false,
    exit: 'time',
    id: {
      what: 'Batas waktu pemasukan sudah lewat menurut jam server.',
      next: 'Tanyakan ke Pokja apakah jadwal diperpanjang; penolakan bertanda tangan, bila ada, dan jurnal di Aktivitas adalah bukti Anda.',
      safe: 'Penawaran yang sudah bertanda terima tetap berlaku.',
    },
    en: {
      what: "The deadline has passed on the server's clock.",
      next: 'Ask the committee whether the schedule is extended; a signed refusal, if there is one, and the journal in Activity are your evidence.',
      safe: 'A bid that already has its receipt stays valid.',
    },
  },
  'submission/not-open': {
    kind: 'finding',
    retryable: true,
    exit: 'time',
    id: {
      what: 'Pemasukan penawaran untuk sampul ini belum dibuka.',
      next: 'Kirim pada tahap pemasukan penawaran.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'This envelope does not take bids yet.',
      next: 'Send in the submission stage.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'submission/not-participant': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Akun ini bukan peserta paket tersebut.',
      next: 'Daftar sebagai peserta lebih dulu, atau masuk dengan akun lain.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'This account is not a participant of the package.',
      next: 'Register as a participant first, or log in with another account.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'submission/malformed': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Permintaan kirim tidak dapat dibaca server.',
      next: 'Perbarui Segel lalu kirim lagi.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The server could not read the submission.',
      next: 'Update Segel and send again.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'submission/signature-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Tanda tangan permintaan ini tidak diterima server.',
      next: 'Periksa masa berlaku dan status sertifikat Anda, lalu kirim lagi.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The server did not accept the signature of this request.',
      next: 'Check that your certificate is valid and not revoked, then send again.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'submission/wrong-account': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Penanda tangan bukan pemilik akun yang dipakai masuk.',
      next: 'Masuk dengan akun milik sertifikat itu, atau tanda tangani dengan sertifikat akun ini.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The signer is not the owner of the account in use.',
      next: 'Log in with the account of that certificate, or sign with the certificate of this account.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'submission/wrong-context': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Berkas ini disegel untuk paket, versi atau sampul yang lain.',
      next: 'Pilih berkas untuk paket ini, atau segel ulang.',
      safe: 'Tidak ada yang dibuka dan tidak ada yang diganti.',
    },
    en: {
      what: 'This file was sealed for another package, version or envelope.',
      next: 'Choose the file of this package, or seal again.',
      safe: 'Nothing was opened and nothing was replaced.',
    },
  },
  'submission/nonce-refused': {
    kind: 'finding',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Nomor sekali pakai untuk permintaan ini sudah terpakai atau kedaluwarsa.',
      next: 'Segel meminta nomor baru dan menandatangani lagi.',
      safe: 'Penawaran yang sudah bertanda terima tetap berlaku.',
    },
    en: {
      what: 'The one-time number of this request is used or expired.',
      next: 'Segel asks for a new one and signs again.',
      safe: 'A bid that already has its receipt stays valid.',
    },
  },
  'submission/digest-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas yang tersimpan di server berbeda dari yang Anda tanda tangani.',
      next: 'Kirim lagi berkas itu dari awal.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The file stored by the server differs from the one you signed for.',
      next: 'Send the file again from the start.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'submission/envelope-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Isi berkas tersegel tidak memenuhi format sampul.',
      next: 'Segel ulang dokumen dengan Segel versi terbaru, lalu kirim.',
      safe: 'Dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The sealed file does not follow the envelope format.',
      next: 'Seal the documents again with the latest Segel, then send.',
      safe: 'Your original documents are unchanged.',
    },
  },
  'submission/policy-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Berkas ini memakai kebijakan segel yang tidak berlaku lagi untuk kiriman baru.',
      next: 'Ambil kebijakan terbaru, segel ulang, lalu kirim.',
      safe: 'Penawaran yang sudah bertanda terima tetap berlaku.',
    },
    en: {
      what: 'This file names a sealing policy that new submissions may no longer use.',
      next: 'Fetch the current policy, seal again, then send.',
      safe: 'A bid that already has its receipt stays valid.',
    },
  },
  'submission/duplicate-object': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Bagian tersegel yang sama sudah terdaftar pada penawaran atau sampul lain.',
      next: 'Segel ulang dari dokumen asli; setiap penyegelan menghasilkan bagian yang baru.',
      safe: 'Penawaran lain itu tidak terpengaruh.',
    },
    en: {
      what: 'The same sealed part is already filed under another bid or envelope.',
      next: 'Seal again from the original documents; every sealing makes new parts.',
      safe: 'The other bid is not affected.',
    },
  },
  'submission/evidence-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Catatan perangkat tidak ada atau tidak tersegel untuk auditor.',
      next: 'Perbarui Segel lalu kirim lagi.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The device record is missing or not sealed to the auditor.',
      next: 'Update Segel and send again.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
  'submission/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Server tidak mengenal kiriman ini untuk akun Anda.',
      next: 'Periksa daftar kiriman Anda pada paket ini.',
      safe: 'Penawaran yang sudah bertanda terima tetap berlaku.',
    },
    en: {
      what: 'The server does not know this submission for your account.',
      next: 'Look at your list of submissions for this package.',
      safe: 'A bid that already has its receipt stays valid.',
    },
  },
  'submission/not-live': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Kiriman ini sudah diganti, ditarik, atau belum bertanda terima.',
      next: 'Muat ulang daftar kiriman, lalu pilih yang masih berlaku.',
      safe: 'Penawaran yang sudah bertanda terima tetap berlaku.',
    },
    en: {
      what: 'This submission was replaced or withdrawn, or has no receipt yet.',
      next: 'Reload the list of submissions and choose the one in force.',
      safe: 'A bid that already has its receipt stays valid.',
    },
  },
} as const satisfies CatalogueArea;
