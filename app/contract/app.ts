// Calls about the program itself.
import { z } from 'zod';
import { call, Nothing } from './call.ts';

export const Language = z.enum(['id', 'en']);
export type Language = z.infer<typeof Language>;

export const Preferences = z.strictObject({ language: Language, theme: z.enum(['system', 'light', 'dark']) });
export type Preferences = z.infer<typeof Preferences>;

/** Pages that may be opened in the user's browser, by name: the window never hands over an address. */
export const LINKS = ['source', 'openssl-guide'] as const;

export const APP_CALLS = {
  'app.info': call(
    Nothing,
    z.strictObject({
      version: z.string(),
      host: z.enum(['electron', 'browser']),
      platform: z.string(),
      dataDir: z.string(),
      secretStore: z.string(),
    }),
  ),
  'app.preferences': call(Nothing, Preferences),
  'app.savePreferences': call(Preferences, Preferences),
  'app.openLink': call(z.strictObject({ link: z.enum(LINKS) }), Nothing),
} as const;

export const APP_EVENTS = {
  /** Work that must not be cut off by closing the window. */
  'app.busy': z.strictObject({ sealing: z.boolean(), uploading: z.boolean() }),
} as const;
