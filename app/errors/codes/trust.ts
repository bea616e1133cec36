// Whom this computer believes: pinned anchors, policies, certificates, and what of the log and the KMS it refuses.
import type { CatalogueArea } from '../entry.ts';

export const TRUST_CODES = {
  'trust/not-pinned': {
    kind: 'fault',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'LPSE ini belum dipasang sebagai tepercaya di komputer ini.',
      next: 'Minta operator memasang jangkar kepercayaan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This LPSE has not been installed as trusted on this computer.',
      next: 'Ask your operator to install the trust anchors of the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/answer-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Jawaban bertanda tangan ini bukan dari LPSE yang dipercaya.',
      next: 'Jangan lanjutkan; hubungi LPSE lewat telepon.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This signed answer is not from the trusted LPSE.',
      next: 'Do not go on; call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/anchor-changed': {
    kind: 'fault',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat LPSE tidak lagi bersumber pada jangkar yang dipasang.',
      next: 'Jangan lanjutkan; tanyakan LPSE apakah sertifikatnya diganti.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificates of the LPSE no longer lead to the installed anchors.',
      next: 'Do not go on; ask the LPSE whether it changed its certificates.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kebijakan segel paket ini tidak dapat dipercaya.',
      next: 'Jangan menyegel; laporkan daftar pemeriksaan kepada Pokja dan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The sealing policy of this package cannot be trusted.',
      next: 'Do not seal; report the list of checks to the committee and the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-wrong-package': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kebijakan segel ini untuk paket atau versi lain.',
      next: 'Muat ulang paket; bila tetap, hubungi LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This sealing policy is for another package or version.',
      next: 'Reload the package; if it stays, call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-unsigned-by-lpse': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kebijakan segel tidak ditandatangani LPSE yang dipercaya.',
      next: 'Jangan menyegel; hubungi LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The sealing policy is not signed by the trusted LPSE.',
      next: 'Do not seal; call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-too-few-members': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Terlalu sedikit anggota Pokja menandatangani kebijakan segel.',
      next: 'Tunggu sampai mayoritas menandatangani.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'Too few committee members signed the sealing policy.',
      next: 'Wait until a majority has signed.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/member-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat seorang anggota Pokja tidak dapat dipercaya.',
      next: 'Jangan menyegel; laporkan kepada Pokja dan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificate of a committee member cannot be trusted.',
      next: 'Do not seal; report it to the committee and the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/opener-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat pembuka tidak dapat dipercaya atau bukan untuk membuka.',
      next: 'Jangan menyegel; laporkan kepada Pokja dan LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'An opening certificate is not trusted or not made for opening.',
      next: 'Do not seal; report it to the committee and the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/package-certificate-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat paket dari KMS tidak sesuai dengan paket ini.',
      next: 'Jangan menyegel; laporkan kepada LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The package certificate of the KMS does not fit this package.',
      next: 'Do not seal; report it to the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/auditor-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Sertifikat auditor tidak dapat dipercaya.',
      next: 'Jangan menyegel; laporkan kepada LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The certificate of the auditor cannot be trusted.',
      next: 'Do not seal; report it to the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/quorum-reused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Kunci kuorum ini sudah dipakai untuk versi tender sebelumnya: bagian kunci lama dapat membuka penawaran baru.',
      next: 'Jangan menyegel atau menandatangani; mintalah ketua Pokja membagi kunci kuorum yang baru untuk versi ini.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'This quorum key was already used for an earlier version of the tender: old shares could open new bids.',
      next: 'Do not seal or sign; ask the head of the committee to deal a new quorum key for this version.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'trust/policy-older': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Server memberi kebijakan segel yang lebih lama dari yang pernah dilihat.',
      next: 'Jangan menyegel; simpan jurnal dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The server offers a sealing policy older than one already seen.',
      next: 'Do not seal; keep the journal and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'trust/deadline-earlier': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Batas akhir dimajukan, dan itu tidak diperbolehkan.',
      next: 'Simpan jurnal dan hubungi Pokja.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The deadline was moved to an earlier time, which is not allowed.',
      next: 'Keep the journal and call the committee.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'trust/certificate-ends-early': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Sertifikat habis masa berlakunya sebelum batas akhir.',
      next: 'Perbarui sertifikat sebelum menyegel.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The certificate expires before the deadline.',
      next: 'Renew the certificate before sealing.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'trust/device-not-registered': {
    kind: 'finding',
    retryable: false,
    exit: 'identity',
    id: {
      what: 'Kunci komputer ini belum terdaftar pada LPSE untuk akun ini.',
      next: 'Masuk lalu daftarkan komputer ini.',
      safe: 'Draf dan dokumen asli Anda tidak berubah.',
    },
    en: {
      what: 'The key of this computer is not registered with the LPSE for this account.',
      next: 'Log in and register this computer.',
      safe: 'Your draft and original documents are unchanged.',
    },
  },
  'trust/log-incomplete': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Daftar penawaran dari server tidak sama dengan yang tercatat di log.',
      next: 'Jangan membuka; simpan laporan ini sebagai bukti dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The list of bids from the server differs from the log.',
      next: 'Do not open; keep this report as evidence and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
  'trust/release-refused': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Pelepasan kunci dari KMS tidak sah atau tidak mencakup semua penawaran.',
      next: 'Jangan membuka; simpan laporan ini sebagai bukti dan hubungi LPSE.',
      safe: 'Bukti tersimpan di komputer ini dan dapat diekspor.',
    },
    en: {
      what: 'The release by the KMS is not valid or does not cover every bid.',
      next: 'Do not open; keep this report as evidence and call the LPSE.',
      safe: 'The evidence is kept on this computer and can be exported.',
    },
  },
} as const satisfies CatalogueArea;
