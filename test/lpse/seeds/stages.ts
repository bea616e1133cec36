// Schedules as SPSE shows them, relative to the beginning of the server's clock. Uploads close within a day of it, so that
// closing and every opening lie before real time, which the clock never passes.
import type { Stage } from '../../../app/protocol/packages.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';

/** Name, code, start and end in minutes from the base. */
type Row = readonly [name: string, code: string, start: number, end: number];

const HOUR = 60;
const DAY = 24 * HOUR;

export const UPLOAD = 'PEMASUKAN_PENAWARAN';
export const OPENING = 'PEMBUKAAN_PENAWARAN';
export const OPENING_FILE_1 = 'PEMBUKAAN_DAN_EVALUASI_PENAWARAN_FILE_I';
export const OPENING_FILE_2 = 'PEMBUKAAN_DAN_EVALUASI_PENAWARAN_FILE_II';

/** Twelve stages, one file (domain.md 4). */
export function oneFileStages(base: Date, closesInHours: number): readonly Stage[] {
  const close = closesInHours * HOUR;
  return toStages(base, [
    ...announcement('Pengumuman Pascakualifikasi', 'PENGUMUMAN_LELANG', close),
    ['Upload Dokumen Penawaran', UPLOAD, -2 * DAY + HOUR, close],
    ['Pembukaan Dokumen Penawaran', OPENING, close + 1, close + 27 * HOUR],
    ['Evaluasi Administrasi, Kualifikasi, Teknis, dan Harga', 'EVALUASI_PENAWARAN', close + 1, close + 27 * HOUR],
    ['Pembuktian Kualifikasi', 'VERIFIKASI_KUALIFIKASI', close + 5 * HOUR, close + 27 * HOUR],
    ...award(close + 27 * HOUR),
  ]);
}

/** Two files: File II has its own opening, after File I's. */
export function twoFileStages(base: Date, closesInHours: number): readonly Stage[] {
  const close = closesInHours * HOUR;
  const second = close + 6 * HOUR;
  return toStages(base, [
    ...announcement('Pengumuman Tender', 'PENGUMUMAN_LELANG', close),
    ['Upload Dokumen Penawaran', UPLOAD, -2 * DAY + HOUR, close],
    ['Pembukaan dan Evaluasi Penawaran File I: Administrasi dan Teknis', OPENING_FILE_1, close + 1, second],
    ['Pengumuman Hasil Evaluasi Administrasi dan Teknis', 'PENGUMUMAN_ADM_TEKNIS', second, second + 1],
    ['Pembukaan dan Evaluasi Penawaran File II: Harga', OPENING_FILE_2, second + 1, second + 23 * HOUR],
    ['Pembuktian Kualifikasi', 'VERIFIKASI_KUALIFIKASI', second + 2 * HOUR, second + 23 * HOUR],
    ...award(second + 23 * HOUR),
  ]);
}

/** Tender Cepat: bids may be sent again until the end, then ranked. */
export function quickStages(base: Date, closesInHours: number): readonly Stage[] {
  const close = closesInHours * HOUR;
  return toStages(base, [
    ['Pengumuman Tender', 'PENGUMUMAN_LELANG', -DAY, close],
    ['Penyampaian Penawaran', UPLOAD, -12 * HOUR, close],
    ['Pembukaan Penawaran dan Peringkat', OPENING, close + 1, close + 20 * HOUR],
    ['Verifikasi dan Klarifikasi', 'KLARIFIKASI_NEGOSIASI', close + 2 * HOUR, close + 20 * HOUR],
    ['Pengumuman Pemenang', 'PENGUMUMAN_PEMENANG_AKHIR', close + 20 * HOUR, close + 22 * HOUR],
    ['Surat Penunjukan Penyedia Barang/Jasa', 'PENUNJUKAN_PEMENANG', close + 3 * DAY, close + 4 * DAY],
  ]);
}

/** Pengadaan Langsung and Penunjukan Langsung: one Pejabat Pengadaan. */
export function directStages(base: Date, closesInHours: number): readonly Stage[] {
  const close = closesInHours * HOUR;
  return toStages(base, [
    ['Undangan dan Ambil Dokumen', 'UNDANGAN', -DAY, close],
    ['Upload Dokumen Penawaran', UPLOAD, -12 * HOUR, close],
    ['Pembukaan Dokumen Penawaran', OPENING, close + 1, close + 20 * HOUR],
    ['Klarifikasi Teknis dan Negosiasi', 'KLARIFIKASI_NEGOSIASI', close + HOUR, close + 20 * HOUR],
    ['Penandatanganan SPK', 'TANDATANGAN_KONTRAK', close + 2 * DAY, close + 3 * DAY],
  ]);
}

function announcement(name: string, code: string, close: number): Row[] {
  return [
    [name, code, -6 * DAY, close],
    ['Download Dokumen Pemilihan', 'AMBIL_DOKUMEN', -6 * DAY, close],
    ['Pemberian Penjelasan', 'PENJELASAN', -3 * DAY, -3 * DAY + 2 * HOUR],
  ];
}

function award(start: number): Row[] {
  return [
    ['Penetapan Pemenang', 'PENETAPAN_PEMENANG_AKHIR', start, start + 8 * HOUR],
    ['Pengumuman Pemenang', 'PENGUMUMAN_PEMENANG_AKHIR', start + 8 * HOUR, start + 10 * HOUR],
    ['Masa Sanggah', 'SANGGAH', start + 10 * HOUR, start + 10 * HOUR + 5 * DAY],
    ['Surat Penunjukan Penyedia Barang/Jasa', 'PENUNJUKAN_PEMENANG', start + 6 * DAY, start + 8 * DAY],
    ['Penandatanganan Kontrak', 'TANDATANGAN_KONTRAK', start + 8 * DAY, start + 14 * DAY],
  ];
}

/** The upload stage was moved once before the server's clock began, as most are. */
function toStages(base: Date, rows: readonly Row[]): readonly Stage[] {
  const at = (minutes: number): string => toInstant(new Date(base.getTime() + minutes * 60_000));
  return rows.map(([name, code, start, end], index) => ({
    kd_tahapan: index + 1,
    nama_tahapan: name,
    kd_akt: code,
    nama_akt: name,
    tgl_awal: at(start),
    tgl_akhir: at(end),
    perubahan:
      code === UPLOAD
        ? [
            {
              waktu: at(-8 * HOUR),
              alasan: 'Perubahan dokumen pemilihan: adendum nomor 1',
              tgl_awal_lama: at(start),
              tgl_akhir_lama: at(end - 5 * HOUR),
            },
          ]
        : [],
  }));
}
