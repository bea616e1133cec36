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
} as const satisfies CatalogueArea;
