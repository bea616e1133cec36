// Tables of the minutes: one per question that somebody will ask about an opening.
import { compareAmounts, formatRupiah } from '../domain/money.ts';
import type { ResultRow } from '../domain/opening-results.ts';
import type { PaperBlock, PaperColumn } from '../ports/paper-printer.ts';
import { halves } from './hex-groups.ts';
import type { MinutesView } from './minutes-view.ts';
import { factText, outcomeText, reasonText } from './result-words.ts';

type Table = Extract<PaperBlock, { kind: 'table' }>;

function column(title: string, share: number, extra: Partial<PaperColumn> = {}): PaperColumn {
  return { title, share, align: 'left', monospaced: false, ...extra };
}
const number = (title: string): PaperColumn => column(title, 1.6, { align: 'right' });
const digest = (title: string): PaperColumn => column(title, 9, { monospaced: true });

export function bidsTable(view: MinutesView): Table {
  const { results, words } = view;
  const { labels } = words;
  const price = results.carriesPrice ? [column(labels.price, 7), column(labels.comparison, 6)] : [];
  return {
    kind: 'table',
    columns: [
      number(labels.no),
      column(labels.bidder, 8),
      column(labels.receipt, 6.5),
      column(labels.outcome, 6),
      ...price,
    ],
    rows: results.rows.map((row) => [
      String(row.n),
      `${row.bidderName}\n${words.npwp} ${row.npwp}`,
      receiptCell(row, view),
      outcomeCell(row, view),
      ...(results.carriesPrice ? [priceCell(row, view), comparisonCell(row, view)] : []),
    ]),
  };
}

/** The first digits of the sealed file's digest lead to the whole one in the table of digests. */
function receiptCell({ receiptSequence, receivedAt, sealedSha256 }: ResultRow, { words, time }: MinutesView): string {
  const number = receiptSequence === null ? [] : [`${words.receiptNo} ${String(receiptSequence)}`];
  return [...number, time(receivedAt), words.shortDigest(sealedSha256.slice(0, 8))].join('\n');
}

function outcomeCell({ outcome, facts }: ResultRow, { language, words }: MinutesView): string {
  const documents = outcome.kind === 'opened' ? [words.documents(outcome.documents)] : [];
  const others = facts.filter((fact) => fact !== 'above-owner-estimate' && fact !== 'above-budget-ceiling');
  return [outcomeText(outcome, language), ...documents, ...others.map((fact) => factText(fact, language))].join('\n');
}

function priceCell({ price, validityDays, rank }: ResultRow, { words }: MinutesView): string {
  if (price === null) return '-';
  const validity = validityDays === null ? [] : [words.validity(validityDays)];
  const place = rank === null ? [] : [words.place(rank)];
  return [formatRupiah(price), ...validity, ...place].join('\n');
}

function comparisonCell({ price }: ResultRow, { results, words }: MinutesView): string {
  if (price === null) return '-';
  const line = (name: string, limit: string): string[] => {
    if (limit === '') return [];
    const order = compareAmounts(price, limit);
    const where = order < 0 ? words.below : order > 0 ? words.above : words.equal;
    return [`${where} ${name}`];
  };
  return [...line(words.labels.hps, results.ownerEstimate), ...line(words.labels.pagu, results.budgetCeiling)].join(
    '\n',
  );
}

export function scheduleTable({ results, words }: MinutesView): Table {
  const { labels } = words;
  return {
    kind: 'table',
    columns: [
      number(labels.no),
      column(labels.bidder, 8),
      column(labels.rows, 3, { align: 'right' }),
      column(labels.rowsThatDiffer, 5),
      column(labels.computedTotal, 6.5, { align: 'right' }),
      column(labels.statedTotal, 6.5, { align: 'right' }),
    ],
    rows: results.rows.flatMap(({ n, bidderName, schedule }) =>
      schedule === null
        ? []
        : [
            [
              String(n),
              bidderName,
              String(schedule.rows),
              schedule.rowsThatDiffer.length === 0 ? '-' : schedule.rowsThatDiffer.join(', '),
              formatRupiah(schedule.computedTotal),
              formatRupiah(schedule.statedTotal),
            ],
          ],
    ),
  };
}

/** Tender Cepat ends with a ranking: the lowest price first. */
export function rankingTable({ results, words }: MinutesView): Table {
  const { labels } = words;
  const ranked = results.rows.flatMap(({ rank, price, bidderName, npwp }) =>
    rank === null || price === null ? [] : [{ rank, price, bidderName, npwp }],
  );
  return {
    kind: 'table',
    columns: [
      column(labels.place, 3, { align: 'right' }),
      column(labels.bidder, 12),
      column(labels.price, 8, { align: 'right' }),
    ],
    rows: ranked
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ rank, price, bidderName, npwp }) => [
        String(rank),
        `${bidderName}\n${words.npwp} ${npwp}`,
        formatRupiah(price),
      ]),
  };
}

export function failuresTable({ results, words, language, time }: MinutesView): Table {
  const { labels } = words;
  return {
    kind: 'table',
    columns: [number(labels.no), column(labels.bidder, 7), column(labels.reason, 9), column(labels.statement, 9)],
    rows: results.rows.flatMap(({ n, bidderName, outcome, referral }) => {
      if (outcome.kind !== 'not-opened' && outcome.kind !== 'unproven') return [];
      const reason = outcome.kind === 'unproven' ? words.unproven : reasonText(outcome.reason, language);
      const statement = referral?.statement ?? null;
      const said =
        statement === null
          ? [referral === null ? words.notReferred : words.referred(referral.referralId)]
          : [
              statement.canBeOpened ? words.canBeOpened : words.cannotBeOpened,
              statement.text,
              time(statement.statedAt),
            ];
      return [[String(n), bidderName, `${reason}\n${words.code} ${outcome.code}`, said.join('\n')]];
    }),
  };
}

export function staysSealedTable({ results, words, time }: MinutesView): Table {
  const { labels } = words;
  return {
    kind: 'table',
    columns: [number(labels.no), column(labels.bidder, 10), column(labels.receipt, 10)],
    rows: results.rows.flatMap(({ n, bidderName, outcome, receiptSequence, receivedAt }) =>
      outcome.kind === 'stays-sealed'
        ? [
            [
              String(n),
              bidderName,
              receiptSequence === null
                ? time(receivedAt)
                : `${words.receiptNo} ${String(receiptSequence)}, ${time(receivedAt)}`,
            ],
          ]
        : [],
    ),
  };
}

export function tombstonesTable({ results, words, time }: MinutesView): Table {
  const { labels } = words;
  return {
    kind: 'table',
    columns: [
      number(labels.no),
      column(labels.bidderCode, 5),
      column(labels.receivedAt, 6),
      column(labels.fate, 5),
      digest(labels.sealedSha256),
    ],
    rows: results.tombstones.map(({ bidderId, receivedAt, fate, sealedSha256 }, i) => [
      String(i + 1),
      nameOf(results.rows, bidderId),
      time(receivedAt),
      fate === 'superseded' ? words.superseded : words.withdrawn,
      halves(sealedSha256),
    ]),
  };
}

/** With the name where the bidder has a bid in force. */
function nameOf(rows: readonly ResultRow[], bidderId: string): string {
  const row = rows.find((one) => one.bidderId === bidderId);
  return row === undefined ? bidderId : `${row.bidderName}\n${bidderId}`;
}

export function differencesTable({ results, words }: MinutesView): Table {
  const { labels } = words;
  return {
    kind: 'table',
    columns: [number(labels.no), column(labels.bidder, 9), column(labels.differingMembers, 12)],
    rows: results.rows.flatMap(({ n, bidderName, members }) => {
      const others = members.flatMap(({ name, agrees }) => (agrees === false ? [name] : []));
      return others.length === 0 ? [] : [[String(n), bidderName, others.join('\n')]];
    }),
  };
}

export function digestsTable({ results, words }: MinutesView): Table {
  const { labels } = words;
  return {
    kind: 'table',
    columns: [
      number(labels.no),
      digest(labels.sealedSha256),
      digest(labels.manifestSha256),
      digest(labels.innerSha256),
    ],
    rows: results.rows.map(({ n, sealedSha256, manifestSha256, outcome }) => [
      String(n),
      halves(sealedSha256),
      halves(manifestSha256),
      outcome.kind === 'opened' ? halves(outcome.innerSha256) : '-',
    ]),
  };
}
