// The chosen documents as a checklist: what lies in which slot, with what the preflight found about it. Pure.
import type { BidView, Finding } from '../../../app/contract/bids.ts';
import type { Check, Envelope } from './steps.ts';

export type ChosenDocument = BidView['documents'][number];

export interface DocumentRow {
  readonly document: ChosenDocument;
  /** Blocking ones first. */
  readonly findings: readonly Finding[];
}

export interface SlotView {
  readonly slot: string;
  readonly name: string;
  readonly required: boolean;
  readonly missing: boolean;
  readonly rows: readonly DocumentRow[];
}

export interface Checklist {
  readonly slots: readonly SlotView[];
  /** Documents whose slot the envelope does not know: not yet placed. */
  readonly unplaced: readonly DocumentRow[];
  /** What concerns the list as a whole; missing slots are left out, the checklist itself says so. */
  readonly general: readonly Finding[];
  readonly totalBytes: number;
}

/** Said by the section in which such a document stands. */
const NOT_PLACED = 'document/slot-unknown';

export function checklistOf(bid: Pick<BidView, 'documents'>, envelope: Envelope, check: Check | null): Checklist {
  const findings = check?.findings ?? [];
  const rows = bid.documents.map((document) => ({
    document,
    findings: blockingFirst(findings.filter(({ index, code }) => index === document.index && code !== NOT_PLACED)),
  }));
  const known = new Set(envelope.slots.map(({ slot }) => slot));
  return {
    slots: envelope.slots.map(({ slot, name, required }) => {
      const here = rows.filter(({ document }) => document.slot === slot);
      return { slot, name, required, missing: required && here.length === 0, rows: here };
    }),
    unplaced: rows.filter(({ document }) => !known.has(document.slot)),
    general: blockingFirst(findings.filter(isGeneral)),
    totalBytes: bid.documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** What a repair button does, as the call that does it; null for a repair that needs the user's choice. */
export type RepairCall =
  | { readonly call: 'change'; readonly index: number; readonly name: string; readonly slot: string }
  | { readonly call: 'remove'; readonly index: number };

export function repairCall(finding: Finding, documents: readonly ChosenDocument[]): RepairCall | null {
  const document = documents.find(({ index }) => index === finding.index);
  if (document === undefined || finding.repair === null) return null;
  switch (finding.repair.kind) {
    case 'rename':
      return { call: 'change', index: document.index, name: finding.repair.to, slot: document.slot };
    case 'remove':
      return { call: 'remove', index: document.index };
    case 'choose-slot':
      return null;
  }
}

/** `12 MB of 500 MB`, as a share; 1 when full. */
export function shareOfLimit(totalBytes: number, limitBytes: number): number {
  return limitBytes <= 0 ? 1 : Math.min(1, totalBytes / limitBytes);
}

function isGeneral({ index, code }: Finding): boolean {
  const saidElsewhere =
    code === 'document/slot-missing' || code === 'document/none' || /^(draft\/letter|price\/)/.test(code);
  return index === null && !saidElsewhere;
}

function blockingFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => Number(b.severity === 'blocking') - Number(a.severity === 'blocking'));
}
