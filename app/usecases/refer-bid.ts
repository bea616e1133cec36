// UC-18 Refer a bid that did not open to the LPSE, with the member's signed result and an evidence package without secrets. Only the
// LPSE states whether it can be opened; nobody rejects a bid here.
import type { z } from 'zod';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { OpeningCalls } from '../ports/lpse-gateway.ts';
import type { Device } from '../ports/device.ts';
import { type LpseStatement, type OpeningAnswer, ResultStatement } from '../protocol/openings.ts';
import type { ReferralEvidence } from '../protocol/referrals.ts';
import { CodedError } from '../errors/coded-error.ts';
import { packageFiles, writePackage } from '../policy/referral-package.ts';
import { readRelease } from '../policy/read-release.ts';
import { readSigned } from '../policy/signed-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { NotOpenedReason } from './open-bid.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { readStatement } from './list-referrals.ts';

export interface Referral {
  readonly referralId: string;
  /** Null while the LPSE has not spoken. */
  readonly statement: z.infer<typeof LpseStatement> | null;
}

export interface ReferNeeds {
  readonly lpse: Pick<OpeningCalls, 'opening' | 'refer'>;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly device: Pick<Device, 'client'>;
}

export interface ReferInput {
  readonly connection: LpseConnection;
  readonly openingId: string;
  readonly n: number;
  readonly submissionId: string;
  readonly reason: NotOpenedReason;
  /** SHA-256 of the member's signing certificate. */
  readonly signerSha256: string;
  /** The file as this computer received it, and the checks it made; what is not at hand is left out. */
  readonly observed?: ReferralEvidence['observed'];
  readonly report?: CheckReport | null;
}

/**
 * Safe to repeat; a later call brings the LPSE's statement.
 * @throws opening/bid-not-found, opening/statement-refused; trust/answer-refused when the statement is not the LPSE's
 */
export async function referBid(
  needs: ReferNeeds,
  input: ReferInput,
  options: RunOptions<ByteProgress> = {},
): Promise<Referral> {
  const { openingId, n, reason, submissionId } = input;
  const answer = await needs.lpse.opening(openingId, options);
  const { results, kdTender } = answer;
  const own = results.find((result) => {
    const message = readSigned(Buffer.from(result, 'base64'), ResultStatement);
    const isOwn = message.signers[0]?.certificate.sha256 === input.signerSha256;
    return isOwn && message.value.submissionId === submissionId && message.value.outcome.kind === 'not-opened';
  });
  if (own === undefined) throw new CodedError('opening/statement-refused', { why: 'no result' });
  const at = timeAt(input.connection, needs.clock);
  const evidence = evidenceOf(input, { answer, result: own, clientVersion: needs.device.client().version, at });
  const request = { reason, result: own, evidence: evidence.toString('base64') };
  const { referralId, statement } = await needs.lpse.refer(openingId, n, request, options);
  const facts = { openingId, n, referralId, reason, evidenceSha256: sha256Hex(evidence) };
  await needs.journal.append({ event: 'opening.referred', bidId: null, kdTender, facts });
  const { trust } = input.connection;
  return { referralId, statement: statement === null ? null : readStatement(statement, trust, { at, submissionId }) };
}

/** @throws opening/bid-not-found */
function evidenceOf(
  input: ReferInput,
  about: {
    readonly answer: OpeningAnswer;
    readonly result: string;
    readonly clientVersion: string;
    readonly at: Date;
  },
): Buffer {
  const { answer, result, clientVersion, at } = about;
  const { openingId, submissionId, reason, n, observed = null, report = null } = input;
  const bid = answer.bids.find((one) => one.submissionId === submissionId);
  if (bid === undefined) throw new CodedError('opening/bid-not-found', { n });
  const { sealedSha256, manifestSha256, size, receipt } = bid;
  const { kdTender, envelopeId, closedCheckpoint } = answer;
  return writePackage(
    {
      format: 'segel-referral/1',
      kdLpse: input.connection.trust.kdLpse,
      ...{ kdTender, envelopeId, openingId, submissionId, reason, clientVersion },
      madeAt: at.toISOString(),
      receipted: { sealedSha256, manifestSha256, size },
      observed,
      headers: headersOf(answer, submissionId),
      checks: (report?.checks ?? []).map((check) => {
        const code = check.outcome === 'failed' || check.outcome === 'missing' ? check.code : null;
        return { id: check.id, outcome: check.outcome, code };
      }),
    },
    packageFiles({ receipt, result, closedCheckpoint }),
  );
}

/** By digest: a header is half of what opens a bid, and stays with the openers. */
function headersOf({ release }: OpeningAnswer, submissionId: string): ReferralEvidence['headers'] {
  if (release === null) return [];
  const { value } = readRelease(Buffer.from(release, 'base64'));
  const released = value.bids.find((bid) => bid.submissionId === submissionId);
  return (released?.objects ?? []).map(({ id, headerSha256, header }) => ({
    ...{ id, headerSha256 },
    releasedSha256: header === '' ? null : sha256Hex(Buffer.from(header, 'base64')),
  }));
}
