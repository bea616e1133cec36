// Demo packages: every jenis pengadaan and every method of domain.md 4. Names and figures are invented.
import type { Limits } from '../../../app/protocol/discovery.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import type { PackageFields, PackageRecord } from '../context.ts';
import { oneFile, priceOnly, twoFiles, type Work } from './envelopes.ts';
import { accountIdOf, DEMO_PEOPLE } from './people.ts';
import { directStages, oneFileStages, quickStages, twoFileStages } from './stages.ts';

export const DEMO_TENDERS = {
  constructionOneFile: '10092474000',
  goodsTwoFiles: '10092481000',
  consultingTwoFiles: '10092495000',
  supervisionTwoFiles: '10092502000',
  quick: '10092516000',
  services: '10092523000',
  individualDesigner: '10092537000',
  individualAdviser: '10092544000',
  quorum: '10092551000',
  ownCommittee: '10092565000',
} as const;

interface Demo {
  readonly kdTender: string;
  readonly nama: string;
  readonly jenis: PackageFields['jenis_pengadaan'];
  readonly metode: PackageFields['mtd_pemilihan'];
  readonly work: Work;
  /** In whole rupiah. */
  readonly pagu: number;
  readonly hps: string;
  readonly bidders: readonly string[];
  readonly officials: readonly string[];
  readonly kontrak: string;
  readonly kualifikasi: string;
  readonly lokasi: string;
  readonly threshold?: number;
  readonly padding?: '1MiB';
}

const POKJA_1 = ['siti.rahayu', 'agus.pranoto', 'maria.simbolon'];
const POKJA_2 = ['hendra.gunawan', 'nur.aini', 'yohanes.bere'];
const POKJA_3 = ['rina.kartika', 'bambang.sutejo', 'fitri.handayani'];
const OFFICER = ['dedi.kurniawan'];

const DEMOS: readonly Demo[] = [
  {
    kdTender: DEMO_TENDERS.constructionOneFile,
    nama: 'Pembangunan Gedung Laboratorium Kesehatan Daerah',
    jenis: 'Pekerjaan Konstruksi',
    metode: 'Tender',
    work: 'konstruksi',
    pagu: 4_850_000_000,
    hps: '4827350000.00',
    bidders: ['karya.nusantara', 'cipta.mandiri', 'sinar.alkes'],
    officials: POKJA_1,
    kontrak: 'Harga Satuan',
    kualifikasi: 'Usaha Kecil',
    lokasi: 'Jalan Pahlawan 12, Kabupaten Nusantara Raya',
  },
  {
    kdTender: DEMO_TENDERS.goodsTwoFiles,
    nama: 'Pengadaan Alat Kesehatan RSUD Nusantara Raya',
    jenis: 'Pengadaan Barang',
    metode: 'Tender',
    work: 'barang',
    pagu: 12_400_000_000,
    hps: '12398750250.50',
    bidders: ['sinar.alkes', 'cipta.mandiri', 'karya.nusantara'],
    officials: POKJA_1,
    kontrak: 'Gabungan Lumsum dan Harga Satuan',
    kualifikasi: 'Usaha Menengah dan Besar',
    lokasi: 'RSUD Nusantara Raya',
  },
  {
    kdTender: DEMO_TENDERS.consultingTwoFiles,
    nama: 'Penyusunan Rencana Induk Sistem Informasi Daerah',
    jenis: 'Jasa Konsultansi Badan Usaha Non Konstruksi',
    metode: 'Seleksi',
    work: 'konsultansi',
    pagu: 950_000_000,
    hps: '947100000.00',
    bidders: ['prima.konsultan', 'karya.nusantara'],
    officials: POKJA_1,
    kontrak: 'Lumsum',
    kualifikasi: 'Usaha Kecil',
    lokasi: 'Dinas Komunikasi dan Informatika',
  },
  {
    kdTender: DEMO_TENDERS.supervisionTwoFiles,
    nama: 'Pengawasan Pembangunan Jembatan Sungai Serayu',
    jenis: 'Jasa Konsultansi Badan Usaha Konstruksi',
    metode: 'Seleksi',
    work: 'konsultansi',
    pagu: 1_350_000_000,
    hps: '1348200000.00',
    bidders: ['prima.konsultan', 'cipta.mandiri'],
    officials: POKJA_1,
    kontrak: 'Waktu Penugasan',
    kualifikasi: 'Usaha Kecil',
    lokasi: 'Kecamatan Serayu Hulu',
  },
  {
    kdTender: DEMO_TENDERS.quick,
    nama: 'Pengadaan Laptop untuk Sekolah Dasar',
    jenis: 'Pengadaan Barang',
    metode: 'Tender Cepat',
    work: 'barang',
    pagu: 2_100_000_000,
    hps: '2098800000.00',
    bidders: ['cipta.mandiri', 'sinar.alkes', 'karya.nusantara'],
    officials: POKJA_1,
    kontrak: 'Lumsum',
    kualifikasi: 'Usaha Kecil',
    lokasi: 'Dinas Pendidikan',
    padding: '1MiB',
  },
  {
    kdTender: DEMO_TENDERS.services,
    nama: 'Jasa Kebersihan Gedung Kantor Bupati',
    jenis: 'Jasa Lainnya',
    metode: 'Pengadaan Langsung',
    work: 'jasa',
    pagu: 180_000_000,
    hps: '179500000.00',
    bidders: ['cipta.mandiri', 'karya.nusantara'],
    officials: OFFICER,
    kontrak: 'Harga Satuan',
    kualifikasi: 'Usaha Kecil',
    lokasi: 'Kantor Bupati Nusantara Raya',
  },
  {
    kdTender: DEMO_TENDERS.individualDesigner,
    nama: 'Perencanaan Rehabilitasi Pasar Desa',
    jenis: 'Jasa Konsultansi Perorangan Konstruksi',
    metode: 'Pengadaan Langsung',
    work: 'perorangan',
    pagu: 75_000_000,
    hps: '74250000.00',
    bidders: ['dewi.lestari'],
    officials: OFFICER,
    kontrak: 'Lumsum',
    kualifikasi: 'Perorangan',
    lokasi: 'Desa Sukamaju',
  },
  {
    kdTender: DEMO_TENDERS.individualAdviser,
    nama: 'Tenaga Ahli Pendamping Arsip Digital',
    jenis: 'Jasa Konsultansi Perorangan Non Konstruksi',
    metode: 'Penunjukan Langsung',
    work: 'perorangan',
    pagu: 60_000_000,
    hps: '59400000.00',
    bidders: ['dewi.lestari'],
    officials: OFFICER,
    kontrak: 'Waktu Penugasan',
    kualifikasi: 'Perorangan',
    lokasi: 'Dinas Perpustakaan dan Kearsipan',
  },
  {
    kdTender: DEMO_TENDERS.quorum,
    nama: 'Rancang Bangun Instalasi Pengolahan Air Minum',
    jenis: 'Pekerjaan Konstruksi Terintegrasi',
    metode: 'Tender',
    work: 'konstruksi',
    pagu: 88_000_000_000,
    hps: '87945600000.75',
    bidders: ['karya.nusantara', 'cipta.mandiri'],
    officials: POKJA_2,
    kontrak: 'Putar Kunci',
    kualifikasi: 'Usaha Besar',
    lokasi: 'Kecamatan Tirta Jaya',
    threshold: 2,
  },
  {
    kdTender: DEMO_TENDERS.ownCommittee,
    nama: 'Peningkatan Jalan Ruas Sukamaju - Tirta Jaya',
    jenis: 'Pekerjaan Konstruksi',
    metode: 'Tender',
    work: 'konstruksi',
    pagu: 6_200_000_000,
    hps: '6187400000.00',
    bidders: ['karya.nusantara', 'cipta.mandiri', 'prima.konsultan'],
    officials: POKJA_3,
    kontrak: 'Harga Satuan',
    kualifikasi: 'Usaha Kecil',
    lokasi: 'Kecamatan Sukamaju dan Tirta Jaya',
  },
];

/** @param base - the beginning of the server's clock, whole minutes */
export function demoPackages(base: Date, lpse: { kdLpse: number; name: string; limits: Limits }): PackageRecord[] {
  return DEMOS.map((demo, index) => ({
    kdTender: demo.kdTender,
    versiTender: 1,
    mode: demo.officials === OFFICER ? 'NON_CA' : 'CA',
    fields: fieldsOf(demo, { base, index, ...lpse }),
    ...shapeOf(demo, base),
    officials: demo.officials.map(accountIdOf),
    participants: demo.bidders.map((userId) => participantOf(demo, userId)),
    quorumThreshold: demo.threshold ?? null,
    padding: demo.padding ?? null,
  }));
}

const hasTwoFiles = ({ metode, kdTender }: Demo): boolean =>
  metode === 'Seleksi' || kdTender === DEMO_TENDERS.goodsTwoFiles;

function shapeOf(demo: Demo, base: Date): Pick<PackageRecord, 'stages' | 'envelopes'> {
  if (demo.metode === 'Tender Cepat') return { stages: quickStages(base, 8), envelopes: priceOnly() };
  if (demo.officials === OFFICER) return { stages: directStages(base, 10), envelopes: oneFile(demo.work) };
  if (hasTwoFiles(demo)) return { stages: twoFileStages(base, 16), envelopes: twoFiles(demo.work) };
  return { stages: oneFileStages(base, 20), envelopes: oneFile(demo.work) };
}

function fieldsOf(
  demo: Demo,
  { base, index, kdLpse, name, limits }: { base: Date; index: number; kdLpse: number; name: string; limits: Limits },
): PackageFields {
  const isPrequalified = demo.metode === 'Seleksi' || demo.metode === 'Penunjukan Langsung';
  return {
    kd_rup: String(48_210_377 + index * 131),
    nama_paket: demo.nama,
    kd_klpd: 'D290',
    nama_klpd: 'Kab. Nusantara Raya',
    kd_satker: String(61_420 + index),
    nama_satker: demo.lokasi.startsWith('Dinas') ? demo.lokasi : 'Dinas Pekerjaan Umum dan Penataan Ruang',
    kd_lpse: kdLpse,
    nama_lpse: name,
    tahun_anggaran: base.getUTCFullYear(),
    tgl_buat: toInstant(new Date(base.getTime() - 8 * 24 * 3_600_000)),
    pagu: `${demo.pagu}.00`,
    hps: demo.hps,
    sumber_dana: 'APBD',
    jenis_pengadaan: demo.jenis,
    mtd_pemilihan: demo.metode,
    mtd_evaluasi: evaluationOf(demo),
    mtd_kualifikasi: isPrequalified ? 'Prakualifikasi' : 'Pascakualifikasi',
    kontrak_pembayaran: demo.kontrak,
    kualifikasi_usaha: demo.kualifikasi,
    syarat_kualifikasi: 'Izin usaha, NPWP, tidak masuk daftar hitam, pengalaman sejenis',
    lokasi_pekerjaan: demo.lokasi,
    status_tender: 'Aktif',
    limits,
  };
}

function evaluationOf(demo: Demo): string {
  if (demo.metode === 'Tender Cepat') return 'Harga Terendah';
  if (demo.work === 'konsultansi') return 'Kualitas dan Biaya';
  return hasTwoFiles(demo) ? 'Sistem Nilai' : 'Harga Terendah Sistem Gugur';
}

function participantOf(demo: Demo, userId: string): { kdPeserta: string; bidderId: string } {
  const bidderId = DEMO_PEOPLE.find((person) => person.userId === userId)?.bidderId;
  if (bidderId === undefined || bidderId === null) throw new Error(`no demo bidder ${userId}`);
  return { kdPeserta: `${demo.kdTender.slice(0, 8)}${bidderId.slice(-3)}`, bidderId };
}
