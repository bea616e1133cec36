// This computer's time. Deadlines are judged by the LPSE's clock (domain/server-time.ts), never by this one alone.
import type { CallOptions } from './call-options.ts';

export interface Clock {
  now(): Date;
  /** Milliseconds on a clock that never jumps; only differences mean something. */
  monotonicMs(): number;
  wait(ms: number, options?: CallOptions): Promise<void>;
}
