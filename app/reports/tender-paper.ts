// The report of an audit on paper: every check by its number, as the JSON has it, and by whose anchors it was made. The paper proves
// nothing itself, and says so: whoever doubts it judges the same file again.
import { CHECKS } from '../domain/checks.ts';
import type { CheckReport } from '../domain/check-report.ts';
import { formatInZone, type Zone } from '../domain/deadline.ts';
import type { TenderReport } from '../domain/tender-report.ts';
import { entryOf } from '../errors/problem.ts';
import type { Paper, PaperBlock } from '../ports/paper-printer.ts';
import { grouped } from './hex-groups.ts';
import type { Language } from './result-words.ts';
import { visible } from '../domain/visible.ts';
import { TENDER_WORDS, type TenderWords } from './tender-words.ts';

/** A certificate that whoever judged trusts, and for whom it speaks. */
export interface UsedAnchor {
  readonly role: 'lpse' | 'ams' | 'kms' | 'tsa';
  readonly subject: string;
  readonly sha256: string;
}

export interface TenderPaperFacts {
  readonly report: TenderReport;
  readonly about: {
    readonly kdLpse: number;
    readonly kdTender: string;
    readonly versiTender: number;
    readonly createdAt: string;
    readonly sealed: 'digests' | 'whole';
    readonly openedBids: number;
  } | null;
  readonly file: { readonly name: string; readonly sizeBytes: number; readonly sha256: string };
  readonly trust: {
    readonly name: string;
    readonly kdLpse: number;
    /** The log's key, as it was pinned. */
    readonly logVerifierKey: string;
    readonly anchors: readonly UsedAnchor[];
    readonly witnesses: readonly string[];
  };
  /** RFC 3339, this computer's clock. */
  readonly judgedAt: string;
  readonly zone: Zone;
  readonly language: Language;
  readonly clientVersion: string;
}

export function tenderPaper(original: TenderPaperFacts): Paper {
  const facts = visible(original);
  const { report, about, language, clientVersion, judgedAt } = facts;
  const words = TENDER_WORDS[language];
  return {
    language,
    title: words.title,
    subtitle: about === null ? words.unreadable : `${words.tender} ${about.kdTender} · LPSE ${String(about.kdLpse)}`,
    mark: report.ok ? null : words.notProvenMark,
    footer: `${words.title} ${about?.kdTender ?? ''} · Segel ${clientVersion}`,
    pageLabel: words.page,
    letterNote: words.letters,
    datedAt: judgedAt,
    blocks: [
      { kind: 'paragraph', text: verdict(facts, words) },
      ...((about?.openedBids ?? 0) > 0
        ? [{ kind: 'paragraph', text: words.plaintext(about?.openedBids ?? 0) } as const]
        : []),
      { kind: 'heading', text: words.file },
      { kind: 'facts', rows: fileRows(facts, words) },
      { kind: 'heading', text: words.anchors },
      { kind: 'paragraph', text: words.anchorsNote },
      { kind: 'facts', rows: anchorRows(facts, words) },
      { kind: 'heading', text: words.checks },
      checksTable(report, language, words),
      { kind: 'paragraph', text: words.closing },
    ],
  };
}

function verdict({ report: { ok, checks } }: TenderPaperFacts, words: TenderWords): string {
  const count = (outcome: string) => checks.filter((check) => check.outcome === outcome).length;
  const numbers = words.counts({
    passed: count('passed'),
    failed: count('failed'),
    missing: count('missing'),
    notMade: count('not-made'),
  });
  return `${ok ? words.proven : words.notProven} ${numbers}`;
}

function fileRows({ file, about, judgedAt, zone, language }: TenderPaperFacts, words: TenderWords) {
  const time = (instant: string) =>
    `${formatInZone(new Date(instant), zone, { language, seconds: true })} (${instant})`;
  return [
    row(words.fileName, file.name),
    row(words.size, words.bytes(file.sizeBytes)),
    { label: words.sha256, value: grouped(file.sha256), monospaced: true },
    row(words.judgedAt, time(judgedAt)),
    ...(about === null
      ? []
      : [
          row(words.createdAt, time(about.createdAt)),
          row(words.version, String(about.versiTender)),
          row(words.sealedFiles, about.sealed === 'whole' ? words.included : words.notIncluded),
        ]),
  ];
}

function anchorRows({ trust }: TenderPaperFacts, words: TenderWords) {
  return [
    row(words.trustOf, `${trust.name} (LPSE ${String(trust.kdLpse)})`),
    ...trust.anchors.map(({ role, subject, sha256 }) => ({
      label: `${words.role[role]}: ${subject}`,
      value: grouped(sha256),
      monospaced: true,
    })),
    { label: words.logKey, value: trust.logVerifierKey, monospaced: true },
    row(words.witnesses, trust.witnesses.length === 0 ? words.none : trust.witnesses.join(', ')),
  ];
}

function checksTable({ checks }: CheckReport, language: Language, words: TenderWords): PaperBlock {
  const column = (title: string, share: number) => ({ title, share, align: 'left', monospaced: false }) as const;
  return {
    kind: 'table',
    columns: [column(words.number, 5), column(words.check, 45), column(words.outcome, 14), column(words.facts, 36)],
    rows: checks.map((check) => [
      String(check.number),
      `${CHECKS[check.id][language]}\n${check.clause}`,
      words.outcomes[check.outcome],
      [
        ...('code' in check ? [`${check.code}: ${entryOf(check.code)[language].what}`] : []),
        ...Object.entries(check.facts).map(([name, value]) => `${name}: ${shown(String(value))}`),
      ].join('\n'),
    ]),
  };
}

/** Digests in groups, so that they break where a line ends. */
function shown(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? grouped(value) : value;
}

function row(label: string, value: string) {
  return { label, value, monospaced: false };
}
