// Shapes that several areas share. Handles stand for files and identities; a path or a key never crosses.
import { z } from 'zod';

/** Opaque, bound to one window, expiring. */
export const Handle = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export const Instant = z.string().max(32);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A UUID, or the name of a bid that was found again by its sealed file. */
export const BidId = z.union([z.uuid(), z.string().regex(/^recovered-[0-9a-f]{32}$/)]);
export const TenderCode = z.string().max(32);
export const EnvelopeId = z.string().max(32);
/** Crosses once, in one call; never stored or logged. */
export const Passphrase = z.string().max(1024);
/** Exact decimal, at most two fraction digits. */
export const Decimal = z.string().max(24);

export const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** One row of a report (`app/domain/check-report.ts`). */
export const CheckRow = z.strictObject({
  number: z.int().positive(),
  id: z.string(),
  clause: z.string(),
  outcome: z.enum(['passed', 'failed', 'missing', 'not-made']),
  code: z.string().nullable(),
  facts: Facts,
});
export const Report = z.strictObject({ ok: z.boolean(), checks: z.array(CheckRow) });
export type Report = z.infer<typeof Report>;

/** Of what is written for somebody to read. */
export const Language = z.enum(['id', 'en']);
