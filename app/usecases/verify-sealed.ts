// UC-14 Prove a sealed file: whole, signed by somebody trusted, in time. With nothing but the file and the pinned anchors, or
// with the LPSE's revocation answers of today.
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import type { Sealer, VerifiedSealed } from '../ports/sealer.ts';
import type { TrustStore } from '../ports/trust-store.ts';
import { checkSealed } from '../policy/check-sealed.ts';
import { codedFailure, notMade, type Row } from '../policy/run-check.ts';
import { collectRevocation } from './collect-revocation.ts';

export interface VerifySealedNeeds {
  readonly sealer: Sealer;
  readonly trust: TrustStore;
  readonly memory: LpseMemory;
  readonly revocation: RevocationSource;
  readonly clock: Clock;
}

export interface SealedVerdict {
  readonly report: CheckReport;
  /** Null when the file is not whole. */
  readonly sealed: VerifiedSealed | null;
}

/**
 * @param input - `accountId` whose device registration to look up for a NON_CA file
 * @throws trust/not-pinned, storage/not-found
 */
export async function verifySealed(
  needs: VerifySealedNeeds,
  input: { readonly path: string; readonly accountId: string | null },
  options: RunOptions<ByteProgress> = {},
): Promise<SealedVerdict> {
  let sealed: VerifiedSealed;
  try {
    sealed = await needs.sealer.verify(input.path, options);
  } catch (error) {
    const { code, details } = codedFailure(error);
    if (code.startsWith('storage/') || code.startsWith('document/')) throw error;
    const structure: Row = { id: 'sealed-structure', outcome: 'failed', code, facts: details };
    return { report: toReport([structure, notMade('sealed-timestamp'), notMade('sealed-signer')]), sealed: null };
  }
  const { kdLpse } = sealed.manifest.context;
  const trust = await needs.trust.forLpse(kdLpse);
  if (trust === null) throw new CodedError('trust/not-pinned', { kdLpse });
  const certificates = [sealed.signer, ...sealed.certificates].map((der) => parseCertificate(der));
  const archived = await collectRevocation(needs.revocation, certificates, options);
  const registration = input.accountId === null ? null : await needs.memory.deviceRegistration(kdLpse, input.accountId);
  const deviceRegistration = registration === null ? null : Buffer.from(registration, 'base64');
  const fallbackTime = needs.clock.now();
  const whole: Row = { id: 'sealed-structure', outcome: 'passed', facts: { sealedSha256: sealed.sealedSha256 } };
  const rows = checkSealed({ sealed, trust, archived, fallbackTime, deviceRegistration });
  return { report: toReport([whole, ...rows]), sealed };
}
