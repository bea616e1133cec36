// What proves a bid, and does not: receipts, timestamps, revocation answers, the journal.
import type { CatalogueArea } from '../entry.ts';

export const PROOF_CODES = {
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
} as const satisfies CatalogueArea;
