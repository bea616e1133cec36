// Codes of watching an opening.
import type { CatalogueEntry } from '../entry.ts';

export const WATCH_CODES = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
