import { describe, expect, it } from 'vitest';
import { rememberPackage, tellChanges, type Telling } from '../../../app/reports/package-changes.ts';
import type { ProcurementPackage, Stage } from '../../../app/protocol/packages.ts';

const telling: Telling = { zone: 'WIB', language: 'id', noticedAt: '2026-11-21T10:00:00.000Z' };
const upload: Stage = {
  kd_tahapan: 7,
  nama_tahapan: 'Upload Dokumen Penawaran',
  kd_akt: 'PEMASUKAN_PENAWARAN',
  nama_akt: 'Upload',
  tgl_awal: '2026-11-18T01:00:00.000Z',
  tgl_akhir: '2026-11-20T03:00:00.000Z',
  perubahan: [],
};

/** Only what the rule looks at. */
function aPackage(version: number, ...jadwal: readonly Stage[]): ProcurementPackage {
  return { versi_tender: version, jadwal } as unknown as ProcurementPackage;
}

const seen = rememberPackage(aPackage(1, upload), 'a'.repeat(64));

describe('what changed since a person looked', () => {
  it('is nothing while nothing changed', () => {
    const policy = { sha256: 'a'.repeat(64), serial: 1 };
    expect(tellChanges(seen, aPackage(1, upload), policy, telling)).toEqual([]);
    expect(tellChanges(seen, aPackage(1, upload), null, telling)).toEqual([]);
  });

  it('names stage, both times in the zone of the LPSE, and the reason', () => {
    const waktu = '2026-11-19T02:00:00.000Z';
    const change = { waktu, alasan: 'Adendum', tgl_awal_lama: upload.tgl_awal, tgl_akhir_lama: upload.tgl_akhir };
    const moved = { ...upload, tgl_akhir: '2026-11-21T03:00:00.000Z', perubahan: [change] };
    expect(tellChanges(seen, aPackage(1, moved), null, telling)).toEqual([
      {
        kind: 'schedule',
        time: waktu,
        text: 'Upload Dokumen Penawaran: berakhir 21 November 2026 10.00 WIB, sebelumnya 20 November 2026 10.00 WIB. Adendum',
      },
    ]);
    const [english] = tellChanges(seen, aPackage(1, moved), null, { ...telling, language: 'en' });
    expect(english?.text).toContain('ends 21 November 2026 10:00 WIB, before: 20 November 2026 10:00 WIB. Adendum');
  });

  it('tells of a stage that begins at another time only', () => {
    const moved = { ...upload, tgl_awal: '2026-11-19T01:00:00.000Z' };
    const [change] = tellChanges(seen, aPackage(1, moved), null, telling);
    expect(change?.text).toMatch(/mulai 19 November 2026 08\.00 WIB/);
  });

  it('tells of a new version and of a replaced policy', () => {
    const policy = { sha256: 'b'.repeat(64), serial: 4 };
    const changes = tellChanges(seen, aPackage(2, upload), policy, telling);
    expect(changes.map(({ kind }) => kind).toSorted()).toEqual(['policy', 'version']);
    expect(changes.find(({ kind }) => kind === 'policy')?.text).toContain('4');
  });

  it('takes the first policy ever seen as no change', () => {
    const before = rememberPackage(aPackage(1, upload), null);
    expect(tellChanges(before, aPackage(1, upload), { sha256: 'b'.repeat(64), serial: 1 }, telling)).toEqual([]);
  });

  it('lists the newest first', () => {
    const at = (waktu: string, end: string): Stage => ({
      ...upload,
      kd_tahapan: Number(end.slice(8, 10)),
      tgl_akhir: end,
      perubahan: [{ waktu, alasan: '', tgl_awal_lama: upload.tgl_awal, tgl_akhir_lama: upload.tgl_akhir }],
    });
    const before = rememberPackage(aPackage(1, { ...upload, kd_tahapan: 22 }, { ...upload, kd_tahapan: 23 }), null);
    const now = aPackage(
      1,
      at('2026-11-19T01:00:00.000Z', '2026-11-22T03:00:00.000Z'),
      at('2026-11-19T05:00:00.000Z', '2026-11-23T03:00:00.000Z'),
    );
    expect(tellChanges(before, now, null, telling).map(({ time }) => time)).toEqual([
      '2026-11-19T05:00:00.000Z',
      '2026-11-19T01:00:00.000Z',
    ]);
  });
});
