// Answers `packages.*`: what the account takes part in, one package with its judged policy, tokens.
import { toPackageView } from '../../app/usecases/list-packages.ts';
import { timeAt } from '../../app/usecases/connect-lpse.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import { bidStatus } from '../../app/usecases/bid-status.ts';
import { rememberPackage } from '../../app/reports/package-changes.ts';
import { tokenOf } from '../electron/deep-link.ts';
import type { AreaHandlers } from './area.ts';
import { changesSinceSeen, refreshPolicies, toDetail, toSummary } from './package-view.ts';
import { until, type Online, type Program } from './program.ts';

export function packagesHandlers(program: Program): AreaHandlers<'packages'> {
  return {
    'packages.list': async (_, { signal }) => {
      const online = await program.online();
      const { needs, connection, profile } = online;
      const { packages } = await needs.lpse.packages({ signal });
      program.packages.told(profile.folder, packages);
      await refreshPolicies(online, packages, signal);
      const now = timeAt(connection, needs.clock);
      const views = packages.map((one) => toPackageView(one, now)).toSorted(byNextDeadline(now.getTime()));
      return { packages: views.map(toSummary), changes: [...(await changesSinceSeen(program, online, packages))] };
    },

    'packages.load': async ({ kdTender }, caller) => {
      const online = await program.online();
      const { needs, connection, profile } = online;
      const loaded = await loadPackage(needs, { connection, kdTender }, until(caller));
      program.packages.told(profile.folder, [loaded.package]);
      const policy = await profile.memory.policy(connection.trust.kdLpse, kdTender);
      const seen = rememberPackage(loaded.package, policy?.policySha256 ?? null);
      await program.packages.remember(profile.folder, { [kdTender]: seen });
      program.background.run('bid-status', (signal) => lookAfterBids(program, online, { kdTender, signal }));
      return toDetail(loaded);
    },

    'packages.resolveToken': async ({ token }, caller) => {
      const { needs } = await program.online();
      const { kdTender, stage, expiresAt } = await needs.lpse.resolveToken(
        { token: tokenOf(token) ?? token.trim().slice(0, 256) },
        until(caller),
      );
      return { kdTender, stage, expiresAt };
    },
  };
}

/** Deadlines to come first, the nearest at the top; everything else after them. */
function byNextDeadline(nowMs: number) {
  type View = ReturnType<typeof toPackageView>;
  const next = (view: View) =>
    Math.min(...view.envelopes.map(({ closesAt }) => Date.parse(closesAt)).filter((ms) => ms > nowMs));
  return (a: View, b: View) => {
    const [first, second] = [next(a), next(b)];
    return first === second ? 0 : first - second;
  };
}

/** Takes receipts that came while nobody looked, notes what was replaced elsewhere, completes timestamps. */
async function lookAfterBids(
  { jobs }: Program,
  { needs, connection, profile }: Online,
  { kdTender, signal }: { readonly kdTender: string; readonly signal: AbortSignal },
): Promise<void> {
  const bids = await profile.bids.list({ kdTender });
  const sent = bids.filter(({ state }) => state === 'uploading' || state === 'received' || state === 'receipted');
  if (sent.length === 0 || bids.some(({ bidId }) => jobs.of(bidId) !== null)) return;
  await bidStatus(needs, { connection, kdTender }, { signal });
}
