// Between window and program: what the one door refuses.
import type { CatalogueArea } from '../entry.ts';

export const WINDOW_CODES = {
  'ipc/foreign-sender': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Permintaan datang dari luar jendela Segel dan ditolak.',
      next: 'Tutup program lain yang mencoba mengendalikan Segel, lalu buka kembali jendelanya.',
      safe: 'Tidak ada yang dijalankan.',
    },
    en: {
      what: 'A request came from outside the Segel window and was refused.',
      next: 'Close other programs that try to control Segel, then open its window again.',
      safe: 'Nothing was run.',
    },
  },
  'ipc/unknown-call': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Jendela meminta pekerjaan yang tidak dikenal program.',
      next: 'Muat ulang jendela; jika berulang, pasang ulang Segel.',
      safe: 'Tidak ada yang dijalankan.',
    },
    en: {
      what: 'The window asked for work that the program does not know.',
      next: 'Reload the window; if it happens again, install Segel anew.',
      safe: 'Nothing was run.',
    },
  },
  'ipc/malformed-input': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Isian dari jendela tidak berbentuk seperti yang seharusnya.',
      next: 'Periksa isian yang disebut, lalu ulangi.',
      safe: 'Tidak ada yang dijalankan atau disimpan.',
    },
    en: {
      what: 'What the window sent does not have the form it should have.',
      next: 'Check the field that is named, then try again.',
      safe: 'Nothing was run or saved.',
    },
  },
  'ipc/handle-unknown': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Berkas yang dipilih sudah tidak dipegang program.',
      next: 'Pilih berkasnya sekali lagi.',
      safe: 'Berkas Anda tidak berubah.',
    },
    en: {
      what: 'The program no longer holds the file that was chosen.',
      next: 'Choose the file once more.',
      safe: 'Your file is unchanged.',
    },
  },
  'ipc/program-gone': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Program Segel di komputer ini tidak menjawab jendelanya.',
      next: 'Tutup jendela ini dan buka kembali Segel.',
      safe: 'Draf, berkas tersegel, dan unggahan yang sudah masuk tetap tersimpan.',
    },
    en: {
      what: 'The Segel program on this computer does not answer its window.',
      next: 'Close this window and open Segel again.',
      safe: 'Drafts, sealed files and what was uploaded so far are kept.',
    },
  },
  'ipc/bid-busy': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Penawaran ini sedang dikerjakan: disegel atau dikirim.',
      next: 'Tunggu sampai selesai, atau hentikan pekerjaan itu dahulu.',
      safe: 'Pekerjaan yang berjalan tidak terganggu.',
    },
    en: {
      what: 'This bid is being worked on: sealed or sent.',
      next: 'Wait until it is done, or stop that work first.',
      safe: 'The work under way is not disturbed.',
    },
  },
  'ipc/passphrase-needed': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Kata sandi sertifikat diperlukan untuk langkah ini.',
      next: 'Ketik kata sandi berkas sertifikat, lalu ulangi.',
      safe: 'Tidak ada yang ditandatangani.',
    },
    en: {
      what: 'This step needs the passphrase of the certificate.',
      next: 'Type the passphrase of the certificate file, then try again.',
      safe: 'Nothing was signed.',
    },
  },
  'ipc/no-lpse': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Belum ada LPSE yang dipilih.',
      next: 'Pilih atau tambahkan LPSE di halaman Sambungan.',
      safe: 'Tidak ada yang dikirim.',
    },
    en: {
      what: 'No LPSE has been chosen yet.',
      next: 'Choose or add an LPSE on the Connection page.',
      safe: 'Nothing was sent.',
    },
  },
  'ipc/anchors-incomplete': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Jangkar kepercayaan LPSE belum lengkap atau tidak terbaca.',
      next: 'Minta berkas jangkar (trust.json dan sertifikatnya) kepada operator LPSE, lalu pilih berkas itu.',
      safe: 'Tidak ada LPSE yang dipercaya karena langkah ini.',
    },
    en: {
      what: 'The trust anchors of the LPSE are incomplete or cannot be read.',
      next: 'Ask its operator for the anchors file (trust.json with its certificates), then choose that file.',
      safe: 'This step made no LPSE trusted.',
    },
  },
  'ipc/no-demo': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'LPSE peragaan tidak ada dalam program terpasang ini.',
      next: 'Peragaan hanya tersedia saat Segel dijalankan dari kode sumbernya.',
      safe: 'Tidak ada yang berubah.',
    },
    en: {
      what: 'The demo LPSE is not part of this installed program.',
      next: 'The demo is there only when Segel runs from its source code.',
      safe: 'Nothing was changed.',
    },
  },
  'draft/file-malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas itu bukan draf Segel yang utuh.',
      next: 'Ekspor sekali lagi di komputer asalnya, lalu salin seluruhnya.',
      safe: 'Draf di komputer ini tidak berubah.',
    },
    en: {
      what: 'That file is not a whole Segel draft.',
      next: 'Export it once more on the computer it came from, then copy all of it.',
      safe: 'Drafts on this computer are unchanged.',
    },
  },
  'draft/not-empty': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Sampul ini sudah punya draf yang berisi di komputer ini.',
      next: 'Kosongkan draf itu dahulu bila memang hendak diganti.',
      safe: 'Draf yang ada tidak berubah; berkas impor tetap di tempatnya.',
    },
    en: {
      what: 'This envelope already has a draft with content on this computer.',
      next: 'Empty that draft first if it is meant to be replaced.',
      safe: 'The present draft is unchanged; the imported file stays where it is.',
    },
  },
} as const satisfies CatalogueArea;
