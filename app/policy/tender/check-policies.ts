// Check 2 of app/protocol/DOSSIER.md: every policy by the rules of SPEC.md 3, at the time at which it was logged.
import { policyIssuedAt } from '../policy-issued.ts';
import { firstFailure } from '../../domain/check-report.ts';
import { CodedError } from '../../errors/coded-error.ts';
import type { RememberedPolicy } from '../../ports/lpse-memory.ts';
import { SealingPolicy, type PolicyEnvelope } from '../../protocol/policy.ts';
import { checkSealingPolicy } from '../check-sealing-policy.ts';
import { readSigned } from '../signed-message.ts';
import type { Dossier } from './dossier.ts';

export interface JudgedPolicy {
  readonly policy: SealingPolicy;
  readonly policySha256: string;
}

/** Oldest first. @throws what the first rule that is broken says, with the serial */
export function requirePolicies(dossier: Dossier): readonly JudgedPolicy[] {
  const { trust, kdTender, versiTender, certificates } = dossier;
  const judged: JudgedPolicy[] = [];
  let remembered: RememberedPolicy | null = null;
  for (const name of dossier.names(/^policies\//)) {
    const policyDer = dossier.part(name);
    const { contentSha256, value } = readSigned(policyDer, SealingPolicy);
    const { serial } = value;
    // Times of leaves may go back a little; a policy is never older than what stands before it (SPEC.md 7).
    const at = policyIssuedAt(dossier.leaves, { kdTender, policySha256: contentSha256 });
    if (name !== `policies/${String(serial).padStart(6, '0')}.p7m` || at === null)
      throw new CodedError('audit/log-incomplete', { type: 'policy-issued', entry: name });
    const { report, policy } = checkSealingPolicy({
      ...{ policyDer, policySha256: contentSha256, trust, remembered, at },
      package: { kdLpse: trust.kdLpse, kdTender, versiTender },
      intermediates: certificates,
      revocation: dossier.archive(),
    });
    const failure = firstFailure(report);
    if (failure !== null || policy === null)
      throw new CodedError(failure?.code ?? 'trust/policy-refused', {
        ...failure?.facts,
        serial,
        check: failure?.id ?? '',
      });
    remembered = rememberedAs(policy, { policyDer, policySha256: contentSha256, before: remembered });
    judged.push({ policy, policySha256: contentSha256 });
  }
  if (judged.length === 0) throw new CodedError('audit/part-missing', { entry: 'policies/' });
  return judged;
}

/** Of an envelope, in any policy. */
export function latestClosing(policies: readonly JudgedPolicy[], envelopeId: string): Date {
  const times = policies.flatMap(({ policy }) =>
    policy.envelopes.filter((one) => one.envelopeId === envelopeId).map(({ closesAt }) => Date.parse(closesAt)),
  );
  return new Date(Math.max(...times));
}

/** Whom the newest policy names for an envelope. */
export function envelopeOf(policies: readonly JudgedPolicy[], envelopeId: string): PolicyEnvelope | undefined {
  return policies.at(-1)?.policy.envelopes.find((one) => one.envelopeId === envelopeId);
}

function rememberedAs(
  { kdTender, serial, envelopes }: SealingPolicy,
  about: { readonly policyDer: Buffer; readonly policySha256: string; readonly before: RememberedPolicy | null },
): RememberedPolicy {
  const { policyDer, policySha256, before } = about;
  const closesAt = {
    ...before?.closesAt,
    ...Object.fromEntries(envelopes.map((one) => [one.envelopeId, one.closesAt])),
  };
  return { kdTender, serial, policySha256, closesAt, policy: policyDer.toString('base64') };
}

export function policyFacts(policies: readonly JudgedPolicy[]) {
  const newest = policies.at(-1);
  return { policies: policies.length, serial: newest?.policy.serial ?? 0, policySha256: newest?.policySha256 ?? '' };
}
