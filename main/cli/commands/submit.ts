// `segel submit`, `segel replace`, `segel withdraw`: sending, and what may follow until the deadline. Green only with a receipt
// that this computer has verified.
import type { Bid } from '../../../app/domain/bid.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import { replaceBid } from '../../../app/usecases/replace-bid.ts';
import { submitBid, type SubmitResult } from '../../../app/usecases/submit-bid.ts';
import { withdrawBid } from '../../../app/usecases/withdraw-bid.ts';
import type { AccountNeeds } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import { pairs, plain, reportLines, sizeText } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';
import { bidLine } from './status.ts';
import { addSealOptions, sealFrom, type SealOptions } from './seal.ts';

export const addSubmit: AddCommand = (parent, run, text) => {
  const send = parent
    .command('submit <kode>')
    .description(text('help.submit'))
    .option('--envelope <id>', text('option.envelope'));
  send.action((kdTender: string) =>
    run(send, async (context) => {
      const account = await context.account();
      const bid = await chooseBid(account.needs, kdTender, send.opts<{ envelope?: string }>().envelope, SENDABLE);
      return submitOne(context, { ...account, bid });
    }),
  );

  const replace = addSealOptions(parent.command('replace <kode>').description(text('help.replace')), text);
  replace.action((kdTender: string) =>
    run(replace, async (context) => {
      const account = await context.account();
      const options = replace.opts<SealOptions>();
      const current = await chooseBid(account.needs, kdTender, options.envelope, REPLACEABLE);
      const { envelopeId } = await replaceBid(account.needs, { bidId: current.bidId });
      const request = { ...account, kdTender, options: { ...options, envelope: envelopeId } };
      const { bid } = await sealFrom(context, request);
      return submitOne(context, { ...account, bid });
    }),
  );

  const withdraw = parent
    .command('withdraw <kode>')
    .description(text('help.withdraw'))
    .option('--envelope <id>', text('option.envelope'));
  withdraw.action((kdTender: string) =>
    run(withdraw, async (context) => {
      const account = await context.account();
      const { envelope } = withdraw.opts<{ envelope?: string }>();
      return withdrawOne(context, {
        ...account,
        bid: await chooseBid(account.needs, kdTender, envelope, ['receipted']),
      });
    }),
  );
};

const SENDABLE: readonly Bid['state'][] = ['sealed', 'uploading', 'received', 'receipted', 'refused'];
const REPLACEABLE: readonly Bid['state'][] = ['receipted', 'refused', 'withdrawn', 'sealed', 'draft'];

interface Act {
  readonly needs: AccountNeeds;
  readonly connection: LpseConnection;
  readonly bid: Bid;
}

/** The newest bid of the envelope in one of these states. @throws draft/not-found, cli/ambiguous */
async function chooseBid(
  { bids }: AccountNeeds,
  kdTender: string,
  envelopeId: string | undefined,
  states: readonly Bid['state'][],
): Promise<Bid> {
  const all = await bids.list({ kdTender, ...(envelopeId === undefined ? {} : { envelopeId }) });
  const found = all.filter(({ state }) => states.includes(state));
  const envelopes = new Set(found.map((bid) => bid.envelopeId));
  if (envelopes.size > 1) throw new CodedError('cli/ambiguous', { envelopes: [...envelopes].join(', ') });
  const [newest] = found.toSorted((a, b) => b.revision - a.revision);
  if (newest === undefined) throw new CodedError('draft/not-found');
  return newest;
}

async function submitOne(context: CommandContext, { needs, connection, bid }: Act): Promise<Outcome> {
  const { text } = context;
  if (bid.state === 'draft') throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'sealed' });
  if (bid.state === 'sealed') {
    await context.confirm([
      text('submit.about'),
      ...pairs([
        [text('label.package'), `${bid.kdTender} ${bid.namaPaket}`],
        [text('label.envelope'), bid.envelopeId],
        [text('label.bidder'), needs.account.organisation],
        [text('label.signer'), bid.sealed.signerName],
        [text('label.size'), sizeText(bid.sealed.sizeBytes)],
        ['SHA-256', bid.sealed.sealedSha256],
      ]),
      text('submit.declaration'),
      text('record.again'),
    ]);
  }
  const identityId = bid.mode === 'CA' ? bid.sealed.signerSha256 : null;
  const result = await context.progress(text('submit.title'), (report) =>
    submitBid(
      needs,
      { connection, bidId: bid.bidId, identityId, declarationAccepted: true, consent: true },
      { signal: context.signal, onProgress: ({ step, ...bytes }) => report({ step: text(`step.${step}`), ...bytes }) },
    ),
  );
  return submittedOutcome(result, context, connection);
}

function submittedOutcome(result: SubmitResult, context: CommandContext, { discovery }: LpseConnection): Outcome {
  const { text, language } = context;
  if (result.outcome === 'refused') {
    const { bid } = result;
    const serverTime = context.time(bid.serverTime, discovery.timeZone);
    const lines = [text('submit.refused', { code: bid.refusalCode, serverTime })];
    return { value: { outcome: 'refused', bid }, lines, exit: 'refused' };
  }
  const { bid, report } = result;
  const { receipt } = bid;
  const lines = [
    ...(report === null ? [] : reportLines(report, language, text)),
    text('submit.done', {
      sequence: receipt.sequence,
      receivedAt: context.time(receipt.receivedAt, discovery.timeZone),
    }),
    ...pairs([
      [text('label.submission'), receipt.submissionId],
      [text('label.supersedes'), receipt.supersedes],
      [text('label.receipt'), receipt.folder],
    ]),
  ];
  return { value: { outcome: 'receipted', bid, report }, lines };
}

async function withdrawOne(context: CommandContext, { needs, connection, bid }: Act): Promise<Outcome> {
  const { text, language } = context;
  await context.confirm([
    text('withdraw.about'),
    bidLine(bid, context),
    plain(bid.namaPaket),
    text('withdraw.warning'),
  ]);
  const identityId = bid.mode === 'CA' && bid.state !== 'draft' ? bid.sealed.signerSha256 : null;
  const result = await withdrawBid(needs, { connection, bidId: bid.bidId, identityId }, { signal: context.signal });
  const withdrawnAt = context.time(result.bid.withdrawnAt, connection.discovery.timeZone);
  return {
    value: result,
    lines: [
      ...reportLines(result.report, language, text),
      text('withdraw.done', { withdrawnAt }),
      ...pairs([[text('label.receipt'), result.bid.withdrawalFolder]]),
    ],
  };
}
