// The transparency log: proofs, checkpoints and the alarm on a log that was rewritten.
import type { CatalogueArea } from '../entry.ts';

export const LOG_CODES = {
  'log/malformed': {
    kind: 'fault',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'Catatan transparansi dari LPSE tidak dapat dibaca.',
      next: 'Coba lagi nanti. Jika berulang, laporkan ke LPSE dengan kode insiden ini.',
      safe: 'Dokumen, berkas tersegel dan tanda bukti Anda tidak berubah.',
    },
    en: {
      what: 'The transparency log of the LPSE cannot be read.',
      next: 'Try again later. If it happens again, report it to the LPSE with this incident code.',
      safe: 'Your documents, sealed files and receipts are unchanged.',
    },
  },
  'log/proof-invalid': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Bukti bahwa penawaran tercatat di log transparansi tidak cocok.',
      next: 'Minta tanda bukti baru. Jika tetap tidak cocok, kirim tanda bukti dan kode insiden ini ke LPSE dan auditor.',
      safe: 'Berkas tersegel Anda utuh, tetapi jangan anggap penawaran sudah tercatat.',
    },
    en: {
      what: 'The proof that the bid stands in the transparency log does not fit.',
      next: 'Ask for a new receipt. If it still does not fit, send the receipt and this incident code to the LPSE and an auditor.',
      safe: 'Your sealed file is intact, but do not take the bid as recorded.',
    },
  },
  'log/checkpoint-invalid': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Titik periksa log transparansi tidak ditandatangani oleh LPSE ini.',
      next: 'Periksa alamat LPSE, lalu coba lagi. Jika berulang, laporkan ke LPSE dan auditor.',
      safe: 'Dokumen, berkas tersegel dan tanda bukti Anda tidak berubah.',
    },
    en: {
      what: 'The checkpoint of the transparency log is not signed by this LPSE.',
      next: 'Check the address of the LPSE and try again. If it happens again, report it to the LPSE and an auditor.',
      safe: 'Your documents, sealed files and receipts are unchanged.',
    },
  },
  'log/unproven': {
    kind: 'finding',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'LPSE berulang kali tidak memberi bukti bahwa log transparansinya hanya bertambah, padahal LPSE menjawab permintaan lain.',
      next: 'Jangan percaya keadaan yang lebih baru dari bukti terakhir. Simpan tanda bukti Anda, tanyakan kepada LPSE, dan laporkan kepada APIP jika tetap begitu.',
      safe: 'Yang sudah terbukti sebelumnya, tanda bukti, dan berkas tersegel Anda tetap tersimpan.',
    },
    en: {
      what: 'Again and again the LPSE gives no proof that its transparency log has only grown, although it answers other requests.',
      next: 'Believe nothing newer than the last proof. Keep your receipts, ask the LPSE, and report it to the inspectorate if it stays so.',
      safe: 'What was proven before, your receipts and your sealed files stay kept.',
    },
  },
  'log/forked': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Log transparansi LPSE tidak melanjutkan log yang pernah dilihat komputer ini: ada catatan yang hilang atau diubah.',
      next: 'Simpan tanda bukti Anda dan laporkan ke LPSE, APIP atau auditor dengan kode insiden ini.',
      safe: 'Titik periksa lama, tanda bukti dan berkas tersegel tetap tersimpan sebagai bukti.',
    },
    en: {
      what: 'The transparency log of the LPSE does not continue the log this computer has seen: entries are missing or changed.',
      next: 'Keep your receipts and report it to the LPSE, the inspectorate or an auditor with this incident code.',
      safe: 'The earlier checkpoint, your receipts and your sealed files are kept as evidence.',
    },
  },
} as const satisfies CatalogueArea;
