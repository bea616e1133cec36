// The LPSE's clock as seen from here. Deadlines are the server's; we show how well we know its time and never refuse on ours.

export interface ServerOffset {
  /** Server time minus this computer's time. */
  readonly offsetMs: number;
  /** Half the round trip: the true offset lies within `offsetMs` plus or minus this. */
  readonly uncertaintyMs: number;
  /** This computer's time of the measurement, RFC 3339. */
  readonly measuredAt: string;
}

/** Over this difference the user is warned (app/protocol/SPEC.md 1). */
export const WORRYING_OFFSET_MS = 30_000;
/** A measurement this old is worth less than a new one, however exact it was. */
const STALE_AFTER_MS = 10 * 60_000;

/**
 * Cristian's estimate: the answer was made somewhere between sending and receiving.
 * @param roundTripMs - from a clock that does not jump
 */
export function measureOffset(measurement: {
  readonly serverTime: Date;
  readonly receivedAt: Date;
  readonly roundTripMs: number;
}): ServerOffset {
  const { serverTime, receivedAt, roundTripMs } = measurement;
  const half = Math.max(0, roundTripMs) / 2;
  return {
    offsetMs: Math.round(serverTime.getTime() - (receivedAt.getTime() - half)),
    uncertaintyMs: Math.ceil(half),
    measuredAt: receivedAt.toISOString(),
  };
}

/** The more exact of two, unless it is stale. */
export function betterOffset(known: ServerOffset | null, measured: ServerOffset): ServerOffset {
  if (known === null) return measured;
  const ageMs = Date.parse(measured.measuredAt) - Date.parse(known.measuredAt);
  const stale = ageMs > STALE_AFTER_MS || ageMs < 0;
  const contradicts =
    Math.abs(known.offsetMs - measured.offsetMs) > known.uncertaintyMs + measured.uncertaintyMs + 1000;
  return stale || contradicts || measured.uncertaintyMs <= known.uncertaintyMs ? measured : known;
}

export function serverNow(now: Date, offset: ServerOffset): Date {
  return new Date(now.getTime() + offset.offsetMs);
}

/** True when this computer's clock is certainly wrong by more than 30 s. */
export function isWorrying({ offsetMs, uncertaintyMs }: ServerOffset): boolean {
  return Math.abs(offsetMs) - uncertaintyMs > WORRYING_OFFSET_MS;
}

/** Whether a server-side moment has come, as far as we can know. */
export function hasPassed(moment: Date, now: Date, offset: ServerOffset): 'yes' | 'no' | 'uncertain' {
  const leftMs = moment.getTime() - serverNow(now, offset).getTime();
  if (leftMs > offset.uncertaintyMs) return 'no';
  return leftMs < -offset.uncertaintyMs ? 'yes' : 'uncertain';
}
