// `segel check`: preflight of files, offline with SPSE's usual rules, or with the rules of a package's envelope.
import { basename, resolve } from 'node:path';
import type { BidDocument } from '../../../app/domain/bid.ts';
import type { DocumentFinding } from '../../../app/domain/document-finding.ts';
import { entryOf } from '../../../app/errors/problem.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { EnvelopeRules } from '../../../app/policy/check-documents.ts';
import { checkDocuments } from '../../../app/usecases/check-documents.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, sizeText } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

/** Where a file without a checklist belongs. */
const ANY_SLOT = 'umum';
/** What every SPSE user knows (domain.md 4); a package may say otherwise. */
const USUAL_RULES: EnvelopeRules = {
  slots: [{ slot: ANY_SLOT, nama: ANY_SLOT, wajib: false }],
  carriesPrice: false,
  limits: { maxUploadBytes: 500 << 20, maxDocuments: 250, maxNameLength: 40 },
};

interface CheckOptions {
  readonly package?: string;
  readonly envelope?: string;
}

export const addCheck: AddCommand = (parent, run, text) => {
  const command = parent
    .command('check <files...>')
    .description(text('help.check'))
    .option('--package <kode>', text('option.package'))
    .option('--envelope <id>', text('option.envelope'));
  command.action((files: string[]) => run(command, (context) => check(context, files, command.opts<CheckOptions>())));
};

async function check(context: CommandContext, files: readonly string[], options: CheckOptions): Promise<Outcome> {
  const rules = options.package === undefined ? USUAL_RULES : await rulesOf(context, options.package, options.envelope);
  const documents = files.map((path) => toDocument(resolve(path)));
  const found = await context.progress(context.text('check.title'), (report) =>
    checkDocuments(
      context.installation,
      { documents, letter: null, rules },
      { signal: context.signal, onProgress: (bytes) => report({ step: context.text('step.reading'), ...bytes }) },
    ),
  );
  const { findings, blocking, totalBytes } = found;
  const summary = context.text('check.summary', { count: files.length, size: sizeText(totalBytes) });
  const verdict = context.text(blocking ? 'check.blocking' : findings.length > 0 ? 'check.warnings' : 'check.good');
  return {
    value: found,
    lines: [summary, ...findings.flatMap((finding) => findingLines(finding, context)), verdict],
    exit: blocking ? 'finding' : 'ok',
  };
}

async function rulesOf(context: CommandContext, kdTender: string, envelopeId?: string): Promise<EnvelopeRules> {
  const { needs } = await context.account();
  const { sampul, limits } = await needs.lpse.package(kdTender, { signal: context.signal });
  const [only, ...more] = sampul.filter((one) => envelopeId === undefined || one.envelopeId === envelopeId);
  if (only === undefined) throw new CodedError('draft/no-such-envelope', { kdTender });
  if (more.length > 0)
    throw new CodedError('cli/ambiguous', { envelopes: sampul.map((one) => one.envelopeId).join(', ') });
  // The slot and the price are the draft's business; here only the files are looked at.
  const slots = [...only.slots.map((slot) => ({ ...slot, wajib: false })), ...USUAL_RULES.slots];
  return { slots, carriesPrice: false, limits };
}

/** Under its own name, so that the check says what would be changed. */
function toDocument(sourcePath: string): BidDocument {
  const name = basename(sourcePath);
  return { sourcePath, originalName: name, name, slot: ANY_SLOT, mediaType: 'application/octet-stream', sizeBytes: 0 };
}

/** What is wrong with which file, and the repair. */
export function findingLines(finding: DocumentFinding, { language, text }: CommandContext): readonly string[] {
  const { code, severity, originalName, repair } = finding;
  const { what, next } = entryOf(code)[language];
  const about = originalName === null ? '' : ` ${plain(originalName)}:`;
  const fix = repair?.kind === 'rename' ? text('check.rename', { to: repair.to }) : next;
  return [`- ${text(`severity.${severity}`)}${about} ${what} (${code})`, `  ${fix}`];
}
