// Bids on this computer: drafts, their letter, and what their state allows.
import type { CatalogueArea } from '../entry.ts';

export const DRAFT_CODES = {
  'draft/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Penawaran itu tidak ada di komputer ini.',
      next: 'Pilih dari daftar penawaran.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'There is no such bid on this computer.',
      next: 'Choose one from the list of bids.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'draft/wrong-state': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Langkah ini tidak berlaku untuk keadaan penawaran sekarang.',
      next: 'Lihat keadaan penawaran lalu pilih langkah yang tersedia.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This step does not fit the present state of the bid.',
      next: 'Look at the state of the bid and choose an available step.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'draft/wrong-account': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Penawaran ini milik akun lain.',
      next: 'Masuk dengan akun yang membuatnya.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This bid belongs to another account.',
      next: 'Log in with the account that made it.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'draft/documents-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Ada temuan pada dokumen yang harus diperbaiki dahulu.',
      next: 'Periksa daftar temuan dan pakai tombol perbaikan.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'Findings on the documents must be repaired first.',
      next: 'Look at the list of findings and use the repair buttons.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'draft/letter-missing': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Harga penawaran dan masa berlaku belum diisi.',
      next: 'Isi surat penawaran.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'Bid price and validity are not filled in yet.',
      next: 'Fill in the bid letter.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'draft/letter-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Sampul ini tidak boleh memuat harga.',
      next: 'Kosongkan surat penawaran; harga masuk ke sampul harga.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'This envelope must not carry a price.',
      next: 'Clear the bid letter; the price belongs into the price envelope.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'draft/letter-invalid': {
    kind: 'finding',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Harga atau masa berlaku tidak terbaca.',
      next: 'Tulis harga seperti 1.234.567,00 dan masa berlaku dalam hari.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'Price or validity cannot be read.',
      next: 'Write the price like 1.234.567,00 and the validity in days.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'draft/consent-missing': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Persetujuan atas catatan perangkat atau pernyataan belum diberikan.',
      next: 'Baca penjelasannya dan setujui untuk melanjutkan.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'Consent to the device record or the declaration has not been given.',
      next: 'Read the explanation and agree to continue.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'draft/no-such-envelope': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Paket ini tidak memiliki sampul itu.',
      next: 'Pilih sampul yang tersedia.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This package has no such envelope.',
      next: 'Choose one of its envelopes.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'draft/sealed-file-missing': {
    kind: 'fault',
    retryable: false,
    exit: 'storage',
    id: {
      what: 'Berkas tersegel tidak ada lagi di tempatnya.',
      next: 'Kembalikan berkas itu, atau segel ulang dari draf.',
      safe: 'Dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The sealed file is no longer where it was.',
      next: 'Put the file back, or seal again from the draft.',
      safe: 'Your original documents are unchanged.',
    },
  },
  'draft/sealed-file-changed': {
    kind: 'fault',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas tersegel berubah sejak disegel.',
      next: 'Segel ulang; jangan kirim berkas ini.',
      safe: 'Dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The sealed file has changed since it was sealed.',
      next: 'Seal again; do not send this file.',
      safe: 'Your original documents are unchanged.',
    },
  },
  'draft/policy-outdated': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Kebijakan segel paket berganti sejak berkas ini disegel.',
      next: 'Segel ulang dengan kebijakan terbaru.',
      safe: 'Dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The sealing policy of the package has changed since this file was sealed.',
      next: 'Seal again under the newest policy.',
      safe: 'Your original documents are unchanged.',
    },
  },
} as const satisfies CatalogueArea;
