// Codes of minutes and exports.
import type { CatalogueEntry } from '../entry.ts';

export const MINUTES_CODES = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
