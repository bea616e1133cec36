// `segel open results`: what an opening brought, as a table or as JSON, from the log, the members' signed results and this computer.
import { resolve } from 'node:path';
import { formatRupiah } from '../../../app/domain/money.ts';
import type { OpeningResults, ResultRow } from '../../../app/domain/opening-results.ts';
import { loadOpeningResults } from '../../../app/usecases/opening-results.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, table } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Texts } from '../texts.ts';

/** Where `segel open finish` writes, and where its records are looked for. */
export function openingFolder(
  out: string | undefined,
  about: { readonly kdTender: string; readonly envelopeId: string },
): string {
  return resolve(out ?? `pembukaan-${about.kdTender}-${about.envelopeId}`);
}

export const addOpenResults: AddCommand = (family, run, text) => {
  const results = family
    .command('results <kode> <envelope>')
    .description(text('help.open-results'))
    .option('--out <folder>', text('option.out'));
  results.action((kdTender: string, envelopeId: string) =>
    run(results, async (context) => {
      const { needs, connection } = await context.account();
      const { out } = results.opts<{ out?: string }>();
      const baseDir = openingFolder(out, { kdTender, envelopeId });
      const input = { connection, kdTender, envelopeId, baseDir };
      const value = await loadOpeningResults(needs, input, { signal: context.signal });
      return { value, lines: resultLines(value, context) };
    }),
  );
};

function resultLines(results: OpeningResults, { text }: CommandContext): readonly string[] {
  const { rows, tombstones, carriesPrice } = results;
  if (rows.length === 0) return [text('results.none')];
  return [
    ...table(
      rows.map((row) => [
        `${String(row.n)}.`,
        plain(row.bidderName),
        outcomeText(row, text),
        ...(carriesPrice ? [row.price === null ? '-' : formatRupiah(row.price)] : []),
        ...(carriesPrice ? [row.rank === null ? '-' : text('results.rank', { rank: row.rank })] : []),
        row.facts.map((fact) => text(`result-fact.${fact}`)).join('; '),
      ]),
    ),
    ...rows.flatMap((row) => referralLines(row, text)),
    ...(tombstones.length === 0 ? [] : [text('results.tombstones', { count: tombstones.length })]),
  ];
}

function outcomeText({ outcome }: ResultRow, text: Texts): string {
  switch (outcome.kind) {
    case 'opened':
      return text('open.opened', { count: outcome.documents });
    case 'not-opened':
      return text('results.not-opened', { reason: outcome.reason });
    case 'unproven':
      return text('open.unproven', { code: outcome.code });
    case 'waiting':
      return text('results.waiting');
    case 'stays-sealed':
      return text('results.stays-sealed');
  }
}

function referralLines({ n, referral }: ResultRow, text: Texts): readonly string[] {
  if (referral === null) return [];
  const { referralId, statement } = referral;
  const answered = statement === null ? text('refer.waiting') : text('refer.answered', { text: plain(statement.text) });
  return [`${String(n)}. ${text('refer.done', { referralId })} ${answered}`];
}
