// Who is in front of the screen and which LPSE it talks to: the two facts every screen's frame shows.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { Connection } from '../app/contract/lpse.ts';
import type { CallOutput } from '../app/contract/contract.ts';
import type { Zone } from '../app/domain/deadline.ts';
import { ProblemError } from './bridge.ts';
import { useBridgeEvent, useCall } from './query.ts';
import { serverClock, useRemeasure } from './server-clock.ts';

export type Account = NonNullable<CallOutput<'session.current'>>;

/** The LPSE in use; null when none was chosen yet. */
export function useCurrentLpse(): { readonly baseUrl: string; readonly name: string; readonly kdLpse: number } | null {
  const { data } = useCall('lpse.list', null);
  return data?.known.find(({ current }) => current) ?? null;
}

/** What is known of the LPSE in use. Only looks: asking is the frame's work, or each piece that shows a time would ask again. */
export function useConnection(): Connection | null {
  return useCall('lpse.connect', null, { enabled: false }).data ?? null;
}

/** The LPSE's zone; WIB until it is known. */
export function useZone(): Zone {
  return useConnection()?.timeZone ?? 'WIB';
}

export function useAccount(): Account | null {
  return useCall('session.current', null, { staleTimeMs: 30_000 }).data ?? null;
}

/** Keeps clock and connection current; called once, by the frame. */
export function useTimeKeeping(): void {
  const client = useQueryClient();
  const lpse = useCurrentLpse();
  const { data: connection } = useCall('lpse.connect', null, {
    enabled: lpse !== null,
    staleTimeMs: 60_000,
    // What the header says of the LPSE is at most a minute old, and its return is seen soon.
    refetchEveryMs: () => (serverClock.online ? 60_000 : 15_000),
  });
  // The first measurement comes with this answer, later ones as events.
  useEffect(() => {
    if (connection !== undefined) serverClock.measured(connection);
  }, [connection]);
  useBridgeEvent('lpse.time', (connection) => {
    serverClock.measured(connection);
    if (connection !== null) client.setQueryData(['lpse.connect', null], connection);
  });
  const measure = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['lpse.connect'] });
  }, [client]);
  useRemeasure(measure);
  useDoubts(measure);
}

/** A call that failed on its way to the LPSE asks whether the LPSE is there at all. */
function useDoubts(measure: () => void): void {
  const client = useQueryClient();
  useEffect(() => {
    const doubt = (error: unknown) => {
      if (serverClock.online && isOfNetwork(error)) measure();
    };
    const stops = [
      client.getQueryCache().subscribe((event) => {
        const own = String((event.query.queryKey as readonly unknown[])[0]) === 'lpse.connect';
        if (event.type === 'updated' && event.action.type === 'error' && !own) doubt(event.action.error);
      }),
      client.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') doubt(event.action.error);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, measure]);
}

function isOfNetwork(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code.startsWith('network/');
}

/** Clears everything the last account or LPSE left on the screen. */
export function useClearScreen(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    client.removeQueries({ predicate: ({ queryKey }) => !KEPT.has(String(queryKey[0])) });
  }, [client]);
}

const KEPT: ReadonlySet<string> = new Set(['lpse.list', 'lpse.connect', 'app.info', 'app.preferences']);
