// Packages as the in-memory program tells them: a tender, one of two files, and a direct procurement.
import type { PackageDetail, PackageSummary } from '../../app/contract/packages.ts';
import { fromNow, sampleDigest, SAMPLE_CONNECTION, SAMPLE_REPORT } from './sample-account.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function samplePackage(change: Partial<PackageSummary> = {}): PackageSummary {
  return {
    kdTender: '10092474000',
    rupCode: '45210987',
    name: 'Pembangunan Gedung Laboratorium Kesehatan Daerah',
    version: 1,
    lpseName: SAMPLE_CONNECTION.name,
    workUnit: 'Dinas Kesehatan',
    agency: 'Pemerintah Kabupaten Nusantara Raya',
    procurementType: 'Pekerjaan Konstruksi',
    method: 'Tender',
    mode: 'CA',
    ownerEstimate: '4827350000.00',
    budgetCeiling: '4850000000.00',
    currentStage: 'Upload Dokumen Penawaran',
    status: 'Tender Sedang Berjalan',
    role: 'participant',
    envelopes: [
      {
        envelopeId: 'penawaran',
        name: 'Administrasi, Teknis, dan Harga',
        slots: [
          { slot: 'jaminan-penawaran', name: 'Jaminan Penawaran', required: true },
          { slot: 'metode-pelaksanaan', name: 'Metode Pelaksanaan', required: true },
          { slot: 'daftar-kuantitas', name: 'Daftar Kuantitas dan Harga', required: true },
          { slot: 'perjanjian-kso', name: 'Perjanjian KSO', required: false },
        ],
        carriesPrice: true,
        closesAt: fromNow(19 * HOUR + 57 * 60_000),
        opensAtStage: 'Pembukaan Dokumen Penawaran',
        submissionCount: 2,
      },
    ],
    limits: { maxUploadBytes: 500_000_000, maxDocuments: 250, maxNameLength: 40 },
    ...change,
  };
}

export const TWO_FILES = samplePackage({
  kdTender: '10092481000',
  rupCode: '45210993',
  name: 'Pengadaan Alat Kesehatan RSUD Nusantara Raya',
  procurementType: 'Pengadaan Barang',
  workUnit: 'RSUD Nusantara Raya',
  ownerEstimate: '12398750250.50',
  budgetCeiling: '12400000000.00',
  envelopes: [
    {
      ...{ envelopeId: 'file-1', name: 'File I: Administrasi dan Teknis', carriesPrice: false, submissionCount: 1 },
      slots: [{ slot: 'brosur', name: 'Brosur dan Spesifikasi', required: true }],
      closesAt: fromNow(42 * 60_000),
      opensAtStage: 'Pembukaan dan Evaluasi Penawaran File I: Administrasi dan Teknis',
    },
    {
      ...{ envelopeId: 'file-2', name: 'File II: Harga', carriesPrice: true, submissionCount: 1 },
      slots: [{ slot: 'daftar-kuantitas', name: 'Daftar Kuantitas dan Harga', required: true }],
      closesAt: fromNow(42 * 60_000),
      opensAtStage: 'Pembukaan dan Evaluasi Penawaran File II: Harga',
    },
  ],
});

const DIRECT = samplePackage({
  kdTender: '10092523000',
  rupCode: '45211020',
  name: 'Jasa Kebersihan Gedung Kantor Bupati',
  procurementType: 'Jasa Lainnya',
  method: 'Pengadaan Langsung',
  mode: 'NON_CA',
  workUnit: 'Sekretariat Daerah',
  ownerEstimate: '187500000.00',
  budgetCeiling: '190000000.00',
  currentStage: 'Pengumuman Pemenang',
  envelopes: [{ ...firstEnvelope(samplePackage()), closesAt: fromNow(-3 * DAY) }],
});

function firstEnvelope({ envelopes: [first] }: PackageSummary): PackageSummary['envelopes'][number] {
  if (first === undefined) throw new Error('a package has an envelope');
  return first;
}

export const SAMPLE_PACKAGES: readonly PackageSummary[] = [TWO_FILES, samplePackage(), DIRECT];

export function sampleDetail(summary: PackageSummary = samplePackage()): PackageDetail {
  const { envelopes } = summary;
  return {
    ...summary,
    schedule: [
      stage('Pengumuman Pascakualifikasi', -9, -2),
      stage('Download Dokumen Pemilihan', -9, 1),
      stage('Pemberian Penjelasan', -6, -6.8),
      {
        ...stage('Upload Dokumen Penawaran', -5, 1),
        changes: [{ time: fromNow(-2 * DAY), reason: 'Adendum dokumen pemilihan: gambar kerja diperbarui' }],
      },
      stage('Pembukaan Dokumen Penawaran', 1, 2),
      stage('Evaluasi Administrasi, Kualifikasi, Teknis, dan Harga', 2, 6),
      stage('Penetapan Pemenang', 7, 8),
      stage('Masa Sanggah', 8, 13),
    ],
    createdAt: fromNow(-12 * DAY),
    fiscalYear: 2026,
    contractType: 'Harga Satuan',
    businessQualification: 'Usaha Kecil',
    qualificationTerms: 'Memiliki SIUJK/NIB bidang bangunan gedung; pengalaman 3 tahun; tidak masuk daftar hitam.',
    workLocation: 'Jalan Pahlawan 12, Kabupaten Nusantara Raya',
    fundingSource: 'APBD',
    evaluationMethod: 'Harga Terendah Sistem Gugur',
    qualificationMethod: 'Pascakualifikasi',
    policy: {
      serial: 3,
      sha256: sampleDigest('d'),
      judgedAsOf: null,
      report: SAMPLE_REPORT,
      openingRules: Object.fromEntries(
        envelopes.map(({ envelopeId }) => [
          envelopeId,
          summary.mode === 'NON_CA'
            ? { kind: 'single-lock' as const, officers: ['Dedi Kurniawan'] }
            : { kind: 'members' as const, members: ['Siti Rahayu', 'Agus Pranoto', 'Maria Simbolon'] },
        ]),
      ),
    },
  };
}

function stage(name: string, fromDays: number, toDays: number): PackageDetail['schedule'][number] {
  return { name, startsAt: fromNow(fromDays * DAY), endsAt: fromNow(toDays * DAY), changes: [] };
}
