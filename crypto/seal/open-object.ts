// One object the way back: the released header against what the manifest commits to, then AES-256-GCM (SPEC.md 7).
import { createDecipheriv, type DecipherGCM } from 'node:crypto';
import { openAttached, requireSameSeal, sealAttached } from '../cms/attached.ts';
import { MAC_BYTES, parseAuthEnveloped, type AuthEnveloped } from '../cms/auth-enveloped-data.ts';
import { requireRecipients, unwrapContentKey } from '../cms/recipients.ts';
import { sha256Hex } from '../encoding.ts';
import { CryptoError, isCryptoError } from '../errors.ts';
import type { DecryptionKey } from '../keys.ts';
import { withWiped } from '../secret.ts';
import type { Certificate } from '../x509/certificate.ts';
import { runCipher } from './cipher-stream.ts';
import type { ContainerLayout } from './container-reader.ts';
import { encName } from './entry-names.ts';
import type { ByteSource, DigestLane, Workspace } from './io.ts';
import type { OuterObject } from './manifest.ts';
import { madeWrongly, OpenFailure } from './open-failure.ts';

/** What every object of one bid is opened with. */
export interface ObjectOpener {
  readonly source: ByteSource;
  readonly layout: ContainerLayout;
  readonly workspace: Workspace;
  readonly key: DecryptionKey;
  /** Who must be, all of them and nobody else, the recipients of every released header. */
  readonly recipients: readonly Certificate[];
  /** DER by object id: unlocked (CA) or re-wrapped (NON_CA). */
  readonly releasedHeaders: ReadonlyMap<string, Uint8Array>;
  /** NON_CA: the headers inside the container, checked. */
  readonly originalHeaders: ReadonlyMap<string, Uint8Array>;
  /** False when the digests were checked before: then the ciphertext is not hashed again. */
  readonly checkCiphertext: boolean;
  readonly onBytes?: (count: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Where the plaintext goes. */
export interface PlaintextTarget {
  readonly lane: DigestLane | null;
  readonly keep?: (piece: Uint8Array, at: number) => Uint8Array;
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/**
 * Decrypts one object. What `target` got is worth nothing until this resolves: then the tag held.
 * @throws OpenFailure with the class of the reason
 */
export async function openObject(opener: ObjectOpener, object: OuterObject, target: PlaintextTarget): Promise<void> {
  const decipher = await createDecipher(headerFor(opener, object), opener.key);
  const ciphertextLane = opener.checkCiphertext ? opener.workspace.lanes[1] : null;
  ciphertextLane?.begin();
  await runCipher({
    source: opener.source,
    position: opener.layout.entry(encName(object.id)).dataOffset,
    lengthBytes: object.size,
    shortCode: 'seal/object-damaged',
    cipher: decipher,
    workspace: opener.workspace,
    inputLane: ciphertextLane,
    outputLane: target.lane,
    ...(target.keep === undefined ? {} : { keep: target.keep }),
    write: target.write,
    onBytes: opener.onBytes,
    signal: opener.signal,
  });
  const digest = await ciphertextLane?.finish();
  if (digest !== undefined && digest.sha256.toString('hex') !== object.sha256) {
    throw new CryptoError('seal/object-damaged', encName(object.id));
  }
  requireTag(decipher);
}

/**
 * A key that does not fit its certificate would make every bid look wrongly made: asked before a bid is touched.
 * @throws OpenFailure `wrong-or-missing-key`
 */
export async function requireWorkingKey(key: DecryptionKey): Promise<void> {
  const probe = Buffer.from('segel');
  try {
    const opened = await openAttached(sealAttached(probe, [key.certificate]), key);
    if (opened.equals(probe)) return;
  } catch (cause) {
    throw wrongKey(cause);
  }
  throw wrongKey(null);
}

/** One code for all that depends on secret bytes. */
export function cannotOpen(): OpenFailure {
  return madeWrongly('seal/cannot-open');
}

function wrongKey(cause: unknown): OpenFailure {
  return new OpenFailure({ kind: 'wrong-or-missing-key' }, 'cms/no-matching-recipient', '', { cause });
}

function headerFor(opener: ObjectOpener, object: OuterObject): AuthEnveloped {
  const released = opener.releasedHeaders.get(object.id);
  if (released === undefined) throw releaseMismatch(object, null);
  const original = opener.originalHeaders.get(object.id);
  if (original === undefined) return unlocked(opener, object, released);
  return rewrapped(opener, object, original, released);
}

/** CA: the header itself, which only the bidder can have made once its digest fits. */
function unlocked({ recipients }: ObjectOpener, object: OuterObject, released: Uint8Array): AuthEnveloped {
  if (sha256Hex(released) !== object.headerSha256) throw releaseMismatch(object, null);
  try {
    const envelope = parseAuthEnveloped(released);
    if (envelope.encryptedContent !== null) throw new CryptoError('cms/malformed', 'header with content');
    requireRecipients(envelope, recipients);
    return envelope;
  } catch (error) {
    if (isCryptoError(error)) throw madeWrongly(error.code, error);
    throw error;
  }
}

/** NON_CA: the KMS may have changed the recipient and nothing else. */
function rewrapped(
  { recipients }: ObjectOpener,
  object: OuterObject,
  original: Uint8Array,
  released: Uint8Array,
): AuthEnveloped {
  try {
    requireSameSeal(original, released);
    const envelope = parseAuthEnveloped(released);
    requireRecipients(envelope, recipients);
    return envelope;
  } catch (error) {
    if (isCryptoError(error)) throw releaseMismatch(object, error);
    throw error;
  }
}

function releaseMismatch({ id }: OuterObject, cause: unknown): OpenFailure {
  return new OpenFailure({ kind: 'lock-release-mismatch', objectId: id }, 'seal/release-mismatch', id, { cause });
}

async function createDecipher(envelope: AuthEnveloped, key: DecryptionKey): Promise<DecipherGCM> {
  try {
    return await withWiped(await unwrapContentKey(envelope, key), (contentKey) =>
      createDecipheriv('aes-256-gcm', contentKey, envelope.nonce, { authTagLength: MAC_BYTES }).setAuthTag(
        envelope.mac,
      ),
    );
  } catch (error) {
    if (isCryptoError(error, 'cms/no-matching-recipient')) throw wrongKey(error);
    if (isCryptoError(error, 'seal/cannot-open')) throw cannotOpen();
    throw error;
  }
}

function requireTag(decipher: DecipherGCM): void {
  try {
    decipher.final();
  } catch {
    throw cannotOpen();
  }
}
