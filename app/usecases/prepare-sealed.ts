// Before a sealed file is sent for the first time: is it still the file that was sealed, is its policy still current, and can a
// missing timestamp be added now? From the first submission on it never changes.
import { sha256 } from '../../crypto/encoding.ts';
import { verifyTimestamp } from '../../crypto/timestamp.ts';
import { sealedAs, type SealedBid } from '../domain/bid.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { Sealer, VerifiedSealed } from '../ports/sealer.ts';
import type { TimestampAuthority } from '../ports/timestamp-authority.ts';
import type { PolicyEnvelope, SealingPolicy } from '../protocol/policy.ts';
import { codedFailure } from '../policy/run-check.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { saveOne } from './edit-draft.ts';
import { fetchTimestamp } from './fetch-timestamp.ts';
import { loadPolicy, requireEnvelope, requirePolicy, type PolicyNeeds } from './load-policy.ts';
import { recipientsOf } from './seal-bid.ts';

export interface PrepareNeeds extends PolicyNeeds {
  readonly bids: BidStore;
  readonly sealer: Sealer;
  readonly tsa: TimestampAuthority;
}

/** @throws draft/sealed-file-missing, draft/sealed-file-changed, draft/policy-outdated; trust/* when the newest policy is bad */
export async function prepareSealed(
  needs: PrepareNeeds,
  { connection, bid }: { readonly connection: LpseConnection; readonly bid: SealedBid },
  options: RunOptions<ByteProgress> = {},
): Promise<SealedBid> {
  const verified = await requireUnchanged(needs.sealer, bid, options);
  const policy = requirePolicy(await loadPolicy(needs, { connection, ...bid }, options));
  requireCurrent(policy, requireEnvelope(policy, bid.envelopeId), verified);
  if (verified.timestamp !== null && bid.sealed.timestampAt !== null) return bid;
  const imprint = sha256(verified.signature);
  const { trust } = connection;
  if (verified.timestamp !== null) {
    const known = { sha256: imprint, anchors: trust.tsa, revocation: 'none' as const };
    return keep(needs.bids, bid, verified, verifyTimestamp(verified.timestamp, known).genTime);
  }
  const fetched = await fetchTimestamp(needs.tsa, { sha256: imprint, trust }, options);
  if (fetched === null) return bid;
  await needs.sealer.addTimestamp(bid.sealed.path, fetched.der, options);
  return keep(needs.bids, bid, await needs.sealer.verify(bid.sealed.path, options), fetched.genTime);
}

function keep(bids: BidStore, bid: SealedBid, verified: VerifiedSealed, genTime: Date): Promise<SealedBid> {
  const { sealedSha256, sizeBytes } = verified;
  return saveOne(bids, sealedAs(bid, { ...bid.sealed, sealedSha256, sizeBytes, timestampAt: genTime.toISOString() }));
}

/** A crash between adding a timestamp and saving the bid leaves a file that is ours, with a timestamp more. */
async function requireUnchanged(
  sealer: Sealer,
  { sealed }: SealedBid,
  options: RunOptions<ByteProgress>,
): Promise<VerifiedSealed> {
  let verified: VerifiedSealed;
  try {
    verified = await sealer.verify(sealed.path, options);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    const { code } = codedFailure(cause);
    const missing = code === 'storage/not-found' || code === 'document/not-found';
    throw new CodedError(missing ? 'draft/sealed-file-missing' : 'draft/sealed-file-changed', { why: code }, { cause });
  }
  const sameManifest =
    verified.manifestSha256 === sealed.manifestSha256 && verified.signatureSha256 === sealed.signatureSha256;
  const sameFile = verified.sealedSha256 === sealed.sealedSha256;
  if (!sameManifest || (!sameFile && sealed.timestampAt !== null)) throw new CodedError('draft/sealed-file-changed');
  return verified;
}

/** A new submission must name a policy with the current recipients (protocol.md 3). */
function requireCurrent(policy: SealingPolicy, envelope: PolicyEnvelope, { manifest, mode }: VerifiedSealed): void {
  const packageSha256 = parseCertificate(Buffer.from(envelope.packageCertificate, 'base64')).sha256;
  const openers = recipientsOf(envelope).map((certificate) => certificate.sha256);
  const current = policy.mode === 'CA' ? openers : [packageSha256];
  const { recipients, packageCertificateSha256 } = manifest.context;
  const same = recipients.toSorted().join() === current.toSorted().join() && packageCertificateSha256 === packageSha256;
  if (!same || mode !== policy.mode) throw new CodedError('draft/policy-outdated', { serial: policy.serial });
}
