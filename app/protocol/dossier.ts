// app/protocol/DOSSIER.md: the index of a tender's dossier, its small parts in JSON, and the calls that bring it.
import { z } from 'zod';
import { Base64, EnvelopeId, Instant, LpseCode, OpaqueId, Sha256, SizeBytes, TenderCode } from './primitives.ts';

export const DOSSIER_MIMETYPE = 'application/x-segel-dossier+zip';
/** Of `dossier.json`: 60000 entries of the longest names fill it to 15.3 MiB. Other JSON of a dossier has 4 MiB, a release 96. */
export const DOSSIER_INDEX_MAX_BYTES = 16 << 20;

const EntryName = z.string().regex(/^[A-Za-z0-9._/-]{1,160}$/);
const Entry = z.strictObject({ name: EntryName, size: SizeBytes, sha256: Sha256 });
export type DossierEntry = z.infer<typeof Entry>;

/** GET /api/audit/{kdTender}/dossier: what the LPSE has, in the order of the dossier. */
export const DossierList = z.strictObject({
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  createdAt: Instant,
  /** As many as there are: whether they fit into a dossier is for whoever makes one to say. */
  parts: z.array(Entry),
  /** Sealed files of the bids in force; each comes by a call of its own. */
  sealed: z.array(z.strictObject({ submissionId: OpaqueId, size: SizeBytes, sealedSha256: Sha256 })),
});
export type DossierList = z.infer<typeof DossierList>;

/** GET /api/audit/{kdTender}/dossier/parts?start=&end=: `end` exclusive; fewer when they are large. */
export const DossierParts = z.strictObject({
  start: z.int().nonnegative(),
  parts: z.array(z.strictObject({ name: EntryName, content: Base64 })).min(1),
});
/** GET /api/audit/{kdTender}/dossier/sealed/{submissionId}: the sealed file, with HTTP Range. */

/** `dossier.json`, the last entry. */
export const DossierIndex = z.strictObject({
  format: z.literal('segel-dossier/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  createdAt: Instant,
  sealed: z.enum(['digests', 'whole']),
  entries: z.array(Entry).max(60_000),
});
export type DossierIndex = z.infer<typeof DossierIndex>;

/** `openings/E/opening.json`. */
export const OpeningFacts = z.strictObject({
  openingId: OpaqueId,
  startedAt: Instant,
  bids: z.array(
    z.strictObject({
      n: z.int().positive(),
      submissionId: OpaqueId,
      bidderId: OpaqueId,
      bidderName: z.string(),
      npwp: z.string(),
    }),
  ),
});
export type OpeningFacts = z.infer<typeof OpeningFacts>;

/** `dealings/E.json`: what of a dealing may be shown to everybody. */
export const DealingFacts = z.strictObject({
  envelopeId: EnvelopeId,
  dealingSha256: Sha256,
  certificate: Base64,
  threshold: z.int().min(2).max(255),
  commitment: Sha256,
  holders: z.array(Sha256).min(2).max(255),
});
export type DealingFacts = z.infer<typeof DealingFacts>;
