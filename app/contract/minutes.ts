// Calls about results on paper: exports, the minutes, signatures. Papers lie in a folder of the account; a paper and a signature are
// named by their file's name there.
import { z } from 'zod';
import { call } from './call.ts';
import { EnvelopeId, Handle, Instant, Language, Passphrase, Report, Sha256, TenderCode } from './shapes.ts';

const One = z.strictObject({ kdTender: TenderCode, envelopeId: EnvelopeId });
const FileName = z.string().max(200);
const Written = z.strictObject({ name: z.string(), sha256: Sha256, sizeBytes: z.int() });

export const SignatureView = z.strictObject({
  name: FileName,
  /** Null when the file cannot be read as a signature. */
  signer: z.strictObject({ holder: z.string(), certificateSha256: Sha256, signedAt: Instant }).nullable(),
  /** `unjudged`: whether its maker was revoked is not known here; `refused`: it does not hold, and counts for nothing. */
  timestamp: z.enum(['good', 'unjudged', 'refused', 'none']),
  /** As far as this computer knows without the network; only `counted` is a member's signature that holds. */
  standing: z.enum(['counted', 'foreign', 'refused', 'unreadable', 'unjudged']),
  /** Why it is not counted. */
  code: z.string().nullable(),
});
export type SignatureView = z.infer<typeof SignatureView>;

export const PaperView = z.strictObject({
  name: FileName,
  /** `draft`: to read and correct; `final`: to be signed; `esigned`: came back from e-Sign with its signature inside. */
  kind: z.enum(['draft', 'final', 'esigned']),
  format: z.enum(['pdf', 'docx']),
  sha256: Sha256,
  sizeBytes: z.int(),
  signatures: z.array(SignatureView),
  /** How many members may sign; null when this computer does not know it. */
  members: z.int().nullable(),
});
export type PaperView = z.infer<typeof PaperView>;

/** What became of a signature: a new one, with a timestamp or without; or the one that was there, which stays (`Kept`). */
const Kept = z.enum(['signed', 'signed-unstamped', 'stamped', 'kept', 'kept-unstamped']);

export const MINUTES_CALLS = {
  /** What lies in the folder; needs no network. */
  'minutes.state': call(
    One,
    z.strictObject({
      /** Shown to the user; never given back. */
      folder: z.string(),
      papers: z.array(PaperView),
      exports: z.array(Written),
      /** Where the operator set up e-Sign; null when it is off. */
      esignHost: z.string().nullable(),
    }),
  ),
  /** Every format with SHA256SUMS into the folder, or one format to a chosen file. */
  'minutes.export': call(
    One.extend({ language: Language, format: z.enum(['xlsx', 'json', 'csv', 'all']), to: Handle.nullable() }),
    z.strictObject({ folder: z.string().nullable(), files: z.array(Written) }),
  ),
  /** Draws the minutes up into the folder. `final` is a PDF, named by its digest, and never written over. */
  'minutes.draft': call(
    One.extend({ language: Language, stage: z.enum(['draft', 'final']), format: z.enum(['pdf', 'docx']) }),
    z.strictObject({ folder: z.string(), file: Written }),
  ),
  /** A copy of a paper or signature of the folder. */
  'minutes.save': call(One.extend({ name: FileName, to: Handle }), z.strictObject({ shownAs: z.string() })),
  /** `sha256`: of the paper that was shown. */
  'minutes.sign': call(
    One.extend({ name: FileName, sha256: Sha256, identityId: z.string().max(128), passphrase: Passphrase.nullable() }),
    z.strictObject({ signature: z.string(), outcome: Kept }),
  ),
  /** Takes over the signature of another member over the same paper. */
  'minutes.addSignature': call(
    One.extend({ name: FileName, file: Handle }),
    z.strictObject({ signature: z.string(), holder: z.string(), outcome: Kept }),
  ),
  'minutes.verify': call(One.extend({ name: FileName }), Report),
  /** Signs through the e-Sign service that the operator set up. The passphrase crosses once and is neither kept nor logged. */
  'minutes.esign': call(
    One.extend({
      name: FileName,
      sha256: Sha256,
      /** NIK or e-mail address. */
      signer: z.string().min(3).max(200),
      secret: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('passphrase'), value: Passphrase }),
        z.strictObject({ kind: z.literal('totp'), value: z.string().regex(/^\d{6,8}$/) }),
      ]),
    }),
    z.strictObject({
      file: Written,
      /** The service's word; shown, never believed. */
      signedAt: z.string().nullable(),
      /** Null when the signature's form could not be verified here. */
      signer: z.strictObject({ holder: z.string(), certificateSha256: Sha256 }).nullable(),
    }),
  ),
} as const;
