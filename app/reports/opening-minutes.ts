// Berita Acara Pembukaan Penawaran: what the minutes of an opening say. Facts in the order in which people read them; what did not
// happen is said, too ("Tidak ada"), so that nothing can be left out unseen. Judges nobody.
import { formatRupiah } from '../domain/money.ts';
import { minutesStem } from '../domain/minutes-names.ts';
import type { OpeningResults } from '../domain/opening-results.ts';
import { versionedCode } from '../domain/tender-version.ts';
import { formatInZone, ZONES, type Zone } from '../domain/deadline.ts';
import type { Paper, PaperBlock } from '../ports/paper-printer.ts';
import { grouped } from './hex-groups.ts';
import { checkingBlocks } from './minutes-checking.ts';
import {
  bidsTable,
  differencesTable,
  digestsTable,
  rankingTable,
  failuresTable,
  scheduleTable,
  staysSealedTable,
  tombstonesTable,
} from './minutes-tables.ts';
import { MINUTES_WORDS, type MinutesWords } from './minutes-words.ts';
import type { MinutesView } from './minutes-view.ts';
import type { Language } from './result-words.ts';
import { visible } from '../domain/visible.ts';

export interface MinutesFacts {
  readonly results: OpeningResults;
  readonly zone: Zone;
  readonly language: Language;
  /** `draft`: to read and correct, marked on every page. `final`: to be signed. */
  readonly stage: 'draft' | 'final';
  readonly clientVersion: string;
}

/** The same facts give the same paper: every time in it is the opening's. */
export function openingMinutes(facts: MinutesFacts): Paper {
  const { zone, language, stage, clientVersion } = facts;
  const results = visible(facts.results);
  const words = MINUTES_WORDS[language];
  const time = (instant: string) => formatInZone(new Date(instant), zone, { language, seconds: true });
  const view: MinutesView = { results, language, words, time };
  return {
    language,
    title: words.title,
    subtitle: `${versionedCode(results)} · ${results.packageName}`,
    mark: stage === 'draft' ? words.draftMark : null,
    footer: `${words.shortTitle} ${versionedCode(results)} ${results.envelopeId} · Segel ${clientVersion}`,
    pageLabel: words.page,
    letterNote: words.letters,
    datedAt: results.releasedAt ?? results.startedAt,
    blocks: [
      { kind: 'paragraph', text: stage === 'draft' ? words.draftNote : words.finalNote },
      ...opening(view, zone),
      ...numbered([
        { title: words.package, blocks: packageBlocks(view) },
        { title: words.committee, blocks: committeeBlocks(view) },
        { title: words.bids, blocks: bidsBlocks(view) },
        ...(results.envelopeId === 'harga' && results.rows.some(({ rank }) => rank !== null)
          ? [{ title: words.ranking, blocks: [note(words.rankingNote), rankingTable(view)] }]
          : []),
        ...(results.rows.some(({ schedule }) => schedule !== null)
          ? [{ title: words.schedule, blocks: [note(words.scheduleNote), scheduleTable(view)] }]
          : []),
        { title: words.failures, blocks: orNone(words.failuresNote, failuresTable(view), words) },
        ...(results.rows.some(({ outcome }) => outcome.kind === 'stays-sealed')
          ? [{ title: words.staysSealed, blocks: [note(words.staysSealedNote), staysSealedTable(view)] }]
          : []),
        { title: words.tombstones, blocks: orNone(words.tombstonesNote, tombstonesTable(view), words) },
        { title: words.differences, blocks: orNone(words.differencesNote, differencesTable(view), words) },
        { title: words.digests, blocks: orNone(words.digestsNote, digestsTable(view), words) },
        { title: words.checking, blocks: checkingBlocks(view) },
        { title: words.closing, blocks: [note(words.closingNote), signatures(view)] },
      ]),
    ],
  };
}

function numbered(
  sections: readonly { readonly title: string; readonly blocks: readonly PaperBlock[] }[],
): readonly PaperBlock[] {
  return sections.flatMap(({ title, blocks }, i) => [
    { kind: 'heading' as const, text: `${String(i + 1)}. ${title}` },
    ...blocks,
  ]);
}

function note(text: string): PaperBlock {
  return { kind: 'paragraph', text };
}

function orNone(
  text: string,
  table: Extract<PaperBlock, { kind: 'table' }>,
  { none }: MinutesWords,
): readonly PaperBlock[] {
  return table.rows.length === 0 ? [note(none)] : [note(text), table];
}

function opening({ results, words, language, time }: MinutesView, zone: Zone): readonly PaperBlock[] {
  const { startedAt, lpseName } = results;
  const day = new Date(new Date(startedAt).getTime() + ZONES[zone] * 3_600_000).getUTCDay();
  const weekday = words.weekdays[day] ?? '';
  return [
    {
      kind: 'facts',
      rows: [{ label: words.number, value: '........................................', monospaced: false }],
    },
    note(words.opening({ weekday, time: time(startedAt), lpse: lpseName, language })),
  ];
}

function packageBlocks(view: MinutesView): readonly PaperBlock[] {
  const { results, words, time } = view;
  const plain = (label: string, value: string) => ({ label, value, monospaced: false });
  const { labels } = words;
  return [
    {
      kind: 'facts',
      rows: [
        plain(labels.kdTender, versionedCode(results)),
        plain(labels.packageName, results.packageName),
        plain(labels.workUnit, results.workUnit),
        plain(labels.lpse, results.lpseName),
        plain(labels.method, results.method),
        plain(labels.envelope, `${results.envelopeName} (${results.envelopeId})`),
        plain(labels.ownerEstimate, rupiah(results.ownerEstimate)),
        plain(labels.budgetCeiling, rupiah(results.budgetCeiling)),
        plain(labels.closesAt, time(results.closesAt)),
        plain(labels.startedAt, time(results.startedAt)),
        plain(labels.releasedAt, releasedText(view)),
        plain(labels.openingId, results.openingId),
        { label: labels.policy, value: grouped(results.policySha256), monospaced: true },
        ...technicalRows(view),
      ],
    },
    ...(results.technicalResult === null
      ? []
      : [note(words.technical(results.technicalResult.passed, versionedCode(results)))]),
  ];
}

function releasedText({ results, words, time }: MinutesView): string {
  if (results.releasedAt !== null) return time(results.releasedAt);
  return dueRows(results).length === 0 ? words.nothingToRelease : words.notYet;
}

/** The bids that were to be opened. */
function dueRows({ rows }: MinutesView['results']): MinutesView['results']['rows'] {
  return rows.filter(({ outcome }) => outcome.kind !== 'stays-sealed');
}

/** File II stands on what was decided about File I, and names its minutes. */
function technicalRows({ results, words }: MinutesView) {
  const { technicalResult } = results;
  if (technicalResult === null) return [];
  const { labels } = words;
  return [
    { label: labels.technicalResult, value: grouped(technicalResult.sha256), monospaced: true },
    { label: labels.firstMinutes, value: minutesStem({ ...results, envelopeId: 'file-1' }), monospaced: false },
  ];
}

function committeeBlocks({ results, words }: MinutesView): readonly PaperBlock[] {
  const { mode } = results;
  const columns = [
    { title: words.labels.no, share: 1, align: 'right' as const, monospaced: false },
    { title: words.labels.name, share: 8, align: 'left' as const, monospaced: false },
    { title: words.labels.part, share: 8, align: 'left' as const, monospaced: false },
  ];
  const table = (people: readonly (readonly [string, string])[]): PaperBlock => ({
    kind: 'table',
    columns,
    rows: people.map(([name, part], i) => [String(i + 1), name, part]),
  });
  switch (mode.kind) {
    case 'members':
      return [
        note(words.byMembers(mode.members.length)),
        table(mode.members.map((name) => [name, partOf(name, results, words)])),
      ];
    case 'quorum':
      return [
        note(words.byQuorum({ threshold: mode.threshold, of: mode.holders.length, given: mode.contributed.length })),
        table(
          mode.holders.map((name) => [
            name,
            dueRows(results).length === 0
              ? words.member
              : mode.contributed.includes(name)
                ? words.contributed
                : words.didNotContribute,
          ]),
        ),
      ];
    case 'single-lock':
      return [note(words.byOfficer), table([[mode.officer, words.officer]])];
  }
}

/** What the member signed about the bids that were to be opened. */
function partOf(name: string, results: MinutesView['results'], words: MinutesWords): string {
  const due = dueRows(results);
  const recorded = due.filter(({ members }) => members.some((member) => member.name === name)).length;
  return due.length === 0 ? words.member : words.recorded(recorded, due.length);
}

function bidsBlocks(view: MinutesView): readonly PaperBlock[] {
  const { results, words } = view;
  const count = (kind: string) => results.rows.filter(({ outcome }) => outcome.kind === kind).length;
  const counts = {
    all: results.rows.length,
    opened: count('opened'),
    notOpened: count('not-opened'),
    staysSealed: count('stays-sealed'),
    unproven: count('unproven'),
    waiting: count('waiting'),
  };
  if (counts.all === 0) return [note(words.noBids)];
  return [note(words.bidsSummary(counts)), ...(counts.all === 1 ? [note(words.oneBid)] : []), bidsTable(view)];
}

function signatures({ results, words }: MinutesView): PaperBlock {
  const { mode } = results;
  const names = mode.kind === 'single-lock' ? [mode.officer] : mode.kind === 'quorum' ? mode.holders : mode.members;
  const role = mode.kind === 'single-lock' ? words.officer : words.member;
  const { labels } = words;
  return {
    kind: 'signatures',
    titles: [labels.name, labels.role, labels.signature],
    people: names.map((name) => ({ name, role })),
  };
}

/** Amounts that a package does not state stay empty. */
function rupiah(amount: string): string {
  return amount === '' ? '-' : formatRupiah(amount);
}
