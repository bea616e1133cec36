// This computer as a store: disk, database, files that must not move.
import type { CatalogueArea } from '../entry.ts';

export const STORAGE_CODES = {
  'storage/full': {
    kind: 'fault',
    retryable: true,
    exit: 'storage',
    id: {
      what: 'Ruang disk habis.',
      next: 'Kosongkan ruang lalu coba lagi.',
      safe: 'Dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The disk is full.',
      next: 'Free some space and try again.',
      safe: 'Your original documents are unchanged.',
    },
  },
  'storage/failed': {
    kind: 'fault',
    retryable: true,
    exit: 'storage',
    id: {
      what: 'Disk gagal menulis atau membaca.',
      next: 'Periksa disk dan antivirus, lalu coba lagi.',
      safe: 'Dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The disk failed to write or read.',
      next: 'Check the disk and the antivirus program, then try again.',
      safe: 'Your original documents are unchanged.',
    },
  },
  'storage/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas atau folder itu tidak ditemukan.',
      next: 'Periksa tempatnya lalu pilih lagi.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The file or folder was not found.',
      next: 'Check the place and choose again.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'storage/changed-meanwhile': {
    kind: 'fault',
    retryable: true,
    exit: 'storage',
    id: {
      what: 'Penawaran ini baru saja diubah oleh jendela lain.',
      next: 'Muat ulang lalu ulangi langkah terakhir.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'This bid was just changed by another window.',
      next: 'Reload and repeat the last step.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'storage/unsafe-target': {
    kind: 'fault',
    retryable: false,
    exit: 'storage',
    id: {
      what: 'Tempat tujuan memuat tautan atau nama yang tidak aman.',
      next: 'Pilih folder kosong.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The target contains a link or a name that is not safe.',
      next: 'Choose an empty folder.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
} as const satisfies CatalogueArea;
