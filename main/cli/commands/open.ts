// `segel open start|contribute|finish|technical|refer|results`: a committee opens all bids of an envelope, none rejected.
import { formatRupiah } from '../../../app/domain/money.ts';
import { contributeShare } from '../../../app/usecases/contribute-share.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import { offerSession, requestRelease } from '../../../app/usecases/lead-opening.ts';
import { openBids, type OpenBidsInput, type OpenedBid } from '../../../app/usecases/open-bids.ts';
import { enterOpening, type OpeningRoom } from '../../../app/usecases/opening-room.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { markFromStranger, type AccountNeeds } from '../../compose.ts';
import { chooseIdentity, chooseOpener } from '../choose-identity.ts';
import type { CommandContext } from '../command-context.ts';
import { pairs, plain, reportLines, sizeText } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';
import { addOpenReferral } from './open-referral.ts';
import { addOpenResults, openingFolder } from './open-results.ts';

interface OpenOptions {
  readonly identity?: string;
  readonly key?: string;
  readonly out?: string;
}

interface Act {
  readonly needs: AccountNeeds;
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly envelopeId: string;
  readonly identityId: string;
}

export const addOpen: AddCommand = (parent, run, text) => {
  const family = parent.command('open').description(text('help.open'));
  const step = (
    name: string,
    help: string,
    act: (context: CommandContext, act: Act, options: OpenOptions) => Promise<Outcome>,
  ) => {
    const command = family
      .command(`${name} <kode> <envelope>`)
      .description(help)
      .option('--identity <digest>', text('option.identity'))
      .option('--key <digest>', text('option.key'))
      .option('--out <folder>', text('option.out'));
    command.action((kdTender: string, envelopeId: string) =>
      run(command, async (context) => {
        const { needs, connection } = await context.account();
        const options = command.opts<OpenOptions>();
        const { identityId } = await chooseIdentity(needs.identities, options.identity, 'nonRepudiation');
        return act(context, { needs, connection, kdTender, envelopeId, identityId }, options);
      }),
    );
  };
  step('start', text('help.open-start'), start);
  step('contribute', text('help.open-contribute'), contribute);
  step('finish', text('help.open-finish'), finish);
  addOpenReferral(family, run, text);
  addOpenResults(family, run, text);
};

/** Enters the room; where a leading computer is needed, this one offers itself. */
async function start(context: CommandContext, act: Act): Promise<Outcome> {
  const { text, signal } = context;
  const seen = await enterOpening(act.needs, act, { signal });
  const room = seen.envelope.openers?.kind === 'members' ? seen : await lead(context, act, seen);
  return { value: roomValue(room), lines: roomLines(room, context), exit: room.report.ok ? 'ok' : 'finding' };

  async function lead(_context: CommandContext, input: Act, before: OpeningRoom): Promise<OpeningRoom> {
    if (before.sessionCertificate !== null) return before;
    await context.confirm([text('open.lead')]);
    return offerSession(input.needs, input, { signal });
  }
}

async function contribute(context: CommandContext, act: Act, options: OpenOptions): Promise<Outcome> {
  const { text, signal } = context;
  const seen = await enterOpening(act.needs, act, { signal });
  const session = seen.sessionCertificate;
  if (session === null) throw new CodedError('opening/session-missing');
  await context.confirm([text('open.contribute', { sha256: session.sha256 })]);
  const { identityId: encryptionIdentityId } = await chooseOpener(act.needs.identities, options.key);
  const input = { ...act, encryptionIdentityId, sessionCertificateSha256: session.sha256 };
  const room = await contributeShare(act.needs, input, { signal });
  const lines = [text('open.contributed', { count: room.answer.contributions.length })];
  return { value: roomValue(room), lines };
}

/** Release, download, open; what came from strangers is marked for the system. */
async function finish(context: CommandContext, act: Act, options: OpenOptions): Promise<Outcome> {
  const { text, signal } = context;
  const { needs } = act;
  const seen = await enterOpening(needs, act, { signal });
  if (seen.release === null) await context.confirm([...roomLines(seen, context), text('open.release')]);
  const released = await requestRelease(needs, act, { signal });
  const byMembers = released.envelope.openers?.kind === 'members';
  const encryptionIdentityId = byMembers ? (await chooseOpener(needs.identities, options.key)).identityId : null;
  const baseDir = openingFolder(options.out, act);
  const bids = await openAll(context, needs, { ...act, encryptionIdentityId, baseDir });
  const done = bids.every(({ outcome, resultPosted }) => outcome.kind === 'opened' && resultPosted);
  // The session's key has done its work; until then it is needed to go on after a crash.
  if (done && !byMembers) await needs.sessionKeys.forget(released.answer.openingId);
  const mark = await markFromStranger(documentPaths(bids), needs.lpse.baseUrl);
  const lines = bids.flatMap((bid) => bidLines(bid, context));
  const unmarked = mark.marked ? [] : [text('open.unmarked', { reason: mark.reason })];
  return {
    value: { bids: bids.map(bidValue), folder: baseDir, mark },
    lines: [...lines, ...unmarked],
    exit: done ? 'ok' : 'finding',
  };
}

async function openAll(
  context: CommandContext,
  needs: AccountNeeds,
  input: OpenBidsInput,
): Promise<readonly OpenedBid[]> {
  const { text, signal } = context;
  const { bids } = await context.progress(text('open.title'), (report) =>
    openBids(needs, input, {
      signal,
      onProgress: ({ n, of, bidderName, step, doneBytes, totalBytes }) =>
        report({ step: `${n}/${of} ${plain(bidderName)}: ${text(`step.${step}`)}`, doneBytes, totalBytes }),
    }),
  );
  return bids;
}

function roomValue({ answer, report, due, release, sessionCertificate, policy }: OpeningRoom) {
  return {
    openingId: answer.openingId,
    startedAt: answer.startedAt,
    policySerial: policy.serial,
    bids: answer.bids.map(({ n, submissionId, bidderName, npwp, size }) => ({
      n,
      submissionId,
      bidderName,
      npwp,
      size,
    })),
    contributions: answer.contributions.length,
    due: due?.length ?? null,
    released: release !== null,
    sessionCertificateSha256: sessionCertificate?.sha256 ?? null,
    report,
  };
}

function roomLines(room: OpeningRoom, { text, language }: CommandContext): readonly string[] {
  const { answer, envelope, sessionCertificate } = room;
  const { openers } = envelope;
  return [
    ...reportLines(room.report, language, text),
    ...answer.bids.map(
      ({ n, bidderName, size }) => `${String(n).padStart(3)}. ${plain(bidderName)}  ${sizeText(size)}`,
    ),
    ...pairs([
      [text('label.session'), sessionCertificate?.sha256 ?? null],
      [
        text('label.contributions'),
        openers?.kind === 'quorum' ? `${answer.contributions.length} / ${openers.threshold}` : null,
      ],
    ]),
  ];
}

function bidLines(
  { n, bidderName, outcome, documents, folder, resultPosted }: OpenedBid,
  { text }: CommandContext,
): readonly string[] {
  const posted = resultPosted ? '' : ` ${text('open.not-posted')}`;
  const head = `${String(n).padStart(3)}. ${plain(bidderName)}: `;
  switch (outcome.kind) {
    case 'opened': {
      const price = outcome.price === null ? '' : `, ${formatRupiah(outcome.price)}`;
      return [`${head}${text('open.opened', { count: documents.length })}${price}${posted}`, `     ${folder}`];
    }
    case 'not-opened':
      return [`${head}${text('open.not-opened', { reason: outcome.reason, code: outcome.code })}${posted}`];
    case 'unproven':
      return [`${head}${text('open.unproven', { code: outcome.code })}`];
  }
}

function bidValue({ report, ...bid }: OpenedBid) {
  return { ...bid, ok: report?.ok ?? false };
}

function documentPaths(bids: readonly OpenedBid[]): readonly string[] {
  return bids.flatMap(({ documents }) => documents.flatMap(({ path }) => (path === null ? [] : [path])));
}
