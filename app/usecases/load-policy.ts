// Fetches a sealing policy and judges it; a policy that passed is remembered, so that a later one cannot be older.
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { firstFailure } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { PackageCalls } from '../ports/lpse-gateway.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import { SealingPolicy, type PolicyEnvelope } from '../protocol/policy.ts';
import { certificatesOf, checkSealingPolicy, type PolicyVerdict } from '../policy/check-sealing-policy.ts';
import { readSigned } from '../policy/signed-message.ts';
import { collectRevocation, type RevocationAnswers } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface PolicyNeeds {
  readonly lpse: Pick<PackageCalls, 'policy'>;
  readonly memory: LpseMemory;
  readonly revocation: RevocationSource;
  readonly clock: Clock;
}

export interface PolicyRequest {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly versiTender: number;
  /** An earlier policy by its digest; absent for the newest. */
  readonly policySha256?: string;
  /** For an opening: when this policy was issued, by a proven log (`issued-policy.ts`). Absent: it is judged at now. */
  readonly issuedAt?: (policySha256: string) => Promise<Date>;
  /** For sealing and signing: keys of quorums that other versions of the tender name (`used-quorums.ts`). */
  readonly usedQuorums?: (policy: SealingPolicy) => Promise<ReadonlySet<string>>;
}

export interface LoadedPolicy extends PolicyVerdict {
  /** When it was issued, by a proven log, where it was judged as of then; null where it was judged at now. */
  readonly judgedAsOf: Date | null;
  /** base64 of the CMS. */
  readonly policyBase64: string;
  readonly policySha256: string;
  /** Answers collected for the judgement, for judging more against them. */
  readonly revocation: RevocationAnswers;
}

/** @throws policy/not-published, network/*, signature/* when it is not even signed data */
export async function loadPolicy(
  needs: PolicyNeeds,
  { connection, kdTender, versiTender, policySha256, issuedAt, usedQuorums }: PolicyRequest,
  options: CallOptions = {},
): Promise<LoadedPolicy> {
  const { trust, intermediates } = connection;
  const answer = await needs.lpse.policy(kdTender, policySha256, options);
  const policyDer = Buffer.from(answer.policy, 'base64');
  const concerned: readonly Certificate[] = [...certificatesOf(policyDer), ...intermediates];
  const revocation = await collectRevocation(needs.revocation, concerned, options);
  const judgedAsOf = issuedAt === undefined ? null : await issuedAt(policySha256 ?? answer.policySha256);
  const used = await usedQuorums?.(readSigned(policyDer, SealingPolicy).value);
  const verdict = checkSealingPolicy({
    policyDer,
    policySha256: policySha256 ?? answer.policySha256,
    package: { kdLpse: trust.kdLpse, kdTender, versiTender },
    trust,
    // An earlier policy is older than the newest by nature.
    remembered: policySha256 === undefined ? await needs.memory.policy(trust.kdLpse, kdTender) : null,
    at: timeAt(connection, needs.clock),
    ...(judgedAsOf === null ? {} : { issuedAt: judgedAsOf }),
    ...(used === undefined ? {} : { usedQuorums: used }),
    intermediates,
    revocation,
  });
  const { policy: policyBase64, policySha256: sha256 } = answer;
  const loaded = { ...verdict, judgedAsOf, policyBase64, policySha256: sha256, revocation };
  if (verdict.policy !== null && policySha256 === undefined) await remember(needs.memory, verdict.policy, loaded);
  return loaded;
}

/** @throws the code of the first check that failed */
export function requirePolicy(loaded: LoadedPolicy): SealingPolicy {
  if (loaded.policy !== null) return loaded.policy;
  const failure = firstFailure(loaded.report);
  throw new CodedError(failure?.code ?? 'trust/policy-refused', { ...failure?.facts, check: failure?.id ?? '' });
}

/** @throws draft/no-such-envelope */
export function requireEnvelope(policy: SealingPolicy, envelopeId: string): PolicyEnvelope {
  const envelope = policy.envelopes.find((one) => one.envelopeId === envelopeId);
  if (envelope === undefined) throw new CodedError('draft/no-such-envelope', { envelopeId });
  return envelope;
}

async function remember(memory: LpseMemory, policy: SealingPolicy, loaded: LoadedPolicy): Promise<void> {
  await memory.rememberPolicy(policy.kdLpse, {
    kdTender: policy.kdTender,
    serial: policy.serial,
    policySha256: loaded.policySha256,
    closesAt: Object.fromEntries(policy.envelopes.map(({ envelopeId, closesAt }) => [envelopeId, closesAt])),
    policy: loaded.policyBase64,
  });
}
