// Answers the part of `bids.*` that seals, sends, proves and withdraws. Sealing and sending are jobs: they go on while other
// screens are used, tell their progress and can be stopped.
import { firstFailure } from '../../app/domain/check-report.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';
import { submitBid } from '../../app/usecases/submit-bid.ts';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import { verifySealed } from '../../app/usecases/verify-sealed.ts';
import { withdrawBid } from '../../app/usecases/withdraw-bid.ts';
import type { RunOptions } from '../../app/ports/call-options.ts';
import type { AreaHandlers } from './area.ts';
import { requireOwnBid, requireRegistered, viewOf } from './bid-access.ts';
import { toFacts, toFinding, toReport } from './bid-view.ts';
import type { Work } from './jobs.ts';
import type { Online, Program } from './program.ts';
import type { StepProgress } from './progress.ts';
import { measureUplink } from './uplink.ts';

type SendingCalls = 'bids.seal' | 'bids.submit' | 'bids.cancel' | 'bids.verify' | 'bids.withdraw' | 'bids.history';

export function sendingHandlers(program: Program): Pick<AreaHandlers<'bids'>, SendingCalls> {
  return {
    'bids.seal': async ({ bidId, identityId, passphrase, consent }) => {
      const { bid, report, warnings } = await asJob(
        program,
        { bidId, work: 'sealing', passphrase },
        (online, options) =>
          sealBid(online.needs, { connection: online.connection, bidId, identityId, consent }, options),
      );
      return { bid: viewOf(program, bid), report: toReport(report), warnings: warnings.map(toFinding) };
    },

    'bids.submit': async ({ bidId, identityId, passphrase, consent, declarationAccepted }) => {
      const result = await asJob(program, { bidId, work: 'sending', passphrase }, async (online, options) => {
        const { needs, connection, profile } = online;
        const measured = measureUplink(program, profile.kdLpse);
        const onProgress = (progress: StepProgress): void => {
          measured.report(progress);
          options.onProgress?.(progress);
        };
        const input = { connection, bidId, identityId, consent, declarationAccepted };
        return submitBid(needs, input, { ...options, onProgress }).finally(measured.end);
      });
      const report = result.outcome === 'receipted' && result.report !== null ? toReport(result.report) : null;
      return { bid: viewOf(program, result.bid), report };
    },

    'bids.cancel': async ({ bidId }) => {
      // Only what this account can see is this account's to stop.
      await requireOwnBid(program, bidId);
      await program.jobs.cancel(bidId);
      return null;
    },

    'bids.verify': async ({ bidId }, { signal }) => toReport(await verifyBid(program, bidId, signal)),

    'bids.withdraw': async ({ bidId, identityId, passphrase }, { signal }) => {
      program.jobs.requireIdle(bidId);
      const bid = await requireOwnBid(program, bidId);
      const online = await program.online();
      await requireRegistered(online, bid, signal);
      const { needs, connection } = online;
      const withdrawn = await program.passphrase.with(passphrase, () =>
        withdrawBid(needs, { connection, bidId, identityId }, { signal }),
      );
      return viewOf(program, withdrawn.bid);
    },

    'bids.history': async ({ bidId }) => {
      await requireOwnBid(program, bidId);
      const entries = await (await program.profile()).journal.entries({ bidId });
      return {
        entries: entries.map(({ sequence, time, event, facts }) => ({ sequence, time, event, facts: toFacts(facts) })),
      };
    },
  };
}

interface JobAbout {
  readonly bidId: string;
  readonly work: Work;
  readonly passphrase: string | null;
}

/** The passphrase is gone when the job is over; the window learns the bid's state whichever way it ended. */
async function asJob<T>(
  program: Program,
  { bidId, work, passphrase }: JobAbout,
  run: (online: Online, options: RunOptions<StepProgress>) => Promise<T>,
): Promise<T> {
  const bid = await requireOwnBid(program, bidId);
  const online = await program.online();
  const { bids } = online.profile;
  try {
    return await program.passphrase.with(passphrase, () =>
      program.jobs.run(bidId, work, async (options) => {
        if (options.signal !== undefined) await requireRegistered(online, bid, options.signal);
        return run(online, options);
      }),
    );
  } finally {
    const now = await bids.load(bidId).catch(() => null);
    if (now !== null) program.send('bids.changed', viewOf(program, now));
  }
}

/** The sealed file by itself, or file and receipt together; no server is asked. */
async function verifyBid(program: Program, bidId: string, signal: AbortSignal) {
  const bid = await requireOwnBid(program, bidId);
  if (bid.state === 'draft') throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'sealed' });
  const needs = await program.offline();
  const { path, sealedSha256 } = bid.sealed;
  if ((await program.installation.output.sizeOf(path)) === null) throw new CodedError('draft/sealed-file-missing');
  if ('receipt' in bid) {
    const input = { folder: bid.receipt.folder, sealedPath: path };
    return (await verifyReceipt({ ...needs, log: null }, input, { signal })).report;
  }
  const { report, sealed } = await verifySealed(needs, { path, accountId: bid.accountId }, { signal });
  if (firstFailure(report) === null && sealed?.sealedSha256 !== sealedSha256) {
    throw new CodedError('draft/sealed-file-changed');
  }
  return report;
}
