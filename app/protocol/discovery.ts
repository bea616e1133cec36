// app/protocol/SPEC.md 1: who an LPSE is, and what time it has.
import { z } from 'zod';
import { Base64, Instant, LpseCode, SizeBytes } from './primitives.ts';

/** Limits of one sealed upload, data of the server (app/README.md). */
export const Limits = z.strictObject({
  maxUploadBytes: SizeBytes,
  maxDocuments: z.int().positive(),
  maxNameLength: z.int().positive(),
});
export type Limits = z.infer<typeof Limits>;

/** GET /.well-known/segel */
export const Discovery = z.strictObject({
  format: z.literal('segel-discovery/1'),
  name: z.string(),
  kdLpse: LpseCode,
  apiBase: z.string(),
  timeZone: z.enum(['WIB', 'WITA', 'WIT']),
  /** DER, base64. The anchors that count are the operator's own; these are for comparison and for showing. */
  certificates: z.strictObject({
    lpse: Base64,
    kms: Base64,
    tsa: Base64,
    chain: z.array(Base64),
  }),
  /** The AMS that issues personal certificates; where its CRLs and OCSP live. */
  amsUrl: z.string(),
  tsaUrl: z.string(),
  logOrigin: z.string(),
  /** C2SP verifier key `name+hash+key`. */
  logVerifierKey: z.string(),
  limits: Limits,
  minimumClientVersion: z.string(),
  /** True only for the reference LPSE; the client shows a permanent notice. */
  reference: z.boolean(),
});
export type Discovery = z.infer<typeof Discovery>;

/** GET /api/time: `signed` is CMS SignedData by the LPSE over canonical JSON `SignedTime`. */
export const TimeAnswer = z.strictObject({ signed: Base64 });
export const SignedTime = z.strictObject({
  format: z.literal('segel-time/1'),
  kdLpse: LpseCode,
  serverTime: Instant,
  /** Echo of the query parameter `nonce` (base64url), so that an old answer cannot be replayed. */
  nonce: z.string(),
});
export type SignedTime = z.infer<typeof SignedTime>;
