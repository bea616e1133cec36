// The command line and this computer: passphrases, choices, the device key, the keychain.
import type { CatalogueArea } from '../entry.ts';

export const CLI_CODES = {
  'cli/passphrase-unavailable': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Kata sandi tidak dapat ditanyakan: tidak ada terminal.',
      next: 'Jalankan di terminal, atau berikan lewat "--passphrase-fd N".',
      safe: 'Tidak ada yang dijalankan. Kata sandi tidak pernah diterima sebagai pilihan perintah.',
    },
    en: {
      what: 'The passphrase cannot be asked for: there is no terminal.',
      next: 'Run it in a terminal, or pass it with "--passphrase-fd N".',
      safe: 'Nothing was run. A passphrase is never taken as an option of the command.',
    },
  },
  'cli/passphrase-fd': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Kata sandi tidak dapat dibaca dari deskriptor yang disebut.',
      next: 'Buka deskriptor itu untuk dibaca, misalnya "--passphrase-fd 3 3<berkas"; satu kata sandi per baris.',
      safe: 'Tidak ada yang dijalankan.',
    },
    en: {
      what: 'The passphrase cannot be read from the descriptor named.',
      next: 'Open that descriptor for reading, as in "--passphrase-fd 3 3<file"; one passphrase per line.',
      safe: 'Nothing was run.',
    },
  },
  'cli/passphrase-too-short': {
    kind: 'fault',
    retryable: true,
    exit: 'input',
    id: {
      what: 'Kata sandi baru terlalu pendek.',
      next: 'Pakai sedikitnya 12 huruf; beberapa kata lebih mudah diingat.',
      safe: 'Tidak ada kunci yang dibuat.',
    },
    en: {
      what: 'The new passphrase is too short.',
      next: 'Use at least 12 characters; a few words are easier to remember.',
      safe: 'No key was made.',
    },
  },
  'cli/passphrases-differ': {
    kind: 'fault',
    retryable: true,
    exit: 'input',
    id: {
      what: 'Kedua kata sandi tidak sama.',
      next: 'Ketik kata sandi yang sama dua kali.',
      safe: 'Tidak ada yang disimpan.',
    },
    en: {
      what: 'The two passphrases differ.',
      next: 'Type the same passphrase twice.',
      safe: 'Nothing was stored.',
    },
  },
  'cli/confirmation-needed': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Tindakan ini mengikat secara hukum dan belum Anda setujui.',
      next: 'Baca ringkasannya, lalu jawab "ya" di terminal atau tambahkan "--yes".',
      safe: 'Tidak ada yang dikirim atau diubah.',
    },
    en: {
      what: 'This act is binding and you have not agreed to it.',
      next: 'Read the summary, then answer "yes" in a terminal or add "--yes".',
      safe: 'Nothing was sent or changed.',
    },
  },
  'cli/no-account': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Belum ada akun yang dipakai di komputer ini.',
      next: 'Masuk dulu dengan "segel login <pengguna>", atau pilih akun dengan "--account <pengguna>".',
      safe: 'Data akun lain tidak dibuka.',
    },
    en: {
      what: 'No account is in use on this computer.',
      next: 'Log in with "segel login <user>", or choose an account with "--account <user>".',
      safe: 'Data of other accounts was not opened.',
    },
  },
  'cli/no-lpse': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Belum jelas LPSE mana yang dimaksud.',
      next: 'Tambahkan LPSE dengan "segel lpse add", atau pilih dengan "--lpse <alamat atau kode>".',
      safe: 'Tidak ada server yang dihubungi.',
    },
    en: {
      what: 'It is not clear which LPSE is meant.',
      next: 'Add an LPSE with "segel lpse add", or choose one with "--lpse <address or code>".',
      safe: 'No server was contacted.',
    },
  },
  'cli/file-unreadable': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas yang disebut tidak dapat dibaca, atau terlalu besar.',
      next: 'Periksa nama dan izin berkas itu.',
      safe: 'Tidak ada berkas yang diubah.',
    },
    en: {
      what: 'The file named cannot be read, or is too large.',
      next: 'Check the name of the file and its permissions.',
      safe: 'No file was changed.',
    },
  },
  'cli/anchors-needed': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Jangkar kepercayaan LPSE belum lengkap.',
      next: 'Sebutkan berkas sertifikat akar dari operator: "--anchors <folder>".',
      safe: 'Tidak ada LPSE yang dipercaya karena perintah ini.',
    },
    en: {
      what: 'The trust anchors of the LPSE are incomplete.',
      next: 'Name the root certificates given by its operator: "--anchors <folder>".',
      safe: 'This command made no LPSE trusted.',
    },
  },
  'cli/captcha-needed': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Kode keamanan belum dijawab.',
      next: 'Buka gambar yang disebut, lalu ketik kodenya di terminal.',
      safe: 'Anda belum masuk; tidak ada kata sandi yang terkirim.',
    },
    en: {
      what: 'The security code was not answered.',
      next: 'Open the picture named, then type its code in a terminal.',
      safe: 'You are not logged in; no password was sent.',
    },
  },
  'cli/totp-needed': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Kode TOTP diperlukan untuk masuk.',
      next: 'Ulangi di terminal, atau tambahkan "--totp <kode>".',
      safe: 'Anda belum masuk.',
    },
    en: {
      what: 'A TOTP code is needed to log in.',
      next: 'Repeat in a terminal, or add "--totp <code>".',
      safe: 'You are not logged in.',
    },
  },
  'cli/ambiguous': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Ada lebih dari satu yang cocok dengan perintah ini.',
      next: 'Sebutkan yang dimaksud; pilihannya ada di rincian.',
      safe: 'Tidak ada yang dijalankan.',
    },
    en: {
      what: 'More than one thing matches this command.',
      next: 'Name the one you mean; the choices are in the details.',
      safe: 'Nothing was run.',
    },
  },
  'device/key-damaged': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Kunci perangkat di komputer ini rusak.',
      next: 'Hapus folder "device" di folder data Segel, lalu masuk lagi: kunci baru dibuat dan didaftarkan.',
      safe: 'Tanda terima yang ada tetap sah. Penawaran non-CA yang belum dikirim perlu disegel ulang.',
    },
    en: {
      what: 'The device key on this computer is damaged.',
      next: `Remove the folder "device" in Segel's data folder and log in again: a new key is made and registered.`,
      safe: 'Receipts remain valid. A NON_CA bid not yet sent must be sealed again.',
    },
  },
  'device/key-locked': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Kunci perangkat dilindungi penyimpan kunci sistem, dan penyimpan itu tidak menjawab.',
      next: 'Buka kunci penyimpan itu (masuk ke desktop), lalu ulangi.',
      safe: 'Tidak ada yang berubah.',
    },
    en: {
      what: 'The device key is protected by the keychain of the system, which does not answer.',
      next: 'Unlock that keychain (log in to the desktop), then try again.',
      safe: 'Nothing has changed.',
    },
  },
  'keychain/unavailable': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'Penyimpan kunci yang dipilih tidak ada atau tidak menjawab di komputer ini.',
      next: 'Pakai "segel keychain ask": kata sandi ditanyakan setiap kali.',
      safe: 'Tidak ada rahasia yang disimpan.',
    },
    en: {
      what: 'The keychain chosen is missing or does not answer on this computer.',
      next: 'Use "segel keychain ask": passphrases are asked for each time.',
      safe: 'No secret was stored.',
    },
  },
  'cli/not-verifiable': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Di sini tidak ada yang dapat diperiksa: bukan tanda terima, penawaran tersegel, atau berkas tender.',
      next: 'Sebutkan folder tanda terima, berkas .sampul, berkas tender (.zip), atau kata "log".',
      safe: 'Tidak ada berkas yang diubah.',
    },
    en: {
      what: 'There is nothing here to verify: no receipt, no sealed bid, no tender file.',
      next: 'Name a receipt folder, a .sampul file, a tender file (.zip), or the word "log".',
      safe: 'No file was changed.',
    },
  },
} as const satisfies CatalogueArea;
