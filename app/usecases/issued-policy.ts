// The newest policy for an opening and for everything after it: judged as of the time at which the log says it was issued, so that a
// member's key that died since then does not take the tender with it (app/protocol/SPEC.md 7). Sealing and rehearsing judge at now.
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LogCalls, PackageCalls } from '../ports/lpse-gateway.ts';
import { policyIssuedAt } from '../policy/policy-issued.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { loadPolicy, type LoadedPolicy, type PolicyNeeds, type PolicyRequest } from './load-policy.ts';
import { requireTree } from './log-tree.ts';
import { requireSameLog } from './verify-log.ts';

export interface IssuedPolicyNeeds extends PolicyNeeds {
  readonly lpse: Pick<PackageCalls, 'policy'> & LogCalls;
}

/**
 * @param request - `known`: leaves of a tree that is proven already; the log's head is read only when the policy is not among them
 * @throws trust/policy-refused when the log does not have the policy; policy/not-published, log/*, network/*
 */
export async function loadIssuedPolicy(
  needs: IssuedPolicyNeeds,
  { known = [], ...request }: Omit<PolicyRequest, 'policySha256'> & { readonly known?: readonly Uint8Array[] },
  options: CallOptions = {},
): Promise<LoadedPolicy> {
  const { connection, kdTender } = request;
  const issuedAt = async (policySha256: string): Promise<Date> => {
    const about = { kdTender, policySha256 };
    const time = policyIssuedAt(known, about) ?? policyIssuedAt(await readHead(needs.lpse, connection, options), about);
    if (time === null) throw new CodedError('trust/policy-refused', { why: 'not in the log' });
    return time;
  };
  return loadPolicy(needs, { ...request, issuedAt }, options);
}

/** Every leaf under the log's head, which must be the log that this computer knows. @throws log/*, network/* */
export async function readHead(
  lpse: LogCalls,
  connection: LpseConnection,
  options: CallOptions,
): Promise<readonly Uint8Array[]> {
  const head = await requireSameLog(lpse, { connection, note: await lpse.checkpoint(options) }, options);
  return requireTree(lpse, head, options);
}
