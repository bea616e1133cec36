// Codes of the price schedule.
import type { CatalogueEntry } from '../entry.ts';

export const PRICE_CODES = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
