// What a committee member does before the opening, in few words: the real use cases at a real station.
import { dealQuorum } from '../../../app/usecases/deal-quorum.ts';
import { loadCommittee } from '../../../app/usecases/load-committee.ts';
import { rehearse } from '../../../app/usecases/rehearse.ts';
import { signPolicy, viewPolicyDraft } from '../../../app/usecases/sign-policy.ts';
import type { Station } from './station.ts';

export async function about(station: Station, kdTender: string) {
  return {
    connection: await station.connect(),
    kdTender,
    accountId: station.account.accountId,
    identityId: station.signing?.identityId ?? '',
    encryptionIdentityId: station.opening?.identityId ?? '',
    workDir: station.dir,
  };
}

export async function look(station: Station, kdTender: string) {
  return loadCommittee(station.needs, await about(station, kdTender));
}

export async function deal(station: Station, kdTender: string, threshold = 2) {
  return dealQuorum(station.needs, { ...(await about(station, kdTender)), threshold });
}

/** With the canary of an envelope, or the own share of it. */
export async function rehearsal(station: Station, kdTender: string, envelopeId: string) {
  return rehearse(station.needs, { ...(await about(station, kdTender)), envelopeId });
}

/** Signs the draft of a policy as it is shown. */
export async function sign(station: Station, kdTender: string) {
  const input = await about(station, kdTender);
  const { policySha256 } = await viewPolicyDraft(station.needs, input);
  return signPolicy(station.needs, { ...input, policySha256 });
}
