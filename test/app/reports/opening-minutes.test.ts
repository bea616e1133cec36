import { describe, expect, it } from 'vitest';
import type { OpeningResults } from '../../../app/domain/opening-results.ts';
import type { Paper, PaperBlock } from '../../../app/ports/paper-printer.ts';
import { openingMinutes, type MinutesFacts } from '../../../app/reports/opening-minutes.ts';
import { SAMPLE_ROWS, sampleResults, sampleRow } from '../../doubles/opening-results.ts';

function minutes(over: Partial<OpeningResults> = {}, facts: Partial<MinutesFacts> = {}): Paper {
  const results = sampleResults(over);
  return openingMinutes({ results, zone: 'WITA', language: 'id', stage: 'draft', clientVersion: '0.1.0', ...facts });
}

function textOf(paper: Paper): string {
  return paper.blocks.flatMap(linesOf).join('\n');
}

function linesOf(block: PaperBlock): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.text];
    case 'lines':
      return block.lines;
    case 'facts':
      return block.rows.map(({ label, value }) => `${label}: ${value}`);
    case 'table':
      return [block.columns.map(({ title }) => title).join(' | '), ...block.rows.map((row) => row.join(' | '))];
    case 'signatures':
      return block.people.map(({ name, role }) => `${name}, ${role}`);
  }
}

function section(paper: Paper, title: string): string {
  const from = paper.blocks.findIndex((block) => block.kind === 'heading' && block.text.endsWith(title));
  const next = paper.blocks.findIndex((block, i) => i > from && block.kind === 'heading');
  return paper.blocks
    .slice(from, next < 0 ? undefined : next)
    .flatMap(linesOf)
    .join('\n');
}

describe('the minutes of an opening', () => {
  it('give place and time on the zone of the LPSE', () => {
    expect(textOf(minutes())).toContain(
      'Pada hari Jumat, 20 November 2026 11.01.05 WITA, secara elektronik melalui LPSE Kabupaten Nusantara Raya',
    );
    // Half past midnight in the east is the next day there.
    const late = textOf(minutes({ startedAt: '2026-11-20T15:30:00.000Z' }, { zone: 'WIT' }));
    expect(late).toContain('Pada hari Sabtu, 21 November 2026 00.30.00 WIT');
  });

  it('hold every bid with receipt, digests and outcome', () => {
    const text = textOf(minutes());
    for (const { bidderName, receiptSequence, sealedSha256, manifestSha256, outcome } of SAMPLE_ROWS) {
      expect(text).toContain(bidderName);
      expect(text).toContain(`No. ${String(receiptSequence)}`);
      const flat = text.replace(/\s/g, '');
      expect(flat).toContain(sealedSha256);
      expect(flat).toContain(manifestSha256);
      if (outcome.kind === 'opened') expect(flat).toContain(outcome.innerSha256);
    }
  });

  it('count what happened', () => {
    expect(section(minutes(), 'Penawaran yang masuk')).toContain(
      '7 penawaran berlaku pada batas akhir: 3 dibuka, 2 tidak dapat dibuka, 1 tetap tersegel, 1 belum terbukti di komputer ini.',
    );
  });

  it('compare the price with HPS and pagu, exactly', () => {
    const bids = section(minutes(), 'Penawaran yang masuk');
    expect(bids).toContain('Rp 0,10');
    expect(bids).toContain('Rp 13.400.000.000,99');
    expect(bids).toContain('di atas HPS\ndi atas pagu');
    const same = section(minutes({ rows: [sampleRow(1, { price: '12400000000.00' })] }), 'Penawaran yang masuk');
    expect(same).toContain('sama dengan HPS\ndi bawah pagu');
  });

  it('hold no price columns for an envelope without a price', () => {
    expect(section(minutes({ carriesPrice: false }), 'Penawaran yang masuk')).not.toContain('Harga');
  });

  it('show failures with class, code and what the LPSE stated', () => {
    const failures = section(minutes(), 'Penawaran yang tidak dapat dibuka atau belum terbukti');
    expect(failures).toContain('berkas yang tersimpan di LPSE berbeda dari yang diterima\nKode seal/manifest-mismatch');
    expect(failures).toContain('LPSE menyatakan: tidak dapat dibuka.\nBerkas pada penyimpanan rusak.');
    expect(failures).toContain('bukan kesalahan penyedia');
    expect(failures).toContain('Belum dirujuk kepada LPSE.');
  });

  it('list tombstones, sealed envelopes and members who differ', () => {
    const paper = minutes();
    expect(section(paper, 'sebelum batas akhir')).toMatch(/PT Karya Bangun 1\n701001 .*diganti/);
    expect(section(paper, 'sebelum batas akhir')).toMatch(/709999 .*ditarik/);
    expect(section(paper, 'Penawaran yang tetap tersegel')).toContain('PT Karya Bangun 6');
    expect(section(paper, 'Perbedaan hasil antaranggota')).toContain('Budi Hartono');
    expect(section(paper, 'Perbedaan hasil antaranggota')).not.toContain('Maria Goreti');
  });

  it('say "Tidak ada" instead of leaving a question out', () => {
    const paper = minutes({ rows: SAMPLE_ROWS.slice(0, 1), tombstones: [] });
    for (const title of ['belum terbukti', 'sebelum batas akhir', 'antaranggota']) {
      expect(section(paper, title)).toContain('Tidak ada.');
    }
  });

  it('name who contributed in a quorum, and who did not', () => {
    const mode = {
      kind: 'quorum',
      threshold: 2,
      holders: ['Sri', 'Budi', 'Maria'],
      contributed: ['Sri', 'Maria'],
    } as const;
    const text = section(minutes({ mode }), 'Pelaksana pembukaan');
    expect(text).toContain('diperlukan 2 dari 3 bagian kunci; 2 pemegang');
    expect(text).toContain('2 | Budi | Tidak menyumbangkan bagian kunci');
    expect(text).toContain('3 | Maria | Menyumbangkan bagian kunci');
  });

  it('say how many members there are, and who recorded what', () => {
    const rows = [
      sampleRow(1),
      sampleRow(2, { members: sampleRow(2).members.slice(0, 2) }),
      sampleRow(3, { members: sampleRow(3).members.slice(0, 2) }),
    ];
    const text = section(minutes({ rows }), 'Pelaksana pembukaan');
    expect(text).toContain('3 anggota Pokja Pemilihan disebut kebijakan segel.');
    expect(text).toContain('1 | Sri Wahyuni | Mencatat hasil 3 dari 3 penawaran');
    expect(text).toContain('3 | Maria Goreti | Mencatat hasil 1 dari 3 penawaran');
    const silent = section(minutes({ rows: [sampleRow(1, { members: [] })] }), 'Pelaksana pembukaan');
    expect(silent).toContain('2 | Budi Hartono | Belum mencatat hasil pembukaan');
  });

  it('say so plainly when there was no bid, or only one', () => {
    const none = minutes({ rows: [], tombstones: [] });
    expect(section(none, 'Penawaran yang masuk')).toContain('Tidak ada penawaran yang berlaku pada batas akhir.');
    expect(section(none, 'Sidik SHA-256')).toContain('Tidak ada.');
    const one = minutes({ rows: [sampleRow(1)] });
    expect(section(one, 'Penawaran yang masuk')).toContain('Hanya satu penawaran yang berlaku pada batas akhir.');
    expect(section(minutes(), 'Penawaran yang masuk')).not.toContain('Hanya satu');
  });

  it('lead from each bid to its whole digest', () => {
    const [first] = SAMPLE_ROWS;
    const bids = section(minutes(), 'Penawaran yang masuk');
    expect(bids).toContain(`sidik ${first?.sealedSha256.slice(0, 8) ?? ''}...`);
  });

  it('rank by price in a Tender Cepat, equal prices alike, and nowhere else', () => {
    const rows = [
      sampleRow(1, { price: '300.00', rank: 3 }),
      sampleRow(2, { price: '100.00', rank: 1 }),
      sampleRow(3, { price: '100.00', rank: 1 }),
      sampleRow(4, { price: null, rank: null, outcome: { kind: 'unproven', code: 'proof/receipt-mismatch' } }),
    ];
    const ranking = section(minutes({ envelopeId: 'harga', rows }), 'Peringkat menurut harga');
    const [first] = ranking.match(/^\d \| .*/gm) ?? [];
    expect(first).toBe('1 | PT Karya Bangun 2');
    expect(ranking.indexOf('PT Karya Bangun 3')).toBeLessThan(ranking.indexOf('PT Karya Bangun 1\n'));
    expect(ranking).not.toContain('PT Karya Bangun 4');
    expect(textOf(minutes({ rows }))).not.toContain('Peringkat menurut harga');
  });

  it('of File I hint at no price, and those of File II name what they stand on', () => {
    const rows = [sampleRow(1, { price: null, rank: null, validityDays: null })];
    const first = minutes({ envelopeId: 'file-1', carriesPrice: false, rows });
    const amounts = textOf(first).match(/Rp [\d.,]+/g);
    expect(amounts).toEqual(['Rp 12.400.000.000,00', 'Rp 12.500.000.000,00']);
    expect(textOf(first)).not.toMatch(/file-2|File II/);
    const technicalResult = { sha256: 'ab'.repeat(32), passed: 2 };
    const second = minutes({ envelopeId: 'file-2', technicalResult });
    const about = section(second, 'Paket pengadaan');
    expect(about.replace(/ /g, '')).toContain('ab'.repeat(32));
    expect(about).toContain('Berita acara File I: berita-acara-pembukaan-10092474000-file-1');
    expect(about).toContain('2 penyedia lulus');
  });

  it('say where no bid came in what that means, and blame nobody', () => {
    const mode = { kind: 'quorum', threshold: 2, holders: ['Sri', 'Budi', 'Maria'], contributed: [] } as const;
    const none = minutes({ rows: [], releasedAt: null, mode });
    expect(section(none, 'Penawaran yang masuk')).toContain('Tidak ada kunci yang dilepas');
    expect(section(none, 'Paket pengadaan')).toContain('tidak ada yang perlu dilepas');
    expect(textOf(none)).not.toContain('Tidak menyumbangkan');
    const waiting = minutes({ releasedAt: null });
    expect(section(waiting, 'Paket pengadaan')).toContain('Kunci dilepas KMS: belum');
  });

  it('are signed by the officer alone where one opens alone', () => {
    const text = textOf(minutes({ mode: { kind: 'single-lock', officer: 'Agus Salim' } }));
    expect(text).toContain('Agus Salim, Pejabat Pengadaan');
  });

  it('hold the closed checkpoint and how to check it', () => {
    const text = section(minutes(), 'Log dan cara memeriksa');
    expect(text).toContain('Jumlah catatan log: 57');
    expect(text).toContain('lpse.nusantara.example/log');
    expect(text).toContain('openssl cms -verify');
  });

  it('are marked as a draft until they are to be signed', () => {
    expect(minutes().mark).toBe('DRAF');
    expect(minutes({}, { language: 'en' }).mark).toBe('DRAFT');
    const final = minutes({}, { stage: 'final' });
    expect(final.mark).toBeNull();
    expect(textOf(final)).not.toContain('DRAF');
  });

  it('speak English by choice, without a word of Indonesian left', () => {
    const english = textOf(minutes({}, { language: 'en' }));
    expect(english).toContain('On Friday, 20 November 2026 11:01:05 WITA, electronically through');
    for (const word of ['Penyedia', 'Tanda terima', 'Tidak ada', 'diganti', 'dokumen'])
      expect(english).not.toContain(word);
  });

  it('give no verdict', () => {
    const text = textOf(minutes()).toLowerCase();
    for (const word of [/gugur/, /tidak memenuhi/, /\bmenang\b/, /curang/, /ditolak/]) expect(text).not.toMatch(word);
  });
});
