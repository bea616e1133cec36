// Preflight: everything that could make a document unwelcome, found before sealing and listed together (app/README.md).
// Pure rules over facts that the use case collected; blocking findings stop sealing, warnings are for the user to judge.
import { hasBlocking, inOrder, type DocumentFinding, type Repair } from '../domain/document-finding.ts';
import type { BidDocument, Letter } from '../domain/bid.ts';
import { compareAmounts, isAmount } from '../domain/money.ts';
import { checkTable, type PriceTable } from '../domain/price-table.ts';
import type { ProblemDetails } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { SourceFacts } from '../ports/document-store.ts';
import {
  ARCHIVE_EXTENSIONS,
  kindOf,
  MACRO_EXTENSIONS,
  pdfState,
  PROGRAM_EXTENSIONS,
  ruleOf,
  type DocumentKind,
} from './document-kind.ts';
import { brokenNameRule, extensionOf, nameKey, proposeName } from './document-name.ts';

/** What was learnt about one chosen document; `code` when nothing could be learnt. */
export type Examined =
  | { readonly document: BidDocument; readonly code: ErrorCode }
  | {
      readonly document: BidDocument;
      readonly facts: SourceFacts;
      /** First 8 KiB, last 64 KiB. */
      readonly head: Uint8Array;
      readonly tail: Uint8Array;
      /** Null while not needed: only files of equal size are hashed. */
      readonly sha256: string | null;
    };

export interface EnvelopeRules {
  readonly slots: readonly { readonly slot: string; readonly nama: string; readonly wajib: boolean }[];
  readonly carriesPrice: boolean;
  readonly limits: { readonly maxUploadBytes: number; readonly maxDocuments: number; readonly maxNameLength: number };
}

export interface Preflight {
  readonly findings: readonly DocumentFinding[];
  readonly blocking: boolean;
  readonly totalBytes: number;
}

/** All findings, blocking ones first. */
export function checkDocuments(
  examined: readonly Examined[],
  letter: Letter | null,
  rules: EnvelopeRules,
  priceTable: PriceTable | 'malformed' | null = null,
): Preflight {
  const findings = [
    ...checkBid(examined, letter, rules),
    ...checkPriceTable(priceTable, letter),
    ...checkNames(examined, rules),
    ...checkRepeats(examined),
    ...examined.flatMap((one, index) => checkOne(one, index, rules)),
  ];
  const totalBytes = examined.reduce((sum, one) => sum + sizeOf(one), 0);
  return { findings: inOrder(findings), blocking: hasBlocking(findings), totalBytes };
}

/** What concerns the bid as a whole. */
function checkBid(examined: readonly Examined[], letter: Letter | null, rules: EnvelopeRules): DocumentFinding[] {
  const { limits, slots, carriesPrice } = rules;
  const found: DocumentFinding[] = [];
  const add = (code: ErrorCode, facts: ProblemDetails = {}) =>
    found.push({ code, severity: 'blocking', index: null, originalName: null, facts, repair: null });
  const total = examined.reduce((sum, one) => sum + sizeOf(one), 0);
  const filled = new Set(examined.map(({ document }) => document.slot));

  if (examined.length === 0) add('document/none');
  if (examined.length > limits.maxDocuments) {
    add('document/too-many', { count: examined.length, limit: limits.maxDocuments });
  }
  if (total > limits.maxUploadBytes)
    add('document/total-too-large', { totalBytes: total, limit: limits.maxUploadBytes });
  for (const { slot, nama, wajib } of slots)
    if (wajib && !filled.has(slot)) add('document/slot-missing', { slot, nama });
  if (carriesPrice && letter === null) add('draft/letter-missing');
  if (!carriesPrice && letter !== null) add('draft/letter-refused');
  if (letter !== null && !isGoodLetter(letter)) add('draft/letter-invalid');
  return found;
}

/** A table that is not complete is no document yet: sealing now would leave it out. */
function checkPriceTable(table: PriceTable | 'malformed' | null, letter: Letter | null): DocumentFinding[] {
  if (table === null) return [];
  const about = { index: null, originalName: null, repair: null };
  if (table === 'malformed') return [{ code: 'price/schedule-malformed', severity: 'blocking', facts: {}, ...about }];
  const { schedule, findings } = checkTable(table);
  if (schedule === null) {
    const facts = { count: findings.filter(({ blocking }) => blocking).length };
    return [{ code: 'price/schedule-incomplete', severity: 'blocking', facts, ...about }];
  }
  if (letter === null || !isAmount(letter.price) || compareAmounts(letter.price, schedule.statedTotal) === 0) return [];
  const facts = { letter: letter.price, schedule: schedule.statedTotal };
  return [{ code: 'price/letter-differs', severity: 'warning', facts, ...about }];
}

function isGoodLetter({ price, currency, validityDays }: Letter): boolean {
  const goodDays = Number.isInteger(validityDays) && validityDays > 0 && validityDays <= 3650;
  return isAmount(price) && /^[A-Z]{3}$/.test(currency) && goodDays;
}

/** Names follow the rules and are one of a kind, whatever folder they come from. */
function checkNames(examined: readonly Examined[], { limits }: EnvelopeRules): DocumentFinding[] {
  const taken = new Set(
    examined
      .map(({ document }) => document.name)
      .filter((name) => brokenNameRule(name, limits.maxNameLength) === null)
      .map(nameKey),
  );
  const seen = new Set<string>();
  return examined.flatMap(({ document }, index) => {
    const rule = brokenNameRule(document.name, limits.maxNameLength);
    const key = nameKey(document.name);
    if (rule === null && !seen.has(key)) {
      seen.add(key);
      return [];
    }
    const to = proposeName(document.originalName, taken, limits.maxNameLength);
    taken.add(nameKey(to));
    const code = rule === null ? 'document/name-taken' : 'document/name-refused';
    return [finding(code, { document, index, facts: { rule: rule ?? 'unique' }, repair: { kind: 'rename', to } })];
  });
}

/** The same file twice is a slip; the same content twice may be one. */
function checkRepeats(examined: readonly Examined[]): DocumentFinding[] {
  const files = new Set<string>();
  const contents = new Map<string, string>();
  return examined.flatMap((one, index) => {
    if (!('facts' in one)) return [];
    const { document, facts, sha256 } = one;
    const repeated = files.has(facts.fileId);
    files.add(facts.fileId);
    if (repeated) return [finding('document/chosen-twice', { document, index, repair: { kind: 'remove' } })];
    const twin = sha256 === null ? undefined : contents.get(sha256);
    if (sha256 !== null) contents.set(sha256, document.originalName);
    if (twin === undefined) return [];
    return [finding('document/duplicate-content', { document, index, severity: 'warning', facts: { twin } })];
  });
}

function checkOne(one: Examined, index: number, { slots }: EnvelopeRules): DocumentFinding[] {
  const { document } = one;
  const found: DocumentFinding[] = [];
  const add = (code: ErrorCode, more: Partial<Omit<DocumentFinding, 'code' | 'index'>> = {}) =>
    found.push(finding(code, { document, index, ...more }));
  if (!slots.some(({ slot }) => slot === document.slot)) {
    add('document/slot-unknown', { facts: { slot: document.slot }, repair: { kind: 'choose-slot' } });
  }
  if (!('facts' in one)) {
    add(one.code, { repair: { kind: 'remove' } });
    return found;
  }
  if (one.facts.kind !== 'file') {
    add('document/not-a-file', { facts: { kind: one.facts.kind }, repair: { kind: 'remove' } });
    return found;
  }
  if (one.facts.sizeBytes === 0) add('document/empty', { repair: { kind: 'remove' } });
  else for (const content of checkContent(one)) add(content.code, content);
  if (one.facts.onRemovableDisk === true) add('document/on-removable-disk', { severity: 'warning' });
  return found;
}

type ContentFinding = Pick<DocumentFinding, 'code' | 'severity' | 'facts'> & { readonly repair: Repair | null };

/** By magic bytes and by extension: an archive stays one under another name. */
function checkContent(one: Extract<Examined, { facts: SourceFacts }>): ContentFinding[] {
  const extension = extensionOf(one.document.originalName);
  const kind = kindOf(one.head);
  const remove: Repair = { kind: 'remove' };
  const facts = { extension, kind };
  if (PROGRAM_EXTENSIONS.has(extension) || kind === 'program') {
    return [{ code: 'document/program-refused', severity: 'blocking', facts, repair: remove }];
  }
  if (ARCHIVE_EXTENSIONS.has(extension) || kind === 'archive' || (kind === 'zip' && !isOffice(extension))) {
    return [{ code: 'document/archive-refused', severity: 'blocking', facts, repair: remove }];
  }
  const warnings: ErrorCode[] = [];
  if (!fits(extension, kind)) warnings.push('document/type-mismatch');
  if (MACRO_EXTENSIONS.has(extension)) warnings.push('document/has-macros');
  if (kind === 'pdf') {
    const state = pdfState(one.tail);
    if (state !== 'good') warnings.push(state === 'damaged' ? 'document/pdf-damaged' : 'document/pdf-encrypted');
  }
  return warnings.map((code) => ({ code, severity: 'warning', facts, repair: null }));
}

/** Some writers order the parts of a package so that its kind does not show in the first bytes. */
function isOffice(extension: string): boolean {
  return ruleOf(extension)?.kinds.includes('office') === true;
}

function fits(extension: string, kind: DocumentKind): boolean {
  const rule = ruleOf(extension);
  if (rule === undefined) return true;
  return (
    rule.kinds.includes(kind) ||
    (kind === 'zip' && isOffice(extension)) ||
    (kind === 'unknown' && rule.kinds.includes('text'))
  );
}

function finding(
  code: ErrorCode,
  about: { readonly document: BidDocument; readonly index: number } & Partial<Omit<DocumentFinding, 'code' | 'index'>>,
): DocumentFinding {
  const { document, index, severity = 'blocking', facts = {}, repair = null } = about;
  return { code, severity, index, originalName: document.originalName, facts, repair };
}

function sizeOf(one: Examined): number {
  return 'facts' in one ? one.facts.sizeBytes : 0;
}
