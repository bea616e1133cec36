// The window's calls as react-query: a Result becomes data or a ProblemError, an event refreshes what it is about.
import {
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { CallName, EventName } from '../app/contract/channels.ts';
import type { Bridge, CallInput, CallOutput, EventPayload } from '../app/contract/contract.ts';
import { callByName, ProblemError, useHost } from './bridge.ts';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The program is always there: whether the LPSE is, the program says itself.
      queries: { networkMode: 'always', retry: false, staleTime: 2_000 },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Runs one call and throws its problem. */
export async function run<C extends CallName>(bridge: Bridge, name: C, input: CallInput<C>): Promise<CallOutput<C>> {
  const answer = await callByName(bridge, name, input);
  if (!answer.ok) throw new ProblemError(answer.problem);
  return answer.value;
}

export interface CallOptions {
  readonly enabled?: boolean;
  readonly staleTimeMs?: number;
  readonly refetchEveryMs?: number | (() => number);
}

/** What a reading call answers. Its key is `[name, input]`. */
export function useCall<C extends CallName>(
  name: C,
  input: CallInput<C>,
  { enabled = true, staleTimeMs, refetchEveryMs }: CallOptions = {},
): UseQueryResult<CallOutput<C>, ProblemError> {
  const { bridge } = useHost();
  return useQuery<CallOutput<C>, ProblemError>({
    queryKey: [name, input],
    queryFn: () => run(bridge, name, input),
    enabled,
    ...(staleTimeMs === undefined ? {} : { staleTime: staleTimeMs }),
    ...(refetchEveryMs === undefined ? {} : { refetchInterval: refetchEveryMs }),
  });
}

/** A call that changes something; `refreshes` names the calls whose answers it makes old. */
export function useMutationCall<C extends CallName>(
  name: C,
  {
    refreshes = [],
    onDone,
  }: { readonly refreshes?: readonly CallName[]; onDone?: (value: CallOutput<C>) => void } = {},
): UseMutationResult<CallOutput<C>, ProblemError, CallInput<C>> {
  const { bridge } = useHost();
  const client = useQueryClient();
  return useMutation<CallOutput<C>, ProblemError, CallInput<C>>({
    mutationFn: (input) => run(bridge, name, input),
    onSuccess: async (value) => {
      await Promise.all(refreshes.map((key) => client.invalidateQueries({ queryKey: [key] })));
      onDone?.(value);
    },
  });
}

/** Listens to an event of the program while the component is shown. */
export function useBridgeEvent<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): void {
  const { bridge } = useHost();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      bridge.on(event, (payload) => {
        latest.current(payload);
      }),
    [bridge, event],
  );
}
