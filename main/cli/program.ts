// The tree of commands, with the options that all of them share.
import { Command, InvalidArgumentError, Option } from 'commander';
import { CLIENT_VERSION } from '../compose.ts';
import { ALL_COMMANDS } from './commands/all.ts';
import { runCommand, type Run } from './run-command.ts';
import { textsIn, type Language, type Texts } from './texts.ts';

/** Adds one command, or a family of them, to the program. */
export type AddCommand = (parent: Command, run: Run, text: Texts) => void;

export function buildProgram(language: Language): Command {
  const text = textsIn(language);
  const program = new LocalCommand(text, 'segel');
  program.description(text('help.program')).version(CLIENT_VERSION, '-V, --version', text('help.version'));
  const run: Run = (command, action) => runCommand(language, command, action);
  for (const add of ALL_COMMANDS) add(program, run, text);
  return program;
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
