// What changed about a package while somebody works on a bid for it. Kept outside of the screens until it was understood: the
// program counts a package as seen as soon as it was loaded once more, which the bid's own screen does.
import { useEffect, useSyncExternalStore } from 'react';
import type { PackageDetail } from '../../../app/contract/packages.ts';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { Envelope } from './steps.ts';

export type ListedChange = CallOutput<'packages.list'>['changes'][number];

export type Notice =
  /** Moved while the bid was on screen. */
  | { readonly kind: 'deadline'; readonly from: string; readonly to: string; readonly reason: string }
  /** As the inbox has it. */
  | { readonly kind: 'listed'; readonly change: ListedChange };

export interface BidNotices {
  /** The deadline as first seen; null before. */
  readonly closesAt: string | null;
  readonly notices: readonly Notice[];
}

export const NO_NOTICES: BidNotices = { closesAt: null, notices: [] };

/** A deadline that moved twice is one notice, from the first to the last; back to where it was is none. */
export function noticeDeadline(known: BidNotices, closesAt: string, reason: string): BidNotices {
  const first = known.closesAt ?? closesAt;
  const others = known.notices.filter(({ kind }) => kind !== 'deadline');
  if (first === closesAt) return { closesAt: first, notices: others };
  // The inbox says the same with fewer facts.
  const notices = others.filter((notice) => notice.kind !== 'listed' || notice.change.kind !== 'schedule');
  return { closesAt: first, notices: [...notices, { kind: 'deadline', from: first, to: closesAt, reason }] };
}

export function noticeListed(known: BidNotices, changes: readonly ListedChange[]): BidNotices {
  const moved = known.notices.some(({ kind }) => kind === 'deadline');
  const fresh = changes.filter((change) => {
    if (moved && change.kind === 'schedule') return false;
    return !known.notices.some((one) => one.kind === 'listed' && sameChange(one.change, change));
  });
  if (fresh.length === 0) return known;
  return { ...known, notices: [...known.notices, ...fresh.map((change) => ({ kind: 'listed' as const, change }))] };
}

/** Takes the notices off; the deadline as it is now counts as seen. */
export function understood(known: BidNotices): BidNotices {
  const moved = known.notices.find((notice) => notice.kind === 'deadline');
  return { closesAt: moved?.to ?? known.closesAt, notices: [] };
}

/** The reason the schedule gives for its last change of the stage that ends with the envelope's deadline. */
export function reasonOf(
  { schedule }: Pick<PackageDetail, 'schedule'>,
  { closesAt }: Pick<Envelope, 'closesAt'>,
): string {
  const stages = schedule.filter(({ endsAt, changes }) => endsAt === closesAt && changes.length > 0);
  return stages.at(-1)?.changes.at(-1)?.reason ?? '';
}

function sameChange(a: ListedChange, b: ListedChange): boolean {
  return a.kdTender === b.kdTender && a.kind === b.kind && a.text === b.text;
}

const known = new Map<string, BidNotices>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(bidId: string, next: (before: BidNotices) => BidNotices): void {
  const before = known.get(bidId) ?? NO_NOTICES;
  const after = next(before);
  if (after === before) return;
  known.set(bidId, after);
  for (const listener of listeners) listener();
}

export interface NoticeSources {
  readonly bidId: string;
  readonly about: PackageDetail | null;
  readonly envelope: Envelope | null;
  readonly listed: readonly ListedChange[];
}

export function useNotices({ bidId, about, envelope, listed }: NoticeSources): {
  readonly notices: readonly Notice[];
  readonly understand: () => void;
} {
  useEffect(() => {
    if (about === null || envelope === null) return;
    change(bidId, (before) => noticeDeadline(before, envelope.closesAt, reasonOf(about, envelope)));
  }, [bidId, about, envelope]);
  useEffect(() => {
    change(bidId, (before) => noticeListed(before, listed));
  }, [bidId, listed]);
  const { notices } = useSyncExternalStore(subscribe, () => known.get(bidId) ?? NO_NOTICES);
  return { notices, understand: () => change(bidId, understood) };
}
