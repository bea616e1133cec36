// A policy must not strand a bid that has its receipt (app/protocol/SPEC.md 3): somebody in the next policy must be able to open it,
// or the deadline must move so that its bidder can seal again.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { PolicyEnvelope, SealingPolicy } from '../../../app/protocol/policy.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { LpseHooks, PackageRecord, PolicyLookup } from '../context.ts';

/** @throws policy/would-lose-openers, policy/closes-earlier */
export function requireOpenable(
  { hooks, policies }: { readonly hooks: LpseHooks; readonly policies: PolicyLookup },
  { record, next }: { readonly record: PackageRecord; readonly next: SealingPolicy },
): void {
  const newest = policies.newest(record.kdTender)?.policy;
  // A tender that is held again begins with no bids; those of the earlier version are opened by its own policies.
  const published = newest?.versiTender === record.versiTender ? newest : undefined;
  for (const envelope of next.envelopes) {
    const before = published?.envelopes.find(({ envelopeId }) => envelopeId === envelope.envelopeId);
    if (before === undefined) continue;
    if (envelope.closesAt < before.closesAt)
      throw new CodedError('policy/closes-earlier', { closesAt: before.closesAt });
    // An extended deadline lets every bidder seal again.
    if (envelope.closesAt > before.closesAt) continue;
    for (const policySha256 of new Set(hooks.livePolicies({ ...record, envelopeId: envelope.envelopeId }))) {
      const named = policies.bySha256(policySha256)?.policy.envelopes;
      const sealedTo = named?.find(({ envelopeId }) => envelopeId === envelope.envelopeId);
      if (sealedTo !== undefined && !canOpen(sealedTo, envelope)) throw new CodedError('policy/would-lose-openers');
    }
  }
}

/** Members: one recipient remains. Quorum: the key stays, or k of its holders do. */
function canOpen(sealedTo: PolicyEnvelope, next: PolicyEnvelope): boolean {
  if (sealedTo.openers === null || next.openers === null) return true;
  if (sealedTo.openers.kind === 'members') {
    return remaining(sealedTo.openers.certificates, recipientsOf(next)) >= 1;
  }
  const keepsKey = next.openers.kind === 'quorum' && next.openers.certificate === sealedTo.openers.certificate;
  return keepsKey || remaining(sealedTo.openers.holders, recipientsOf(next)) >= sealedTo.openers.threshold;
}

function recipientsOf({ openers }: PolicyEnvelope): readonly string[] {
  if (openers === null) return [];
  return openers.kind === 'members' ? openers.certificates : openers.holders;
}

function remaining(before: readonly string[], after: readonly string[]): number {
  const kept = new Set(after.map((der) => sha256Hex(Buffer.from(der, 'base64'))));
  return before.filter((der) => kept.has(sha256Hex(Buffer.from(der, 'base64')))).length;
}
