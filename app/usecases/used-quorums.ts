// Quorum keys that other versions of a tender use or used, from the policies that the log says were issued for them.
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LogCalls, PackageCalls } from '../ports/lpse-gateway.ts';
import { SealingPolicy } from '../protocol/policy.ts';
import { issuedPolicies } from '../policy/live-set.ts';
import { quorumKeysOf } from '../policy/quorum-keys.ts';
import { readSigned } from '../policy/signed-message.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { readHead } from './issued-policy.ts';
import { loadPolicy, type LoadedPolicy, type PolicyNeeds, type PolicyRequest } from './load-policy.ts';

export interface UsedQuorumNeeds {
  readonly lpse: Pick<PackageCalls, 'policy'> & LogCalls;
}

/**
 * Asks nothing for a first version, and for a policy without a quorum.
 * @param policy - the one to be judged, already read
 * @throws trust/policy-refused when the LPSE gives another policy than the log has; log/*, network/*
 */
export async function usedQuorums(
  { lpse }: UsedQuorumNeeds,
  { connection, policy }: { readonly connection: LpseConnection; readonly policy: SealingPolicy },
  options: CallOptions = {},
): Promise<ReadonlySet<string>> {
  const { kdTender, versiTender } = policy;
  if (versiTender === 1 || quorumKeysOf(policy).length === 0) return new Set();
  const entries = await readHead(lpse, connection, options);
  const used = new Set<string>();
  for (let version = 1; version < versiTender; version++) {
    for (const policySha256 of issuedPolicies(entries, { kdTender, versiTender: version })) {
      const { policy: der } = await lpse.policy(kdTender, policySha256, options);
      const { value, contentSha256 } = readSigned(Buffer.from(der, 'base64'), SealingPolicy);
      // The log names it by its content: nothing else may stand for it.
      if (contentSha256 !== policySha256) throw new CodedError('trust/policy-refused', { why: 'digest' });
      for (const key of quorumKeysOf(value)) used.add(key);
    }
  }
  return used;
}

/** The newest policy, judged for sealing under it: none of its quorums may be one of another version. @throws as `loadPolicy`; log/* */
export async function loadPolicyToSeal(
  needs: PolicyNeeds & UsedQuorumNeeds,
  request: Pick<PolicyRequest, 'connection' | 'kdTender' | 'versiTender'>,
  options: CallOptions = {},
): Promise<LoadedPolicy> {
  const { connection } = request;
  const fresh = (policy: SealingPolicy) => usedQuorums(needs, { connection, policy }, options);
  return loadPolicy(needs, { ...request, usedQuorums: fresh }, options);
}
