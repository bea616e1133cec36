// Entry of the command line under Node 24: parses, runs one command, leaves the exit code in `process.exitCode`.
import { CommanderError } from 'commander';
import type { ErrorCode } from '../../app/errors/catalogue.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { EXIT } from '../../app/errors/entry.ts';
import { buildProgram } from './program.ts';
import { presentFailure } from './run-command.ts';
import { Terminal } from './terminal.ts';
import { languageIn } from './texts.ts';

/** @param args - without node and script */
export async function main(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const language = languageIn(args);
  try {
    const program = await buildProgram(language, args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      process.exitCode = EXIT.ok;
      return;
    }
    const terminal = new Terminal({ json: args.includes('--json'), passphraseFd: null });
    presentFailure(error instanceof CommanderError ? toUsage(error) : error, { terminal, language });
  }
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  'commander.missingArgument': 'program/argument-missing',
  'commander.missingMandatoryOptionValue': 'program/argument-missing',
  'commander.optionMissingArgument': 'program/argument-missing',
  'commander.invalidArgument': 'program/argument-invalid',
};

/** Names what was not understood, as commander quotes it: options and commands, never a value that was not asked for. */
function toUsage({ code, message }: CommanderError): CodedError {
  const argument = /'([^']{1,60})'/.exec(message)?.[1] ?? null;
  return new CodedError(CODES[code] ?? 'program/usage', { reason: code.replace(/^commander\./, ''), argument });
}
