// Codes of the audit of a whole tender.
import type { CatalogueEntry } from '../entry.ts';

export const AUDIT_CODES = {} as const satisfies Readonly<Record<string, CatalogueEntry>>;
