// The LPSE's clock. In test mode it starts in the past and can be moved forward, never back and never past real time,
// so that certificates, CRLs and openssl agree at wall time. Sessions, rate limits and TOTP use real time.
import { CodedError } from '../../app/errors/coded-error.ts';

export interface Clock {
  /** Server time: deadlines, receipts, log leaves, timestamps. */
  now(): Date;
  /** Time of the machine: sessions, rate limits, TOTP, mail links. */
  real(): Date;
}

export interface MovableClock extends Clock {
  readonly movable: boolean;
  /** How far server time lies behind real time, in ms, never negative. */
  readonly behindMs: number;
  /**
   * @throws access/forbidden outside test mode
   * @throws clock/backwards when `instant` is earlier than now
   * @throws clock/beyond-real-time when `instant` is later than real time
   */
  advanceTo(instant: Date): void;
}

export interface ClockOptions {
  readonly movable: boolean;
  readonly start: Date;
  /** Called with the new distance after every move, before it takes effect. */
  readonly remember?: (behindMs: number) => void;
  readonly real?: () => Date;
}

export const DEFAULT_START_BEHIND_MS = 2 * 24 * 3_600_000;

/** @throws clock/beyond-real-time when the start lies in the future */
export function createClock(options: ClockOptions): MovableClock {
  const real = options.real ?? (() => new Date());
  let behindMs = options.movable ? real().getTime() - options.start.getTime() : 0;
  if (behindMs < 0) throw new CodedError('clock/beyond-real-time');
  const now = (): Date => new Date(real().getTime() - behindMs);
  return {
    movable: options.movable,
    get behindMs() {
      return behindMs;
    },
    now,
    real,
    advanceTo(instant) {
      if (!options.movable) throw new CodedError('access/forbidden');
      const next = real().getTime() - instant.getTime();
      if (next > behindMs) throw new CodedError('clock/backwards', { serverTime: now().toISOString() });
      if (next < 0) throw new CodedError('clock/beyond-real-time', { realTime: real().toISOString() });
      options.remember?.(next);
      behindMs = next;
    },
  };
}
