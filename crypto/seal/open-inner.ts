// Object 0000: what the bidder committed to before anybody could open anything (SPEC.md 5). Its digest in the signed outer
// manifest is what makes AES-GCM, which binds no key, safe here: one ciphertext cannot be two bids.
import { verifySignedData } from '../cms/verify-signature.ts';
import { sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { requireOnlySigner } from './envelope-parts.ts';
import {
  equalContexts,
  objectIdOf,
  PADDED_BYTES,
  parseInnerManifest,
  partSizes,
  type InnerDocument,
  type InnerManifest,
  type OuterManifest,
  type OuterObject,
} from './manifest.ts';
import { cannotOpen, openObject, type ObjectOpener } from './open-object.ts';

/** 4 MiB of manifest, a signature with its certificates, padding. */
const INNER_MAX_BYTES = 8 << 20;

/**
 * Opens and checks the inner manifest.
 * @throws OpenFailure with class and code seal/cannot-open until its digest holds
 * @throws signature/*, seal/manifest-malformed or seal/manifest-mismatch when what was committed to breaks the format
 */
export async function openInner(
  opener: ObjectOpener,
  outer: OuterManifest,
  rules: { readonly carriesPrice: boolean },
): Promise<{ readonly inner: InnerManifest; readonly der: Buffer }> {
  const [object] = outer.objects;
  if (object === undefined || object.size > INNER_MAX_BYTES) throw mismatch('size of 0000');
  const der = unpadded(await openInMemory(opener, object));
  if (der === null || sha256Hex(der) !== outer.inner.sha256) throw cannotOpen();
  // From here on every byte is known to be the bidder's: reasons may be told apart.
  return { inner: readInner(der, outer, rules), der };
}

/**
 * The inner manifest of a bid from its SignedData, by the commitment in the outer manifest, which the caller has proven.
 * @throws seal/manifest-mismatch when it is not what the bidder committed to, or breaks the format; signature/*, seal/manifest-malformed
 */
export function readInner(
  der: Uint8Array,
  outer: OuterManifest,
  rules: { readonly carriesPrice: boolean },
): InnerManifest {
  if (sha256Hex(der) !== outer.inner.sha256) throw mismatch('inner digest');
  const signed = verifySignedData(der);
  requireOnlySigner(signed, outer.context.bidder.certificateSha256);
  const inner = parseInnerManifest(signed.content);
  requireSameBid(inner, outer, rules.carriesPrice);
  return inner;
}

async function openInMemory(opener: ObjectOpener, object: OuterObject): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await openObject(opener, object, {
    lane: null,
    write: (bytes) => {
      pieces.push(Buffer.from(bytes));
      return Promise.resolve();
    },
  });
  return Buffer.concat(pieces);
}

/** The DER value at the start, if nothing but zeros follows. */
function unpadded(bytes: Buffer): Buffer | null {
  const length = derLength(bytes);
  if (length === null || length > bytes.length || bytes.subarray(length).some((octet) => octet !== 0)) return null;
  return bytes.subarray(0, length);
}

function derLength(bytes: Buffer): number | null {
  const [, first = 0x80] = bytes;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || bytes.length < 2 + octets) return null;
  return 2 + octets + bytes.readUIntBE(2, octets);
}

function requireSameBid(inner: InnerManifest, outer: OuterManifest, carriesPrice: boolean): void {
  if (!equalContexts(inner.context, outer.context)) throw mismatch('contexts differ');
  if ((inner.bidLetter !== undefined) !== carriesPrice) throw mismatch('bid letter');
  const ids = inner.documents.flatMap((document) => document.objects);
  if (ids.length !== outer.objects.length - 1) throw mismatch('objects of no document');
  for (const document of inner.documents) requireObjectSizes(document, outer);
}

/** Sizes follow from the document's: whole, cut into parts, or padded. */
function requireObjectSizes({ size, objects }: InnerDocument, outer: OuterManifest): void {
  const sizes = objects.map((id) => outer.objects.find((object) => object.id === id)?.size).join();
  const allowed = [partSizes(size), ...(size < PADDED_BYTES ? [[PADDED_BYTES]] : [])];
  if (!allowed.some((parts) => parts.join() === sizes)) throw mismatch(`sizes of ${objects[0] ?? objectIdOf(0)}`);
}

function mismatch(detail: string): CryptoError {
  return new CryptoError('seal/manifest-mismatch', detail);
}
