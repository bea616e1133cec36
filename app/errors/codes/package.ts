// Packages, their schedules and their sealing policies (app/protocol/SPEC.md 3).
import type { CatalogueArea } from '../entry.ts';

export const PACKAGE_CODES = {
  'package/not-found': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Paket ini tidak ada di LPSE ini atau tidak terlihat bagi akun Anda.',
      next: 'Periksa kode tender, lalu muat ulang daftar paket.',
      safe: 'Tidak ada yang berubah di server.',
    },
    en: {
      what: 'This package does not exist at this LPSE or your account cannot see it.',
      next: 'Check the tender code, then reload the list of packages.',
      safe: 'Nothing changed on the server.',
    },
  },
  'package/schedule-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Perubahan jadwal ini tidak diterima.',
      next: 'Sebutkan alasan; batas akhir hanya boleh diundur dan tahap tidak boleh berakhir sebelum mulai.',
      safe: 'Jadwal yang berlaku tidak berubah.',
    },
    en: {
      what: 'This change of the schedule is not accepted.',
      next: 'Give a reason; a deadline may only move later, and no stage may end before it starts.',
      safe: 'The schedule in force is unchanged.',
    },
  },
  'package/committee-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Perubahan anggota Pokja ini tidak diterima.',
      next: 'Pilih akun anggota Pokja yang terdaftar dan sebutkan alasan.',
      safe: 'Kebijakan yang berlaku tidak berubah.',
    },
    en: {
      what: 'This change of the committee is not accepted.',
      next: 'Choose a registered committee account and give a reason.',
      safe: 'The policy in force is unchanged.',
    },
  },
  'policy/not-published': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Kebijakan penyegelan paket ini belum terbit.',
      next: 'Tunggu sampai Pokja menandatanganinya; dokumen dapat disiapkan dari sekarang.',
      safe: 'Dokumen Anda tidak berubah.',
    },
    en: {
      what: 'The sealing policy of this package is not published yet.',
      next: 'Wait until the committee has signed it; documents can be prepared now.',
      safe: 'Your documents are unchanged.',
    },
  },
  'policy/no-draft': {
    kind: 'fault',
    retryable: false,
    exit: 'input',
    id: {
      what: 'Tidak ada rancangan kebijakan yang menunggu tanda tangan.',
      next: 'Kebijakan yang terbit masih berlaku; tidak perlu berbuat apa pun.',
      safe: 'Kebijakan yang berlaku tidak berubah.',
    },
    en: {
      what: 'No draft of a policy is waiting for signatures.',
      next: 'The published policy is in force; nothing needs to be done.',
      safe: 'The policy in force is unchanged.',
    },
  },
  'policy/members-incomplete': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Belum semua anggota mempunyai sertifikat tanda tangan dan sertifikat enkripsi yang berlaku.',
      next: 'Lengkapi sertifikat anggota yang disebut, lalu muat ulang rancangan.',
      safe: 'Kebijakan yang berlaku tidak berubah.',
    },
    en: {
      what: 'Not every member has a valid signing and encryption certificate yet.',
      next: 'Complete the certificates of the members named, then reload the draft.',
      safe: 'The policy in force is unchanged.',
    },
  },
  'policy/draft-changed': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Rancangan kebijakan sudah berubah sejak Anda membacanya.',
      next: 'Muat ulang rancangan, baca, lalu tanda tangani lagi.',
      safe: 'Tanda tangan tadi tidak dipakai.',
    },
    en: {
      what: 'The draft of the policy has changed since you read it.',
      next: 'Reload the draft, read it and sign again.',
      safe: 'That signature was not used.',
    },
  },
  'policy/signature-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Tanda tangan atas kebijakan ini tidak dapat diterima.',
      next: 'Tanda tangani dengan sertifikat tanda tangan Anda sendiri yang disebut dalam rancangan.',
      safe: 'Kebijakan yang berlaku tidak berubah.',
    },
    en: {
      what: 'This signature on the policy cannot be accepted.',
      next: 'Sign with your own signing certificate named in the draft.',
      safe: 'The policy in force is unchanged.',
    },
  },
  'policy/closes-earlier': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Batas akhir pada kebijakan baru lebih awal daripada yang sudah terbit.',
      next: 'Batas akhir hanya boleh diundur.',
      safe: 'Kebijakan yang berlaku tidak berubah.',
    },
    en: {
      what: 'The deadline in the new policy is earlier than the published one.',
      next: 'A deadline may only move later.',
      safe: 'The policy in force is unchanged.',
    },
  },
  'policy/would-lose-openers': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Penggantian ini membuat penawaran yang sudah diterima tidak dapat dibuka siapa pun.',
      next: 'Undurkan batas akhir dengan alasan agar penyedia dapat menyegel ulang, lalu ganti anggota.',
      safe: 'Semua penawaran yang diterima tetap dapat dibuka anggota sekarang.',
    },
    en: {
      what: 'This replacement would leave a received bid that nobody can open.',
      next: 'Move the deadline with a reason so that bidders can seal again, then replace the member.',
      safe: 'Every received bid can still be opened by the present members.',
    },
  },
  'policy/dealing-refused': {
    kind: 'fault',
    retryable: false,
    exit: 'refused',
    id: {
      what: 'Pembagian kunci kuorum ini tidak diterima.',
      next: 'Ketua Pokja mengulang pembagian dengan pemegang dan ambang yang benar.',
      safe: 'Kunci dan kebijakan yang berlaku tidak berubah.',
    },
    en: {
      what: 'This dealing of the quorum key is not accepted.',
      next: 'The leader deals again with the right holders and threshold.',
      safe: 'The key and the policy in force are unchanged.',
    },
  },
} as const satisfies CatalogueArea;
