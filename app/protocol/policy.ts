// app/protocol/SPEC.md 3: the sealing policy, CMS SignedData over canonical JSON. `policySha256` is the SHA-256 of that JSON's bytes.
import { z } from 'zod';
import { Base64, EnvelopeId, Instant, LpseCode, Sha256, TenderCode } from './primitives.ts';
import { Limits } from './discovery.ts';
import { Slot } from './packages.ts';

/** Certificates are DER, base64. Members' lock: all members, or one quorum certificate. NON_CA: null. */
export const Openers = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('members'), certificates: z.array(Base64).min(1).max(64) }),
  z.strictObject({
    kind: z.literal('quorum'),
    certificate: Base64,
    threshold: z.int().min(2).max(255),
    /** Encryption certificates of the share holders, in share order (x = 1 ...). */
    holders: z.array(Base64).min(2).max(255),
  }),
]);
export type Openers = z.infer<typeof Openers>;

export const PolicyEnvelope = z.strictObject({
  envelopeId: EnvelopeId,
  nama: z.string(),
  slots: z.array(Slot),
  carriesPrice: z.boolean(),
  closesAt: Instant,
  opensAtStage: z.string(),
  packageCertificate: Base64,
  rehearsalCertificate: Base64,
  openers: Openers.nullable(),
  /** Signing certificates of the committee members (or the officer), same order as the openers or holders. */
  signers: z.array(Base64).min(1),
});
export type PolicyEnvelope = z.infer<typeof PolicyEnvelope>;

export const SealingPolicy = z.strictObject({
  format: z.literal('segel-policy/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  namaPaket: z.string(),
  mode: z.enum(['CA', 'NON_CA']),
  envelopes: z.array(PolicyEnvelope).min(1),
  padding: z.literal('1MiB').nullable(),
  limits: Limits,
  auditorCertificate: Base64,
  issuedAt: Instant,
  serial: z.int().positive(),
});
export type SealingPolicy = z.infer<typeof SealingPolicy>;

/** GET /api/packages/{kd}/policy, and /policies/{policySha256} for an earlier one. */
export const PolicyAnswer = z.strictObject({ policy: Base64, policySha256: Sha256 });

/**
 * GET /api/packages/{kd}/policy/draft (committee): the next policy, canonical JSON, waiting for signatures.
 * POST /api/packages/{kd}/policy/signatures {signature}: CMS SignedData by one member over the same bytes, attached.
 * The LPSE adds its own and publishes with a majority.
 */
export const PolicyDraft = z.strictObject({
  content: Base64,
  policySha256: Sha256,
  signedBy: z.array(Sha256),
  required: z.int().positive(),
});
export const PolicySignatureRequest = z.strictObject({ signature: Base64 });
export const PolicySignatureAnswer = z.strictObject({
  published: z.boolean(),
  signedBy: z.array(Sha256),
  required: z.int(),
});

/**
 * POST /api/packages/{kd}/envelopes/{envelopeId}/dealing (leader): CMS SignedData by the leader over canonical `Dealing`.
 * The AMS issues the quorum certificate, the LPSE drafts the next policy (app/protocol/SPEC.md 3, crypto/SPEC.md 11).
 */
export const DealingRequest = z.strictObject({ dealing: Base64 });
export const Dealing = z.strictObject({
  format: z.literal('segel-dealing/1'),
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  csr: Base64,
  threshold: z.int().min(2).max(255),
  /** PKCS#8 EncryptedPrivateKeyInfo (PBES2) under hex(W). */
  encryptedKey: Base64,
  /** Commitment to W for checking a join. */
  commitment: Sha256,
  /** Share files, each an attached CMS AuthEnvelopedData to one holder's encryption certificate. */
  shares: z.array(z.strictObject({ holderCertificateSha256: Sha256, sealedShare: Base64 })).min(2),
});
export type Dealing = z.infer<typeof Dealing>;
/** GET same path (committee member): the dealing, of which each holder uses the own share. */
export const DealingAnswer = z.strictObject({ dealing: Base64, certificate: Base64 });
