// Certificates, revocation lists and the encodings they come in.
import type { CatalogueArea, ProblemText } from '../entry.ts';

const SAFE_ID = 'Dokumen asli dan berkas tersegel tidak berubah.';
const SAFE_EN = 'Your documents and sealed files are unchanged.';

/** Shared second and third sentences of codes that mean "these bytes are not what they claim to be". */
const malformed = (idWhat: string, enWhat: string): { readonly id: ProblemText; readonly en: ProblemText } => ({
  id: {
    what: idWhat,
    next: 'Ambil lagi berkas itu dari sumbernya. Jika tetap sama, laporkan ke penerbitnya.',
    safe: SAFE_ID,
  },
  en: {
    what: enWhat,
    next: 'Fetch the file again from its source. If it stays so, tell whoever issued it.',
    safe: SAFE_EN,
  },
});

export const CERTIFICATE_CODES = {
  'asn1/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    ...malformed(
      'Isi berkas kriptografi ini rusak atau bukan DER yang benar.',
      'This cryptographic file is damaged or is not correct DER.',
    ),
  },
  'asn1/too-large': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    ...malformed(
      'Berkas kriptografi ini melebihi batas ukuran atau kedalaman.',
      'This cryptographic file is over the size or depth limit.',
    ),
  },
  'json/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    ...malformed('Isi berkas JSON ini rusak.', 'This JSON file is damaged.'),
  },
  'json/not-canonical': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    ...malformed(
      'Berkas JSON ini tidak dalam bentuk baku (RFC 8785).',
      'This JSON file is not in canonical form (RFC 8785).',
    ),
  },
  'pem/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    ...malformed(
      'Berkas PEM ini rusak atau tidak memuat bagian yang dicari.',
      'This PEM file is damaged or lacks the part that was looked for.',
    ),
  },
  'certificate/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    ...malformed(
      'Sertifikat ini rusak atau tidak mengikuti RFC 5280.',
      'This certificate is damaged or does not follow RFC 5280.',
    ),
  },
  'certificate/expired': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Masa berlaku sertifikat sudah habis pada saat yang dinilai.',
      next: 'Pakai sertifikat yang masih berlaku, atau minta yang baru ke penerbitnya.',
      safe: SAFE_ID,
    },
    en: {
      what: 'The certificate had expired at the time in question.',
      next: 'Use a certificate that is still valid, or ask its issuer for a new one.',
      safe: SAFE_EN,
    },
  },
  'certificate/not-yet-valid': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat belum berlaku pada saat yang dinilai.',
      next: 'Periksa jam komputer ini. Jika jamnya benar, tunggu sampai sertifikat berlaku.',
      safe: SAFE_ID,
    },
    en: {
      what: 'The certificate was not yet valid at the time in question.',
      next: "Check this computer's clock. If it is right, wait until the certificate is valid.",
      safe: SAFE_EN,
    },
  },
  'certificate/weak-algorithm': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Kunci atau algoritma sertifikat ini terlalu lemah.',
      next: 'Minta sertifikat dengan RSA 2048 bit ke atas atau P-256/P-384 dan SHA-256.',
      safe: SAFE_ID,
    },
    en: {
      what: 'The key or an algorithm of this certificate is too weak.',
      next: 'Ask for a certificate with RSA of 2048 bits or more, or P-256/P-384, and SHA-256.',
      safe: SAFE_EN,
    },
  },
  'certificate/wrong-usage': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat ini tidak diterbitkan untuk keperluan itu.',
      next: 'Pilih sertifikat yang sesuai: satu untuk tanda tangan, satu lagi untuk enkripsi.',
      safe: SAFE_ID,
    },
    en: {
      what: 'This certificate was not issued for that use.',
      next: 'Choose the right one: there is one certificate to sign and another to encrypt.',
      safe: SAFE_EN,
    },
  },
  'certificate/untrusted': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat ini tidak dapat ditelusuri sampai ke akar yang dipercaya.',
      next: 'Pastikan sertifikat berasal dari penerbit yang diakui dan rantainya lengkap.',
      safe: SAFE_ID,
    },
    en: {
      what: 'No valid path leads from this certificate to a trusted root.',
      next: 'Make sure that it comes from a recognised issuer and that its chain is complete.',
      safe: SAFE_EN,
    },
  },
  'certificate/revoked': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat ini sudah dicabut oleh penerbitnya.',
      next: 'Pakai sertifikat lain, atau minta yang baru ke penerbitnya.',
      safe: SAFE_ID,
    },
    en: {
      what: 'This certificate was revoked by its issuer.',
      next: 'Use another certificate, or ask its issuer for a new one.',
      safe: SAFE_EN,
    },
  },
  'certificate/revocation-unknown': {
    kind: 'finding',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Belum dapat dipastikan apakah sertifikat ini dicabut.',
      next: 'Sambungkan ke internet lalu coba lagi, atau muat CRL dari penerbitnya.',
      safe: SAFE_ID,
    },
    en: {
      what: 'Whether this certificate was revoked could not be established.',
      next: 'Connect to the internet and try again, or load the CRL of its issuer.',
      safe: SAFE_EN,
    },
  },
  'certificate/path-too-complex': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Rantai sertifikat ini terlalu rumit untuk diperiksa.',
      next: 'Sertakan hanya sertifikat yang menghubungkan sertifikat Anda ke akarnya.',
      safe: SAFE_ID,
    },
    en: {
      what: 'This set of certificates is too complex to check.',
      next: 'Include only the certificates that link yours to its root.',
      safe: SAFE_EN,
    },
  },
  'crl/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    ...malformed('Daftar pencabutan (CRL) ini rusak.', 'This certificate revocation list (CRL) is damaged.'),
  },
  'ocsp/malformed': {
    kind: 'fault',
    retryable: true,
    exit: 'network',
    id: {
      what: 'Jawaban OCSP rusak, menolak, atau bukan untuk pertanyaan ini.',
      next: 'Coba lagi nanti; bila tersedia, CRL dari penerbit dipakai sebagai gantinya.',
      safe: SAFE_ID,
    },
    en: {
      what: 'The OCSP answer is damaged, a refusal, or not for this question.',
      next: "Try again later; the issuer's CRL is used instead where there is one.",
      safe: SAFE_EN,
    },
  },
  'csr/malformed': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Permintaan sertifikat (CSR) ini rusak atau tidak ditandatangani oleh kuncinya sendiri.',
      next: 'Buat permintaan baru dari komputer yang menyimpan kunci itu.',
      safe: SAFE_ID,
    },
    en: {
      what: 'This certificate request (CSR) is damaged or not signed by its own key.',
      next: 'Make a new request on the computer that holds the key.',
      safe: SAFE_EN,
    },
  },
} as const satisfies CatalogueArea;
