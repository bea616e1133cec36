// Sealed envelopes: making them, checking them, opening them.
import type { CatalogueArea } from '../entry.ts';

export const SEAL_CODES = {
  'seal/container-malformed': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas ini bukan sampul tersegel yang utuh.',
      next: 'Unduh atau salin ulang berkasnya, lalu periksa lagi.',
      safe: 'Tidak ada dokumen yang dibuka atau diubah.',
    },
    en: {
      what: 'This file is not an intact sealed envelope.',
      next: 'Download or copy the file again, then check it once more.',
      safe: 'No document was opened or changed.',
    },
  },
  'seal/manifest-malformed': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Daftar isi sampul tidak sesuai format.',
      next: 'Segel ulang dengan Segel versi terbaru, atau minta keterangan LPSE.',
      safe: 'Tidak ada dokumen yang dibuka atau diubah.',
    },
    en: {
      what: 'The list of contents of this envelope does not follow the format.',
      next: 'Seal again with the newest Segel, or ask the LPSE for a statement.',
      safe: 'No document was opened or changed.',
    },
  },
  'seal/manifest-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Isi sampul tidak cocok dengan daftar isinya atau dengan paket ini.',
      next: 'Periksa apakah berkas ini milik paket yang benar, lalu segel ulang bila perlu.',
      safe: 'Tidak ada dokumen yang dibuka atau diubah.',
    },
    en: {
      what: 'The envelope does not match its own list of contents or this package.',
      next: 'Check that the file belongs to the right package, then seal again if needed.',
      safe: 'No document was opened or changed.',
    },
  },
  'seal/object-damaged': {
    kind: 'finding',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'Berkas sampul rusak dalam penyimpanan atau pengiriman.',
      next: 'Unduh atau salin ulang berkasnya dan bandingkan dengan tanda terima.',
      safe: 'Tidak ada dokumen setengah jadi yang tertinggal.',
    },
    en: {
      what: 'The sealed file was damaged in storage or transfer.',
      next: 'Download or copy the file again and compare it with the receipt.',
      safe: 'No half-made document was left behind.',
    },
  },
  'seal/not-released': {
    kind: 'finding',
    retryable: true,
    exit: 'time',
    id: {
      what: 'Kunci paket belum dilepas, jadi penawaran belum dapat dibuka.',
      next: 'Tunggu waktu pembukaan, lalu minta pelepasan kunci lagi.',
      safe: 'Semua penawaran tetap tersegel.',
    },
    en: {
      what: 'The package key was not released yet, so the bid cannot be opened.',
      next: 'Wait for the opening time, then ask for the release again.',
      safe: 'All bids stay sealed.',
    },
  },
  'seal/release-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kunci yang dilepas bukan kunci yang dijanjikan penawaran ini; pihak yang keliru belum dapat ditentukan.',
      next: 'Serahkan penawaran beserta buktinya kepada LPSE untuk diberi keterangan.',
      safe: 'Penawaran tetap tersegel dan tidak ditolak.',
    },
    en: {
      what: 'The released header is not the one this bid commits to; whose fault it is cannot be told.',
      next: 'Refer the bid with its evidence to the LPSE for a statement.',
      safe: 'The bid stays sealed and is not rejected.',
    },
  },
  'seal/recipients-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sampul ini disegel untuk penerima yang berbeda dari kebijakan paket.',
      next: 'Segel ulang dengan kebijakan terbaru, atau minta keterangan LPSE.',
      safe: 'Tidak ada dokumen yang dibuka atau diubah.',
    },
    en: {
      what: 'This envelope was sealed to other recipients than the policy names.',
      next: 'Seal again under the current policy, or ask the LPSE for a statement.',
      safe: 'No document was opened or changed.',
    },
  },
  'seal/made-wrongly': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sampul ini utuh tetapi dibuat tidak sesuai aturan format.',
      next: 'Serahkan beserta buktinya kepada LPSE untuk diberi keterangan.',
      safe: 'Dokumen dan sampul lain tidak terpengaruh.',
    },
    en: {
      what: 'This envelope is intact but was made against the rules of the format.',
      next: 'Refer it with its evidence to the LPSE for a statement.',
      safe: 'Other documents and envelopes are not affected.',
    },
  },
  'seal/cannot-open': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sampul ini tidak dapat dibuka dengan kunci ini.',
      next: 'Coba dengan kunci anggota lain; bila tetap gagal, serahkan kepada LPSE.',
      safe: 'Tidak ada dokumen setengah jadi yang tertinggal.',
    },
    en: {
      what: 'This envelope cannot be opened with this key.',
      next: "Try another member's key; if that fails too, refer it to the LPSE.",
      safe: 'No half-made document was left behind.',
    },
  },
  'seal/document-changed': {
    kind: 'fault',
    retryable: true,
    exit: 'input',
    id: {
      what: 'Sebuah dokumen berubah ketika sedang disegel.',
      next: 'Simpan dan tutup dokumennya di program lain, lalu segel lagi.',
      safe: 'Sampul yang belum selesai sudah dihapus; dokumen asli tidak disentuh.',
    },
    en: {
      what: 'A document changed while it was being sealed.',
      next: 'Save and close it in other programs, then seal again.',
      safe: 'The unfinished envelope was removed; your documents were not touched.',
    },
  },
  'seal/document-too-large': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Dokumen terlalu banyak atau terlalu besar untuk satu sampul.',
      next: 'Kurangi jumlah atau ukuran dokumennya.',
      safe: 'Tidak ada yang disegel; dokumen asli tidak disentuh.',
    },
    en: {
      what: 'There are too many or too large documents for one envelope.',
      next: 'Reduce their number or size.',
      safe: 'Nothing was sealed; your documents were not touched.',
    },
  },
  'seal/self-check-failed': {
    kind: 'fault',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'Sampul yang baru ditulis tidak sama ketika dibaca ulang dari disk.',
      next: 'Segel lagi, bila perlu ke disk lain; periksa kesehatan disk ini.',
      safe: 'Sampul itu tidak dipakai; dokumen asli tidak disentuh.',
    },
    en: {
      what: 'The envelope just written was not the same when read again from disk.',
      next: 'Seal again, to another disk if needed; have this disk checked.',
      safe: 'That envelope is not used; your documents were not touched.',
    },
  },
  'seal/is-rehearsal': {
    kind: 'finding',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas ini sampul latihan, bukan penawaran.',
      next: 'Pakai berkas ini di menu latihan pembukaan.',
      safe: 'Tidak ada penawaran yang dibuka atau diubah.',
    },
    en: {
      what: 'This file is a rehearsal envelope, not a bid.',
      next: 'Use it in the rehearsal of the opening.',
      safe: 'No bid was opened or changed.',
    },
  },
  'seal/not-rehearsal': {
    kind: 'finding',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas ini penawaran sungguhan, bukan sampul latihan.',
      next: 'Buka hanya pada waktu pembukaan penawaran.',
      safe: 'Penawaran tetap tersegel.',
    },
    en: {
      what: 'This file is a real bid, not a rehearsal envelope.',
      next: 'Open it only at the opening of bids.',
      safe: 'The bid stays sealed.',
    },
  },
  'seal/newer-version': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Sampul ini dibuat dengan versi format yang lebih baru.',
      next: 'Perbarui Segel, lalu coba lagi.',
      safe: 'Berkasnya utuh dan tidak diubah.',
    },
    en: {
      what: 'This envelope was made in a newer version of the format.',
      next: 'Update Segel, then try again.',
      safe: 'The file is intact and unchanged.',
    },
  },
} as const satisfies CatalogueArea;
