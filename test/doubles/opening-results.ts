// Results of an opening, made by hand: every kind of row once, and as many rows as a test wants.
import { createHash } from 'node:crypto';
import type { OpeningResults, ResultRow, RowOutcome } from '../../app/domain/opening-results.ts';

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const MEMBERS = ['Sri Wahyuni', 'Budi Hartono', 'Maria Goreti'];

export function sampleRow(n: number, over: Partial<ResultRow> = {}): ResultRow {
  return {
    n,
    submissionId: `kiriman-${String(n).padStart(4, '0')}`,
    bidderId: String(701_000 + n),
    bidderName: `PT Karya Bangun ${String(n)}`,
    npwp: `01.234.567.8-901.${String(n).padStart(3, '0')}`,
    receiptSequence: 40 + n,
    receivedAt: new Date(Date.UTC(2026, 10, 20, 2, n % 60, 7)).toISOString(),
    sizeBytes: 1_048_576 * n,
    sealedSha256: digestOf(`sealed ${String(n)}`),
    manifestSha256: digestOf(`manifest ${String(n)}`),
    outcome: { kind: 'opened', innerSha256: digestOf(`inner ${String(n)}`), documents: 4 },
    price: `12${String(300_000_000 + n)}.10`,
    validityDays: 90,
    schedule: null,
    rank: n,
    facts: [],
    members: MEMBERS.map((name) => ({ name, certificateSha256: digestOf(name), agrees: true })),
    referral: null,
    ...over,
  };
}

const failed = (outcome: RowOutcome, over: Partial<ResultRow> = {}): Partial<ResultRow> => ({
  ...{ outcome, price: null, validityDays: null, rank: null },
  ...over,
});

/** One row of every kind. */
export const SAMPLE_ROWS: readonly ResultRow[] = [
  sampleRow(1, { price: '0.10', facts: ['same-price'] }),
  sampleRow(2, {
    price: '13400000000.99',
    facts: [
      'above-owner-estimate',
      'above-budget-ceiling',
      'rows-differ',
      'total-differs',
      'letter-and-schedule-differ',
    ],
    schedule: { rows: 148, rowsThatDiffer: [3, 17], computedTotal: '13400000000.98', statedTotal: '13400000000.99' },
  }),
  sampleRow(3, {
    bidderName: '=HYPERLINK("http://contoh.example";"CV Sumber Rejeki, \'Jaya\' & <Rekan>")',
    facts: ['members-disagree'],
    members: [
      { name: 'Sri Wahyuni', certificateSha256: digestOf('Sri Wahyuni'), agrees: true },
      { name: 'Budi Hartono', certificateSha256: digestOf('Budi Hartono'), agrees: false },
      { name: 'Maria Goreti', certificateSha256: digestOf('Maria Goreti'), agrees: null },
    ],
  }),
  sampleRow(
    4,
    failed(
      { kind: 'not-opened', reason: 'damaged-in-storage', code: 'seal/manifest-mismatch' },
      {
        bidderName:
          'KSO Perseroan Terbatas Pembangunan Perumahan Nasional Wijaya Karya Adhi Waskita Nindya Hutama Brantas',
        referral: {
          referralId: 'rujukan-0001',
          statement: {
            canBeOpened: false,
            text: 'Berkas pada penyimpanan rusak.\nCadangan malam hari memberi berkas yang sama.',
            statedAt: '2026-11-20T05:12:00.000Z',
          },
        },
      },
    ),
  ),
  sampleRow(5, failed({ kind: 'unproven', code: 'proof/receipt-mismatch' })),
  sampleRow(6, failed({ kind: 'stays-sealed' })),
  sampleRow(
    7,
    failed(
      { kind: 'not-opened', reason: 'made-wrongly', code: 'seal/manifest-mismatch' },
      { bidderName: 'CV Łódź 建設' },
    ),
  ),
];

export function sampleResults(over: Partial<OpeningResults> = {}): OpeningResults {
  return {
    kdTender: '10092474000',
    versiTender: 1,
    packageName: 'Rehabilitasi Gedung Kantor Dinas Pekerjaan Umum dan Penataan Ruang Tahap II',
    lpseName: 'LPSE Kabupaten Nusantara Raya',
    workUnit: 'Dinas Pekerjaan Umum dan Penataan Ruang',
    method: 'Tender, pascakualifikasi, satu file',
    ownerEstimate: '12400000000.00',
    budgetCeiling: '12500000000.00',
    envelopeId: 'file-1',
    envelopeName: 'Administrasi, teknis dan harga',
    carriesPrice: true,
    openingId: 'pembukaan-0001',
    closesAt: '2026-11-20T03:00:00.000Z',
    startedAt: '2026-11-20T03:01:05.000Z',
    releasedAt: '2026-11-20T03:04:40.000Z',
    mode: { kind: 'members', members: MEMBERS },
    closedCheckpoint: {
      note: `lpse.nusantara.example/log\n57\n${Buffer.from(digestOf('root'), 'hex').toString('base64')}\n\n— lpse.nusantara.example/log 4J0o0GB8OW0qfBsN5dqDIBkVtuyQYkQWbcjV5m0cN4u5oR0jm9OaGwF6cUGt2VJ1\n`,
      size: 57,
      rootSha256: digestOf('root'),
    },
    policySha256: digestOf('policy'),
    technicalResult: null,
    rows: SAMPLE_ROWS,
    tombstones: [
      {
        submissionId: 'kiriman-0901',
        bidderId: '701001',
        receivedAt: '2026-11-19T09:00:00.000Z',
        sealedSha256: digestOf('old'),
        fate: 'superseded',
      },
      {
        submissionId: 'kiriman-0902',
        bidderId: '709999',
        receivedAt: '2026-11-19T10:00:00.000Z',
        sealedSha256: digestOf('gone'),
        fate: 'withdrawn',
      },
    ],
    ...over,
  };
}

export function manyResults(count: number): OpeningResults {
  return sampleResults({ rows: Array.from({ length: count }, (_, i) => sampleRow(i + 1)), tombstones: [] });
}
