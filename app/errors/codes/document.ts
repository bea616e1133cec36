// Documents before sealing: what preflight finds and what a source file can do to us.
import type { CatalogueArea } from '../entry.ts';

export const DOCUMENT_CODES = {
  'document/none': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Belum ada dokumen yang dipilih.',
      next: 'Tambahkan dokumen penawaran.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'No document has been chosen yet.',
      next: 'Add the bid documents.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas itu tidak ada lagi di tempatnya.',
      next: 'Pilih lagi berkasnya, atau hapus dari daftar.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The file is no longer where it was.',
      next: 'Choose the file again, or remove it from the list.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/unreadable': {
    kind: 'fault',
    retryable: true,
    exit: 'input',
    id: {
      what: 'Berkas itu tidak dapat dibaca.',
      next: 'Tutup program yang memakainya, periksa izin dan kabel disk, lalu coba lagi.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The file cannot be read.',
      next: 'Close the program that uses it, check permissions and the disk cable, then try again.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/not-a-file': {
    kind: 'finding',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Yang dipilih bukan berkas biasa (pintasan, folder, atau perangkat).',
      next: 'Pilih berkas aslinya.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'What was chosen is not a regular file (a link, a folder or a device).',
      next: 'Choose the original file.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/empty': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas itu kosong, 0 bita.',
      next: 'Periksa berkas aslinya lalu pilih lagi.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The file is empty, 0 bytes.',
      next: 'Check the original and choose it again.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/too-many': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Jumlah dokumen melebihi batas paket ini.',
      next: 'Gabungkan atau kurangi dokumen.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'There are more documents than this package allows.',
      next: 'Merge or remove documents.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/total-too-large': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Ukuran semua dokumen melebihi batas paket ini.',
      next: 'Perkecil pindaian atau kurangi dokumen.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The documents together are larger than this package allows.',
      next: 'Reduce scans or remove documents.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/archive-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas arsip (zip, rar, dan sejenisnya) tidak boleh dalam penawaran.',
      next: 'Keluarkan isinya dan pilih dokumennya satu per satu.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'Archives (zip, rar and the like) are not allowed in a bid.',
      next: 'Extract it and choose the documents one by one.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/program-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas program tidak boleh dalam penawaran.',
      next: 'Hapus dari daftar.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'Program files are not allowed in a bid.',
      next: 'Remove it from the list.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/name-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Nama berkas tidak sesuai aturan SPSE.',
      next: 'Pakai nama yang diusulkan; nama asli tetap tercatat di dalam sampul.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The file name does not follow SPSE rules.',
      next: 'Take the proposed name; the original name is kept inside the envelope.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/name-taken': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Dua dokumen memakai nama yang sama.',
      next: 'Pakai nama yang diusulkan.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'Two documents have the same name.',
      next: 'Take the proposed name.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/chosen-twice': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas yang sama dipilih dua kali.',
      next: 'Hapus salah satu dari daftar.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The same file was chosen twice.',
      next: 'Remove one of them from the list.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/duplicate-content': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Dua dokumen berisi sama persis.',
      next: 'Periksa apakah salah satunya seharusnya berkas lain.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'Two documents have exactly the same content.',
      next: 'Check whether one of them should be another file.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/type-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Isi berkas tidak sesuai dengan akhiran namanya.',
      next: 'Buka berkas itu dan simpan ulang dengan jenis yang benar.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The content does not fit the ending of the name.',
      next: 'Open the file and save it again as the right type.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/pdf-damaged': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'PDF ini tampak terpotong atau rusak.',
      next: 'Buka di pembaca PDF; bila gagal, buat ulang.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'This PDF looks cut off or damaged.',
      next: 'Open it in a PDF reader; if that fails, make it anew.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/pdf-encrypted': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'PDF ini dilindungi kata sandi; Pokja mungkin tidak dapat membacanya.',
      next: 'Simpan ulang tanpa kata sandi.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'This PDF is protected by a password; the committee may be unable to read it.',
      next: 'Save it again without a password.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/has-macros': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Dokumen ini memuat makro; Pokja akan melihat peringatan.',
      next: 'Simpan sebagai PDF atau tanpa makro.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'This document contains macros; the committee will see a warning.',
      next: 'Save it as PDF or without macros.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/on-removable-disk': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas ini ada di disk lepas.',
      next: 'Salin dulu ke komputer; jangan cabut disk selama penyegelan.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'This file is on a removable disk.',
      next: 'Copy it to the computer first; do not unplug the disk while sealing.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/slot-missing': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Dokumen wajib belum ada.',
      next: 'Tambahkan dokumen untuk setiap bagian wajib.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'A required document is still missing.',
      next: 'Add a document for each required part.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/slot-unknown': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas ini belum ditempatkan, atau tempatnya tidak ada dalam sampul ini.',
      next: 'Pilih salah satu tempat yang tersedia.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'This file has no place yet, or its place does not exist in this envelope.',
      next: 'Choose one of the available places.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'document/newer-than-sealed': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Dokumen asli berubah setelah disegel.',
      next: 'Segel ulang bila perubahan itu harus ikut.',
      safe: 'Berkas tersegel di komputer Anda tidak berubah.',
    },
    en: {
      what: 'The original document changed after it was sealed.',
      next: 'Seal again if the change must be included.',
      safe: 'The sealed file on your computer is unchanged.',
    },
  },
} as const satisfies CatalogueArea;
