// `segel results export`, `segel minutes draft|sign|add|verify`: results on paper, and who signed them.
import { resolve } from 'node:path';
import { Option } from 'commander';
import {
  drawUpMinutes,
  EXPORT_FORMATS,
  exportResults,
  type ExportFormat,
} from '../../../app/usecases/draw-up-minutes.ts';
import { loadOpeningResults } from '../../../app/usecases/opening-results.ts';
import { addMinutesSignature, signMinutes } from '../../../app/usecases/sign-minutes.ts';
import { CLIENT_VERSION } from '../../compose.ts';
import { PAPER_ADAPTERS } from '../../compose-papers.ts';
import { chooseIdentity } from '../choose-identity.ts';
import type { CommandContext } from '../command-context.ts';
import { plain } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';
import { choosePaper, enterFolder, type Act } from './minutes-act.ts';
import { addMinutesVerify } from './minutes-verify.ts';

const MAX_P7S_BYTES = 16 << 20;

interface MinutesOptions {
  readonly opened?: string;
  readonly format?: ExportFormat | 'all' | 'pdf' | 'docx';
  readonly language: 'id' | 'en';
  readonly final?: boolean;
  readonly paper?: string;
  readonly identity?: string;
}

type Doing = (context: CommandContext, act: Act, options: MinutesOptions, file: string) => Promise<Outcome>;

export const addMinutes: AddCommand = (parent, run, text) => {
  const results = parent.command('results').description(text('help.results'));
  const minutes = parent.command('minutes').description(text('help.minutes'));
  const step = (family: typeof parent, signature: string, help: string, doing: Doing) => {
    const command = family
      .command(signature)
      .description(help)
      .option('--opened <folder>', text('option.opened'))
      .addOption(new Option('--language <id|en>', text('option.paper-language')).choices(['id', 'en']).default('id'));
    command.action((kdTender: string, envelopeId: string, file: unknown) =>
      run(command, async (context) => {
        const options = command.opts<MinutesOptions>();
        const act = await enterFolder(context, { kdTender, envelopeId, opened: options.opened });
        return doing(context, act, options, typeof file === 'string' ? file : '');
      }),
    );
    return command;
  };
  step(results, 'export <kode> <envelope>', text('help.results-export'), exportAll).addOption(
    new Option('--format <format>', text('option.export-format')).choices([...EXPORT_FORMATS, 'all']).default('all'),
  );
  step(minutes, 'draft <kode> <envelope>', text('help.minutes-draft'), draft)
    .addOption(new Option('--format <format>', text('option.paper-format')).choices(['pdf', 'docx']).default('pdf'))
    .option('--final', text('option.final'));
  step(minutes, 'sign <kode> <envelope>', text('help.minutes-sign'), sign)
    .option('--paper <name>', text('option.paper'))
    .option('--identity <digest>', text('option.identity'));
  step(minutes, 'add <kode> <envelope> <file>', text('help.minutes-add'), add).option(
    '--paper <name>',
    text('option.paper'),
  );
  addMinutesVerify(minutes, run, text);
};

const exportAll: Doing = async ({ signal }, act, { format, language }) => {
  const loaded = await loadOpeningResults(act.needs, act, { signal });
  const formats = EXPORT_FORMATS.filter((one) => format === 'all' || format === one);
  const needs = { ...act.needs, ...PAPER_ADAPTERS };
  const written = await exportResults(needs, { results: loaded, formats, language, baseDir: act.baseDir });
  const lines = written.files.map(({ name, sha256 }) => `${sha256}  ${name}`);
  return { value: written, lines: [written.folder, ...lines] };
};

const draft: Doing = async (context, act, { format, language, final = false }) => {
  const loaded = await loadOpeningResults(act.needs, act, { signal: context.signal });
  const needs = { ...act.needs, ...PAPER_ADAPTERS };
  const { folder, file } = await drawUpMinutes(needs, {
    results: loaded,
    zone: act.connection.discovery.timeZone,
    stage: final ? 'final' : 'draft',
    format: format === 'docx' ? 'docx' : 'pdf',
    ...{ language, clientVersion: CLIENT_VERSION, baseDir: act.baseDir },
  });
  return { value: { folder, file }, lines: [folder, `${file.sha256}  ${file.name}`] };
};

const sign: Doing = async (context, act, options) => {
  const { text, signal } = context;
  const paper = await choosePaper(act, options);
  const { identityId, certificate } = await chooseIdentity(act.needs.identities, options.identity, 'nonRepudiation');
  await context.confirm([text('minutes.sign', { name: paper.name }), `SHA-256 ${paper.sha256}`, certificate.sha256]);
  const input = { ...act, name: paper.name, sha256: paper.sha256, identityId };
  const signed = await signMinutes(act.needs, input, { signal });
  const { signature, outcome } = signed;
  return { value: { ...signed, paper: paper.name }, lines: [signature, text(`minutes.outcome.${outcome}`)] };
};

const add: Doing = async (context, act, options, file) => {
  const paper = await choosePaper(act, options);
  const p7s = await context.readFile(resolve(file), MAX_P7S_BYTES);
  const added = await addMinutesSignature(act.needs, { ...act, name: paper.name, p7s }, { signal: context.signal });
  const { holder, outcome } = added;
  return { value: added, lines: [`${plain(holder)}: ${context.text(`minutes.outcome.${outcome}`)}`] };
};
