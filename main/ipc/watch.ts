// Looks at the LPSE now and then while the window is open: its time and its log, and whether a package of the account changed.
import { setTimeout as wait } from 'node:timers/promises';
import type { Program } from './program.ts';

/** A clock drifts slowly, and a schedule is changed with notice. */
export const WATCH_EVERY_MS = 60_000;
/** Sooner while the LPSE cannot be reached: the window shows when it is back. */
const RETRY_EVERY_MS = 10_000;

/** Runs until `signal` fires. @param everyMs - between two looks */
export async function watchLpse(program: Program, everyMs: number, signal: AbortSignal): Promise<void> {
  let reached = true;
  while (!signal.aborted) {
    await wait(reached ? everyMs : Math.min(everyMs, RETRY_EVERY_MS), undefined, { signal, ref: false });
    // Nobody has used an LPSE in this run, so nobody waits for news of one.
    if (program.lpse.known === null) continue;
    try {
      await program.lpse.connect();
      reached = true;
    } catch {
      // The window has been told; what is wrong with the line is no incident.
      reached = false;
      continue;
    }
    await tellChangedPackages(program, signal);
    await lookAtOwnBids(program, signal);
  }
}

async function tellChangedPackages(program: Program, signal: AbortSignal): Promise<void> {
  const { trust, needs } = await program.lpse.require();
  const profile = await program.account.current(trust.kdLpse);
  if (profile === null || (await needs.session.current()) === null) return;
  try {
    const { packages } = await needs.lpse.packages({ signal });
    for (const { kd_tender: kdTender } of program.packages.told(profile.folder, packages))
      program.send('packages.changed', { kdTender });
  } catch {
    // A session that ended or a line that broke shows at the next call of the window.
  }
}

/** What became of own bids whose hour has come: the window is told when something is new. */
async function lookAtOwnBids({ lpse, account, watches }: Program, signal: AbortSignal): Promise<void> {
  const { trust, needs } = await lpse.require();
  const profile = await account.current(trust.kdLpse);
  if (profile?.account.role !== 'bidder' || (await needs.session.current()) === null) return;
  try {
    await watches.lookAtAll(signal);
  } catch {
    // Whatever it is, the next look or the bidder's own finds it again.
  }
}
