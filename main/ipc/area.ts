// The shape of one area's handlers: exactly the calls of that area.
import type { Area, CallName, CALLS } from '../../app/contract/channels.ts';
import type { Handler } from './door.ts';

type CallOf<A extends Area> = Extract<CallName, `${A}.${(typeof CALLS)[A][number]}`>;

export type AreaHandlers<A extends Area> = { readonly [C in CallOf<A>]: Handler<C> };
