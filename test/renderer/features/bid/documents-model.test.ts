import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../app/contract/bids.ts';
import {
  checklistOf,
  repairCall,
  shareOfLimit,
  type ChosenDocument,
} from '../../../../renderer/features/bid/documents-model.ts';
import { samplePackage } from '../../../doubles/sample-packages.ts';

const [envelope] = samplePackage().envelopes;
if (envelope === undefined) throw new Error('a package has an envelope');

function chosen(index: number, slot: string, change: Partial<ChosenDocument> = {}): ChosenDocument {
  const name = `berkas-${index}.pdf`;
  return { index, name, originalName: name, slot, mediaType: 'application/pdf', sizeBytes: 1000, ...change };
}

function finding(code: string, change: Partial<Finding> = {}): Finding {
  return { code, severity: 'blocking', index: null, originalName: null, facts: {}, repair: null, ...change };
}

const check = (...findings: Finding[]) => ({ findings, blocking: true });

describe('the checklist', () => {
  it('puts each document into its place, with what was found about it, the blocking first', () => {
    const documents = [chosen(0, 'jaminan-penawaran'), chosen(1, 'jaminan-penawaran')];
    const list = checklistOf(
      { documents },
      envelope,
      check(
        finding('document/pdf-encrypted', { severity: 'warning', index: 1 }),
        finding('document/name-taken', { index: 1 }),
      ),
    );
    const [bond] = list.slots;
    expect(bond?.rows.map((row) => row.findings.map(({ code }) => code))).toEqual([
      [],
      ['document/name-taken', 'document/pdf-encrypted'],
    ]);
    expect(list.totalBytes).toBe(2000);
  });

  it('misses required places only', () => {
    const list = checklistOf({ documents: [chosen(0, 'jaminan-penawaran')] }, envelope, null);
    expect(list.slots.filter(({ missing }) => missing).map(({ slot }) => slot)).toEqual([
      'metode-pelaksanaan',
      'daftar-kuantitas',
    ]);
  });

  it('keeps documents without a place apart, and does not repeat that as a finding', () => {
    const list = checklistOf(
      { documents: [chosen(0, '')] },
      envelope,
      check(finding('document/slot-unknown', { index: 0, repair: { kind: 'choose-slot' } })),
    );
    expect(list.unplaced).toHaveLength(1);
    expect(list.unplaced[0]?.findings).toEqual([]);
  });

  it('says in general only what no place and no letter says', () => {
    const list = checklistOf(
      { documents: [] },
      envelope,
      check(
        finding('document/none'),
        finding('document/slot-missing'),
        finding('draft/letter-missing'),
        finding('document/too-many'),
      ),
    );
    expect(list.general.map(({ code }) => code)).toEqual(['document/too-many']);
  });
});

describe('a repair', () => {
  const documents = [chosen(0, 'jaminan-penawaran'), chosen(1, '')];

  it('renames in place', () => {
    const rename = finding('document/name-refused', { index: 0, repair: { kind: 'rename', to: 'baik.pdf' } });
    expect(repairCall(rename, documents)).toEqual({
      call: 'change',
      index: 0,
      name: 'baik.pdf',
      slot: 'jaminan-penawaran',
    });
  });

  it('removes from the list', () => {
    const remove = finding('document/empty', { index: 1, repair: { kind: 'remove' } });
    expect(repairCall(remove, documents)).toEqual({ call: 'remove', index: 1 });
  });

  it('that needs a choice is no call, and neither is one for a document that is gone', () => {
    expect(repairCall(finding('x', { index: 1, repair: { kind: 'choose-slot' } }), documents)).toBeNull();
    expect(repairCall(finding('x', { index: 7, repair: { kind: 'remove' } }), documents)).toBeNull();
    expect(repairCall(finding('x', { index: 0 }), documents)).toBeNull();
  });
});

describe('the share of the limit', () => {
  it('is full at the limit and above, and where there is no room at all', () => {
    expect(shareOfLimit(250, 500)).toBe(0.5);
    expect(shareOfLimit(600, 500)).toBe(1);
    expect(shareOfLimit(0, 0)).toBe(1);
  });
});
