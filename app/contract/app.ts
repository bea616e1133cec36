// Calls about the program itself.
import { z } from 'zod';
import { call, Nothing } from './call.ts';
import { Facts, Handle } from './shapes.ts';

export const Preferences = z.strictObject({
  language: z.enum(['id', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
});
export type Preferences = z.infer<typeof Preferences>;

/** Pages that may be opened in the user's browser, by name: the window never hands over an address. */
export const LINKS = ['source', 'check-with-openssl'] as const;

export const APP_CALLS = {
  'app.info': call(
    Nothing,
    z.strictObject({
      version: z.string(),
      host: z.enum(['electron', 'browser']),
      platform: z.string(),
      dataFolder: z.string(),
      secretStore: z.string(),
      /** Pages that are published, and can be offered. */
      links: z.array(z.enum(LINKS)),
      licences: z.array(z.strictObject({ name: z.string(), version: z.string(), licence: z.string() })),
    }),
  ),
  'app.preferences': call(Nothing, Preferences),
  'app.savePreferences': call(Preferences, Preferences),
  'app.openLink': call(z.strictObject({ link: z.enum(LINKS) }), Nothing),
  /** A problem as text for the clipboard or a letter: code, time, version; nothing private. */
  'app.describe': call(
    z.strictObject({ code: z.string().max(80), incident: z.string().max(16), details: Facts }),
    z.strictObject({ text: z.string() }),
  ),
} as const;

export const APP_EVENTS = {
  /** A package token that came by link or command line. */
  'app.token': z.strictObject({ token: z.string().max(256) }),
  /** A sealed file that was opened with the program: double click, command line, second start. */
  'app.sealedFile': z.strictObject({ handle: Handle, name: z.string() }),
} as const;

export const FILES_CALLS = {
  /** Electron: the system's dialog. Browser host: always empty; the window sends bytes to `/files` instead. */
  'files.choose': call(
    z.strictObject({
      purpose: z.enum([
        ...(['documents', 'folder', 'identity', 'anchors', 'sealed', 'draft', 'receipt', 'signature'] as const),
        'spreadsheet',
        'dossier',
        'checkpoint',
      ]),
    }),
    z.strictObject({ files: z.array(z.strictObject({ handle: z.string(), name: z.string(), sizeBytes: z.int() })) }),
  ),
  /** Where an export shall go: a handle for a new file, or null when the user cancelled. */
  'files.saveAs': call(
    z.strictObject({ suggestedName: z.string().max(200) }),
    z.strictObject({ handle: z.string(), shownAs: z.string() }).nullable(),
  ),
} as const;
