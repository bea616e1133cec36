// Between this computer and a server: what keeps an answer from coming.
import type { CatalogueArea } from '../entry.ts';

export const NETWORK_CODES = {
  'network/unreachable': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Server tidak dapat dihubungi.',
      next: 'Periksa sambungan internet dan proksi; Segel mencoba lagi sendiri.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'The server cannot be reached.',
      next: 'Check the internet connection and the proxy; Segel tries again by itself.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
  'network/timeout': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Server tidak menjawab pada waktunya.',
      next: 'Tunggu sebentar lalu coba lagi.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'The server did not answer in time.',
      next: 'Wait a moment and try again.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
  'network/tls-untrusted': {
    kind: 'fault',
    retryable: false,
    exit: 'network',
    id: {
      what: 'Sertifikat server tidak dipercaya; sambungan dihentikan.',
      next: 'Pastikan alamat LPSE benar; tanyakan pada LPSE bila jaringan kantor memeriksa sambungan.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'The certificate of the server is not trusted; the connection was stopped.',
      next: 'Check the address of the LPSE; ask the LPSE if an office network inspects connections.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
  'network/proxy-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'network',
    id: {
      what: 'Proksi menolak sambungan.',
      next: 'Periksa alamat dan kata sandi proksi di Pengaturan.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'The proxy refused the connection.',
      next: 'Check address and password of the proxy in the settings.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
  'network/redirected': {
    kind: 'fault',
    retryable: false,
    exit: 'network',
    id: {
      what: 'Server mengalihkan ke alamat lain; pengalihan tidak diikuti.',
      next: 'Pastikan alamat LPSE benar.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The server redirected to another address; that is not followed.',
      next: 'Check the address of the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'network/not-an-lpse': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Yang menjawab bukan LPSE, mungkin halaman masuk Wi-Fi.',
      next: 'Buka peramban, masuk ke jaringan, lalu coba lagi.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'What answered is not an LPSE, perhaps the login page of a Wi-Fi.',
      next: 'Open a browser, log in to the network, then try again.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
  'network/bad-answer': {
    kind: 'fault',
    retryable: false,
    exit: 'network',
    id: {
      what: 'Jawaban server tidak sesuai protokol.',
      next: 'Perbarui Segel; bila tetap, laporkan kode ini kepada LPSE.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'The answer of the server does not follow the protocol.',
      next: 'Update Segel; if it stays, report this code to the LPSE.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
  'network/answer-too-large': {
    kind: 'fault',
    retryable: false,
    exit: 'network',
    id: {
      what: 'Jawaban server terlalu besar dan dihentikan.',
      next: 'Coba lagi; bila tetap, laporkan kode ini kepada LPSE.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'The answer of the server was too large and was stopped.',
      next: 'Try again; if it stays, report this code to the LPSE.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
  'network/server-error': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Server sedang mengalami gangguan.',
      next: 'Segel mencoba lagi; bila batas akhir dekat, hubungi LPSE sekarang.',
      safe: 'Apa yang sudah diakui server tetap tersimpan; berkas tersegel tidak berubah.',
    },
    en: {
      what: 'The server has a fault.',
      next: 'Segel tries again; tell the LPSE now if the deadline is near.',
      safe: 'What the server has acknowledged stays stored; the sealed file is unchanged.',
    },
  },
} as const satisfies CatalogueArea;
