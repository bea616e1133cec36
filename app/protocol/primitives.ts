// The small value shapes every message is made of (protocol.md: times RFC 3339 UTC, digests lower-case hex, binary base64 DER).
import { z } from 'zod';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/**
 * RFC 3339 UTC with milliseconds, the only form we write. A day that does not exist is none: as a `Date` it would be NaN, and
 * every comparison with a deadline would come out "not later".
 */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .refine((text) => isInstant(text));
export const Base64 = z.base64();
/** Base64 without padding, URL alphabet. */
export const Base64Url = z.base64url();
/** Eleven digits ending in 000. */
export const TenderCode = z.string().regex(/^\d{8}000$/);
/** `satu` (one file), `file-1`, `file-2`, `harga` (Tender Cepat). */
export const EnvelopeId = z.enum(['satu', 'file-1', 'file-2', 'harga']);
/** Exact decimal, at most two fraction digits, no sign: `1234567890.50`. */
export const Decimal = z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,2})?$/);
export const LpseCode = z.int().positive();
export const SizeBytes = z.int().nonnegative();
export const OpaqueId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export type TenderCode = z.infer<typeof TenderCode>;
export type EnvelopeId = z.infer<typeof EnvelopeId>;

function isInstant(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
}

/** Writes a `Date` in the one form of `Instant`. */
export function toInstant(date: Date): string {
  return date.toISOString();
}
