// The five steps of a bid (ux.md 3): their order, what each still misses, and where a bid in a given state opens. Pure.
import type { BidView, Finding } from '../../../app/contract/bids.ts';
import type { PackageDetail } from '../../../app/contract/packages.ts';

/** Addresses of the steps under `/bids/:bidId/`. */
export const STEPS = ['paket', 'dokumen', 'surat', 'segel', 'kirim'] as const;
export type StepId = (typeof STEPS)[number];

export type Envelope = PackageDetail['envelopes'][number];

export interface Check {
  readonly findings: readonly Finding[];
  readonly blocking: boolean;
}

/** `none`: nothing to do here. `attention`: something is in the way. */
export type StepState = 'done' | 'todo' | 'attention' | 'none';

export interface StepView {
  readonly id: StepId;
  readonly state: StepState;
  /** Required documents chosen, of how many. */
  readonly count: { readonly done: number; readonly total: number } | null;
}

export interface BidSituation {
  readonly bid: BidView;
  /** Null while the package is not known. */
  readonly about: PackageDetail | null;
  readonly envelope: Envelope | null;
  /** Null while the preflight has not answered, and once the bid is sealed. */
  readonly check: Check | null;
}

export function isStep(text: string | undefined): text is StepId {
  return STEPS.some((step) => step === text);
}

/** Where a bid opens: what is to be done next. */
export function firstStep({ state }: Pick<BidView, 'state'>): StepId {
  return state === 'draft' ? 'dokumen' : 'kirim';
}

export function stepsOf(situation: BidSituation): readonly StepView[] {
  const count = requiredCount(situation);
  return STEPS.map((id) => ({ id, state: stateOf(id, situation), count: id === 'dokumen' ? count : null }));
}

export interface NextStepView {
  readonly id: StepId;
  /** Nothing is missing on the step in front of it. */
  readonly ready: boolean;
}

/** Where a person goes on from a step; null where the step itself has the button that goes on. */
export function nextStepOf(situation: BidSituation, step: StepId): NextStepView | null {
  const { state } = situation.bid;
  if (state === 'sealed' && step !== 'kirim') return { id: 'kirim', ready: true };
  if (state !== 'draft') return null;
  const id = STEPS.slice(STEPS.indexOf(step) + 1).find((one) => stateOf(one, situation) !== 'none');
  if (id === undefined || id === 'kirim') return null;
  return { id, ready: stateOf(step, situation) === 'done' };
}

/** The step on which a finding is repaired. */
export function stepOfFinding({ code }: Pick<Finding, 'code'>): StepId {
  return code.startsWith('draft/letter') || code.startsWith('price/') ? 'surat' : 'dokumen';
}

export function envelopeOf(about: PackageDetail | null, { envelopeId }: Pick<BidView, 'envelopeId'>): Envelope | null {
  return about?.envelopes.find((envelope) => envelope.envelopeId === envelopeId) ?? null;
}

function stateOf(id: StepId, { bid, about, envelope, check }: BidSituation): StepState {
  const draft = bid.state === 'draft';
  switch (id) {
    case 'paket':
      if (about === null) return 'todo';
      return about.policy?.report.ok === true && about.version === bid.versiTender ? 'done' : 'attention';
    case 'dokumen': {
      if (!draft) return 'done';
      const found = check?.findings.filter((finding) => stepOfFinding(finding) === 'dokumen') ?? [];
      if (found.some(isMistake)) return 'attention';
      return check === null || bid.documents.length === 0 || found.some(isBlocking) ? 'todo' : 'done';
    }
    case 'surat':
      if (envelope?.carriesPrice === false) return bid.letter === null ? 'none' : 'attention';
      if (check?.findings.some(isLetterMistake) === true) return 'attention';
      return bid.letter === null ? 'todo' : 'done';
    case 'segel':
      return draft ? 'todo' : 'done';
    case 'kirim':
      return sendState(bid);
  }
}

function sendState({ state }: BidView): StepState {
  switch (state) {
    case 'draft':
    case 'sealed':
    case 'uploading':
    case 'received':
      return 'todo';
    case 'refused':
      return 'attention';
    case 'receipted':
      return 'done';
    case 'superseded':
    case 'withdrawn':
      return 'none';
  }
}

function requiredCount({ bid, envelope }: BidSituation): StepView['count'] {
  if (envelope === null) return null;
  const required = envelope.slots.filter((slot) => slot.required);
  const filled = new Set(bid.documents.map(({ slot }) => slot));
  return { done: required.filter(({ slot }) => filled.has(slot)).length, total: required.length };
}

function isLetterMistake({ code }: Finding): boolean {
  return code === 'draft/letter-invalid' || code === 'price/schedule-incomplete';
}

function isBlocking({ severity }: Finding): boolean {
  return severity === 'blocking';
}

/** Missing documents are work to do; everything else that blocks is a mistake to look at. */
function isMistake(finding: Finding): boolean {
  return isBlocking(finding) && finding.code !== 'document/none' && finding.code !== 'document/slot-missing';
}
