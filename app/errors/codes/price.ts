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
  'price/file-unreadable': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas itu tidak dapat dibaca sebagai XLSX.',
      next: 'Simpan ulang sebagai Excel Workbook (.xlsx) tanpa kata sandi, lalu impor lagi.',
      safe: 'Tabel harga Anda tidak berubah.',
    },
    en: {
      what: 'The file cannot be read as XLSX.',
      next: 'Save it again as an Excel Workbook (.xlsx) without a password, then import it again.',
      safe: 'Your price table is unchanged.',
    },
  },
  'price/file-too-large': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas XLSX itu terlalu besar untuk sebuah daftar harga.',
      next: 'Simpan lembar harga saja dalam berkas baru, tanpa gambar dan lembar lain, lalu impor lagi.',
      safe: 'Tabel harga Anda tidak berubah.',
    },
    en: {
      what: 'The XLSX file is too large for a price schedule.',
      next: 'Save the price sheet alone in a new file, without pictures and other sheets, then import it again.',
      safe: 'Your price table is unchanged.',
    },
  },
  'price/no-table': {
    kind: 'finding',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Tidak ada baris judul daftar harga di berkas itu.',
      next: 'Beri baris judul, misalnya No, Uraian, Satuan, Volume, Harga Satuan, Pajak, Total, Keterangan, lalu impor lagi.',
      safe: 'Tabel harga Anda tidak berubah.',
    },
    en: {
      what: 'The file has no header row of a price schedule.',
      next: 'Give it a header row, such as No, Item, Unit, Quantity, Unit Price, Tax, Total, Note, then import it again.',
      safe: 'Your price table is unchanged.',
    },
  },
  'price/file-not-written': {
    kind: 'fault',
    retryable: true,
    exit: 'storage',
    id: {
      what: 'Berkas XLSX tidak dapat dibuat.',
      next: 'Coba lagi; bila tetap gagal, tutup program lain dan mulai ulang Segel.',
      safe: 'Tabel harga Anda tersimpan seperti terakhir kali.',
    },
    en: {
      what: 'The XLSX file could not be made.',
      next: 'Try again; if it keeps failing, close other programs and restart Segel.',
      safe: 'Your price table is kept as last saved.',
    },
  },
  'price/no-place': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Sampul ini tidak mempunyai tempat untuk Daftar Kuantitas dan Harga.',
      next: 'Isi tabel harga pada sampul yang memuat harga.',
      safe: 'Draf dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'This envelope has no place for a price schedule.',
      next: 'Fill in the price table in the envelope that carries the price.',
      safe: 'Your draft and documents are unchanged.',
    },
  },
  'price/schedule-incomplete': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Daftar Kuantitas dan Harga belum lengkap, sehingga belum menjadi dokumen.',
      next: 'Buka langkah Surat & Harga, perbaiki baris yang ditandai, atau hapus tabelnya.',
      safe: 'Semua baris yang sudah diisi tersimpan.',
    },
    en: {
      what: 'The price schedule is not complete, so it is not a document yet.',
      next: 'Open the step Letter & price and repair the marked rows, or remove the table.',
      safe: 'All rows that were filled in are saved.',
    },
  },
  'price/letter-differs': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Harga di surat penawaran berbeda dari total Daftar Kuantitas dan Harga.',
      next: 'Periksa keduanya di langkah Surat & Harga.',
      safe: 'Tidak ada angka yang diubah.',
    },
    en: {
      what: 'The price in the bid letter differs from the total of the price schedule.',
      next: 'Check both in the step Letter & price.',
      safe: 'No figure has been changed.',
    },
  },
  'price/made-by-editor': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Dokumen ini dibuat dari tabel harga dan mengikuti tabelnya.',
      next: 'Ubah atau hapus tabelnya di langkah Surat & Harga.',
      safe: 'Tabel dan dokumennya tidak berubah.',
    },
    en: {
      what: 'This document is made from the price table and follows it.',
      next: 'Change or remove the table in the step Letter & price.',
      safe: 'The table and its documents are unchanged.',
    },
  },
} as const satisfies CatalogueArea;
