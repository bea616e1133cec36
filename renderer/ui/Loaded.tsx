// The three faces of an answer: not yet here, a problem, or here.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import type { ProblemError } from '../bridge.ts';
import { ProblemNotice } from './ProblemNotice.tsx';
import { Skeleton } from './Skeleton.tsx';

export interface LoadedProps<T> {
  readonly query: UseQueryResult<T, ProblemError>;
  readonly children: (data: T) => ReactNode;
  readonly lines?: number;
}

/** Data stays on screen when a later refresh fails; the problem then stands above it. */
export function Loaded<T>({ query, children, lines = 3 }: LoadedProps<T>): ReactElement {
  const { data, error, isPending, refetch } = query;
  return (
    <>
      {error !== null && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data !== undefined ? children(data) : isPending && <Skeleton lines={lines} />}
    </>
  );
}
