// Codes of watching an opening, and of bids that did not open before the LPSE.
import type { CatalogueEntry } from '../entry.ts';

export const WATCH_CODES = {
  'watch/chain-broken': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Rangkaian peristiwa pembukaan tidak bersambung: ada yang dihapus, disisipkan, atau diubah.',
      next: 'Simpan rincian ini dan tanyakan kepada LPSE; keadaan sebenarnya dapat dibuktikan dari log.',
      safe: 'Tanda terima Anda dan log tidak berubah oleh hal ini.',
    },
    en: {
      what: 'The events of the opening do not follow one another: some were removed, put in or changed.',
      next: 'Keep these details and ask the LPSE; what really happened can be proven from the log.',
      safe: 'Your receipt and the log are not changed by this.',
    },
  },
  'watch/event-refuted': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Peristiwa yang disiarkan tidak sama dengan catatan di dalam log.',
      next: 'Percayai log, bukan siaran; simpan rincian ini dan tanyakan kepada LPSE.',
      safe: 'Tanda terima Anda dan log tidak berubah oleh hal ini.',
    },
    en: {
      what: 'An event that was broadcast is not what stands in the log.',
      next: 'Believe the log, not the broadcast; keep these details and ask the LPSE.',
      safe: 'Your receipt and the log are not changed by this.',
    },
  },
  'watch/opening-hidden': {
    kind: 'finding',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'Log mencatat pembukaan sampul ini, tetapi LPSE tidak memperlihatkannya kepada Anda.',
      next: 'Simpan nomor catatan log di bawah, bandingkan dengan peserta lain, dan mintalah penjelasan kepada Pokja, LPSE, dan APIP.',
      safe: 'Catatan di log tidak dapat dihapus tanpa ketahuan; tanda terima dan berkas tersegel Anda tetap tersimpan.',
    },
    en: {
      what: 'The log records the opening of this envelope, but the LPSE does not show it to you.',
      next: 'Keep the log number below, compare with other participants, and ask the committee, the LPSE and the inspectorate to explain.',
      safe: 'The entry cannot leave the log unnoticed; your receipt and sealed file stay kept.',
    },
  },
  'watch/withheld': {
    kind: 'finding',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'Log mencatat bagian dari pembukaan ini yang tidak diperlihatkan LPSE kepada Anda.',
      next: 'Simpan nomor catatan log di bawah dan mintalah bagian itu kepada Pokja dan LPSE; jika tetap ditahan, laporkan kepada APIP.',
      safe: 'Catatan di log tidak dapat dihapus tanpa ketahuan; tanda terima dan berkas tersegel Anda tetap tersimpan.',
    },
    en: {
      what: 'The log records a part of this opening that the LPSE does not show to you.',
      next: 'Keep the log number below and ask the committee and the LPSE for that part; if it stays withheld, report it to the inspectorate.',
      safe: 'The entry cannot leave the log unnoticed; your receipt and sealed file stay kept.',
    },
  },
  'watch/bid-missing': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Penawaran Anda tidak ada di dalam daftar pembukaan, padahal Anda memegang tanda terimanya.',
      next: 'Ekspor tanda terima Anda dan sampaikan kepada Pokja dan LPSE: nomor catatan lognya membuktikan bahwa penawaran itu diterima.',
      safe: 'Tanda terima di komputer Anda membuktikan dirinya sendiri tanpa LPSE.',
    },
    en: {
      what: 'Your bid is not on the list of the opening, although you hold its receipt.',
      next: 'Export your receipt and bring it to the committee and the LPSE: its place in the log proves that the bid was received.',
      safe: 'The receipt on your computer proves itself without the LPSE.',
    },
  },
  'watch/result-unproven': {
    kind: 'finding',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'Hasil ini tidak ditandatangani anggota menurut kebijakan segel, atau tidak tercatat di log.',
      next: 'Tunggu sebentar lalu periksa lagi; jika tetap begitu, tanyakan kepada LPSE.',
      safe: 'Hasil yang tidak terbukti tidak diperhitungkan.',
    },
    en: {
      what: 'This result is not signed by a member whom the sealing policy names, or is not in the log.',
      next: 'Wait a little and look again; if it stays so, ask the LPSE.',
      safe: 'A result that is not proven is not counted.',
    },
  },
  'watch/not-stated': {
    kind: 'finding',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Belum ada anggota yang menyatakan hasil.',
      next: 'Tunggu; layar ini berubah dengan sendirinya.',
      safe: 'Penawaran Anda ada di dalam daftar dan tanda terimanya berlaku.',
    },
    en: {
      what: 'No member has stated a result yet.',
      next: 'Wait; this screen changes by itself.',
      safe: 'The list is closed and your receipt is good.',
    },
  },
  'watch/opened-unpassed': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sampul File II Anda dinyatakan dibuka atau diperiksa, padahal hasil teknis yang ditandatangani tidak meluluskan Anda, atau belum ada.',
      next: 'Simpan rincian ini dan ajukan sanggahan kepada Pokja dan LPSE: pernyataan anggota itu tercatat di log.',
      safe: 'Berkas tersegel dan tanda terima di komputer Anda tidak tersentuh.',
    },
    en: {
      what: 'Your File II is stated to have been opened or examined, although the signed technical result did not pass you, or there is none.',
      next: 'Keep these details and object to the committee and the LPSE: the member’s statement stands in the log.',
      safe: 'The sealed file and the receipt on your computer are untouched.',
    },
  },
  'watch/bid-revived': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Penawaran yang sudah Anda tarik atau ganti diperlakukan seolah masih berlaku.',
      next: 'Ekspor tanda terima penarikan atau tanda terima penggantinya dan sampaikan kepada Pokja dan LPSE.',
      safe: 'Tanda terima di komputer Anda membuktikan penarikan atau penggantian itu tanpa LPSE.',
    },
    en: {
      what: 'A bid that you withdrew or replaced is treated as if it were still in force.',
      next: 'Export the receipt of the withdrawal or of the later bid and bring it to the committee and the LPSE.',
      safe: 'The receipt on your computer proves the withdrawal or the replacement without the LPSE.',
    },
  },
  'watch/inner-differs': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Isi yang dinyatakan terbuka bukan isi yang Anda segel: sidiknya berbeda.',
      next: 'Simpan berkas tersegel dan tanda terima Anda, lalu ajukan sanggahan dengan kedua sidik ini.',
      safe: 'Berkas tersegel di komputer Anda tidak tersentuh.',
    },
    en: {
      what: 'What is stated to have been opened is not what you sealed: the digests differ.',
      next: 'Keep your sealed file and receipt, and object with both digests.',
      safe: 'The sealed file on your computer is untouched.',
    },
  },
  'watch/price-differs': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Harga yang dinyatakan bukan harga dalam surat penawaran yang Anda segel.',
      next: 'Simpan berkas tersegel dan tanda terima Anda, lalu ajukan sanggahan.',
      safe: 'Berkas tersegel di komputer Anda tidak tersentuh.',
    },
    en: {
      what: 'The price that is stated is not the one in the letter you sealed.',
      next: 'Keep your sealed file and receipt, and object.',
      safe: 'The sealed file on your computer is untouched.',
    },
  },
  'watch/members-differ': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Para anggota Pokja menyatakan hasil yang berbeda untuk penawaran ini.',
      next: 'Mintalah perbedaan ini dijelaskan dalam Berita Acara.',
      safe: 'Setiap hasil tetap tercatat dengan tanda tangan pembuatnya.',
    },
    en: {
      what: 'Members of the committee state different results for this bid.',
      next: 'Ask for the difference to be explained in the minutes.',
      safe: 'Each result stays on record under the signature of its author.',
    },
  },
  'watch/not-comparable': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas tersegel tidak ada atau berubah di komputer ini, sehingga isinya tidak dapat dibandingkan.',
      next: 'Bandingkan di komputer tempat penawaran disegel, atau kembalikan salinan berkas tersegel.',
      safe: 'Tanda terima dan hasil yang ditandatangani tetap tersimpan.',
    },
    en: {
      what: 'The sealed file is not on this computer or has changed, so its content cannot be compared.',
      next: 'Compare on the computer that sealed the bid, or bring a copy of the sealed file back.',
      safe: 'The receipt and the signed results stay kept.',
    },
  },
  'referral/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Rujukan ini, atau paket buktinya, tidak ada.',
      next: 'Muat ulang daftar rujukan.',
      safe: 'Rujukan lain tidak terpengaruh.',
    },
    en: {
      what: 'There is no such referral, or it has no evidence package.',
      next: 'Reload the list of referrals.',
      safe: 'Other referrals are not affected.',
    },
  },
  'referral/evidence-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Paket bukti tidak berbentuk baku, terlalu besar, atau tidak cocok dengan rujukannya.',
      next: 'Buat ulang paket bukti dengan Segel, lalu rujuk lagi.',
      safe: 'Penawaran dan hasil yang tercatat tidak berubah.',
    },
    en: {
      what: 'The evidence package is not of the known form, is too large, or does not belong to its referral.',
      next: 'Make the evidence package with Segel again, and refer once more.',
      safe: 'The bid and the recorded result are unchanged.',
    },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
