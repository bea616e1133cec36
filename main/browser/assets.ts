// The renderer's files as an allow-list read once at start: a request names an entry of the list or gets nothing.
// Shared with the Electron shell, which serves the same list under app://.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface AssetSource {
  /** `path` begins with `/`; null for anything that is not on the list. */
  find(path: string): Asset | null;
}

/** No `unsafe-*`, no network beside our own origin. `connect` is what the page may fetch. */
export function contentSecurityPolicy(connect: "'self'" | "'none'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy("'self'"),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Reads every file below `folder` whose type is known, links aside; the folder may lie inside an asar archive. */
export function loadAssets(folder: string): AssetSource {
  const list = new Map<string, Asset>();
  const read = (place: string, prefix: string): void => {
    for (const entry of readdirSync(place, { withFileTypes: true })) {
      const path = join(place, entry.name);
      const key = `${prefix}/${entry.name}`;
      const type = TYPES[extname(entry.name)];
      if (entry.isDirectory()) read(path, key);
      else if (entry.isFile() && type !== undefined) list.set(key, { type, bytes: readFileSync(path) });
    }
  };
  read(folder, '');
  return { find: (path) => list.get(path) ?? null };
}
