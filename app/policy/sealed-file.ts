// What a bid remembers of its sealed file, taken from one reading of the whole file.
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { shortName } from '../../crypto/x509/distinguished-name.ts';
import type { SealedFile } from '../domain/bid.ts';
import type { VerifiedSealed } from '../ports/sealer.ts';

/** @param more - what only the program knows that sealed it, or that proved its timestamp */
export function toSealedFile(
  verified: VerifiedSealed,
  more: Pick<SealedFile, 'path' | 'documents' | 'letter' | 'timestampAt'>,
): SealedFile {
  const { context } = verified.manifest;
  return {
    ...more,
    sizeBytes: verified.sizeBytes,
    sealedSha256: verified.sealedSha256,
    manifestSha256: verified.manifestSha256,
    signatureSha256: verified.signatureSha256,
    policySha256: context.policySha256,
    policySerial: context.policySerial,
    signerSha256: context.bidder.certificateSha256,
    signerName: shortName(parseCertificate(verified.signer).subject),
    bidderId: context.bidder.bidderId,
    evidenceSha256: context.evidenceSha256,
    sealedAt: context.createdAt,
  };
}
