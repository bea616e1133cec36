// `segel seal`: documents and price in, one sealed file out; checked, encrypted, read back and verified before it counts.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { DeviceRecord } from '../../../app/domain/device-record.ts';
import type { DraftBid, SealedBid } from '../../../app/domain/bid.ts';
import { formatRupiah } from '../../../app/domain/money.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import { checkDocuments } from '../../../app/usecases/check-documents.ts';
import { addDocuments, setDocuments, setLetter, startDraft } from '../../../app/usecases/edit-draft.ts';
import { loadPackage, type LoadedPackage } from '../../../app/usecases/load-package.ts';
import { previewEvidence } from '../../../app/usecases/make-evidence.ts';
import { sealBid, type SealedResult } from '../../../app/usecases/seal-bid.ts';
import type { AccountNeeds } from '../../compose.ts';
import { chooseIdentity } from '../choose-identity.ts';
import type { CommandContext } from '../command-context.ts';
import { pairs, plain, reportLines, sizeText } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';
import type { Texts } from '../texts.ts';
import { findingLines } from './check.ts';
import { ruleText } from './packages.ts';

export interface SealOptions {
  readonly envelope?: string;
  readonly doc: readonly string[];
  readonly price?: string;
  readonly validity?: number;
  readonly identity?: string;
}

export const addSeal: AddCommand = (parent, run, text) => {
  const command = addSealOptions(parent.command('seal <kode>').description(text('help.seal')), text);
  command.action((kdTender: string) =>
    run(command, async (context) => {
      const { needs, connection } = await context.account();
      const result = await sealFrom(context, { needs, connection, kdTender, options: command.opts<SealOptions>() });
      return sealedOutcome(result, context);
    }),
  );
};

export function addSealOptions(command: Command, text: Texts): Command {
  const collect = (value: string, before: readonly string[]) => [...before, value];
  return command
    .option('--envelope <id>', text('option.envelope'))
    .option('--doc <slot=file>', text('option.doc'), collect, [])
    .option('--price <amount>', text('option.price'))
    .option('--validity <days>', text('option.validity'), Number)
    .option('--identity <digest>', text('option.identity'));
}

export interface SealRequest {
  readonly needs: AccountNeeds;
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly options: SealOptions;
}

/** Draft, documents, letter, confirmation, seal. */
export async function sealFrom(context: CommandContext, request: SealRequest): Promise<SealedResult> {
  const { needs, connection, kdTender, options } = request;
  const loaded = await loadPackage(needs, { connection, kdTender }, { signal: context.signal });
  const envelopeId = chooseEnvelope(loaded, options.envelope);
  const draft = await fillDraft(needs, loaded, { envelopeId, options });
  const identityId =
    draft.mode === 'CA'
      ? (await chooseIdentity(needs.identities, options.identity, 'nonRepudiation')).identityId
      : null;
  const record = await previewEvidence(needs.device, 'sealing');
  await context.confirm(summaryLines(context, { draft, loaded, record, request }));
  try {
    return await context.progress(context.text('seal.title'), (report) =>
      sealBid(
        needs,
        { connection, bidId: draft.bidId, identityId, consent: true },
        {
          signal: context.signal,
          onProgress: ({ step, ...bytes }) => report({ step: context.text(`step.${step}`), ...bytes }),
        },
      ),
    );
  } catch (error) {
    if (error instanceof CodedError && error.code === 'draft/documents-refused')
      await tellFindings(context, draft, loaded);
    throw error;
  }
}

/** All that is wrong at once, each with its repair. */
async function tellFindings(
  context: CommandContext,
  draft: DraftBid,
  { package: about }: LoadedPackage,
): Promise<void> {
  const envelope = about.sampul.find(({ envelopeId }) => envelopeId === draft.envelopeId);
  if (envelope === undefined) return;
  const { documents, letter } = draft;
  const { slots, carriesPrice } = envelope;
  const rules = { slots, carriesPrice, limits: about.limits };
  const { findings } = await checkDocuments(
    context.installation,
    { documents, letter, rules },
    { signal: context.signal },
  );
  for (const line of findings.flatMap((finding) => findingLines(finding, context))) context.terminal.note(line);
}

function chooseEnvelope({ package: { sampul } }: LoadedPackage, named: string | undefined): string {
  const found = sampul.filter(({ envelopeId }) => named === undefined || envelopeId === named);
  const [first, ...more] = found;
  if (first === undefined) throw new CodedError('draft/no-such-envelope');
  if (more.length === 0) return first.envelopeId;
  throw new CodedError('cli/ambiguous', { envelopes: sampul.map(({ envelopeId }) => envelopeId).join(', ') });
}

/** What is named on the command line takes the place of what the draft had; what is not named stays. */
async function fillDraft(
  needs: AccountNeeds,
  { package: about }: LoadedPackage,
  { envelopeId, options }: { readonly envelopeId: string; readonly options: SealOptions },
): Promise<DraftBid> {
  let draft = await startDraft(needs, { package: about, envelopeId });
  const { bidId } = draft;
  if (options.doc.length > 0) {
    draft = await setDocuments(needs, { bidId, documents: [] });
    for (const [slot, path] of options.doc.map(splitDocument)) {
      const { maxNameLength } = about.limits;
      draft = await addDocuments(needs, { bidId, slot, paths: [resolve(path)], maxNameLength });
    }
  }
  if (options.price === undefined && options.validity === undefined) return draft;
  const letter = {
    price: options.price ?? draft.letter?.price ?? '',
    validityDays: options.validity ?? draft.letter?.validityDays ?? Number.NaN,
  };
  return setLetter(needs, { bidId, letter });
}

function splitDocument(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CodedError('program/argument-invalid', { argument: '--doc' });
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Everything that becomes unchangeable, and what is recorded about this computer. */
function summaryLines(
  context: CommandContext,
  about: {
    readonly draft: DraftBid;
    readonly loaded: LoadedPackage;
    readonly record: DeviceRecord;
    readonly request: SealRequest;
  },
): readonly string[] {
  const { text } = context;
  const { draft, loaded, record, request } = about;
  const rule = loaded.openingRules[draft.envelopeId];
  const { account } = request.needs;
  return [
    text('seal.about'),
    ...pairs([
      [text('label.package'), `${draft.kdTender} ${draft.namaPaket}`],
      [text('label.envelope'), draft.envelopeId],
      [text('label.bidder'), account.organisation],
      [text('label.price'), draft.letter === null ? null : formatRupiah(draft.letter.price)],
      [text('label.validity'), draft.letter === null ? null : String(draft.letter.validityDays)],
      [text('label.supersedes'), draft.supersedes],
    ]),
    ...draft.documents.map(
      ({ slot, name, originalName, sizeBytes }) =>
        `  ${slot}: ${plain(name)}${name === originalName ? '' : ` (${plain(originalName)})`}, ${sizeText(sizeBytes)}`,
    ),
    ...(rule === undefined ? [] : [ruleText(rule, context)]),
    ...recordLines(record, context),
  ];
}

/** The device record in full: what is sealed to the auditor is what was shown. */
export function recordLines(
  { interfaces, os, client, virtualMachine }: DeviceRecord,
  { text }: CommandContext,
): readonly string[] {
  return [
    text('record.about'),
    `  ${os.platform} ${os.release} ${os.architecture}, Segel ${client.version}${virtualMachine === null ? '' : `, ${virtualMachine}`}`,
    ...(interfaces.length === 0 ? [`  ${text('record.none')}`] : []),
    ...interfaces.map(({ name, mac, kind, addresses }) =>
      `  ${plain(name)} ${kind} ${mac ?? text('record.no-mac')} ${addresses.join(' ')}`.trimEnd(),
    ),
  ];
}

export function sealedOutcome({ bid, report, warnings }: SealedResult, context: CommandContext): Outcome {
  return { value: { bid, report, warnings }, lines: sealedLines(bid, { report, warnings }, context) };
}

function sealedLines(
  { bidId, sealed }: SealedBid,
  { report, warnings }: Pick<SealedResult, 'report' | 'warnings'>,
  context: CommandContext,
): readonly string[] {
  const { text, language } = context;
  return [
    ...warnings.flatMap((finding) => findingLines(finding, context)),
    ...reportLines(report, language, text),
    text('seal.done', { size: sizeText(sealed.sizeBytes) }),
    ...pairs([
      [text('label.file'), sealed.path],
      ['SHA-256', sealed.sealedSha256],
      [text('label.timestamp'), sealed.timestampAt ?? text('word.missing')],
      [text('label.bid'), bidId],
    ]),
    text('seal.not-sent'),
  ];
}
