// The deadline that matters next for a package.
import type { PackageSummary } from '../../app/contract/packages.ts';

/** The earliest deadline still to come; the last one when all have passed. */
export function nextDeadline({ envelopes }: Pick<PackageSummary, 'envelopes'>, nowMs: number): string | null {
  const times = envelopes.map(({ closesAt }) => closesAt).sort((a, b) => Date.parse(a) - Date.parse(b));
  return times.find((time) => Date.parse(time) > nowMs) ?? times.at(-1) ?? null;
}

/** Next deadline first; what is closed at the end, latest first. */
export function byDeadline(packages: readonly PackageSummary[], nowMs: number): readonly PackageSummary[] {
  const at = (one: PackageSummary) => Date.parse(nextDeadline(one, nowMs) ?? '1970-01-01T00:00:00Z');
  return [...packages].sort((a, b) => {
    const [one, other] = [at(a), at(b)];
    const [open, otherOpen] = [one > nowMs, other > nowMs];
    if (open !== otherOpen) return open ? -1 : 1;
    return open ? one - other : other - one;
  });
}
