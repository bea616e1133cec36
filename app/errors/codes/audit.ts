// Codes of the audit of a whole tender.
import type { CatalogueArea } from '../entry.ts';

export const AUDIT_CODES = {
  'audit/too-early': {
    kind: 'fault',
    retryable: true,
    exit: 'time',
    id: {
      what: 'Tahap pembukaan tender ini belum dimulai, jadi berkas pembuktiannya belum dapat dibuat.',
      next: 'Coba lagi setelah tahap pembukaan dimulai.',
      safe: 'Penawaran tetap tersegel dan pengirimnya belum terlihat.',
    },
    en: {
      what: 'The opening stage of this tender has not begun, so its dossier cannot be made yet.',
      next: 'Try again when the opening stage has begun.',
      safe: 'Bids stay sealed and nobody sees who sent them.',
    },
  },
  'audit/dossier-changed': {
    kind: 'fault',
    retryable: true,
    exit: 'refused',
    id: {
      what: 'Data tender berubah saat berkas pembuktian dibuat.',
      next: 'Ulangi ekspor.',
      safe: 'Tidak ada berkas yang ditinggalkan setengah jadi.',
    },
    en: {
      what: "The tender's data changed while the dossier was being made.",
      next: 'Export again.',
      safe: 'No half-made file is left behind.',
    },
  },
  'audit/dossier-malformed': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Berkas pembuktian tender tidak sesuai bentuk bakunya.',
      next: 'Minta berkas baru dari LPSE atau Pokja, dan simpan yang ini sebagai bukti.',
      safe: 'Data asli di LPSE tidak tersentuh oleh pemeriksaan ini.',
    },
    en: {
      what: 'The dossier of the tender does not have its one form.',
      next: 'Ask the LPSE or the committee for a new one, and keep this one as evidence.',
      safe: "The LPSE's own data is not touched by this check.",
    },
  },
  'audit/index-mismatch': {
    kind: 'finding',
    retryable: false,
    exit: 'integrity',
    id: {
      what: 'Isi berkas pembuktian tidak sama dengan daftar isinya.',
      next: 'Minta berkas baru. Jika tetap tidak sama, laporkan ke APIP atau auditor.',
      safe: 'Berkas ini tetap dapat disimpan sebagai bukti.',
    },
    en: {
      what: 'The content of the dossier is not what its index lists.',
      next: 'Ask for a new one. If it still differs, report it to the inspectorate or an auditor.',
      safe: 'This file can be kept as evidence.',
    },
  },
} as const satisfies CatalogueArea;
