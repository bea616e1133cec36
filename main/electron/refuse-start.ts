// A start that must not happen, or did not work: the person is told in plain words, then the program ends.
import type { App, Dialog } from 'electron';
import { EXIT } from '../../app/errors/entry.ts';
import { entryOf, toProblem } from '../../app/errors/problem.ts';
import { shellText, type ShellLanguage } from '../shell-texts.ts';

export interface Refusal {
  readonly app: App;
  readonly dialog: Dialog;
  readonly language: ShellLanguage;
}

/** A switch that would open the program from outside. */
export function refuseSwitch({ app, dialog, language }: Refusal, name: string): void {
  dialog.showErrorBox(shellText(language, 'refusal', 'title'), shellText(language, 'refusal', 'switch', { name }));
  app.exit(EXIT.refused);
}

/** The program behind the window could not be opened, for instance on a full disk. */
export function refuseAfterFailure({ app, dialog, language }: Refusal, error: unknown): void {
  const { code } = toProblem(error);
  const entry = entryOf(code);
  const { what, next, safe } = entry[language];
  dialog.showErrorBox(shellText(language, 'refusal', 'title'), `${what} ${next}\n\n${safe}\n\n${code}`);
  app.exit(EXIT[entry.exit]);
}
