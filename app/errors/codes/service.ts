// Services around the LPSE: certificates of the AMS, time stamps, and the reference server itself (app/protocol/SPEC.md 8).
import type { CatalogueArea } from '../entry.ts';

export const SERVICE_CODES = {
  'ams/request-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Permintaan sertifikat ini tidak diterima AMS.',
      next: 'Buat permintaan baru di Segel dengan jenis sertifikat yang sesuai peran Anda.',
      safe: 'Kunci pribadi tetap hanya ada di perangkat Anda.',
    },
    en: {
      what: 'The AMS does not accept this certificate request.',
      next: 'Make a new request in Segel, of a kind that fits your role.',
      safe: 'The private key is still only on your device.',
    },
  },
  'ams/already-decided': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Permohonan ini sudah diputuskan.',
      next: 'Muat ulang daftar permohonan.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'This application has been decided already.',
      next: 'Reload the list of applications.',
      safe: 'Nothing changed on the server.',
    },
  },
  'ams/revocation-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Sertifikat ini tidak dapat dicabut oleh akun Anda.',
      next: 'Cabut sertifikat sendiri, atau minta verifikator LPSE.',
      safe: 'Sertifikat itu tetap berlaku.',
    },
    en: {
      what: 'Your account cannot revoke this certificate.',
      next: 'Revoke your own certificate, or ask the verifier of the LPSE.',
      safe: 'That certificate remains valid.',
    },
  },
  'service/unavailable': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Layanan ini sedang tidak tersedia.',
      next: 'Segel mencoba lagi nanti; bagian yang kurang ditandai dan dilengkapi kemudian.',
      safe: 'Penawaran dan tanda terima yang ada tetap sah.',
    },
    en: {
      what: 'This service is not available at the moment.',
      next: 'Segel tries again later; the missing part is marked and added then.',
      safe: 'Existing bids and receipts remain valid.',
    },
  },
  'lpse/loopback-only': {
    kind: 'fault',
    retryable: false,
    exit: 'usage',
    id: {
      what: 'LPSE acuan hanya boleh berjalan di komputer sendiri (loopback).',
      next: 'Pakai alamat 127.0.0.1 atau ::1.',
      safe: 'Server tidak dijalankan.',
    },
    en: {
      what: 'The reference LPSE may run on this computer only (loopback).',
      next: 'Use the address 127.0.0.1 or ::1.',
      safe: 'The server was not started.',
    },
  },
  'clock/backwards': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Jam server acuan tidak boleh dimundurkan.',
      next: 'Pilih waktu sesudah waktu server sekarang.',
      safe: 'Jam server tidak berubah.',
    },
    en: {
      what: 'The clock of the reference server cannot go back.',
      next: 'Choose a time after the server time of now.',
      safe: 'The clock of the server is unchanged.',
    },
  },
  'clock/beyond-real-time': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Jam server acuan tidak boleh melewati waktu sebenarnya.',
      next: 'Pilih waktu paling lambat saat ini.',
      safe: 'Jam server tidak berubah.',
    },
    en: {
      what: 'The clock of the reference server cannot pass real time.',
      next: 'Choose a time no later than now.',
      safe: 'The clock of the server is unchanged.',
    },
  },
} as const satisfies CatalogueArea;
