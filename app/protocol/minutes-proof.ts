// `segel-minutes-proof/1` (app/protocol/SPEC.md 14): what lies beside minutes so that somebody with nothing but the operator's anchors
// can tell whose signatures count. Canonical JSON; proves itself, and is signed by nobody.
import { z } from 'zod';
import { Base64, EnvelopeId, LpseCode, Sha256, TenderCode } from './primitives.ts';

export const MinutesProof = z.strictObject({
  format: z.literal('segel-minutes-proof/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId,
  /** The sealing policy that was the newest when the signature was made: CMS SignedData. */
  policy: Base64,
  /** That and when it was issued: its leaf, below a signed head. */
  log: z.strictObject({
    checkpoint: z.string().max(10_000),
    index: z.int().nonnegative(),
    leaf: Base64,
    inclusion: z.array(Sha256).max(64),
  }),
  /** Of authorities, for building paths; not trusted by themselves. */
  certificates: z.array(Base64).max(256),
  crls: z.array(Base64).max(256),
  ocsp: z.array(Base64).max(256),
});
export type MinutesProof = z.infer<typeof MinutesProof>;
