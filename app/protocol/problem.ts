// RFC 9457 problem documents with a catalogue code.
import { z } from 'zod';

export const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Catalogue code `area/reason`. */
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
export type ProblemDocument = z.infer<typeof ProblemDocument>;
export const PROBLEM_CONTENT_TYPE = 'application/problem+json';
