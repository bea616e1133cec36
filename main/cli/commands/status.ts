// `segel status`, `segel receipts`, `segel journal`: how things stand, and the evidence for it.
import type { Bid } from '../../../app/domain/bid.ts';
import { requireUnbroken } from '../../../app/policy/journal-chain.ts';
import { bidStatus } from '../../../app/usecases/bid-status.ts';
import { listReceipts } from '../../../app/usecases/list-receipts.ts';
import type { CommandContext } from '../command-context.ts';
import { detailText, plain, table } from '../present.ts';
import type { AddCommand } from '../program.ts';

export const addStatus: AddCommand = (parent, run, text) => {
  const status = parent.command('status [kode]').description(text('help.status'));
  status.action((kdTender: string | undefined) =>
    run(status, async (context) => {
      if (kdTender === undefined) {
        const { bids } = await context.profile();
        const all = await bids.list();
        return { value: { bids: all, elsewhere: [] }, lines: bidLines(all, context) };
      }
      const { needs, connection } = await context.account();
      const found = await bidStatus(needs, { connection, kdTender }, { signal: context.signal });
      const elsewhere = found.elsewhere.map(({ submissionId, envelopeId, state, acceptedAt }) =>
        text('status.elsewhere', { submissionId, envelopeId, state, acceptedAt }),
      );
      return { value: found, lines: [...bidLines(found.bids, context), ...elsewhere] };
    }),
  );

  const receipts = parent.command('receipts').description(text('help.receipts'));
  receipts.action(() =>
    run(receipts, async (context) => {
      const profile = await context.profile();
      const found = await listReceipts({ ...profile, trust: context.installation.trust });
      const rows = found.map((one) => [
        text(`receipt.${one.kind}`),
        one.kdTender,
        one.envelopeId,
        one.time ?? '-',
        text(one.report === null ? 'receipt.unknown' : one.report.ok ? 'receipt.good' : 'receipt.bad'),
        one.folder,
      ]);
      const exit = found.some(({ report }) => report !== null && !report.ok) ? 'finding' : 'ok';
      return { value: found, lines: rows.length === 0 ? [text('receipts.none')] : table(rows), exit };
    }),
  );

  const journal = parent.command('journal').description(text('help.journal'));
  journal.option('--package <kode>', text('option.package'));
  journal.action(() =>
    run(journal, async (context) => {
      const { journal: kept } = await context.profile();
      const { package: kdTender } = journal.opts<{ package?: string }>();
      const entries = await kept.entries(kdTender === undefined ? {} : { kdTender });
      const lines = entries.map(({ sequence, time, event, kdTender: about, facts }) =>
        `${String(sequence).padStart(5)}  ${time}  ${event}  ${about ?? ''}  ${detailText(plainFacts(facts))}`.trimEnd(),
      );
      // The chain runs through the whole journal, whatever part of it is shown.
      requireUnbroken(await kept.entries());
      return { value: entries, lines: [...lines, text('journal.good', { count: entries.length })] };
    }),
  );
};

/** The truth about one bid in one line. */
export function bidLine(bid: Bid, { text }: CommandContext): string {
  const more = bid.state === 'receipted' ? ` ${text('receipt.number', { sequence: bid.receipt.sequence })}` : '';
  return `${bid.kdTender}  ${bid.envelopeId}  r${bid.revision}  ${text(`state.${bid.state}`)}${more}`;
}

function bidLines(bids: readonly Bid[], context: CommandContext): readonly string[] {
  return bids.length === 0
    ? [context.text('status.none')]
    : bids.map((bid) => `${bidLine(bid, context)}  ${plain(bid.namaPaket)}`);
}

/** Long values (a whole checkpoint) are for `--json`. */
function plainFacts(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const short = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80);
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, short(value)]));
}
