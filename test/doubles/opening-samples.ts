// What the in-memory program answers about openings: one that is to come, and one of 250 bids in the middle of it all.
import type { CallOutput } from '../../app/contract/contract.ts';
import type { OpeningSummary, ResultRowView, RoomView } from '../../app/contract/openings.ts';
import type { FakeAnswers } from './bridge.ts';

const HOUR = 3_600_000;
const fromNow = (ms: number): string => new Date(Date.now() + ms).toISOString();
const digest = (n: number): string => n.toString(16).padStart(64, '0');

export const SAMPLE_BIDS_IN_ROOM = 250;

function summary(over: Partial<OpeningSummary> = {}): OpeningSummary {
  return {
    kdTender: '10092516000',
    packageName: 'Pengadaan Laptop untuk Sekolah Dasar',
    method: 'Tender Cepat',
    mode: 'CA',
    envelopeId: 'harga',
    envelopeName: 'Penawaran Harga',
    carriesPrice: true,
    closesAt: fromNow(-2 * HOUR),
    opensAt: fromNow(-2 * HOUR + 60_000),
    stageName: 'Pembukaan Penawaran dan Peringkat',
    submissionCount: SAMPLE_BIDS_IN_ROOM,
    state: 'in-progress',
    ...over,
  };
}

export interface SampleSize {
  readonly bids: number;
  /** Of tender and bidders: 200 characters, the longest that SPSE takes. */
  readonly longNames: boolean;
}

const MANY: SampleSize = { bids: SAMPLE_BIDS_IN_ROOM, longNames: false };
const LONG_NAME = 'Pengadaan dan Pemasangan Peralatan Laboratorium Terpadu beserta Pelatihan di Kabupaten Kepulauan ';

const nameOf = (name: string, long: boolean): string => (long ? `${name} ${LONG_NAME.repeat(2)}`.slice(0, 200) : name);

/** The opening of 250 bids, as the list has it. */
export const SAMPLE_OPENING = summary();

const rows = ({ bids, longNames }: SampleSize): ResultRowView[] =>
  Array.from({ length: bids }, (_, i) => ({
    n: i + 1,
    submissionId: `kiriman-${i + 1}`,
    bidderId: String(701_000 + i),
    bidderName: nameOf(`PT Penyedia Peragaan Nusantara ${i + 1}`, longNames),
    npwp: `01.234.567.${i % 10}-901.000`,
    receiptSequence: i + 1,
    receivedAt: fromNow(-3 * HOUR + i * 1000),
    sizeBytes: 1_000_000 + i,
    sealedSha256: digest(i),
    manifestSha256: digest(i + 1000),
    outcome:
      i === 2
        ? { kind: 'not-opened', reason: 'damaged-in-storage', code: 'seal/object-damaged' }
        : { kind: 'opened', innerSha256: digest(i + 2000), documents: 1 },
    price: i === 2 ? null : `${2_000_000_000 + ((i * 7919) % 1000) * 100_000}.50`,
    validityDays: i === 2 ? null : 60,
    schedule: null,
    rank: i === 2 ? null : i + 1,
    facts: i === 5 ? ['above-owner-estimate', 'same-price'] : [],
    members: [{ name: 'Siti Rahayu', certificateSha256: digest(1), agrees: true }],
    referral: null,
  }));

function room(size: SampleSize): RoomView {
  const bids = rows(size).map(({ n, submissionId, bidderId, bidderName, npwp, ...row }) => {
    const { receiptSequence, receivedAt, sizeBytes, sealedSha256 } = row;
    return { n, submissionId, bidderId, bidderName, npwp, receiptSequence, receivedAt, sizeBytes, sealedSha256 };
  });
  const facts = { who: 'Siti Rahayu', bidderName: null, count: size.bids, sha256: digest(9) };
  return {
    opening: summary({
      packageName: nameOf('Pengadaan Laptop untuk Sekolah Dasar', size.longNames),
      submissionCount: size.bids,
    }),
    ownerEstimate: '2098800000.00',
    budgetCeiling: '2100000000.00',
    rule: { kind: 'members', members: ['Siti Rahayu', 'Agus Pranoto', 'Maria Simbolon'] },
    folder: '~/.local/share/segel/profiles/1/pembukaan',
    entered: {
      openingId: 'pembukaan-1',
      startedAt: fromNow(-HOUR),
      report: { ok: true, checks: [] },
      dueCount: size.bids,
      bids,
      tombstones: [],
      staysSealed: [],
      openers: ['Siti Rahayu', 'Agus Pranoto', 'Maria Simbolon'].map((name, i) => ({
        ...{ name, certificateSha256: digest(i + 1), mine: i === 0, leads: false, contributed: false },
        results: i === 0 ? size.bids : 0,
      })),
      contributions: 0,
      session: null,
      releasedAt: fromNow(-HOUR),
      events: [
        { index: 40, time: fromNow(-2 * HOUR), event: 'closed', ...facts, who: null, sha256: null },
        { index: 41, time: fromNow(-HOUR), event: 'release-requested', ...facts },
        { index: 42, time: fromNow(-HOUR), event: 'headers-released', ...facts, who: null },
      ],
    },
    running: null,
  };
}

function technical(): CallOutput<'openings.technicalResult'> {
  return {
    required: 2,
    committee: [{ name: 'Siti Rahayu', certificateSha256: digest(1), mine: true }],
    candidates: [{ bidderId: '701000', bidderName: 'PT Penyedia Peragaan Nusantara 1', npwp: '01.234.567.8-901.000' }],
    proposals: [],
    adopted: null,
  };
}

/** A room of another size, or of the longest names. */
export function sampleRoom(size: SampleSize): FakeAnswers {
  return { 'openings.room': () => room(size), 'openings.results': () => ({ rows: rows(size) }) };
}

export const OPENING_ANSWERS: FakeAnswers = {
  'openings.list': () => ({
    openings: [
      summary(),
      summary({
        ...{ kdTender: '10092481000', packageName: 'Pengadaan Alat Kesehatan RSUD Nusantara Raya', method: 'Tender' },
        ...{ envelopeId: 'file-1', envelopeName: 'File I: Administrasi dan Teknis', state: 'not-yet' },
        ...{ closesAt: fromNow(HOUR), opensAt: fromNow(HOUR + 60_000), submissionCount: 3 },
      }),
    ],
  }),
  ...sampleRoom(MANY),
  'openings.technicalResult': () => technical(),
  'openings.showFolder': () => ({ shown: false }),
};
