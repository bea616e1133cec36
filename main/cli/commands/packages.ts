// `segel packages`, `segel package`: what the account takes part in, until when, and who will be able to open it.
import type { EnvelopeView, OpeningRule, PackageView } from '../../../app/domain/package-view.ts';
import { formatRupiah } from '../../../app/domain/money.ts';
import { listPackages } from '../../../app/usecases/list-packages.ts';
import { loadPackage, type LoadedPackage } from '../../../app/usecases/load-package.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import type { CommandContext } from '../command-context.ts';
import { pairs, plain, reportLines, table } from '../present.ts';
import type { AddCommand } from '../program.ts';

export const addPackages: AddCommand = (parent, run, text) => {
  const all = parent.command('packages').description(text('help.packages'));
  all.action(() =>
    run(all, async (context) => {
      const { needs, connection } = await context.account();
      const views = await listPackages(needs, { connection }, { signal: context.signal });
      const rows = views.map((view) => [
        view.kdTender,
        plain(view.name),
        plain(view.currentStage),
        nextDeadline(view, context, connection),
      ]);
      return { value: views, lines: rows.length === 0 ? [text('packages.none')] : table(rows) };
    }),
  );

  const one = parent.command('package <kode>').description(text('help.package'));
  one.action((kdTender: string) =>
    run(one, async (context) => {
      const { needs, connection } = await context.account();
      const loaded = await loadPackage(needs, { connection, kdTender }, { signal: context.signal });
      const { view, report, openingRules } = loaded;
      const policy = loaded.policy === null ? null : { sha256: loaded.policy.policySha256, ok: report?.ok === true };
      return { value: { view, policy, report, openingRules }, lines: packageLines(loaded, context, connection) };
    }),
  );
};

function packageLines(loaded: LoadedPackage, context: CommandContext, connection: LpseConnection): readonly string[] {
  const { view, report, openingRules } = loaded;
  const { text, language } = context;
  return [
    ...pairs([
      [text('label.package'), `${view.kdTender} ${view.name}`],
      [text('label.work-unit'), view.workUnit],
      [text('label.hps'), formatRupiah(view.ownerEstimate)],
      [text('label.stage'), view.currentStage],
      [text('label.mode'), text(view.mode === 'CA' ? 'mode.ca' : 'mode.non-ca')],
      [text('label.role'), text(`role.${view.role}`)],
    ]),
    ...view.envelopes.flatMap((envelope) =>
      envelopeLines(envelope, openingRules[envelope.envelopeId], context, connection),
    ),
    ...(report === null ? [text('policy.none')] : [text('policy.checks'), ...reportLines(report, language, text)]),
  ];
}

function envelopeLines(
  envelope: EnvelopeView,
  rule: OpeningRule | undefined,
  context: CommandContext,
  connection: LpseConnection,
): readonly string[] {
  const { text } = context;
  const closesAt = context.time(envelope.closesAt, connection.discovery.timeZone);
  return [
    '',
    text('envelope.title', { id: envelope.envelopeId, name: plain(envelope.name) }),
    `  ${text('label.closes-at')}: ${closesAt}${leftText(envelope, context)}`,
    ...(rule === undefined ? [] : [`  ${ruleText(rule, context)}`]),
    ...envelope.slots.map(
      ({ slot, name, required }) => `  - ${slot}: ${plain(name)}${required ? text('slot.required') : ''}`,
    ),
  ];
}

/** Who can open, with how many (ux.md, trust in one sentence). */
export function ruleText(rule: OpeningRule, { text }: CommandContext): string {
  switch (rule.kind) {
    case 'members':
      return text('rule.members', { members: plain(rule.members.join(', ')) });
    case 'quorum':
      return text('rule.quorum', { threshold: rule.threshold, holders: plain(rule.holders.join(', ')) });
    case 'single-lock':
      return text('rule.single-lock', { officers: plain(rule.officers.join(', ')) });
  }
}

function leftText({ timeLeft }: EnvelopeView, { text }: CommandContext): string {
  if (timeLeft === null) return ` (${text('deadline.passed')})`;
  const { days, hours, minutes } = timeLeft;
  return ` (${text('deadline.left', { days, hours, minutes })})`;
}

function nextDeadline({ envelopes }: PackageView, context: CommandContext, { discovery }: LpseConnection): string {
  const [next] = envelopes
    .filter(({ timeLeft }) => timeLeft !== null)
    .toSorted((a, b) => a.closesAt.localeCompare(b.closesAt));
  return next === undefined ? context.text('deadline.passed') : context.time(next.closesAt, discovery.timeZone);
}
