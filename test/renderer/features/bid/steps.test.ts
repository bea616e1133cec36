import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../app/contract/bids.ts';
import {
  firstStep,
  isStep,
  stepOfFinding,
  stepsOf,
  type BidSituation,
} from '../../../../renderer/features/bid/steps.ts';
import { sampleDetail } from '../../../doubles/sample-packages.ts';
import { sampleBid, SAMPLE_SEALED } from '../../../doubles/sample-bids.ts';

const about = sampleDetail();
const envelope = about.envelopes[0] ?? null;
const clean = { findings: [], blocking: false };

function finding(change: Partial<Finding>): Finding {
  return {
    code: 'document/archive-refused',
    severity: 'blocking',
    index: 0,
    originalName: 'a.zip',
    facts: {},
    repair: null,
    ...change,
  };
}

function situation(change: Partial<BidSituation> = {}): BidSituation {
  return { bid: sampleBid(), about, envelope, check: clean, ...change };
}

const documentOf = (slot: string, index = 0) => ({
  index,
  name: `${slot}.pdf`,
  originalName: `${slot}.pdf`,
  slot,
  mediaType: 'application/pdf',
  sizeBytes: 10,
});

function stateOf(id: string, given: BidSituation): string | undefined {
  return stepsOf(given).find((step) => step.id === id)?.state;
}

describe('the steps of a bid', () => {
  it('come in the order of the work, whatever is done', () => {
    expect(stepsOf(situation()).map(({ id }) => id)).toEqual(['paket', 'dokumen', 'surat', 'segel', 'kirim']);
  });

  it('count the required places that hold a document', () => {
    const bid = sampleBid({
      documents: [documentOf('jaminan-penawaran'), documentOf('jaminan-penawaran', 1), documentOf('perjanjian-kso', 2)],
    });
    expect(stepsOf(situation({ bid }))[1]?.count).toEqual({ done: 1, total: 3 });
  });

  it('call missing documents work, and a refused one a mistake', () => {
    const missing = finding({ code: 'document/slot-missing', index: null });
    const bid = sampleBid({ documents: [documentOf('jaminan-penawaran')] });
    expect(stateOf('dokumen', situation({ bid, check: { findings: [missing], blocking: true } }))).toBe('todo');
    expect(stateOf('dokumen', situation({ bid, check: { findings: [finding({})], blocking: true } }))).toBe(
      'attention',
    );
    expect(stateOf('dokumen', situation({ bid }))).toBe('done');
  });

  it('are not done before the preflight has answered', () => {
    const bid = sampleBid({ documents: [documentOf('jaminan-penawaran')] });
    expect(stateOf('dokumen', situation({ bid, check: null }))).toBe('todo');
  });

  it('do not hold warnings against a document', () => {
    const bid = sampleBid({ documents: [documentOf('jaminan-penawaran')] });
    const check = { findings: [finding({ severity: 'warning', code: 'document/pdf-encrypted' })], blocking: false };
    expect(stateOf('dokumen', situation({ bid, check }))).toBe('done');
  });

  it('have no letter where the envelope carries no price', () => {
    const priceless = envelope === null ? null : { ...envelope, carriesPrice: false };
    expect(stateOf('surat', situation({ envelope: priceless }))).toBe('none');
    expect(stateOf('surat', situation())).toBe('todo');
  });

  it('warn about a package that moved on since the draft', () => {
    expect(stateOf('paket', situation())).toBe('done');
    expect(stateOf('paket', situation({ bid: sampleBid({ versiTender: 0 }) }))).toBe('attention');
    expect(stateOf('paket', situation({ about: { ...about, policy: null } }))).toBe('attention');
  });

  it.each([
    ['sealed', 'todo'],
    ['uploading', 'todo'],
    ['received', 'todo'],
    ['refused', 'attention'],
    ['receipted', 'done'],
    ['superseded', 'none'],
    ['withdrawn', 'none'],
  ] as const)('call sending of a %s bid %s', (state, expected) => {
    const bid = sampleBid({ state, sealed: SAMPLE_SEALED });
    expect(stateOf('kirim', situation({ bid, check: null }))).toBe(expected);
    expect(stateOf('segel', situation({ bid, check: null }))).toBe('done');
  });
});

describe('where a bid opens', () => {
  it('is the documents of a draft, and the sending of everything else', () => {
    expect(firstStep({ state: 'draft' })).toBe('dokumen');
    expect(firstStep({ state: 'sealed' })).toBe('kirim');
    expect(firstStep({ state: 'receipted' })).toBe('kirim');
  });

  it('is one of five addresses', () => {
    expect(isStep('surat')).toBe(true);
    expect(isStep('letter')).toBe(false);
    expect(isStep(undefined)).toBe(false);
  });

  it('of a finding is the step that repairs it', () => {
    expect(stepOfFinding({ code: 'draft/letter-missing' })).toBe('surat');
    expect(stepOfFinding({ code: 'document/none' })).toBe('dokumen');
  });
});
