// Replacing a member of a committee before the deadline (app/protocol/SPEC.md 3): with a reason, logged, and never so that a bid with a
// receipt could be opened by nobody.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import type { Clock } from '../clock.ts';
import type { AccountLookup, CertificateService, PackageRecord, TransparencyLog } from '../context.ts';
import { hasCode } from '../problems.ts';
import type { DealingStore } from './dealings.ts';
import { stageOf, type PackageStore } from './package-store.ts';
import type { PolicyService } from './policies.ts';

export interface CommitteeNeeds {
  readonly packages: PackageStore;
  readonly policyService: PolicyService;
  readonly accounts: AccountLookup;
  readonly ams: CertificateService;
  readonly dealings: DealingStore;
  readonly log: TransparencyLog;
  readonly clock: Clock;
}

export interface MemberChange {
  readonly kdTender: string;
  /** User ids of officials. */
  readonly remove: string;
  readonly add: string;
  readonly alasan: string;
}

/** By the user ids of the management interface. @throws package/committee-refused, policy/would-lose-openers */
export async function replaceMember(needs: CommitteeNeeds, change: MemberChange): Promise<PackageRecord> {
  const { packages, accounts } = needs;
  const idOf = (userId: string) => accounts.findUser('NON_PENYEDIA', userId)?.accountId ?? '';
  return exchangeMember(needs, packages.require(change.kdTender), {
    leaving: idOf(change.remove),
    joining: idOf(change.add),
    alasan: change.alasan,
    requestSha256: null,
  });
}

export interface Exchange {
  /** Account ids. */
  readonly leaving: string;
  readonly joining: string;
  readonly alasan: string;
  /** Of the signed request of a member; null when the management interface asks. */
  readonly requestSha256: string | null;
}

/** The place in the committee, and so the number of the share, stays. @throws package/committee-refused, policy/would-lose-openers */
export async function exchangeMember(
  needs: CommitteeNeeds,
  record: PackageRecord,
  change: Exchange,
): Promise<PackageRecord> {
  const { packages, accounts, log, clock } = needs;
  const { leaving, joining, alasan, requestSha256 } = change;
  const { kdTender } = record;
  requireChange(record, change, clock.now());
  // A policy's members must all name one committee in their certificates; KMS and client refuse anything else.
  if (accounts.find(joining)?.committee !== accounts.find(leaving)?.committee) throw refused('another committee');
  const officials = record.officials.map((id) => (id === leaving ? joining : id));
  const changed = { ...record, officials };
  requireShares(needs, changed);
  packages.replace(changed);
  try {
    await needs.policyService.draft(kdTender);
  } catch (error) {
    // A new member without certificates, or without a share, is expected: the draft comes when they have them.
    if (!hasCode(error, 'policy/members-incomplete') && !hasCode(error, 'policy/no-draft')) {
      packages.replace(record);
      throw error;
    }
  }
  const body = { removed: leaving, added: joining, alasan, ...(requestSha256 === null ? {} : { requestSha256 }) };
  const time = toInstant(clock.now());
  log.append({ type: 'member-replaced', kdTender, versiTender: record.versiTender, envelopeId: null, time, body });
  return changed;
}

/** Fewer than k holders who stay could neither open nor deal the key again. */
function requireShares({ dealings, ams, clock }: CommitteeNeeds, record: PackageRecord): void {
  if (record.quorumThreshold === null) return;
  const { officials, envelopes } = record;
  const present = new Set(
    officials.map((id) => ams.currentOf(id, 'member-encryption', clock.now())?.certificate.sha256 ?? ''),
  );
  for (const { envelopeId } of envelopes) {
    const dealt = dealings.latest({ ...record, envelopeId })?.content;
    if (dealt === undefined) continue;
    const holders = dealt.shares.filter(({ holderCertificateSha256 }) => present.has(holderCertificateSha256)).length;
    if (holders < dealt.threshold) {
      throw new CodedError('policy/would-lose-openers', { envelopeId, holders, threshold: dealt.threshold });
    }
  }
}

function requireChange(record: PackageRecord, { leaving, joining, alasan }: Exchange, at: Date): void {
  if (alasan.trim() === '') throw refused('reason');
  if (!record.officials.includes(leaving)) throw refused('not a member');
  if (joining === '' || record.officials.includes(joining)) throw refused('new member');
  const isClosed = record.envelopes.every(({ uploadStage }) => new Date(stageOf(record, uploadStage).tgl_akhir) <= at);
  if (isClosed) throw refused('deadline passed');
}

function refused(why: string): CodedError {
  return new CodedError('package/committee-refused', { why });
}
