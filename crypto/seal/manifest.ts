// The two signed manifests of a sealed envelope (SPEC.md 5): strict shapes, canonical JSON, nothing unknown.
// Names follow the LPSE protocol: Indonesian where SPSE has a public field name, English elsewhere.
import { z } from 'zod';
import { encodeCanonicalJson, MAX_JSON_BYTES, parseCanonicalJson, type Json } from '../canonical-json.ts';
import { CryptoError } from '../errors.ts';

export const INNER_FORMAT = 'sampul-inner/1';
export const OUTER_FORMAT = 'sampul/1';
/** A document of more bytes is cut into parts of this length, each an object. */
export const MAX_OBJECT_BYTES = 2 ** 30;
/**
 * Objects of more bytes carry a digest per block, so that a resumed transfer can be checked on the way: entry i is the SHA-256
 * of all bytes up to the end of block i. Running digests cost nothing beside the object's own; one per block alone would cost
 * a third pass of SHA-256 (test/bench/README.md).
 */
export const BLOCKS_ABOVE_BYTES = 64 << 20;
export const BLOCK_BYTES = 16 << 20;
export const MAX_OBJECTS = 9999;
/** With padding, a shorter document is sealed as this many bytes. */
export const PADDED_BYTES = 1 << 20;
/** A canary's `kdTender` is this and the tender's own. */
export const REHEARSAL_PREFIX = 'REHEARSAL:';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime({ precision: 3 });
const text = (max: number) => z.string().min(1).max(max);
const objectId = z.string().regex(/^\d{4}$/);

const sealContext = z.strictObject({
  kdLpse: z.int().positive(),
  kdTender: z.string().regex(/^(REHEARSAL:)?\d{1,20}$/),
  versiTender: z.int().positive(),
  namaPaket: text(4096),
  envelopeId: z.string().regex(/^[a-z0-9-]{1,32}$/),
  closesAt: instant,
  bidder: z.strictObject({ bidderId: text(64), npwp: z.string().max(32), name: text(1024), certificateSha256: sha256 }),
  policySerial: z.int().positive(),
  policySha256: sha256,
  recipients: z.array(sha256).min(1).max(64),
  packageCertificateSha256: sha256,
  revision: z.int().positive(),
  supersedes: z.string().max(64).nullable(),
  evidenceSha256: sha256,
  client: z.strictObject({ version: text(64), platform: text(64) }),
  createdAt: instant,
});

const bidLetter = z.strictObject({
  price: z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,2})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  validityDays: z.int().positive().max(3650),
});

const innerDocument = z.strictObject({
  name: z.string().max(32_768),
  originalName: z.string().max(32_768),
  slot: z.string().max(128),
  mediaType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
  size: z.int().nonnegative(),
  sha256,
  objects: z.array(objectId).min(1).max(MAX_OBJECTS),
});

const innerManifest = z.strictObject({
  format: z.literal(INNER_FORMAT),
  context: sealContext,
  salt: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  bidLetter: bidLetter.optional(),
  documents: z.array(innerDocument).max(MAX_OBJECTS),
});

const outerObject = z.strictObject({
  id: objectId,
  size: z.int().nonnegative().max(MAX_OBJECT_BYTES),
  sha256,
  headerSha256: sha256,
  headerLockSha256: sha256.optional(),
  blockSha256: z.array(sha256).optional(),
});

const outerManifest = z.strictObject({
  format: z.literal(OUTER_FORMAT),
  context: sealContext,
  objects: z
    .array(outerObject)
    .min(1)
    .max(MAX_OBJECTS + 1),
  inner: z.strictObject({ object: z.literal('0000'), sha256 }),
});

/** What a bid is for and from whom; equal in both manifests. Instants are RFC 3339 UTC with milliseconds. */
export type SealContext = z.infer<typeof sealContext>;
/** Price as an exact decimal string, at most two fraction digits. */
export type BidLetter = z.infer<typeof bidLetter>;
/**
 * A document; size and digest are of the unpadded plaintext. `name` is safe when our sealer wrote it (`isSafeName`), but whoever
 * reads a manifest takes it for a stranger's words and maps it (`toSafeNames`). `originalName` is for people only.
 */
export type InnerDocument = z.infer<typeof innerDocument>;
export type InnerManifest = z.infer<typeof innerManifest>;
/** One ciphertext; size and digest are of the `.enc`, `headerSha256` of the unlocked header's DER. */
export type OuterObject = z.infer<typeof outerObject>;
export type OuterManifest = z.infer<typeof outerManifest>;

/** CA: headers locked to the package certificate. NON_CA: headers sealed to it directly. */
export type SealMode = 'CA' | 'NON_CA';

/**
 * Canonical bytes of an inner manifest.
 * @throws seal/manifest-malformed when a field breaks the format (a price with three decimals, an unknown field ...)
 */
export function encodeInnerManifest(manifest: InnerManifest): Buffer {
  return encode(checkInner(check(innerManifest, manifest)));
}

/** Canonical bytes of an outer manifest. @throws seal/manifest-malformed */
export function encodeOuterManifest(manifest: OuterManifest): Buffer {
  return encode(checkOuter(check(outerManifest, manifest)));
}

/**
 * @throws seal/manifest-malformed when it is not canonical JSON of exactly this shape
 * @throws seal/newer-version when it says that it is of a later version
 */
export function parseInnerManifest(bytes: Uint8Array): InnerManifest {
  return checkInner(check(innerManifest, parseJson(bytes, 'sampul-inner/')));
}

/**
 * @throws seal/manifest-malformed when it is not canonical JSON of exactly this shape
 * @throws seal/newer-version when it says that it is of a later version
 */
export function parseOuterManifest(bytes: Uint8Array): OuterManifest {
  return checkOuter(check(outerManifest, parseJson(bytes, 'sampul/')));
}

/** The mode a manifest's objects were sealed in. */
export function modeOf(manifest: OuterManifest): SealMode {
  return manifest.objects[0]?.headerLockSha256 === undefined ? 'NON_CA' : 'CA';
}

/** A bid, or the canary of a rehearsal: whoever reads one never takes it for the other. */
export type SealPurpose = 'bid' | 'rehearsal';

/**
 * @throws seal/is-rehearsal when a bid was expected and this is a canary
 * @throws seal/not-rehearsal when a canary was expected and this is a bid
 */
export function requirePurpose(context: SealContext, purpose: SealPurpose): void {
  const found = isRehearsal(context);
  if (found && purpose === 'bid') throw new CryptoError('seal/is-rehearsal');
  if (!found && purpose === 'rehearsal') throw new CryptoError('seal/not-rehearsal');
}

/** True for the canary of a rehearsal. */
export function isRehearsal(context: SealContext): boolean {
  return context.kdTender.startsWith(REHEARSAL_PREFIX);
}

/** True when both name the same bid in every field. */
export function equalContexts(a: SealContext, b: SealContext): boolean {
  return encodeCanonicalJson(a).equals(encodeCanonicalJson(b));
}

/** Object id of the nth document object, from 1; 0 is the inner manifest. */
export function objectIdOf(n: number): string {
  return String(n).padStart(4, '0');
}

/** Object sizes that a plaintext of `sizeBytes` is cut into; never empty. */
export function partSizes(sizeBytes: number): number[] {
  const full = Math.floor(sizeBytes / MAX_OBJECT_BYTES);
  const rest = sizeBytes % MAX_OBJECT_BYTES;
  const sizes = Array.from({ length: full }, () => MAX_OBJECT_BYTES);
  return rest > 0 || full === 0 ? [...sizes, rest] : sizes;
}

function encode(manifest: InnerManifest | OuterManifest): Buffer {
  const bytes = encodeCanonicalJson(manifest);
  if (bytes.length > MAX_JSON_BYTES) throw malformed('longer than 4 MiB');
  return bytes;
}

function parseJson(bytes: Uint8Array, family: string): Json {
  let value: Json;
  try {
    value = parseCanonicalJson(bytes);
  } catch (cause) {
    throw new CryptoError('seal/manifest-malformed', 'not canonical JSON', { cause });
  }
  // Only the version is read before the shape is known: a later format must say "update", not "damaged".
  const format = z.object({ format: z.string() }).safeParse(value).data?.format ?? '';
  const version = format.startsWith(family) ? format.slice(family.length) : '';
  if (/^[1-9]\d{0,3}$/.test(version) && version !== '1') throw new CryptoError('seal/newer-version', format);
  return value;
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // The path of a field is not secret; its value may be.
  throw malformed(result.error.issues[0]?.path.map(String).join('.') ?? '');
}

function checkInner(manifest: InnerManifest): InnerManifest {
  const ids = manifest.documents.flatMap((document) => document.objects);
  if (ids.some((id, i) => id !== objectIdOf(i + 1))) throw malformed('objects of the documents are not 0001, 0002 ...');
  return manifest;
}

function checkOuter(manifest: OuterManifest): OuterManifest {
  const { objects, context } = manifest;
  const mode = modeOf(manifest);
  objects.forEach((object, i) => {
    if (object.id !== objectIdOf(i)) throw malformed('objects are not 0000, 0001 ...');
    if ((object.headerLockSha256 === undefined) !== (mode === 'NON_CA')) throw malformed('modes are mixed');
    const blocks = object.size > BLOCKS_ABOVE_BYTES ? Math.ceil(object.size / BLOCK_BYTES) : undefined;
    if (object.blockSha256?.length !== blocks) throw malformed('block digests');
  });
  requireUnique(context.recipients, 'recipients');
  const oneLock = context.recipients.length === 1 && context.recipients[0] === context.packageCertificateSha256;
  if (mode === 'NON_CA' && !oneLock) throw malformed('recipients of a single lock');
  if (mode === 'CA' && context.recipients.includes(context.packageCertificateSha256))
    throw malformed('both locks alike');
  return manifest;
}

function requireUnique(values: readonly string[], what: string): void {
  if (new Set(values).size !== values.length) throw malformed(`${what} repeat`);
}

function malformed(detail: string): CryptoError {
  return new CryptoError('seal/manifest-malformed', detail);
}
