// Codes of the price schedule.
import type { CatalogueArea } from '../entry.ts';

export const PRICE_CODES = {
  'price/schedule-malformed': {
    kind: 'finding',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Daftar Kuantitas dan Harga untuk mesin tidak dapat dibaca.',
      next: 'Bacalah berkas XLSX atau dokumen harga lain yang disegel bersamanya.',
      safe: 'Semua dokumen tetap seperti yang disegel.',
    },
    en: {
      what: 'The price schedule for machines cannot be read.',
      next: 'Read the XLSX file or the other price documents that were sealed with it.',
      safe: 'All documents stay as they were sealed.',
    },
  },
  'price/schedule-too-large': {
    kind: 'finding',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Daftar Kuantitas dan Harga terlalu besar untuk satu tabel.',
      next: 'Ringkas uraian dan keterangan, atau lampirkan daftar sebagai berkas sendiri.',
      safe: 'Tabel terakhir yang tersimpan tidak berubah.',
    },
    en: {
      what: 'The price schedule is too large for one table.',
      next: 'Shorten descriptions and notes, or attach the schedule as a file of your own.',
      safe: 'The table as last saved is unchanged.',
    },
  },
} as const satisfies CatalogueArea;
