// One program per user and data folder, and the package tokens and sealed files that reach it: by its own command line, by a second start, by the
// system's link handler (macOS).
import type { App } from 'electron';
import { tokenOf, tokenOfArguments } from './deep-link.ts';
import { isSealedPath, sealedFileOfArguments } from './sealed-argument.ts';

/** False when another instance runs; it has been told what this one was started with. */
export function claimSingleInstance(app: App): boolean {
  return app.requestSingleInstanceLock();
}

export interface StartListener {
  readonly onToken: (token: string) => void;
  /** Absolute path of a sealed file that was opened. */
  readonly onSealedFile: (path: string) => void;
  /** Somebody started the program again, or followed a link. */
  readonly onWake: () => void;
}

/** Before `ready`: macOS hands over the link or file of a cold start early. */
export function listenForStarts(app: App, { onToken, onSealedFile, onWake }: StartListener): void {
  const take = (token: string | null): void => {
    if (token !== null) onToken(token);
  };
  const started = (argv: readonly string[], from: string): void => {
    take(tokenOfArguments(argv));
    const path = sealedFileOfArguments(argv, from);
    if (path !== null) onSealedFile(path);
  };
  started(process.argv.slice(1), process.cwd());
  app.on('second-instance', (_event, argv, workingDirectory) => {
    started(argv.slice(1), workingDirectory);
    onWake();
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(tokenOf(url));
    onWake();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (isSealedPath(path)) onSealedFile(path);
    onWake();
  });
}

/** Installers register the protocol; on Windows and macOS a copy without installer does it itself. */
export function registerProtocol(app: App): void {
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient('segel');
}
