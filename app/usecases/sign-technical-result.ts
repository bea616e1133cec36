// UC-17 Sign the technical result: who passed File I. With a majority it goes into the log, and only then File II opens.
import type { z } from 'zod';
import type { RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { LogCalls, PackageCalls, TechnicalResultCalls } from '../ports/lpse-gateway.ts';
import { TechnicalResult, type TechnicalResultAnswer } from '../protocol/openings.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { loadIssuedPolicy, type IssuedPolicyNeeds } from './issued-policy.ts';
import { requireEnvelope, requirePolicy } from './load-policy.ts';
import { signAsMember, unlockMember, type MemberNeeds } from './sign-as-member.ts';

export interface TechnicalNeeds extends IssuedPolicyNeeds, MemberNeeds {
  readonly lpse: TechnicalResultCalls & LogCalls & Pick<PackageCalls, 'policy' | 'package'>;
  readonly journal: Journal;
}

/**
 * Every member signs the same list; a different one is shown by the answer as a proposal of its own. Safe to repeat.
 * @param input - `passed`: bidder ids of those who passed, in any order
 * @throws opening/statement-refused when one of them has no bid in File I, opening/signature-refused
 */
export async function signTechnicalResult(
  needs: TechnicalNeeds,
  input: {
    readonly connection: LpseConnection;
    readonly kdTender: string;
    readonly passed: readonly string[];
    readonly identityId: string;
  },
  options: RunOptions = {},
): Promise<z.infer<typeof TechnicalResultAnswer>> {
  const { connection, kdTender } = input;
  const { versi_tender: versiTender } = await needs.lpse.package(kdTender, options);
  const policy = requirePolicy(await loadIssuedPolicy(needs, { connection, kdTender, versiTender }, options));
  const key = await unlockMember(needs, { ...input, envelope: requireEnvelope(policy, 'file-1') }, options);
  const passed = [...new Set(input.passed)].toSorted((a, b) => (a < b ? -1 : 1));
  const format = 'segel-technical-result/1' as const;
  const statement = TechnicalResult.parse({ format, kdLpse: policy.kdLpse, kdTender, versiTender, passed });
  const result = await signAsMember(needs, key, { statement, connection });
  const answer = await needs.lpse.signTechnicalResult(kdTender, { result }, options);
  const facts = { passed, adopted: answer.result !== null };
  await needs.journal.append({ event: 'technical-result.signed', bidId: null, kdTender, facts });
  return answer;
}
