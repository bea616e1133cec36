// What the end-to-end errands need of this machine: an installed Chromium and the built page. Without them they are skipped, and say why.
import { existsSync } from 'node:fs';
import { BUILT_PAGE, pageIsBuilt } from '../doubles/window-host.ts';

const CANDIDATES = [
  process.env.SEGEL_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
];

/** Path of the browser; null when none of the usual ones is installed. */
export const CHROMIUM = CANDIDATES.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;

/** Null when the errands can be run. */
export const SKIPPED_BECAUSE =
  CHROMIUM === null
    ? 'no Chromium (set SEGEL_CHROMIUM)'
    : pageIsBuilt()
      ? null
      : 'the page is not built (npm run build)';

export { BUILT_PAGE };
