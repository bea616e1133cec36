// app/protocol/SPEC.md 6: leaves and answers of the transparency log.
import { z } from 'zod';
import { Base64, EnvelopeId, Instant, Sha256, TenderCode } from './primitives.ts';

export const LEAF_TYPES = [
  'policy-issued',
  'schedule-changed',
  'submission-received',
  'submission-withdrawn',
  'upload-expired',
  'closed',
  'release-requested',
  'headers-released',
  'dealing',
  'opening-contribution',
  'opening-result',
  'technical-result',
  'bid-referred',
  'bid-stated',
  'member-replaced',
  'rehearsal',
] as const;

/**
 * One leaf: canonical JSON. Either the body in clear, or the digest of its salted canonical form. Everything that is derived from the log
 * is derived for one version of a tender: a tender that is held again has its own bids, its own closing and its own opening.
 */
export const LogLeaf = z.strictObject({
  type: z.enum(LEAF_TYPES),
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId.nullable(),
  time: Instant,
  body: z.record(z.string(), z.json()).optional(),
  bodySha256: Sha256.optional(),
});
export type LogLeaf = z.infer<typeof LogLeaf>;

/** GET /log/checkpoint answers the checkpoint as text/plain. */
/** GET /log/proof/inclusion?index=&size= */
export const InclusionAnswer = z.strictObject({ index: z.int(), size: z.int(), proof: z.array(Sha256) });
/** GET /log/proof/consistency?from=&to= */
export const ConsistencyAnswer = z.strictObject({ from: z.int(), to: z.int(), proof: z.array(Sha256) });
/** GET /log/entries?start=&end= (end exclusive, at most 1000): leaf bytes. */
export const EntriesAnswer = z.strictObject({ start: z.int(), entries: z.array(Base64) });
