// Which host shows the window, and why. Nothing is asked and nothing is downloaded here.
import { basename } from 'node:path';
import type { HostKind } from './start-options.ts';

export type HostChoice =
  | { readonly kind: 'electron'; readonly path: string }
  | { readonly kind: 'browser'; readonly path: string; readonly name: string; readonly chosen: boolean }
  /** A browser can be installed and then be looked for again. */
  | { readonly kind: 'install' }
  | { readonly kind: 'address'; readonly chosen: boolean };

export interface HostsAtHand {
  readonly electron: string | null;
  readonly browser: string | null;
  readonly canInstall: boolean;
}

/** The host asked for where it is at hand, else Electron, else a browser, else an installed one, else the address alone. */
export function chooseHost({ electron, browser, canInstall }: HostsAtHand, wanted: HostKind | null): HostChoice {
  if (wanted === 'address') return { kind: 'address', chosen: true };
  if (electron !== null && (wanted !== 'browser' || browser === null)) return { kind: 'electron', path: electron };
  if (browser !== null) return { kind: 'browser', path: browser, name: nameOf(browser), chosen: wanted === 'browser' };
  return canInstall ? { kind: 'install' } : { kind: 'address', chosen: false };
}

/** What a person calls the program at this path. */
export function nameOf(path: string): string {
  const name = basename(path.replaceAll('\\', '/')).toLowerCase();
  if (name.includes('edge')) return 'Microsoft Edge';
  return name.includes('chromium') ? 'Chromium' : 'Google Chrome';
}
