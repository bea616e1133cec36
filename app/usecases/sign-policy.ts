// UC-16 Sign a sealing policy as a committee member: what is signed is shown and judged first, and the bytes are the server's
// canonical JSON, unchanged. The LPSE publishes it only with a majority.
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { firstFailure, toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { CommitteeCalls, PackageCalls } from '../ports/lpse-gateway.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import { SealingPolicy, type PolicyDraft, type PolicySignatureAnswer } from '../protocol/policy.ts';
import type { z } from 'zod';
import { certificatesIn, checkPolicyDraft } from '../policy/check-sealing-policy.ts';
import { checkDealings } from '../policy/check-dealing.ts';
import { collectRevocation } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { placeOf, type MemberNeeds } from './sign-as-member.ts';
import { usedQuorums, type UsedQuorumNeeds } from './used-quorums.ts';

export interface SignPolicyNeeds extends MemberNeeds {
  readonly lpse: Pick<PackageCalls, 'package' | 'policyDraft' | 'signPolicy'> &
    Pick<CommitteeCalls, 'committee'> &
    UsedQuorumNeeds['lpse'];
  readonly memory: LpseMemory;
  readonly revocation: RevocationSource;
  readonly journal: Journal;
}

export interface DraftView {
  readonly policy: SealingPolicy;
  readonly policySha256: string;
  readonly report: CheckReport;
  readonly signedBy: readonly string[];
  readonly required: number;
}

export interface DraftInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
}

/** What the member would sign. @throws policy/no-draft, policy/members-incomplete, trust/policy-refused when unreadable */
export async function viewPolicyDraft(
  needs: Omit<SignPolicyNeeds, 'identities' | 'journal' | 'lpse'> & {
    readonly lpse: Pick<PackageCalls, 'package' | 'policyDraft'> &
      Pick<CommitteeCalls, 'committee'> &
      UsedQuorumNeeds['lpse'];
  },
  { connection, kdTender }: DraftInput,
  options: RunOptions = {},
): Promise<DraftView> {
  const { trust, intermediates } = connection;
  const { versi_tender: versiTender } = await needs.lpse.package(kdTender, options);
  const draft = await needs.lpse.policyDraft(kdTender, options);
  const policy = readDraft(draft);
  const revocation = await collectRevocation(needs.revocation, [...certificatesIn(policy), ...intermediates], options);
  const report = checkPolicyDraft(policy, {
    policySha256: draft.policySha256,
    package: { kdLpse: trust.kdLpse, kdTender, versiTender },
    trust,
    remembered: await needs.memory.policy(trust.kdLpse, kdTender),
    at: timeAt(connection, needs.clock),
    usedQuorums: await usedQuorums(needs, { connection, policy }, options),
    intermediates,
    revocation,
  });
  const dealt = checkDealings(policy, (await needs.lpse.committee(kdTender, options)).dealings);
  const { policySha256, signedBy, required } = draft;
  const checks = dealt === null ? report : toReport([...report.checks, dealt]);
  return { policy, policySha256, report: checks, signedBy, required };
}

/**
 * Signs the draft that was shown. Safe to repeat.
 * @param input - `policySha256` of the draft that the member has seen
 * @throws policy/draft-changed, opening/signature-refused when the certificate is not a member's, the first failed check
 */
export async function signPolicy(
  needs: SignPolicyNeeds,
  input: DraftInput & { readonly identityId: string; readonly policySha256: string },
  options: RunOptions = {},
): Promise<z.infer<typeof PolicySignatureAnswer>> {
  const { connection, kdTender, identityId } = input;
  const view = await viewPolicyDraft(needs, input, options);
  if (view.policySha256 !== input.policySha256) throw new CodedError('policy/draft-changed');
  const failure = firstFailure(view.report);
  if (failure !== null) throw new CodedError(failure.code, failure.facts);
  const { certificate } = await needs.identities.load(identityId);
  for (const envelope of view.policy.envelopes) placeOf(envelope, certificate.sha256);
  const key = await needs.identities.unlockSigning(identityId);
  const draft = await needs.lpse.policyDraft(kdTender, options);
  const content = Buffer.from(draft.content, 'base64');
  if (sha256Hex(content) !== input.policySha256) throw new CodedError('policy/draft-changed');
  const signers = [{ key, signingTime: timeAt(connection, needs.clock) }];
  const signature = await signContent({ content, detached: false, signers });
  const answer = await needs.lpse.signPolicy(kdTender, { signature: signature.toString('base64') }, options);
  const facts = { policySha256: input.policySha256, published: answer.published };
  await needs.journal.append({ event: 'policy.signed', bidId: null, kdTender, facts });
  return answer;
}

function readDraft({ content, policySha256 }: z.infer<typeof PolicyDraft>): SealingPolicy {
  const bytes = Buffer.from(content, 'base64');
  const parsed = SealingPolicy.safeParse(parseCanonicalJson(bytes));
  if (!parsed.success || sha256Hex(bytes) !== policySha256)
    throw new CodedError('trust/policy-refused', { why: 'draft' });
  return parsed.data;
}
