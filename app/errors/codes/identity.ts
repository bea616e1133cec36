// Identities: in PKCS#12 files and on this computer; and the shares of a quorum key.
import type { CatalogueArea } from '../entry.ts';

export const IDENTITY_CODES = {
  'identity/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Berkas sertifikat ini bukan berkas .p12 atau .pfx yang utuh.',
      next: 'Pilih berkas lain, atau ekspor ulang sertifikat dari program asalnya.',
      safe: 'Berkas itu tidak diubah dan tidak ada yang disimpan.',
    },
    en: {
      what: 'This certificate file is not an intact .p12 or .pfx file.',
      next: 'Choose another file, or export the certificate again from the program it came from.',
      safe: 'The file was not changed and nothing was stored.',
    },
  },
  'identity/wrong-passphrase': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Kata sandi tidak membuka berkas sertifikat ini.',
      next: 'Ketik ulang kata sandi yang dipakai saat berkas dibuat; perhatikan huruf besar dan kecil.',
      safe: 'Berkas itu tidak diubah. Tidak ada batas percobaan di komputer ini.',
    },
    en: {
      what: 'The passphrase does not open this certificate file.',
      next: 'Type the passphrase used when the file was made; mind upper and lower case.',
      safe: 'The file was not changed. This computer sets no limit on attempts.',
    },
  },
  'identity/unsupported': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Berkas sertifikat ini memakai cara perlindungan atau jenis kunci yang tidak didukung.',
      next: 'Ekspor ulang dengan AES-256 dan kunci RSA atau EC (P-256, P-384, P-521), atau minta bantuan LPSE.',
      safe: 'Berkas itu tidak diubah dan tidak ada yang disimpan.',
    },
    en: {
      what: 'This certificate file uses a protection or a kind of key that is not supported.',
      next: 'Export it again with AES-256 and an RSA or EC key (P-256, P-384, P-521), or ask the LPSE for help.',
      safe: 'The file was not changed and nothing was stored.',
    },
  },
  'identity/too-expensive': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Berkas sertifikat ini meminta hitungan yang tidak wajar untuk dibuka, jadi ditolak sebelum mulai.',
      next: 'Ekspor ulang sertifikat dari program asalnya. Jangan pakai berkas dari sumber yang tidak dikenal.',
      safe: 'Berkas itu tidak diubah dan kata sandi Anda tidak dipakai.',
    },
    en: {
      what: 'This certificate file asks for an unreasonable amount of work to open, so it was refused before starting.',
      next: 'Export the certificate again from the program it came from. Do not use files from an unknown source.',
      safe: 'The file was not changed and your passphrase was not used.',
    },
  },
  'identity/no-key': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Berkas sertifikat ini tidak berisi kunci privat beserta sertifikatnya.',
      next: 'Ekspor ulang dengan pilihan "sertakan kunci privat".',
      safe: 'Berkas itu tidak diubah dan tidak ada yang disimpan.',
    },
    en: {
      what: 'This certificate file holds no private key together with its certificate.',
      next: 'Export it again with the option "include the private key".',
      safe: 'The file was not changed and nothing was stored.',
    },
  },
  'identity/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat itu tidak ada di komputer ini.',
      next: 'Impor berkas .p12 atau ajukan sertifikat.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'That certificate is not on this computer.',
      next: 'Import the .p12 file or request a certificate.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'identity/not-yet-issued': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Sertifikat belum diterbitkan.',
      next: 'Tunggu verifikasi LPSE, lalu periksa lagi.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificate has not been issued yet.',
      next: 'Wait for verification by the LPSE, then check again.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'share/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Bagian kunci kuorum ini rusak atau bukan untuk sampul ini.',
      next: 'Minta anggota membuka ulang bagian kuncinya dari pesan asli.',
      safe: 'Bagian kunci anggota lain dan semua penawaran tidak berubah.',
    },
    en: {
      what: 'This share of the quorum key is damaged or belongs to another envelope.',
      next: 'Ask the member to open the share again from the original message.',
      safe: 'The shares of other members and all bids are unchanged.',
    },
  },
  'share/too-few': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Bagian kunci yang terkumpul belum mencapai kuorum.',
      next: 'Tunggu anggota lain memberikan bagiannya, lalu ulangi.',
      safe: 'Tidak ada penawaran yang terbuka.',
    },
    en: {
      what: 'The shares collected so far do not reach the quorum.',
      next: 'Wait for other members to give their shares, then try again.',
      safe: 'No bid has been opened.',
    },
  },
  'share/inconsistent': {
    kind: 'finding',
    retryable: true,
    exit: 'integrity',
    id: {
      what: 'Bagian-bagian kunci tidak menyatu menjadi kunci sampul ini; setidaknya satu bagian salah.',
      next: 'Coba dengan bagian dari anggota lain, dan catat anggota mana yang bagiannya tidak cocok.',
      safe: 'Tidak ada penawaran yang terbuka, dan semua bagian tetap dapat dipakai lagi.',
    },
    en: {
      what: 'The shares do not join into the key of this envelope; at least one of them is wrong.',
      next: 'Try with the share of another member, and minute whose share does not fit.',
      safe: 'No bid has been opened, and every share can be used again.',
    },
  },
} as const satisfies CatalogueArea;
