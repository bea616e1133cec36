// The program itself: defects, cancellation, usage.
import type { CatalogueArea } from '../entry.ts';

export const PROGRAM_CODES = {
  'defect/unexpected': {
    kind: 'defect',
    retryable: false,
    exit: 'defect',
    id: {
      what: 'Terjadi kesalahan di dalam program Segel.',
      next: 'Ulangi sekali lagi. Jika berulang, kirim kode insiden ini ke LPSE.',
      safe: 'Dokumen asli dan berkas tersegel tidak berubah.',
    },
    en: {
      what: 'Segel met a fault of its own.',
      next: 'Try once more. If it happens again, send this incident code to the LPSE.',
      safe: 'Your documents and sealed files are unchanged.',
    },
  },
  'cancelled/by-user': {
    kind: 'cancelled',
    retryable: true,
    exit: 'cancelled',
    id: {
      what: 'Pekerjaan dibatalkan atas permintaan Anda.',
      next: 'Mulai lagi bila sudah siap.',
      safe: 'Berkas sementara sudah dihapus; dokumen asli tidak berubah.',
    },
    en: {
      what: 'The work was cancelled at your request.',
      next: 'Start again when you are ready.',
      safe: 'Temporary files were removed; your documents are unchanged.',
    },
  },
  'program/old-node': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Node.js di komputer ini terlalu lama untuk Segel.',
      next: 'Jalankan "npm ci" di folder Segel, atau pasang Node.js 24.',
      safe: 'Tidak ada berkas yang disentuh.',
    },
    en: {
      what: 'The Node.js on this computer is too old for Segel.',
      next: 'Run "npm ci" in the Segel folder, or install Node.js 24.',
      safe: 'No file was touched.',
    },
  },
  'program/usage': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Perintah atau pilihannya tidak dikenal.',
      next: 'Lihat "segel --help" atau "segel <perintah> --help".',
      safe: 'Tidak ada yang dijalankan.',
    },
    en: {
      what: 'The command or one of its options is not known.',
      next: 'See "segel --help" or "segel <command> --help".',
      safe: 'Nothing was run.',
    },
  },
  'program/argument-missing': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Perintah ini masih kurang isian.',
      next: 'Isian yang kurang tertulis di bawah; contohnya di "segel <perintah> --help".',
      safe: 'Tidak ada yang dijalankan.',
    },
    en: {
      what: 'Something that this command needs is missing.',
      next: 'What is missing stands below; "segel <command> --help" explains it.',
      safe: 'Nothing was run.',
    },
  },
  'program/argument-invalid': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Salah satu isian perintah ini tidak dapat dipakai.',
      next: 'Isian itu tertulis di bawah; yang dapat dipakai ada di "segel <perintah> --help".',
      safe: 'Tidak ada yang dijalankan.',
    },
    en: {
      what: 'Something that was given to this command cannot be used.',
      next: 'It stands below; "segel <command> --help" says what can be used.',
      safe: 'Nothing was run.',
    },
  },
} as const satisfies CatalogueArea;
