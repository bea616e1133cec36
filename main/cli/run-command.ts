// One door for every command: compose, run, present, exit code. With `--json` exactly one object goes to stdout, whatever happens.
import type { Command } from 'commander';
import { EXIT, type ExitClass } from '../../app/errors/entry.ts';
import { entryOf, toProblem } from '../../app/errors/problem.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { TerminalPassphrasePrompt } from './passphrase-prompt.ts';
import { problemLines } from './present.ts';
import { Terminal } from './terminal.ts';
import { textsIn, type Language } from './texts.ts';

/** What a command found or did. */
export interface Outcome {
  /** Plain data, for `--json`. */
  readonly value: unknown;
  /** For people. */
  readonly lines: readonly string[];
  /** Default `ok`; `finding` when a check came out negative. */
  readonly exit?: ExitClass;
}

export type Action = (context: CommandContext) => Promise<Outcome>;

/** Hands a parsed command to its action. */
export type Run = (command: Command, action: Action) => Promise<void>;

/** Sets `process.exitCode`; never throws. */
export async function runCommand(language: Language, command: Command, action: Action): Promise<void> {
  const options = command.optsWithGlobals<CommonOptions>();
  const terminal = new Terminal({ json: options.json ?? false, passphraseFd: options.passphraseFd ?? null });
  const text = textsIn(language);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  // Kept until the end: a package that cleans up at signals (proper-lockfile's) ends the process itself when it finds no other
  // listener, and a second signal must not cut off what the first one is still closing.
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const prompt = new TerminalPassphrasePrompt(terminal, text);
    // Not for help and usage: these are most of what is loaded.
    const [{ composeInstallation }, parts] = await Promise.all([
      import('../compose.ts'),
      import('./command-context.ts'),
    ]);
    const installation = await composeInstallation({ dataDir: options.dataDir, prompt });
    try {
      const context = new parts.CommandContext({
        options,
        terminal,
        text,
        language,
        installation,
        signal: stop.signal,
      });
      present(terminal, await action(context));
    } finally {
      await installation.close();
    }
  } catch (error) {
    presentFailure(error, { terminal, language });
  } finally {
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
}

function present(terminal: Terminal, { value, lines, exit = 'ok' }: Outcome): void {
  process.exitCode = EXIT[exit];
  if (terminal.json) terminal.result(JSON.stringify({ ok: true, value }));
  else for (const line of lines) terminal.result(line);
}

/** Also for failures before a command was found. */
export function presentFailure(
  error: unknown,
  { terminal, language }: { readonly terminal: Terminal; readonly language: Language },
): void {
  const problem = toProblem(error);
  process.exitCode = EXIT[entryOf(problem.code).exit];
  if (terminal.json) terminal.result(JSON.stringify({ ok: false, problem }));
  else for (const line of problemLines(problem, language, textsIn(language))) terminal.note(line);
  // For us, when asked: a defect's own text may name paths, so it is never shown unasked.
  if (process.env.SEGEL_DEBUG !== undefined) terminal.note(String(error instanceof Error ? error.stack : error));
}
