// CMS structures, signatures and timestamps: the codes of crypto/cms and crypto/timestamp.ts.
import type { CatalogueArea } from '../entry.ts';

export const CMS_CODES = {
  'cms/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas kunci atau segel tidak berbentuk CMS yang benar.',
      next: 'Ambil lagi berkasnya dari sumber aslinya, lalu bandingkan SHA-256-nya.',
      safe: 'Tidak ada isi yang dibuka.',
    },
    en: {
      what: 'A lock or seal is not correct CMS.',
      next: 'Fetch the file again from its source and compare its SHA-256.',
      safe: 'No content was opened.',
    },
  },
  'cms/algorithm-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Segel ini memakai algoritma yang tidak diizinkan format sampul.',
      next: 'Minta pembuatnya menyegel ulang dengan Segel atau program lain yang mengikuti format versi 1.',
      safe: 'Tidak ada isi yang dibuka.',
    },
    en: {
      what: 'This seal uses an algorithm that the envelope format does not allow.',
      next: 'Ask its maker to seal again with Segel or another program that follows format version 1.',
      safe: 'No content was opened.',
    },
  },
  'cms/no-matching-recipient': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Segel ini tidak ditujukan kepada kunci Anda.',
      next: 'Pilih identitas lain, atau periksa daftar penerima segel ini.',
      safe: 'Kunci Anda tidak dipakai dan tidak ada isi yang dibuka.',
    },
    en: {
      what: 'This seal is not addressed to your key.',
      next: 'Choose another identity, or look at the recipients of this seal.',
      safe: 'Your key was not used and no content was opened.',
    },
  },
  'signature/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Berkas tanda tangan tidak berbentuk yang benar.',
      next: 'Ambil lagi berkasnya dari sumber aslinya.',
      safe: 'Dokumen yang ditandatangani tidak dipakai.',
    },
    en: {
      what: 'A signature file is not in its correct form.',
      next: 'Fetch the file again from its source.',
      safe: 'The signed document was not used.',
    },
  },
  'signature/invalid': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Tanda tangan tidak sah: hasil hitungannya tidak cocok dengan kunci penanda tangan.',
      next: 'Jangan pakai dokumen ini. Ambil lagi dari sumber aslinya atau tanyakan penanda tangannya.',
      safe: 'Dokumen yang ditandatangani tidak dipakai.',
    },
    en: {
      what: "The signature is not valid: it does not match the signer's key.",
      next: 'Do not use this document. Fetch it again from its source, or ask its signer.',
      safe: 'The signed document was not used.',
    },
  },
  'signature/wrong-content': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Tanda tangan ini milik isi yang lain: isi berkas tidak sama dengan yang ditandatangani.',
      next: 'Pastikan berkas dan tanda tangannya berpasangan, lalu ambil lagi keduanya.',
      safe: 'Dokumen yang ditandatangani tidak dipakai.',
    },
    en: {
      what: 'This signature belongs to other content: the file is not what was signed.',
      next: 'Make sure that file and signature belong together, then fetch both again.',
      safe: 'The signed document was not used.',
    },
  },
  'signature/wrong-signer': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Penanda tangan bukan pihak yang seharusnya.',
      next: 'Periksa sertifikat penanda tangan, lalu tanyakan kepada LPSE.',
      safe: 'Dokumen yang ditandatangani tidak dipakai.',
    },
    en: {
      what: 'The signer is not the one it should be.',
      next: "Look at the signer's certificate, then ask the LPSE.",
      safe: 'The signed document was not used.',
    },
  },
  'timestamp/malformed': {
    kind: 'fault',
    retryable: true,
    exit: 'input',
    id: {
      what: 'Jawaban layanan cap waktu tidak berbentuk yang benar.',
      next: 'Minta cap waktu sekali lagi; jika tetap begitu, laporkan kepada LPSE.',
      safe: 'Segel tidak berubah; cap waktu dapat menyusul.',
    },
    en: {
      what: 'The answer of the timestamp service is not in its correct form.',
      next: 'Ask for a timestamp once more; if it stays so, tell the LPSE.',
      safe: 'The seal is unchanged; the timestamp can follow later.',
    },
  },
  'timestamp/refused-by-authority': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Layanan cap waktu menolak permintaan.',
      next: 'Coba lagi beberapa saat lagi; jika tetap ditolak, laporkan kepada LPSE.',
      safe: 'Segel tidak berubah; cap waktu dapat menyusul.',
    },
    en: {
      what: 'The timestamp service refused the request.',
      next: 'Try again in a while; if it is refused again, tell the LPSE.',
      safe: 'The seal is unchanged; the timestamp can follow later.',
    },
  },
  'timestamp/invalid': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Cap waktu tidak dapat dipercaya: bukan untuk berkas ini, atau penerbitnya tidak berhak.',
      next: 'Jangan pakai waktu yang tertulis di situ. Minta cap waktu baru atau tanyakan LPSE.',
      safe: 'Berkas yang dicap tidak berubah.',
    },
    en: {
      what: 'The timestamp cannot be believed: it is not for this file, or its issuer may not give it.',
      next: 'Do not use the time it states. Ask for a new timestamp, or ask the LPSE.',
      safe: 'The stamped file is unchanged.',
    },
  },
} as const satisfies CatalogueArea;
