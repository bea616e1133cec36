// What a comparison with a witness of the log answers, for bidders and auditors alike.
import { z } from 'zod';
import { NOT_COMPARED_BECAUSE, RECEIPT_STANDS, WITNESS_STANDS } from '../domain/witness-stand.ts';
import { Handle, Instant, Report } from './shapes.ts';

/** A file that somebody got from a witness, and public keys of witnesses whom the user knows, one per line. */
export const WitnessFile = z.strictObject({ file: Handle, keys: z.string().max(4096) });

export const WitnessView = z.strictObject({
  stand: z.enum(WITNESS_STANDS),
  because: z.enum(NOT_COMPARED_BECAUSE).nullable(),
  code: z.string().nullable(),
  /** Entries that the witness saw, and that are shown here now. */
  ...{ size: z.int().nullable(), shownSize: z.int().nullable() },
  cosignatures: z.array(z.strictObject({ name: z.string(), at: Instant })),
  heads: z.strictObject({ found: z.int(), compared: z.int() }),
  receipt: z.enum(RECEIPT_STANDS).nullable(),
  report: Report,
  /** Both heads of a fork, as they were signed. */
  evidence: z.strictObject({ witnessed: z.string(), shown: z.string() }).nullable(),
});
export type WitnessView = z.infer<typeof WitnessView>;
