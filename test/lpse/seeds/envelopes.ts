// Envelopes and their checklist slots per method and kind of procurement (domain.md 4).
import type { Slot } from '../../../app/protocol/packages.ts';
import type { EnvelopeRecord } from '../context.ts';
import { OPENING, OPENING_FILE_1, OPENING_FILE_2, UPLOAD } from './stages.ts';

export type Work = 'konstruksi' | 'barang' | 'konsultansi' | 'perorangan' | 'jasa';

const required = (slot: string, nama: string): Slot => ({ slot, nama, wajib: true });
const optional = (slot: string, nama: string): Slot => ({ slot, nama, wajib: false });

const ADMINISTRATIVE: Readonly<Record<Work, readonly Slot[]>> = {
  konstruksi: [
    required('jaminan-penawaran', 'Jaminan Penawaran'),
    optional('perjanjian-kso', 'Surat Perjanjian Kerja Sama Operasi (KSO)'),
  ],
  barang: [optional('jaminan-penawaran', 'Jaminan Penawaran'), required('surat-dukungan', 'Surat Dukungan Pabrikan')],
  konsultansi: [optional('perjanjian-kso', 'Surat Perjanjian Kerja Sama Operasi (KSO)')],
  perorangan: [required('identitas', 'Kartu Tanda Penduduk')],
  jasa: [required('pakta-integritas', 'Pakta Integritas')],
};

const TECHNICAL: Readonly<Record<Work, readonly Slot[]>> = {
  konstruksi: [
    required('metode-pelaksanaan', 'Metode Pelaksanaan Pekerjaan'),
    required('peralatan', 'Daftar Peralatan Utama'),
    required('personel-manajerial', 'Daftar Personel Manajerial'),
    optional('subkontrak', 'Bagian Pekerjaan yang Disubkontrakkan'),
    required('rkk', 'Rencana Keselamatan Konstruksi (RKK)'),
  ],
  barang: [
    required('spesifikasi-teknis', 'Spesifikasi Teknis dan Identitas Barang'),
    required('jadwal-penyerahan', 'Jadwal Penyerahan Barang'),
    optional('brosur', 'Brosur atau Gambar'),
    optional('tkdn', 'Sertifikat TKDN'),
  ],
  konsultansi: [
    required('pengalaman', 'Data Pengalaman Perusahaan'),
    required('metodologi', 'Pendekatan dan Metodologi'),
    required('tenaga-ahli', 'Kualifikasi Tenaga Ahli'),
  ],
  perorangan: [required('riwayat-hidup', 'Daftar Riwayat Hidup'), required('metodologi', 'Pendekatan dan Metodologi')],
  jasa: [required('metode-pelaksanaan', 'Metode Pelaksanaan'), required('personel', 'Daftar Personel')],
};

const PRICE: Readonly<Record<Work, readonly Slot[]>> = {
  konstruksi: [
    required('daftar-kuantitas-harga', 'Daftar Kuantitas dan Harga'),
    optional('analisa-harga', 'Analisa Harga Satuan'),
  ],
  barang: [required('daftar-kuantitas-harga', 'Daftar Kuantitas dan Harga')],
  konsultansi: [required('rincian-biaya', 'Rincian Biaya Langsung Personel dan Non Personel')],
  perorangan: [required('rincian-biaya', 'Rincian Biaya')],
  jasa: [required('daftar-kuantitas-harga', 'Daftar Kuantitas dan Harga')],
};

export function oneFile(work: Work): readonly EnvelopeRecord[] {
  return [
    {
      envelopeId: 'satu',
      nama: 'Dokumen Penawaran: Administrasi, Teknis dan Harga',
      slots: [...ADMINISTRATIVE[work], ...TECHNICAL[work], ...PRICE[work]],
      carriesPrice: true,
      uploadStage: UPLOAD,
      openingStage: OPENING,
    },
  ];
}

export function twoFiles(work: Work): readonly EnvelopeRecord[] {
  return [
    {
      envelopeId: 'file-1',
      nama: 'File I: Administrasi dan Teknis',
      slots: [...ADMINISTRATIVE[work], ...TECHNICAL[work]],
      carriesPrice: false,
      uploadStage: UPLOAD,
      openingStage: OPENING_FILE_1,
    },
    {
      envelopeId: 'file-2',
      nama: 'File II: Harga',
      slots: PRICE[work],
      carriesPrice: true,
      uploadStage: UPLOAD,
      openingStage: OPENING_FILE_2,
    },
  ];
}

export function priceOnly(): readonly EnvelopeRecord[] {
  return [
    {
      envelopeId: 'harga',
      nama: 'Penawaran Harga',
      slots: PRICE.barang,
      carriesPrice: true,
      uploadStage: UPLOAD,
      openingStage: OPENING,
    },
  ];
}
