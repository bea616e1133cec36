// The look back before a file may be called *tersegel* (container.md 6): read it again from the disk, verify everything that
// needs no recipient's key, judge signer and timestamp as the LPSE will, and take all facts from this very read.
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import type { Letter, SealedDocument, SealedFile } from '../domain/bid.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Sealer, VerifiedSealed } from '../ports/sealer.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { checkSealed } from '../policy/check-sealed.ts';
import type { Row } from '../policy/run-check.ts';
import type { RevocationAnswers } from './collect-revocation.ts';
import { signerName } from './choose-signer.ts';

export interface SelfCheckInput {
  readonly path: string;
  readonly trust: LpseTrust;
  readonly revocation: RevocationAnswers;
  readonly at: Date;
  readonly deviceRegistration: Uint8Array | null;
}

export interface SelfCheck {
  readonly report: CheckReport;
  readonly verified: VerifiedSealed;
}

/** @throws seal/*, cms/*, signature/* when the file is not what was written */
export async function selfCheck(
  sealer: Sealer,
  input: SelfCheckInput,
  options: RunOptions<ByteProgress> = {},
): Promise<SelfCheck> {
  const verified = await sealer.verify(input.path, options);
  const whole: Row = {
    id: 'sealed-structure',
    outcome: 'passed',
    facts: { sealedSha256: verified.sealedSha256, sizeBytes: verified.sizeBytes },
  };
  const { trust, revocation: archived, at: fallbackTime, deviceRegistration } = input;
  const rows = checkSealed({ sealed: verified, trust, archived, fallbackTime, deviceRegistration });
  return { report: toReport([whole, ...rows]), verified };
}

/** What the bid remembers of its sealed file. */
export function toSealedFile(
  { verified, report }: SelfCheck,
  more: { readonly path: string; readonly documents: readonly SealedDocument[]; readonly letter: Letter | null },
): SealedFile {
  const { context } = verified.manifest;
  const time = report.checks.find(({ id }) => id === 'sealed-timestamp');
  const genTime = time?.outcome === 'passed' ? time.facts.genTime : null;
  return {
    ...more,
    sizeBytes: verified.sizeBytes,
    sealedSha256: verified.sealedSha256,
    manifestSha256: verified.manifestSha256,
    signatureSha256: verified.signatureSha256,
    policySha256: context.policySha256,
    policySerial: context.policySerial,
    signerSha256: context.bidder.certificateSha256,
    signerName: signerName(parseCertificate(verified.signer)),
    bidderId: context.bidder.bidderId,
    evidenceSha256: context.evidenceSha256,
    sealedAt: context.createdAt,
    timestampAt: typeof genTime === 'string' ? genTime : null,
  };
}
