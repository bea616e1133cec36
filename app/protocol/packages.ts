// app/protocol/SPEC.md 3 and app/README.md: packages, schedules and envelopes, with SPSE's field names.
import { z } from 'zod';
import { Decimal, EnvelopeId, Instant, LpseCode, OpaqueId, TenderCode } from './primitives.ts';
import { Limits } from './discovery.ts';

export const PROCUREMENT_TYPES = [
  'Pengadaan Barang',
  'Pekerjaan Konstruksi',
  'Jasa Konsultansi Badan Usaha Non Konstruksi',
  'Jasa Konsultansi Badan Usaha Konstruksi',
  'Jasa Konsultansi Perorangan Non Konstruksi',
  'Jasa Konsultansi Perorangan Konstruksi',
  'Jasa Lainnya',
  'Pekerjaan Konstruksi Terintegrasi',
] as const;
export const SELECTION_METHODS = [
  'Tender',
  'Seleksi',
  'Tender Cepat',
  'Pengadaan Langsung',
  'Penunjukan Langsung',
] as const;

export const Stage = z.strictObject({
  kd_tahapan: z.int(),
  nama_tahapan: z.string(),
  kd_akt: z.string(),
  nama_akt: z.string(),
  tgl_awal: Instant,
  tgl_akhir: Instant,
  /** Every change with its reason, oldest first. */
  perubahan: z.array(
    z.strictObject({ waktu: Instant, alasan: z.string(), tgl_awal_lama: Instant, tgl_akhir_lama: Instant }),
  ),
});
export type Stage = z.infer<typeof Stage>;

export const Slot = z.strictObject({
  slot: z.string().regex(/^[a-z0-9-]{1,40}$/),
  nama: z.string(),
  wajib: z.boolean(),
});
export type Slot = z.infer<typeof Slot>;

export const PackageEnvelope = z.strictObject({
  envelopeId: EnvelopeId,
  nama: z.string(),
  slots: z.array(Slot),
  carriesPrice: z.boolean(),
  closesAt: Instant,
  opensAtStage: z.string(),
  /** Visible before the opening; identities are not (app/protocol/SPEC.md 6). */
  submissionCount: z.int().nonnegative(),
});
export type PackageEnvelope = z.infer<typeof PackageEnvelope>;

/** GET /api/packages -> list of these; GET /api/packages/{kd_tender} -> one. */
export const ProcurementPackage = z.strictObject({
  kd_tender: TenderCode,
  kd_rup: z.string(),
  nama_paket: z.string(),
  kd_klpd: z.string(),
  nama_klpd: z.string(),
  kd_satker: z.string(),
  nama_satker: z.string(),
  kd_lpse: LpseCode,
  nama_lpse: z.string(),
  tahun_anggaran: z.int(),
  tgl_buat: Instant,
  pagu: Decimal,
  hps: Decimal,
  sumber_dana: z.string(),
  jenis_pengadaan: z.enum(PROCUREMENT_TYPES),
  mtd_pemilihan: z.enum(SELECTION_METHODS),
  mtd_evaluasi: z.string(),
  mtd_kualifikasi: z.string(),
  kontrak_pembayaran: z.string(),
  kualifikasi_usaha: z.string(),
  syarat_kualifikasi: z.string(),
  lokasi_pekerjaan: z.string(),
  status_tender: z.string(),
  versi_tender: z.int().positive(),
  tahap_saat_ini: z.string(),
  jadwal: z.array(Stage),
  sampul: z.array(PackageEnvelope),
  limits: Limits,
  mode: z.enum(['CA', 'NON_CA']),
  /** The caller's own part in it: participant, committee member, officer, or none. */
  peran: z.enum(['participant', 'committee', 'officer', 'auditor', 'none']),
  kd_peserta: OpaqueId.nullable(),
});
export type ProcurementPackage = z.infer<typeof ProcurementPackage>;

export const PackageList = z.strictObject({ packages: z.array(ProcurementPackage) });
