// The tree of commands, with the options that all of them share.
import { Argument, Command, Help, InvalidArgumentError, Option } from 'commander';
import { CLIENT_VERSION } from '../client-version.ts';
import { ALL_COMMANDS, type CommandFile } from './commands/all.ts';
import { runCommand, type Run } from './run-command.ts';
import { textsIn, type Language, type TextKey, type Texts } from './texts.ts';

/** Adds one command, or a family of them, to the program. */
export type AddCommand = (parent: Command, run: Run, text: Texts) => void;

/**
 * @param args - what will be parsed: only the command that they call is loaded, others have a name and a description; without, all
 * @throws CommanderError for a shared option that has no such value
 */
export async function buildProgram(language: Language, args?: readonly string[]): Promise<Command> {
  const text = textsIn(language);
  const program = newRoot(text);
  const called = args === undefined ? undefined : nameIn(args, text);
  const run: Run = (command, action) => runCommand(language, command, action);
  for (const file of ALL_COMMANDS) {
    if (args === undefined || namesOf(file).includes(called)) (await file.load())(program, run, text);
    else for (const [usage, help] of Object.entries(file.commands)) program.command(usage).description(text(help));
  }
  return program;
}

function newRoot(text: Texts): Command {
  const root = new LocalCommand(text, 'segel');
  return root.description(text('help.program')).version(CLIENT_VERSION, '-V, --version', text('help.version'));
}

/** As commander will find it: the first word that is neither an option nor the value of one. */
function nameIn(args: readonly string[], text: Texts): string | undefined {
  return newRoot(text).parseOptions([...args]).operands[0];
}

function namesOf({ commands }: CommandFile): readonly (string | undefined)[] {
  return Object.keys(commands).map((usage) => usage.split(' ')[0]);
}

/** A command whose help speaks the user's language and which knows the shared options. */
class LocalCommand extends Command {
  readonly #text: Texts;

  constructor(text: Texts, name?: string) {
    super(name);
    this.#text = text;
    this.exitOverride();
    this.configureOutput({ writeErr: () => undefined });
    this.helpOption('-h, --help', text('help.help'));
    this.helpCommand(false);
    this.configureHelp({
      styleTitle: (title) => translateTitle(title, text),
      commandUsage: (command) => translateUsage(standardHelp.commandUsage(command), text),
      // Every command has options: to say so on each line explains nothing.
      subcommandTerm: (command) => standardHelp.subcommandTerm(command).replace(' [options]', ''),
      // commander adds defaults and choices in English; our own texts say what matters.
      optionDescription: ({ description }) => description,
      argumentDescription: ({ description }) => description,
      showGlobalOptions: false,
    });
    this.allowExcessArguments(false);
    addSharedOptions(this, text);
  }

  override createCommand(name?: string): Command {
    return new LocalCommand(this.#text, name);
  }

  override createArgument(name: string, description = ''): Argument {
    const argument = new Argument(name, description);
    const key = ARGUMENTS[`${this.name()} ${argument.name()}`] ?? ARGUMENTS[argument.name()];
    if (description === '' && key !== undefined) argument.description = this.#text(key);
    return argument;
  }
}

function addSharedOptions(command: Command, text: Texts): void {
  command
    .option('--json', text('option.json'))
    .addOption(new Option('--lang <id|en>', text('option.lang')).choices(['id', 'en']))
    .option('--data-dir <folder>', text('option.data-dir'))
    .option('--lpse <address|code>', text('option.lpse'))
    .option('--account <user>', text('option.account'))
    .option('--passphrase-fd <n>', text('option.passphrase-fd'), toDescriptor)
    .option('-y, --yes', text('option.yes'));
}

function toDescriptor(value: string): number {
  const fd = Number(value);
  if (!/^\d{1,3}$/.test(value) || fd > 255) throw new InvalidArgumentError(value);
  return fd;
}

const standardHelp = new Help();

/** What is said of an argument of one command, or wherever it stands; a test holds the table complete. */
const ARGUMENTS: Readonly<Record<string, TextKey>> = {
  address: 'argument.address',
  add: 'argument.add',
  choice: 'argument.choice',
  digest: 'argument.digest',
  enrolment: 'argument.enrolment',
  envelope: 'argument.envelope',
  'add file': 'argument.file-signature',
  'export file': 'argument.file-identity',
  'import file': 'argument.file-identity',
  'inspect file': 'argument.file-sealed',
  'verify file': 'argument.file-compared',
  files: 'argument.files',
  id: 'argument.id',
  kode: 'argument.kode',
  'kode|berkas.pdf': 'argument.kode-or-paper',
  note: 'argument.note',
  remove: 'argument.remove',
  threshold: 'argument.threshold',
  user: 'argument.user',
  verdict: 'argument.verdict',
  what: 'argument.what',
};

/** commander's own words in `segel [options] [command]`. */
function translateUsage(usage: string, text: Texts): string {
  return usage.replace('[options]', text('help.usage-options')).replace('[command]', text('help.usage-command'));
}

/** commander's own headings. */
function translateTitle(title: string, text: Texts): string {
  switch (title) {
    case 'Usage:':
      return text('help.usage');
    case 'Options:':
      return text('help.options');
    case 'Commands:':
      return text('help.commands');
    case 'Arguments:':
      return text('help.arguments');
    default:
      return title;
  }
}
