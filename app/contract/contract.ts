// The whole contract between window and program. A test holds that each name has schema, handler, both transports and a caller.
import type { z } from 'zod';
import { APP_CALLS, APP_EVENTS, FILES_CALLS } from './app.ts';
import { COMMITTEE_CALLS } from './committee.ts';
import { OPENINGS_CALLS, OPENINGS_EVENTS } from './openings.ts';
import { MINUTES_CALLS } from './minutes.ts';
import { REFERRALS_CALLS, REFERRALS_EVENTS } from './referrals.ts';
import { AUDIT_CALLS, AUDIT_EVENTS } from './audit.ts';
import { WATCH_CALLS, WATCH_EVENTS } from './watch.ts';
import { BIDS_CALLS, BIDS_EVENTS } from './bids.ts';
import type { CallDefinition } from './call.ts';
import type { Area, CALLS, CallName, EventName } from './channels.ts';
import { LPSE_CALLS, LPSE_EVENTS } from './lpse.ts';
import { PACKAGES_CALLS, PACKAGES_EVENTS } from './packages.ts';
import { ACTIVITY_CALLS, IDENTITIES_CALLS, RECEIPTS_CALLS } from './records.ts';
import type { Result } from './result.ts';
import { SESSION_CALLS } from './session.ts';

export const CONTRACT = {
  ...APP_CALLS,
  ...FILES_CALLS,
  ...LPSE_CALLS,
  ...SESSION_CALLS,
  ...PACKAGES_CALLS,
  ...BIDS_CALLS,
  ...RECEIPTS_CALLS,
  ...IDENTITIES_CALLS,
  ...ACTIVITY_CALLS,
  ...COMMITTEE_CALLS,
  ...OPENINGS_CALLS,
  ...MINUTES_CALLS,
  ...REFERRALS_CALLS,
  ...AUDIT_CALLS,
  ...WATCH_CALLS,
} as const satisfies Readonly<Record<CallName, CallDefinition>>;

export const EVENT_CONTRACT = {
  ...APP_EVENTS,
  ...LPSE_EVENTS,
  ...PACKAGES_EVENTS,
  ...BIDS_EVENTS,
  ...OPENINGS_EVENTS,
  ...WATCH_EVENTS,
  ...REFERRALS_EVENTS,
  ...AUDIT_EVENTS,
} as const satisfies Readonly<Record<EventName, z.ZodType>>;

export type CallInput<C extends CallName> = z.infer<(typeof CONTRACT)[C]['input']>;
export type CallOutput<C extends CallName> = z.infer<(typeof CONTRACT)[C]['output']>;
export type EventPayload<E extends EventName> = z.infer<(typeof EVENT_CONTRACT)[E]>;

type Named<A extends Area, N extends string> = Extract<CallName, `${A}.${N}`>;
type CallFunction<C extends CallName> =
  null extends CallInput<C>
    ? () => Promise<Result<CallOutput<C>>>
    : (input: CallInput<C>) => Promise<Result<CallOutput<C>>>;

/** The one object the window knows: `window.segel.<area>.<call>(input)` and `window.segel.on(event, listener)`. */
export type Bridge = {
  readonly [A in Area]: { readonly [N in (typeof CALLS)[A][number]]: CallFunction<Named<A, N>> };
} & {
  /** Returns the function that ends the subscription. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
};
