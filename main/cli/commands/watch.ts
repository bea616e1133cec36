// `segel watch`: an opening from outside the room. What became of the own bid, then the events; with --follow as they happen.
import { toneOf } from '../../../app/domain/own-bid.ts';
import { followOpening } from '../../../app/usecases/follow-opening.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { alarmsOf, watchOpening, type WatchedTender } from '../../../app/usecases/watch-opening.ts';
import type { OpeningEvent } from '../../../app/protocol/watch.ts';
import type { CommandContext } from '../command-context.ts';
import { detailText, reportLines } from '../present.ts';
import type { AddCommand } from '../program.ts';

export const addWatch: AddCommand = (parent, run, text) => {
  const watch = parent.command('watch <kode>').description(text('help.watch'));
  watch.option('--follow', text('option.follow'));
  watch.action((kdTender: string) =>
    run(watch, async (context) => {
      const { needs, connection } = await context.account();
      const mirror = new LogMirror(needs.lpse);
      const input = { connection, kdTender, mirror };
      const tender = await watchOpening(needs, input, { signal: context.signal });
      const { follow = false } = watch.opts<{ follow?: boolean }>();
      const lines = [...ownLines(tender, context)];
      if (follow) {
        for (const line of lines) context.terminal.note(line);
        for await (const { event, proven } of followOpening(needs, input, { signal: context.signal })) {
          context.terminal.note(eventLine(event, proven, context));
        }
      }
      const isRed = tender.envelopes.some(({ own }) => own.some(({ fate }) => toneOf(fate) === 'red'));
      const alarm = isRed || alarmsOf(tender).length > 0;
      const value = {
        ...tender,
        envelopes: tender.envelopes.map(({ names, ...rest }) => ({ ...rest, members: names.size })),
      };
      return { value, lines, exit: alarm ? 'finding' : 'ok' };
    }),
  );
};

function ownLines(tender: WatchedTender, context: CommandContext): readonly string[] {
  const { text, language } = context;
  const { envelopes, hidden, waiting, earlier, silence } = tender;
  const overdue = waiting.filter((envelope) => envelope.overdue);
  const isBefore = silence === null && envelopes.length + hidden.length + overdue.length === 0;
  return [
    ...(silence === null ? [] : [text('watch.silent', { since: silence.since, looks: silence.looks })]),
    ...earlier.map((bid) =>
      text(`watch.earlier-version${bid.hasNew ? '.replaced' : ''}`, {
        ...{ sequence: bid.sequence, version: bid.versiTender, current: bid.current },
      }),
    ),
    ...(isBefore ? [text('watch.before')] : []),
    ...overdue.map(({ envelopeId, closesAt }) => text('watch.overdue', { envelopeId, closesAt })),
    ...hidden.flatMap(({ envelopeId, logIndex, report, own }) => [
      text('watch.hidden', { envelopeId, index: logIndex }),
      ...reportLines(report, language, text),
      ...own.map(({ sequence }) => text('watch.withheld', { sequence, index: logIndex })),
    ]),
    ...envelopeLines(envelopes, context),
  ];
}

function envelopeLines(envelopes: WatchedTender['envelopes'], context: CommandContext): readonly string[] {
  const { text, language } = context;
  return envelopes.flatMap(({ envelopeId, progress, report, own }) => [
    text('watch.envelope', {
      envelopeId,
      done: progress === null ? '?' : progress.opened + progress.notOpened,
      bids: progress?.bids ?? '?',
    }),
    ...reportLines(report, language, text),
    ...own.flatMap((bid) => [
      text(`watch.${bid.fate}`, { sequence: bid.sequence, index: bid.logIndex }),
      ...reportLines(bid.report, language, text),
    ]),
  ]);
}

function eventLine({ time, kind, logIndex, facts }: OpeningEvent, proven: boolean, { text }: CommandContext): string {
  const mark = text(proven ? 'watch.proven' : 'watch.notProven');
  const plainFacts = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, JSON.stringify(value)]));
  return `${time}  log ${logIndex}  ${mark}  ${kind}  ${detailText(plainFacts)}`.trimEnd();
}
