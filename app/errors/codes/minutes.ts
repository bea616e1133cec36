// Codes of minutes and exports.
import type { CatalogueEntry } from '../entry.ts';

export const MINUTES_CODES = {
  'minutes/paper-not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Naskah itu tidak ada di folder berita acara.',
      next: 'Susun naskah lagi atau pilih dari daftar.',
      safe: 'Penawaran, hasil, dan tanda tangan yang ada tidak berubah.',
    },
    en: {
      what: 'That paper is not in the folder of minutes.',
      next: 'Draw it up again or choose one from the list.',
      safe: 'Bids, results and existing signatures are unchanged.',
    },
  },
  'minutes/paper-changed': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Naskah berbeda dari yang ditampilkan: sidiknya tidak sama.',
      next: 'Muat ulang, baca naskahnya, lalu tandatangani.',
      safe: 'Tidak ada yang ditandatangani.',
    },
    en: {
      what: 'The paper is not the one that was shown: its digest differs.',
      next: 'Load again, read the paper, then sign.',
      safe: 'Nothing was signed.',
    },
  },
  'minutes/not-complete': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Masih ada penawaran yang belum dibuka di komputer ini.',
      next: 'Selesaikan pembukaan, lalu susun naskah untuk ditandatangani.',
      safe: 'Naskah draf dapat disusun kapan saja.',
    },
    en: {
      what: 'Some bids are not yet opened on this computer.',
      next: 'Finish the opening, then draw up the paper to be signed.',
      safe: 'A draft can be drawn up at any time.',
    },
  },
  'minutes/no-signature': {
    kind: 'finding',
    retryable: false,
    exit: 'finding',
    id: {
      what: 'Berita acara ini belum ditandatangani siapa pun.',
      next: 'Tandatangani, atau tambahkan berkas .p7s dari anggota lain.',
      safe: 'Penawaran, hasil, dan tanda tangan yang ada tidak berubah.',
    },
    en: {
      what: 'Nobody has signed these minutes yet.',
      next: 'Sign, or add the .p7s file of another member.',
      safe: 'Bids, results and existing signatures are unchanged.',
    },
  },
  'minutes/not-all-signed': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Belum semua anggota menandatangani.',
      next: 'Tambahkan berkas .p7s dari anggota yang lain.',
      safe: 'Tanda tangan yang sudah ada tetap sah.',
    },
    en: {
      what: 'Not every member has signed yet.',
      next: 'Add the .p7s files of the other members.',
      safe: 'The signatures that are there stay valid.',
    },
  },
  'minutes/proof-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Bukti anggota di samping berita acara tidak terbaca atau milik pembukaan lain.',
      next: 'Periksa dengan berkas tender (--tender), atau minta bukti itu lagi dari anggota Pokja.',
      safe: 'Naskah dan tanda tangan tidak berubah.',
    },
    en: {
      what: 'The proof of members beside the minutes cannot be read or is of another opening.',
      next: "Check with the tender's dossier (--tender), or ask a committee member for the proof again.",
      safe: 'Paper and signatures are unchanged.',
    },
  },
  'minutes/members-unknown': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Belum diketahui siapa anggota Pokja: tidak ada bukti anggota di samping berita acara ini.',
      next: 'Periksa tanda tangan saat terhubung ke LPSE, atau beri berkas tender (--tender).',
      safe: 'Naskah dan tanda tangan tidak berubah.',
    },
    en: {
      what: 'It is not known who the members are: no proof of members lies beside these minutes.',
      next: "Check the signatures while connected to the LPSE, or give the tender's dossier (--tender).",
      safe: 'Paper and signatures are unchanged.',
    },
  },
  'minutes/signer-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat penanda tangan tidak berlaku sekarang: dicabut, kedaluwarsa, atau tidak diketahui statusnya.',
      next: 'Anggota itu menandatangani lagi dengan sertifikat yang berlaku, atau anggota lain yang menandatangani.',
      safe: 'Tidak ada yang ditambahkan; tanda tangan yang ada tidak berubah.',
    },
    en: {
      what: "The signer's certificate is not good now: revoked, expired, or of unknown status.",
      next: 'That member signs again with a certificate that is good, or other members sign.',
      safe: 'Nothing was added; existing signatures are unchanged.',
    },
  },
  'minutes/earlier-version': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Berita acara ini milik versi tender yang lebih lama; tender sudah diulang.',
      next: 'Susun dan tandatangani berita acara versi yang sekarang. Yang lama dapat diperiksa dengan "segel minutes verify --trust".',
      safe: 'Berita acara lama beserta semua tanda tangannya tetap seperti semula.',
    },
    en: {
      what: 'These minutes are of an earlier version of the tender, which has been held again.',
      next: 'Draw up and sign the minutes of the present version. The earlier ones can be checked with "segel minutes verify --trust".',
      safe: 'The earlier minutes and all signatures under them stay as they are.',
    },
  },
  'minutes/foreign-signer': {
    kind: 'finding',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Penanda tangan ini bukan anggota yang disebut kebijakan segel paket.',
      next: 'Minta tanda tangan dari anggota yang disebut.',
      safe: 'Penawaran, hasil, dan tanda tangan yang ada tidak berubah.',
    },
    en: {
      what: 'This signer is no member named by the sealing policy.',
      next: 'Ask a member that is named for a signature.',
      safe: 'Bids, results and existing signatures are unchanged.',
    },
  },
  'minutes/timestamp-none': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Tanda tangan ini belum bercap waktu.',
      next: 'Selama sertifikatnya berlaku, cap waktu masih dapat ditambahkan: penanda tangan menekan "Tandatangani" lagi.',
      safe: 'Tanda tangan tetap sah selama sertifikat penanda tangan berlaku.',
    },
    en: {
      what: 'This signature has no timestamp yet.',
      next: 'While its certificate is good a timestamp can still be added: the signer presses "Sign" again.',
      safe: "The signature is valid for as long as the signer's certificate is good.",
    },
  },
  'minutes/timestamp-unjudged': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Cap waktu belum dapat dinilai: tidak diketahui apakah sertifikat layanan cap waktu (TSA) dicabut.',
      next: 'Periksa tanda tangan saat terhubung ke LPSE.',
      safe: 'Naskah, tanda tangan, dan cap waktu tidak berubah; sampai dapat dinilai, cap waktu itu tidak dihitung.',
    },
    en: {
      what: 'The timestamp cannot be judged yet: it is not known whether the certificate of the timestamp service (TSA) was revoked.',
      next: 'Check the signatures while connected to the LPSE.',
      safe: 'Paper, signature and timestamp are unchanged; until it can be judged, the timestamp is not counted.',
    },
  },
  'minutes/timestamp-revoked': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Cap waktu dibuat dengan kunci layanan cap waktu (TSA) yang saat itu sudah dicabut; cap waktu ini tidak dihitung.',
      next: 'Penanda tangan menekan "Tandatangani" lagi agar tanda tangannya mendapat cap waktu yang sah.',
      safe: 'Naskah dan tanda tangan lain tidak berubah.',
    },
    en: {
      what: 'The timestamp was made with a key of the timestamp service (TSA) that had been revoked by then; it is not counted.',
      next: 'The signer presses "Sign" again so that the signature gets a good timestamp.',
      safe: 'Paper and other signatures are unchanged.',
    },
  },
  'minutes/esign-off': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Layanan e-Sign belum diatur di komputer ini.',
      next: 'Minta petugas memasang pengaturannya, atau tandatangani dengan sertifikat di komputer ini.',
      safe: 'Penawaran, hasil, dan tanda tangan yang ada tidak berubah.',
    },
    en: {
      what: 'No e-Sign service is set up on this computer.',
      next: 'Ask your operator to set it up, or sign with a certificate on this computer.',
      safe: 'Bids, results and existing signatures are unchanged.',
    },
  },
  'minutes/esign-settings': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas pengaturan e-Sign tidak terbaca atau tidak lengkap.',
      next: 'Minta petugas memeriksa esign.json di folder data.',
      safe: 'Penawaran, hasil, dan tanda tangan yang ada tidak berubah.',
    },
    en: {
      what: 'The settings of e-Sign cannot be read or are incomplete.',
      next: 'Ask your operator to check esign.json in the data folder.',
      safe: 'Bids, results and existing signatures are unchanged.',
    },
  },
  'minutes/esign-wrong-secret': {
    kind: 'finding',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Layanan e-Sign menolak passphrase atau kode TOTP.',
      next: 'Periksa lalu coba lagi; beberapa kali salah dapat mengunci akun e-Sign.',
      safe: 'Tidak ada yang ditandatangani; passphrase tidak disimpan.',
    },
    en: {
      what: 'The e-Sign service refused the passphrase or TOTP code.',
      next: 'Check it and try again; several failures may lock the e-Sign account.',
      safe: 'Nothing was signed; the passphrase is not kept.',
    },
  },
  'minutes/esign-certificate': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat e-Sign penanda tangan tidak berlaku: kedaluwarsa, dicabut, atau belum terbit.',
      next: 'Perbarui sertifikat melalui BSrE atau verifikator instansi.',
      safe: 'Tidak ada yang ditandatangani.',
    },
    en: {
      what: "The signer's e-Sign certificate is not good: expired, revoked or not issued.",
      next: "Renew it through BSrE or your agency's verifier.",
      safe: 'Nothing was signed.',
    },
  },
  'minutes/esign-unknown-signer': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'NIK atau alamat surel ini tidak terdaftar di layanan e-Sign.',
      next: 'Periksa tulisannya.',
      safe: 'Tidak ada yang ditandatangani.',
    },
    en: {
      what: 'The e-Sign service does not know this NIK or e-mail address.',
      next: 'Check how it is written.',
      safe: 'Nothing was signed.',
    },
  },
  'minutes/esign-refused': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Layanan e-Sign menolak permintaan ini.',
      next: 'Coba lagi; bila tetap ditolak, sampaikan rincian kepada petugas.',
      safe: 'Tidak ada yang ditandatangani.',
    },
    en: {
      what: 'The e-Sign service refused this request.',
      next: 'Try again; if it stays refused, give the details to your operator.',
      safe: 'Nothing was signed.',
    },
  },
  'minutes/esign-foreign-answer': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas yang dikembalikan layanan e-Sign bukan berita acara ini dengan tanda tangan di dalamnya.',
      next: 'Jangan dipakai; sampaikan rincian kepada petugas.',
      safe: 'Berkas itu dibuang; naskah Anda tidak berubah.',
    },
    en: {
      what: 'What the e-Sign service returned is not these minutes with a signature inside.',
      next: 'Do not use it; give the details to your operator.',
      safe: 'The file was discarded; your paper is unchanged.',
    },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
