// Replacing a member of a committee before the deadline (protocol.md 3): with a reason, logged, and never so that a bid with a
// receipt could be opened by nobody.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import type { Clock } from '../clock.ts';
import type { AccountLookup, PackageRecord, TransparencyLog } from '../context.ts';
import { hasCode } from '../problems.ts';
import { stageOf, type PackageStore } from './package-store.ts';
import type { PolicyService } from './policies.ts';

export interface CommitteeNeeds {
  readonly packages: PackageStore;
  readonly policyService: PolicyService;
  readonly accounts: AccountLookup;
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

/** @throws package/committee-refused, policy/would-lose-openers */
export async function replaceMember(needs: CommitteeNeeds, change: MemberChange): Promise<PackageRecord> {
  const { packages, accounts, log, clock } = needs;
  const record = packages.require(change.kdTender);
  const leaving = accounts.findUser('NON_PENYEDIA', change.remove)?.accountId ?? '';
  const joining = accounts.findUser('NON_PENYEDIA', change.add);
  requireChange(record, { ...change, leaving, joining: joining?.accountId ?? '' }, clock.now());
  // A policy's members must all name one committee in their certificates; KMS and client refuse anything else.
  if (joining?.committee !== accounts.find(leaving)?.committee) throw refused('another committee');
  const officials = record.officials.map((id) => (id === leaving ? (joining?.accountId ?? id) : id));
  const changed = { ...record, officials };
  packages.replace(changed);
  try {
    await needs.policyService.draft(change.kdTender);
  } catch (error) {
    // A new member without certificates, or without a share, is expected: the draft comes when they have them.
    if (!hasCode(error, 'policy/members-incomplete') && !hasCode(error, 'policy/no-draft')) {
      packages.replace(record);
      throw error;
    }
  }
  log.append({
    type: 'member-replaced',
    kdTender: change.kdTender,
    envelopeId: null,
    time: toInstant(clock.now()),
    body: { removed: leaving, added: joining?.accountId ?? '', alasan: change.alasan },
  });
  return changed;
}

function requireChange(
  record: PackageRecord,
  { leaving, joining, alasan }: { readonly leaving: string; readonly joining: string; readonly alasan: string },
  at: Date,
): void {
  if (alasan.trim() === '') throw refused('reason');
  if (!record.officials.includes(leaving)) throw refused('not a member');
  if (joining === '' || record.officials.includes(joining)) throw refused('new member');
  const isClosed = record.envelopes.every(({ uploadStage }) => new Date(stageOf(record, uploadStage).tgl_akhir) <= at);
  if (isClosed) throw refused('deadline passed');
}

function refused(why: string): CodedError {
  return new CodedError('package/committee-refused', { why });
}
