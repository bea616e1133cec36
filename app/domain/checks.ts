// Every check that a report can list: the rule it stands for and one sentence in both languages.

interface CheckText {
  readonly clause: string;
  readonly id: string;
  readonly en: string;
}

export const CHECKS = {
  'minutes-policy': {
    clause: 'app/protocol/SPEC.md 3, 14',
    id: 'Kebijakan segel yang menyebut anggota terbukti',
    en: 'The sealing policy that names the members is proven',
  },
  'minutes-signature': {
    clause: 'RFC 5652 5.6, ETSI EN 319 122-1',
    id: 'Tanda tangan sah atas berita acara ini',
    en: 'The signature over these minutes is valid',
  },
  'minutes-signer': {
    clause: 'RFC 5280 6.1',
    id: 'Sertifikat penanda tangan bersumber pada jangkar yang dipasang dan tidak dicabut',
    en: "The signer's certificate leads to the installed anchor and is not revoked",
  },
  'minutes-member': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Penanda tangan disebut kebijakan segel sebagai anggota',
    en: 'The sealing policy names the signer as a member',
  },
  'minutes-timestamp': {
    clause: 'RFC 3161 2.4.2',
    id: 'Cap waktu atas tanda tangan sah',
    en: 'The timestamp over the signature is valid',
  },
  'minutes-complete': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Semua anggota sudah menandatangani',
    en: 'Every member has signed',
  },
  'receipt-readable': {
    clause: 'app/protocol/SPEC.md 5',
    id: 'Tanda terima terbaca dan berbentuk baku',
    en: 'The receipt is canonical and of the known form',
  },
  'receipt-lpse': {
    clause: 'app/protocol/SPEC.md 5',
    id: 'Tanda terima berasal dari LPSE yang dipercaya komputer ini',
    en: 'The receipt names the LPSE that this computer trusts',
  },
  'receipt-signature': {
    clause: 'RFC 5652 5.6, RFC 5126 5.7.3',
    id: 'Tanda tangan LPSE sah atas tanda terima ini',
    en: "The LPSE's signature over this receipt is valid",
  },
  'receipt-signer': {
    clause: 'RFC 5280 6.1',
    id: 'Sertifikat LPSE bersumber pada jangkar yang dipasang',
    en: "The LPSE's certificate leads to the installed anchor",
  },
  'receipt-timestamp': {
    clause: 'RFC 3161 2.4.2',
    id: 'Cap waktu atas tanda tangan LPSE sah',
    en: "The timestamp over the LPSE's signature is valid",
  },
  'receipt-in-time': {
    clause: 'app/protocol/SPEC.md 4',
    id: 'Diterima sebelum batas akhir',
    en: 'Received before the deadline',
  },
  'receipt-revocation': {
    clause: 'app/protocol/SPEC.md 5',
    id: 'Jawaban pencabutan yang diarsipkan sesuai tanda terima',
    en: 'The archived revocation answers are those the receipt names',
  },
  'receipt-evidence': {
    clause: 'app/protocol/SPEC.md 4',
    id: 'Catatan perangkat saat mengirim sesuai tanda terima',
    en: 'The device record made at sending is the one the receipt names',
  },
  'log-checkpoint': {
    clause: 'C2SP tlog-checkpoint',
    id: 'Kepala log ditandatangani kunci log yang dipasang',
    en: 'The checkpoint is signed by the installed log key',
  },
  'log-leaf': {
    clause: 'app/protocol/SPEC.md 6',
    id: 'Isi catatan log sama dengan isi tanda terima',
    en: 'The log entry says the same as the receipt',
  },
  'log-inclusion': {
    clause: 'RFC 6962 2.1.1',
    id: 'Catatan itu ada di dalam log',
    en: 'The entry is included in the log',
  },
  'log-consistency': {
    clause: 'RFC 6962 2.1.2',
    id: 'Log hanya bertambah sejak terakhir dilihat',
    en: 'The log has only grown since it was last seen',
  },
  'sealed-structure': {
    clause: 'crypto/SPEC.md 2-5',
    id: 'Berkas tersegel utuh: susunan, sidik semua bagian, tanda tangan',
    en: 'The sealed file is whole: structure, every digest, signature',
  },
  'sealed-digest': {
    clause: 'app/protocol/SPEC.md 5',
    id: 'Berkas tersegel adalah yang disebut tanda terima',
    en: 'The sealed file is the one the receipt names',
  },
  'sealed-context': {
    clause: 'crypto/SPEC.md 5',
    id: 'Disegel untuk paket, sampul, dan penyedia yang sama',
    en: 'Sealed for the same package, envelope and bidder',
  },
  'sealed-signer': {
    clause: 'RFC 5280 6.1, crypto/SPEC.md 5',
    id: 'Penanda tangan penawaran dipercaya pada waktu itu',
    en: 'The signer of the bid was trusted at that time',
  },
  'sealed-timestamp': {
    clause: 'RFC 3161 2.4.2',
    id: 'Cap waktu penyegelan sah',
    en: 'The timestamp of sealing is valid',
  },
  'policy-readable': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Kebijakan segel terbaca dan sidiknya cocok',
    en: 'The sealing policy is canonical and its digest matches',
  },
  'policy-package': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Kebijakan segel untuk paket dan versi ini',
    en: 'The sealing policy is for this package and version',
  },
  'policy-lpse': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Kebijakan segel ditandatangani LPSE',
    en: 'The sealing policy is signed by the LPSE',
  },
  'policy-committee': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Mayoritas Pokja (atau pejabat) ikut menandatangani',
    en: 'A majority of the committee (or the officer) signed too',
  },
  'policy-members': {
    clause: 'app/protocol/SPEC.md 3, RFC 5280 6.1',
    id: 'Sertifikat anggota bersumber pada AMS, bukan pada LPSE, dan menyebut satu Pokja',
    en: "Members' certificates lead to the AMS, not to the LPSE, and name one committee",
  },
  'policy-openers': {
    clause: 'crypto/SPEC.md 3',
    id: 'Sertifikat pembuka dapat dipercaya dan memang untuk membuka',
    en: 'Opening certificates are trusted and made for opening',
  },
  'policy-package-certificate': {
    clause: 'crypto/SPEC.md 4',
    id: 'Sertifikat paket dari KMS menyebut LPSE, tender, versi, dan sampul ini',
    en: "The KMS's package certificate names this LPSE, tender, version and envelope",
  },
  'policy-auditor': {
    clause: 'crypto/SPEC.md 5',
    id: 'Sertifikat auditor dapat dipercaya',
    en: "The auditor's certificate is trusted",
  },
  'policy-serial': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Kebijakan segel tidak lebih lama dari yang pernah dilihat',
    en: 'The sealing policy is not older than one already seen',
  },
  'policy-deadline': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Batas akhir tidak dimajukan',
    en: 'The deadline was not moved to an earlier time',
  },
  'policy-dealing': {
    clause: 'app/protocol/SPEC.md 3',
    id: 'Kunci kuorum adalah kunci yang dibagikan kepada para anggota',
    en: 'The quorum key is the one that was dealt to the members',
  },
  'certificate-trusted': {
    clause: 'RFC 5280 6.1',
    id: 'Sertifikat bersumber pada AMS dan tidak dicabut',
    en: 'The certificate leads to the AMS and is not revoked',
  },
  'certificate-until-deadline': {
    clause: 'crypto/SPEC.md 6',
    id: 'Sertifikat masih berlaku pada batas akhir',
    en: 'The certificate is still valid at the deadline',
  },
  'device-registered': {
    clause: 'crypto/SPEC.md 5',
    id: 'Kunci perangkat terdaftar pada LPSE untuk akun ini',
    en: 'The device key is registered with the LPSE for this account',
  },
  'opening-closed': {
    clause: 'app/protocol/SPEC.md 6, 7',
    id: 'Log ditutup sebelum pembukaan dimulai',
    en: 'The log was closed before the opening began',
  },
  'opening-complete': {
    clause: 'app/protocol/SPEC.md 7',
    id: 'Semua penawaran yang tercatat di log ikut dibuka',
    en: 'Every bid recorded in the log takes part',
  },
  'opening-release': {
    clause: 'app/protocol/SPEC.md 7, crypto/SPEC.md 4',
    id: 'Kunci dilepas KMS untuk semua penawaran sekaligus, dengan tanda tangan',
    en: 'The KMS released all bids at once, under its signature',
  },
  'watch-release': {
    clause: 'app/protocol/SPEC.md 9',
    id: 'Pelepasan kunci oleh KMS tercatat di log',
    en: "The KMS's release stands in the log",
  },
  'watch-results': {
    clause: 'app/protocol/SPEC.md 9',
    id: 'Setiap hasil ditandatangani anggota Pokja dan tercatat di log',
    en: 'Every result is signed by a member of the committee and stands in the log',
  },
  'watch-technical': {
    clause: 'app/protocol/SPEC.md 7',
    id: 'Hasil evaluasi teknis ditandatangani mayoritas anggota: hanya File II peserta yang lulus yang dibuka',
    en: 'A majority of the members signed the technical result: only File II of those who passed is opened',
  },
  'watch-published': {
    clause: 'app/protocol/SPEC.md 9',
    id: 'Semua yang tercatat di log tentang pembukaan ini diperlihatkan kepada Anda',
    en: 'Everything that the log records of this opening is shown to you',
  },
  'watch-listed': {
    clause: 'app/protocol/SPEC.md 6, 9',
    id: 'Penawaran Anda ada di dalam daftar pembukaan',
    en: 'Your bid is on the list of the opening',
  },
  'watch-opened': {
    clause: 'app/protocol/SPEC.md 9',
    id: 'Penawaran Anda dinyatakan terbuka',
    en: 'Your bid is stated to have been opened',
  },
  'watch-inner': {
    clause: 'app/protocol/SPEC.md 9, crypto/SPEC.md 5',
    id: 'Isi yang dibuka sama dengan isi yang Anda segel',
    en: 'What was opened is what you sealed',
  },
  'watch-price': {
    clause: 'app/protocol/SPEC.md 9',
    id: 'Harga yang dinyatakan sama dengan harga dalam surat Anda',
    en: 'The stated price is the one in your letter',
  },
  'watch-gone': {
    clause: 'app/protocol/SPEC.md 9',
    id: 'Penawaran yang ditarik atau diganti tidak ada di daftar dan tidak dibuka',
    en: 'The bid that was withdrawn or replaced is not on the list and was not opened',
  },
  'watch-agree': {
    clause: 'app/protocol/SPEC.md 7',
    id: 'Para anggota menyatakan hasil yang sama',
    en: 'The members state the same result',
  },
  'referral-receipt': {
    clause: 'app/protocol/SPEC.md 10',
    id: 'Tanda terima adalah milik penawaran yang dirujuk',
    en: 'The receipt is that of the bid that was referred',
  },
  'referral-result': {
    clause: 'app/protocol/SPEC.md 7, 10',
    id: 'Rujukan bersandar pada hasil yang ditandatangani anggota Pokja',
    en: 'The referral rests on a result that a member of the committee signed',
  },
  'referral-evidence': {
    clause: 'app/protocol/SPEC.md 10',
    id: 'Paket bukti utuh dan tentang penawaran ini',
    en: 'The evidence package is whole and about this bid',
  },
  'referral-release': {
    clause: 'app/protocol/SPEC.md 7',
    id: 'Pelepasan kunci ditandatangani KMS',
    en: 'The release is signed by the KMS',
  },
  'referral-stored': {
    clause: 'app/protocol/SPEC.md 10',
    id: 'Berkas yang tersimpan di LPSE masih berkas yang diterima',
    en: 'The file stored at the LPSE is still the one that was received',
  },
  'referral-headers': {
    clause: 'crypto/SPEC.md 4',
    id: 'Header yang dilepas KMS sama dengan komitmen penyedia',
    en: "The headers the KMS released match the bidder's commitment",
  },
  'referral-recipients': {
    clause: 'crypto/SPEC.md 3',
    id: 'Header penyedia ditujukan kepada para pembuka yang disebut penawaran',
    en: "The bidder's headers are for the openers that the bid names",
  },
  'tender-index': {
    clause: 'app/protocol/DOSSIER.md 4 (1)',
    id: 'Berkas lengkap: bentuk, urutan, nama, dan sidik semua bagian sesuai daftar isi',
    en: 'The file is whole: form, order, names and digests are those of its index',
  },
  'tender-policies': {
    clause: 'app/protocol/DOSSIER.md 4 (2)',
    id: 'Setiap kebijakan segel sah pada waktunya, nomornya naik, batas akhir tidak dimajukan',
    en: 'Every sealing policy holds at its time, serials rise, no deadline moves earlier',
  },
  'tender-log-head': {
    clause: 'app/protocol/DOSSIER.md 4 (3)',
    id: 'Kepala log ditandatangani kunci yang dipasang dan cocok dengan semua catatannya',
    en: 'The head of the log is signed by the installed key and fits all its leaves',
  },
  'tender-log-order': {
    clause: 'app/protocol/DOSSIER.md 4 (4)',
    id: 'Catatan log berbentuk baku dan waktunya tidak mundur',
    en: 'Leaves are of the known form and times do not go back',
  },
  'tender-logged': {
    clause: 'app/protocol/DOSSIER.md 4 (5)',
    id: 'Kebijakan, gladi, dan pembagian kuorum sama dengan yang tercatat di log',
    en: 'Policies, rehearsals and quorum dealings are those in the log',
  },
  'tender-technical': {
    clause: 'app/protocol/DOSSIER.md 4 (6)',
    id: 'Hasil evaluasi teknis ditandatangani mayoritas sebelum sampul harga dibuka',
    en: 'The technical result is signed by a majority before price envelopes were released',
  },
  'tender-closed': {
    clause: 'app/protocol/DOSSIER.md 4 (7)',
    id: 'Sampul ditutup satu kali, sesudah batas akhir, dengan titik periksa yang sah',
    en: 'The envelope was closed once, after the deadline, under a valid checkpoint',
  },
  'tender-complete': {
    clause: 'app/protocol/DOSSIER.md 4 (8)',
    id: 'Semua penawaran dan penarikan yang tercatat ada; tidak ada yang disisipkan',
    en: 'Every bid and withdrawal in the log is there; none was slipped in',
  },
  'tender-receipts': {
    clause: 'app/protocol/DOSSIER.md 4 (9)',
    id: 'Setiap tanda terima sah dan tercatat di log pada tempatnya',
    en: 'Every receipt is valid and stands in the log at its place',
  },
  'tender-manifests': {
    clause: 'app/protocol/DOSSIER.md 4 (10)',
    id: 'Setiap berkas ditandatangani penyedia yang dipercaya, untuk sampul ini, dengan kebijakan yang sah',
    en: 'Every file is signed by a trusted bidder, for this envelope, under a valid policy',
  },
  'tender-release': {
    clause: 'app/protocol/DOSSIER.md 4 (11)',
    id: 'KMS melepas kunci sesudah batas akhir, tepat untuk semua penawaran yang berlaku',
    en: 'The key server released after the hour, exactly the bids in force',
  },
  'tender-quorum': {
    clause: 'app/protocol/DOSSIER.md 4 (12)',
    id: 'Sesi dan bagian kunci berasal dari anggota yang berwenang dan cukup jumlahnya',
    en: 'Session and shares come from entitled members, and enough of them',
  },
  'tender-results': {
    clause: 'app/protocol/DOSSIER.md 4 (13)',
    id: 'Hasil pembukaan ditandatangani anggota, lengkap, tercatat, dan sama',
    en: 'Results are signed by members, complete, logged, and agree',
  },
  'tender-opened': {
    clause: 'app/protocol/DOSSIER.md 4 (14)',
    id: 'Yang dibuka adalah yang disegel penyedia',
    en: 'What was opened is what the bidder sealed',
  },
  'tender-referrals': {
    clause: 'app/protocol/DOSSIER.md 4 (15)',
    id: 'Penawaran yang tidak terbuka dirujuk dan dijawab LPSE',
    en: 'Bids that did not open were referred, and the LPSE answered',
  },
  'tender-sealed': {
    clause: 'app/protocol/DOSSIER.md 4 (16)',
    id: 'Berkas tersegel utuh dan sama dengan tanda terimanya',
    en: 'Sealed files are whole and the receipted ones',
  },
  'witness-head': {
    clause: 'C2SP tlog-checkpoint',
    id: 'Kepala log ini ditandatangani kunci log yang dipasang',
    en: 'This head is signed by the installed key of the log',
  },
  'witness-cosigned': {
    clause: 'C2SP tlog-cosignature',
    id: 'Kepala log ini juga ditandatangani saksi yang dikenal',
    en: 'A known witness has cosigned this head',
  },
  'witness-agrees': {
    clause: 'RFC 9162 2.1.4',
    id: 'Saksi dan komputer ini melihat log yang sama',
    en: 'The witness and this computer see the same log',
  },
  'receipt-witnessed': {
    clause: 'app/protocol/SPEC.md 12',
    id: 'Log yang memuat tanda terima ini juga dilihat saksi yang dikenal',
    en: 'A known witness has seen the log that holds this receipt',
  },
  'tender-witnesses': {
    clause: 'app/protocol/DOSSIER.md 4 (17)',
    id: 'Saksi yang dikenal melihat log yang sama',
    en: 'Known witnesses saw the same log',
  },
  'tender-documents': {
    clause: 'app/protocol/DOSSIER.md 4 (18)',
    id: 'Isi penawaran yang disertakan sama dengan yang ditandatangani penyedia sebelum batas akhir',
    en: 'The enclosed content of bids is what their bidders signed before the deadline',
  },
} as const satisfies Readonly<Record<string, CheckText>>;

export type CheckId = keyof typeof CHECKS;
