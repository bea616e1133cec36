// One program per user and data folder, and the package tokens that reach it: by its own command line, by a second start, by the
// system's link handler (macOS).
import type { App } from 'electron';
import { tokenOf, tokenOfArguments } from './deep-link.ts';

/** False when another instance runs; it has been told what this one was started with. */
export function claimSingleInstance(app: App): boolean {
  return app.requestSingleInstanceLock();
}

export interface StartListener {
  readonly onToken: (token: string) => void;
  /** Somebody started the program again, or followed a link. */
  readonly onWake: () => void;
}

/** Before `ready`: macOS hands over the link of a cold start early. */
export function listenForStarts(app: App, { onToken, onWake }: StartListener): void {
  const take = (token: string | null): void => {
    if (token !== null) onToken(token);
  };
  take(tokenOfArguments(process.argv.slice(1)));
  app.on('second-instance', (_event, argv) => {
    take(tokenOfArguments(argv.slice(1)));
    onWake();
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(tokenOf(url));
    onWake();
  });
}

/** Installers register the protocol; on Windows and macOS a copy without installer does it itself. */
export function registerProtocol(app: App): void {
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient('segel');
}
