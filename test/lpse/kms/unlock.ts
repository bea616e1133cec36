// The one place where package keys meet locks: all bids of one release in one batch.
import type { ReleasedHeaders } from '../../../app/protocol/openings.ts';
import { openAttached, rewrapHeader } from '../../../crypto/cms/attached.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import type { DecryptionKey } from '../../../crypto/keys.ts';
import type { OuterObject } from '../../../crypto/seal/manifest.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import type { CheckedBid } from './release.ts';

interface UnlockWith {
  readonly key: DecryptionKey;
  /** NON_CA: the certificate that headers are re-wrapped to; CA: null. */
  readonly session: Certificate | null;
}

export async function unlockBids(bids: readonly CheckedBid[], using: UnlockWith): Promise<ReleasedHeaders['bids']> {
  return Promise.all(
    bids.map(async ({ body, manifest, locks }) => ({
      submissionId: body.submissionId,
      manifestSha256: body.manifestSha256,
      objects: await Promise.all(
        manifest.objects.map((object) => unlockObject(object, locks.get(object.id) ?? Buffer.alloc(0), using)),
      ),
    })),
  );
}

/**
 * A lock that does not open, or holds something else than the header the manifest commits to, releases nothing: an empty header,
 * which the opener reports as lock-release mismatch. The other bids go on.
 */
async function unlockObject(object: OuterObject, lock: Uint8Array, { key, session }: UnlockWith) {
  const header = await headerOf(object, lock, { key, session });
  return {
    id: object.id,
    lockSha256: object.headerLockSha256 ?? null,
    headerSha256: object.headerSha256,
    header: header.toString('base64'),
  };
}

async function headerOf(object: OuterObject, lock: Uint8Array, { key, session }: UnlockWith): Promise<Buffer> {
  try {
    if (session !== null) return await rewrapHeader(lock, key, session);
    const header = await openAttached(lock, key);
    return sha256Hex(header) === object.headerSha256 ? header : Buffer.alloc(0);
  } catch (error) {
    if (isCryptoError(error)) return Buffer.alloc(0);
    throw error;
  }
}
