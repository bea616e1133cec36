// Codes of the audit of a whole tender.
import type { CatalogueArea } from '../entry.ts';

export const AUDIT_CODES = {
  'audit/too-early': {
    kind: 'fault',
    retryable: true,
    exit: 'time',
    id: {
      what: 'Tahap pembukaan tender ini belum dimulai, jadi berkas pembuktiannya belum dapat dibuat.',
      next: 'Coba lagi setelah tahap pembukaan dimulai.',
      safe: 'Penawaran tetap tersegel dan pengirimnya belum terlihat.',
    },
    en: {
      what: 'The opening stage of this tender has not begun, so its dossier cannot be made yet.',
      next: 'Try again when the opening stage has begun.',
      safe: 'Bids stay sealed and nobody sees who sent them.',
    },
  },
  'audit/dossier-changed': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Data tender berubah saat berkas pembuktian dibuat.',
      next: 'Ulangi ekspor.',
      safe: 'Tidak ada berkas yang ditinggalkan setengah jadi.',
    },
    en: {
      what: "The tender's data changed while the dossier was being made.",
      next: 'Export again.',
      safe: 'No half-made file is left behind.',
    },
  },
  'audit/dossier-too-large': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Tender ini terlalu besar untuk satu berkas pembuktian.',
      next: 'Lihat batas yang disebut pada rincian. Jika berkas tersegel atau isi penawaran ikut diminta, ekspor tanpa itu; jika tidak, hubungi LPSE.',
      safe: 'Tidak ada berkas yang dibuat; data tender di LPSE tidak berubah.',
    },
    en: {
      what: 'This tender is too large for one dossier.',
      next: 'The details name the bound. If sealed files or the content of bids were asked for, export without them; if not, turn to the LPSE.',
      safe: "No file was made; the tender's data at the LPSE is unchanged.",
    },
  },
  'audit/dossier-malformed': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas pembuktian tender tidak sesuai bentuk bakunya.',
      next: 'Minta berkas baru dari LPSE atau Pokja, dan simpan yang ini sebagai bukti.',
      safe: 'Data asli di LPSE tidak tersentuh oleh pemeriksaan ini.',
    },
    en: {
      what: 'The dossier of the tender does not have its one form.',
      next: 'Ask the LPSE or the committee for a new one, and keep this one as evidence.',
      safe: "The LPSE's own data is not touched by this check.",
    },
  },
  'audit/index-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Isi berkas pembuktian tidak sama dengan daftar isinya.',
      next: 'Minta berkas baru. Jika tetap tidak sama, laporkan ke APIP atau auditor.',
      safe: 'Berkas ini tetap dapat disimpan sebagai bukti.',
    },
    en: {
      what: 'The content of the dossier is not what its index lists.',
      next: 'Ask for a new one. If it still differs, report it to the inspectorate or an auditor.',
      safe: 'This file can be kept as evidence.',
    },
  },
  'audit/part-missing': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Bagian yang diperlukan tidak ada di berkas pembuktian.',
      next: 'Minta berkas yang lengkap dari LPSE.',
      safe: 'Bagian lain sudah diperiksa dan hasilnya tetap berlaku.',
    },
    en: {
      what: 'A part that is needed is not in the dossier.',
      next: 'Ask the LPSE for a complete one.',
      safe: 'The other parts were checked and their outcome stands.',
    },
  },
  'audit/log-incomplete': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Catatan log dan isi berkas pembuktian tidak berpasangan satu-satu.',
      next: 'Minta penjelasan tertulis LPSE tentang catatan yang disebut, lalu laporkan ke APIP.',
      safe: 'Log yang ditandatangani tetap menjadi bukti.',
    },
    en: {
      what: 'Log entries and parts of the dossier do not belong together one to one.',
      next: 'Ask the LPSE in writing about the entry named, and report it to the inspectorate.',
      safe: 'The signed log remains as evidence.',
    },
  },
  'audit/log-disorder': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Urutan atau waktu catatan log tidak mungkin benar.',
      next: 'Laporkan ke LPSE dan auditor beserta berkas ini.',
      safe: 'Log yang ditandatangani tetap menjadi bukti.',
    },
    en: {
      what: 'Order or times of log entries cannot be right.',
      next: 'Report it to the LPSE and an auditor together with this file.',
      safe: 'The signed log remains as evidence.',
    },
  },
  'audit/statement-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Pernyataan di berkas pembuktian bukan dari orang yang berwenang, atau bukan tentang pembukaan ini.',
      next: 'Lihat rincian, lalu minta penjelasan Pokja dan LPSE.',
      safe: 'Pernyataan lain tetap dinilai sendiri-sendiri.',
    },
    en: {
      what: 'A statement in the dossier is not by somebody entitled, or not about this opening.',
      next: 'See the details, and ask the committee and the LPSE to explain.',
      safe: 'Other statements are judged for themselves.',
    },
  },
  'audit/results-differ': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Hasil pembukaan para anggota berbeda untuk penawaran yang sama.',
      next: 'Bandingkan hasilnya dan catat perbedaannya dalam berita acara.',
      safe: 'Semua hasil yang ditandatangani tersimpan.',
    },
    en: {
      what: "Members' results differ for the same bid.",
      next: 'Compare them and put the difference into the minutes.',
      safe: 'All signed results are kept.',
    },
  },
  'audit/results-missing': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Ada penawaran tanpa hasil pembukaan yang ditandatangani.',
      next: 'Minta Pokja menyelesaikan pembukaan.',
      safe: 'Penawaran itu tetap tersimpan dan dapat dibuka.',
    },
    en: {
      what: 'A bid has no signed result of its opening.',
      next: 'Ask the committee to complete the opening.',
      safe: 'The bid is kept and can still be opened.',
    },
  },
  'audit/opened-differs': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Isi yang dibuka bukan isi yang disegel penyedia.',
      next: 'Hentikan evaluasi penawaran ini dan laporkan ke APIP.',
      safe: 'Berkas tersegel dan tanda terimanya tetap menjadi bukti.',
    },
    en: {
      what: 'What was opened is not what the bidder sealed.',
      next: 'Stop evaluating this bid and report it to the inspectorate.',
      safe: 'The sealed file and its receipt remain as evidence.',
    },
  },
  'audit/headers-differ': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Pelepasan kunci oleh KMS tidak sama dengan yang disegel penyedia.',
      next: 'Laporkan ke LPSE dan auditor; penawaran tidak boleh disalahkan karena ini.',
      safe: 'Berkas tersegel tetap utuh.',
    },
    en: {
      what: 'What the key server released is not what the bidder sealed.',
      next: 'Report it to the LPSE and an auditor; the bidder is not to blame for it.',
      safe: 'The sealed file is intact.',
    },
  },
  'audit/contributions-too-few': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Bagian kunci yang sah kurang dari kuorum.',
      next: 'Minta penjelasan Pokja: tanpa kuorum penawaran tidak dapat dibuka.',
      safe: 'Berkas tersegel tetap utuh.',
    },
    en: {
      what: 'Fewer valid shares were contributed than the quorum needs.',
      next: 'Ask the committee: without a quorum no bid can be opened.',
      safe: 'The sealed files are intact.',
    },
  },
  'audit/not-closed': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Sampul ini belum ditutup di log.',
      next: 'Periksa lagi setelah batas akhir.',
      safe: 'Penawaran tetap tersegel.',
    },
    en: {
      what: 'This envelope is not closed in the log.',
      next: 'Check again after the deadline.',
      safe: 'Bids stay sealed.',
    },
  },
  'audit/not-included': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas tersegel tidak disertakan, jadi keutuhannya tidak diperiksa.',
      next: 'Untuk memeriksanya, minta ekspor dengan berkas tersegel.',
      safe: 'Sidik berkas ada di tanda terima.',
    },
    en: {
      what: 'The sealed files are not included, so whether they are whole was not checked.',
      next: 'To check it, ask for an export with sealed files.',
      safe: 'Their digests stand in the receipts.',
    },
  },
  'audit/damaged-as-found': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berkas tersegel yang disebut rusak di penyimpanan, seperti yang dinyatakan anggota Pokja.',
      next: 'Ikuti pernyataan LPSE atas penawaran itu.',
      safe: 'Tanda terima membuktikan berkas yang dikirim penyedia.',
    },
    en: {
      what: 'The sealed file named is damaged in storage, as the members stated.',
      next: "Follow the LPSE's statement on that bid.",
      safe: 'The receipt proves the file that the bidder sent.',
    },
  },
  'audit/not-referred': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Penawaran yang tidak terbuka belum dirujuk ke LPSE.',
      next: 'Minta Pokja merujuknya.',
      safe: 'Penawaran itu tidak gugur karena ini.',
    },
    en: {
      what: 'A bid that did not open was not referred to the LPSE.',
      next: 'Ask the committee to refer it.',
      safe: 'The bid is not rejected by this.',
    },
  },
  'audit/no-statement': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'LPSE belum menyatakan apakah penawaran yang dirujuk dapat dibuka.',
      next: 'Minta pernyataan tertulis LPSE.',
      safe: 'Penawaran itu tidak gugur karena ini.',
    },
    en: {
      what: 'The LPSE has not stated whether the bid referred to it can be opened.',
      next: 'Ask the LPSE for its statement in writing.',
      safe: 'The bid is not rejected by this.',
    },
  },
  'audit/no-documents': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Isi penawaran tidak disertakan, jadi tidak diperiksa.',
      next: 'Tidak ada yang perlu dilakukan: isi penawaran hanya disertakan jika Pokja memintanya.',
      safe: 'Yang dibuka tetap dibandingkan dengan yang disegel melalui sidiknya.',
    },
    en: {
      what: 'The content of the bids is not included, so it was not checked.',
      next: 'Nothing needs to be done: content is included only where the committee asks for it.',
      safe: 'What was opened was still compared with what was sealed, by its digests.',
    },
  },
  'audit/documents-differ': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Isi penawaran yang disertakan bukan isi yang ditandatangani penyedia, atau tidak lengkap.',
      next: 'Jangan pakai isi itu. Minta ekspor baru dari anggota Pokja dan laporkan ke auditor.',
      safe: 'Berkas tersegel dan tanda terimanya tetap menjadi bukti.',
    },
    en: {
      what: 'The enclosed content of a bid is not what its bidder signed, or is not complete.',
      next: 'Do not use it. Ask a committee member for a new export, and report it to an auditor.',
      safe: 'The sealed file and its receipt remain as evidence.',
    },
  },
  'audit/documents-committee-only': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Isi penawaran hanya dapat disertakan oleh anggota Pokja tender ini yang membukanya.',
      next: 'Ekspor tanpa isi penawaran, atau minta anggota Pokja yang mengekspornya.',
      safe: 'Tidak ada berkas yang dibuat.',
    },
    en: {
      what: 'Only a member of the committee of this tender who opened the bids can include their content.',
      next: 'Export without the content, or ask a committee member to export it.',
      safe: 'No file was made.',
    },
  },
  'audit/documents-not-here': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Isi penawaran yang sudah dibuka tidak ada secara lengkap dan utuh di komputer ini.',
      next: 'Buka kembali semua penawaran di komputer ini, lalu ulangi ekspor.',
      safe: 'Tidak ada berkas yang dibuat; penawaran di LPSE tetap utuh.',
    },
    en: {
      what: 'The content of the opened bids is not on this computer, whole and as it was opened.',
      next: 'Open all bids on this computer once more, then export again.',
      safe: 'No file was made; the bids at the LPSE are untouched.',
    },
  },
  'audit/file-changed': {
    kind: 'fault',
    retryable: true,
    exit: 'input',
    id: {
      what: 'Berkas pembuktian berubah sejak diperiksa, jadi laporannya tidak dibuat.',
      next: 'Periksa berkas itu lagi, lalu simpan laporannya.',
      safe: 'Berkas tidak diubah oleh program ini.',
    },
    en: {
      what: 'The dossier changed since it was judged, so no report was made of it.',
      next: 'Check the file again, then save the report.',
      safe: 'This program did not change the file.',
    },
  },
  'audit/not-witnessed': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Tidak ada tanda tangan saksi yang dikenal atas log ini.',
      next: 'Jika Anda mengenal saksi log, berikan kuncinya dengan --witness.',
      safe: 'Log tetap diperiksa dengan kunci LPSE yang dipasang.',
    },
    en: {
      what: 'No signature of a known witness is on this log.',
      next: 'If you know a witness of the log, give its key with --witness.',
      safe: 'The log was still checked with the installed key of the LPSE.',
    },
  },
  'audit/witness-key-malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Ini bukan kunci publik saksi log.',
      next: 'Salin kunci itu utuh dari saksinya: nama, tanda tambah, delapan huruf atau angka, tanda tambah, lalu 44 huruf.',
      safe: 'Belum ada yang dibandingkan, dan tidak ada yang berubah.',
    },
    en: {
      what: 'This is no public key of a witness of the log.',
      next: 'Copy the key whole from its witness: a name, a plus, eight letters or digits, a plus, then 44 characters.',
      safe: 'Nothing has been compared yet, and nothing has changed.',
    },
  },
  'audit/receipt-not-covered': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Kepala log dari saksi ini belum terbukti memuat tanda terima.',
      next: 'Minta kepala log yang lebih baru kepada saksi, atau periksa dengan --online agar dapat dibandingkan.',
      safe: 'Tanda terima tetap diperiksa dengan kunci LPSE yang dipasang.',
    },
    en: {
      what: 'The head of the log from this witness is not proven to contain the receipt.',
      next: 'Ask the witness for a newer head, or check with --online so that the two can be compared.',
      safe: 'The receipt was still checked with the installed key of the LPSE.',
    },
  },
} as const satisfies CatalogueArea;
