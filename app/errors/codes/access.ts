// Signing in to an LPSE: login, TOTP, sessions, devices, nonces, and what a role may do (app/protocol/SPEC.md 2).
import type { CatalogueArea } from '../entry.ts';

export const ACCESS_CODES = {
  'access/malformed-request': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Server tidak dapat membaca permintaan ini.',
      next: 'Perbarui Segel lalu ulangi. Jika berulang, laporkan ke LPSE.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'The server could not read this request.',
      next: 'Update Segel and try again. If it happens again, report it to the LPSE.',
      safe: 'Nothing changed on the server.',
    },
  },
  'access/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Yang diminta tidak ada di server ini.',
      next: 'Muat ulang daftar, lalu pilih lagi.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'What was asked for does not exist on this server.',
      next: 'Reload the list and choose again.',
      safe: 'Nothing changed on the server.',
    },
  },
  'access/too-large': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Permintaan melebihi ukuran yang diterima server.',
      next: 'Kurangi isi permintaan, lalu kirim lagi.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'The request is larger than the server accepts.',
      next: 'Send less in one request.',
      safe: 'Nothing changed on the server.',
    },
  },
  'access/wrong-credentials': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'User ID atau password salah.',
      next: 'Periksa jenis pengguna, user ID dan password, lalu ulangi dengan kode keamanan baru.',
      safe: 'Percobaan ini tercatat di log akses; berkas Anda tidak berubah.',
    },
    en: {
      what: 'The user ID or the password is wrong.',
      next: 'Check user type, user ID and password, then try again with a new security code.',
      safe: 'This attempt is in the access log; your files are unchanged.',
    },
  },
  'access/captcha-wrong': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Kode keamanan tidak cocok.',
      next: 'Ketik kode keamanan baru yang ditampilkan.',
      safe: 'Password Anda tidak diperiksa dan tidak dihitung sebagai salah.',
    },
    en: {
      what: 'The security code does not match.',
      next: 'Type the new security code shown.',
      safe: 'Your password was not checked and not counted as wrong.',
    },
  },
  'access/login-expired': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Langkah masuk ini sudah kedaluwarsa atau sudah dipakai.',
      next: 'Mulai lagi dari user ID.',
      safe: 'Berkas tersegel dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'This login step has expired or was used already.',
      next: 'Begin again with the user ID.',
      safe: 'Your sealed files and documents are unchanged.',
    },
  },
  'access/locked': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Akun dikunci sementara karena terlalu banyak percobaan yang salah.',
      next: 'Tunggu sampai waktu yang ditampilkan, lalu coba lagi.',
      safe: 'Berkas tersegel Anda tetap aman; penyegelan tetap dapat dilakukan tanpa masuk.',
    },
    en: {
      what: 'The account is locked for a while after too many wrong attempts.',
      next: 'Wait until the time shown, then try again.',
      safe: 'Your sealed files are safe; sealing works without signing in.',
    },
  },
  'access/rate-limited': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Terlalu banyak permintaan dari komputer atau jaringan ini.',
      next: 'Tunggu sampai waktu yang ditampilkan; Segel dapat mencoba lagi sendiri.',
      safe: 'Berkas tersegel dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'Too many requests came from this computer or network.',
      next: 'Wait until the time shown; Segel can try again by itself.',
      safe: 'Your sealed files and documents are unchanged.',
    },
  },
  'access/session-expired': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sesi Anda sudah berakhir.',
      next: 'Masuk lagi untuk melanjutkan.',
      safe: 'Unggahan yang terputus dapat dilanjutkan setelah masuk.',
    },
    en: {
      what: 'Your session has ended.',
      next: 'Sign in again to go on.',
      safe: 'An interrupted upload can be resumed after signing in.',
    },
  },
  'access/refresh-reused': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Kunci sesi lama dipakai untuk kedua kalinya, sehingga sesi diakhiri.',
      next: 'Masuk lagi. Jika Anda tidak tahu sebabnya, ganti password dan periksa log akses.',
      safe: 'Sesi itu tidak berlaku lagi bagi siapa pun.',
    },
    en: {
      what: 'An old session key was used a second time, so the session was ended.',
      next: 'Sign in again. If you do not know why, change the password and look at the access log.',
      safe: 'That session is no longer valid for anyone.',
    },
  },
  'access/device-proof-wrong': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Bukti kunci perangkat tidak cocok dengan perangkat sesi ini.',
      next: 'Masuk lagi dari perangkat ini.',
      safe: 'Berkas tersegel dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'The proof of the device key does not match the device of this session.',
      next: 'Sign in again on this device.',
      safe: 'Your sealed files and documents are unchanged.',
    },
  },
  'access/device-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Server menolak sertifikat perangkat ini.',
      next: 'Buat kunci perangkat baru di pengaturan, lalu daftarkan lagi.',
      safe: 'Berkas tersegel dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'The server refused the certificate of this device.',
      next: 'Make a new device key in the settings and register it again.',
      safe: 'Your sealed files and documents are unchanged.',
    },
  },
  'access/forbidden': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Peran Anda tidak berwenang untuk tindakan ini.',
      next: 'Masuk dengan akun yang berwenang.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'Your role may not do this.',
      next: 'Sign in with an account that may.',
      safe: 'Nothing changed on the server.',
    },
  },
  'access/totp-wrong': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Kode autentikator salah.',
      next: 'Ketik kode yang sedang tampil di aplikasi autentikator; periksa jam ponsel.',
      safe: 'Berkas tersegel dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'The authenticator code is wrong.',
      next: 'Type the code shown now; check the clock of the phone.',
      safe: 'Your sealed files and documents are unchanged.',
    },
  },
  'access/totp-used': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Kode autentikator ini sudah dipakai.',
      next: 'Tunggu kode berikutnya, paling lama 30 detik.',
      safe: 'Berkas tersegel dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'This authenticator code was used already.',
      next: 'Wait for the next code, at most 30 seconds.',
      safe: 'Your sealed files and documents are unchanged.',
    },
  },
  'access/totp-closed': {
    kind: 'fault',
    retryable: true,
    exit: 'identity',
    id: {
      what: 'Waktu untuk kode autentikator sudah habis.',
      next: 'Ulangi dari awal dan siapkan aplikasi autentikator lebih dahulu.',
      safe: 'Berkas tersegel dan dokumen Anda tidak berubah.',
    },
    en: {
      what: 'The time for the authenticator code is over.',
      next: 'Begin again, with the authenticator at hand.',
      safe: 'Your sealed files and documents are unchanged.',
    },
  },
  'access/totp-state': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Autentikator sudah dalam keadaan itu.',
      next: 'Muat ulang halaman akun untuk melihat keadaan sekarang.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'The authenticator is in that state already.',
      next: 'Reload the account page to see its state.',
      safe: 'Nothing changed on the server.',
    },
  },
  'access/reset-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Tautan atur ulang autentikator tidak berlaku lagi.',
      next: 'Minta tautan baru.',
      safe: 'Autentikator yang terpasang tetap berlaku.',
    },
    en: {
      what: 'The link for resetting the authenticator is no longer valid.',
      next: 'Ask for a new link.',
      safe: 'The enrolled authenticator remains in force.',
    },
  },
  'access/weak-password': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Password terlalu lemah.',
      next: 'Pakai sedikitnya 8 karakter dengan huruf besar, huruf kecil, angka dan tanda khusus.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'The password is too weak.',
      next: 'Use at least 8 characters with upper case, lower case, digit and special character.',
      safe: 'Nothing changed on the server.',
    },
  },
  'access/nonce-used': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Nomor sekali pakai dari server sudah terpakai atau kedaluwarsa.',
      next: 'Ulangi; Segel meminta nomor baru.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'The one-time number of the server was used or has expired.',
      next: 'Try again; Segel asks for a new one.',
      safe: 'Nothing changed on the server.',
    },
  },
  'access/token-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Token paket tidak berlaku untuk akun ini atau sudah kedaluwarsa.',
      next: 'Salin token baru dari halaman paket dengan akun yang sama.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'The package token is not valid for this account or has expired.',
      next: 'Copy a new token from the package page with the same account.',
      safe: 'Nothing changed on the server.',
    },
  },
} as const satisfies CatalogueArea;
