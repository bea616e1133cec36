// The look back before a file may be called *tersegel* (crypto/SPEC.md 7): read it again from the disk, verify everything that
// needs no recipient's key, judge signer and timestamp as the LPSE will, and take all facts from this very read.
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Sealer, VerifiedSealed } from '../ports/sealer.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { checkSealed } from '../policy/check-sealed.ts';
import type { Row } from '../policy/run-check.ts';
import type { RevocationAnswers } from './collect-revocation.ts';

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

/** The time of the timestamp that the look back proved; null when there is none. */
export function provenTimestamp({ report }: SelfCheck): string | null {
  const time = report.checks.find(({ id }) => id === 'sealed-timestamp');
  const genTime = time?.outcome === 'passed' ? time.facts.genTime : null;
  return typeof genTime === 'string' ? genTime : null;
}
