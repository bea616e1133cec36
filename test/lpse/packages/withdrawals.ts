// Taking a dealing back (app/protocol/SPEC.md 3): by the leader, signed and logged, until a policy names the quorum.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { DealingWithdrawal } from '../../../app/protocol/committee.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { CertificateService, PackageRecord, PolicyLookup, TransparencyLog } from '../context.ts';
import type { Clock } from '../clock.ts';
import type { DealingStore } from './dealings.ts';
import { readOfficialStatement } from './official-statement.ts';
import type { PackageStore } from './package-store.ts';

export interface WithdrawalNeeds {
  readonly dealings: DealingStore;
  readonly packages: PackageStore;
  readonly policies: PolicyLookup;
  readonly ams: CertificateService;
  readonly log: TransparencyLog;
  readonly clock: Clock;
}

/** @throws access/forbidden when it is not the leader's; policy/dealing-refused */
export function withdrawDealing(
  needs: WithdrawalNeeds,
  record: PackageRecord,
  { accountId, der }: { readonly accountId: string; readonly der: Buffer },
): PackageRecord {
  const { dealings, packages, policies, log, clock } = needs;
  const { kdTender, envelopes, officials } = record;
  if (officials[0] !== accountId) throw new CodedError('access/forbidden');
  const code = 'policy/dealing-refused';
  const statement = readOfficialStatement(needs, accountId, { der, schema: DealingWithdrawal, code });
  const present = envelopes.flatMap(({ envelopeId }) => {
    const dealt = dealings.latest({ ...record, envelopeId });
    return dealt === null ? [] : [{ envelopeId, dealingSha256: sha256Hex(dealt.dealing) }];
  });
  const isPresent = present.every(({ envelopeId, dealingSha256 }) =>
    statement.dealings.some((one) => one.envelopeId === envelopeId && one.dealingSha256 === dealingSha256),
  );
  if (statement.kdTender !== kdTender || statement.dealings.length !== present.length || !isPresent)
    throw new CodedError(code, { why: 'another dealing' });
  const newest = policies.newest(kdTender)?.policy;
  const named = newest?.versiTender === record.versiTender ? newest.envelopes : [];
  if (named.some(({ openers }) => openers?.kind === 'quorum')) throw new CodedError(code, { why: 'named by a policy' });
  if (present.some(({ envelopeId }) => clock.now() >= packages.closesAt(kdTender, envelopeId)))
    throw new CodedError(code, { why: 'deadline passed' });
  for (const { envelopeId, dealingSha256 } of present) {
    const body = { withdrawnDealingSha256: dealingSha256, requestSha256: sha256Hex(der) };
    log.append({
      type: 'dealing',
      kdTender,
      versiTender: record.versiTender,
      envelopeId,
      time: toInstant(clock.now()),
      body,
    });
    // Those that it had replaced go with it.
    for (
      let dealt = dealings.latest({ ...record, envelopeId });
      dealt !== null;
      dealt = dealings.latest({ ...record, envelopeId })
    )
      dealings.withdraw(sha256Hex(dealt.dealing));
  }
  const changed = { ...record, quorumThreshold: null };
  packages.replace(changed);
  return changed;
}
