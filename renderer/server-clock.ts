// The LPSE's time on the screen: a measurement carried forward by a clock that does not jump. Moving this computer's clock
// moves no countdown; after sleep, where the steady clock may have stood still, the later of two estimates counts.
import { useEffect, useSyncExternalStore } from 'react';
import type { Connection } from '../app/contract/lpse.ts';
import type { Zone } from '../app/domain/deadline.ts';

/** Where time comes from; replaced in tests. */
export interface TimeSource {
  wall(): number;
  steady(): number;
}

const SYSTEM: TimeSource = { wall: () => Date.now(), steady: () => performance.now() };
/** Wall and steady clock that drift apart by this much tell of sleep or of somebody setting the clock. */
const DISAGREEMENT_MS = 2_000;

interface Anchor {
  readonly serverMs: number;
  readonly wallMs: number;
  readonly steadyMs: number;
}

export class ServerClock {
  readonly #time: TimeSource;
  readonly #listeners = new Set<() => void>();
  #anchor: Anchor | null = null;
  #connection: Connection | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #second = 0;

  constructor(time: TimeSource = SYSTEM) {
    this.#time = time;
  }

  /** A new measurement; null while the LPSE cannot be reached: the last one then goes on counting. */
  measured(connection: Connection | null): void {
    this.#connection = connection;
    if (connection !== null) {
      const wallMs = this.#time.wall();
      this.#anchor = { serverMs: wallMs + connection.offsetMs, wallMs, steadyMs: this.#time.steady() };
    }
    this.#tell();
  }

  /** Forgets the LPSE: another one was chosen. */
  reset(): void {
    this.#anchor = null;
    this.measured(null);
  }

  /** The server's time when it last answered, in ms; null before the first measurement. */
  get lastAnswerMs(): number | null {
    return this.#anchor?.serverMs ?? null;
  }

  get online(): boolean {
    return this.#connection !== null;
  }

  /** The server's time in ms; null before the first measurement. */
  now(): number | null {
    if (this.#anchor === null) return null;
    const { serverMs, wallMs, steadyMs } = this.#anchor;
    const bySteady = serverMs + (this.#time.steady() - steadyMs);
    const byWall = serverMs + (this.#time.wall() - wallMs);
    return this.#disagree(bySteady, byWall) ? Math.max(bySteady, byWall) : bySteady;
  }

  /** True when a new measurement is needed before the time can be believed. */
  get doubtful(): boolean {
    if (this.#anchor === null) return false;
    const { wallMs, steadyMs } = this.#anchor;
    return this.#disagree(this.#time.steady() - steadyMs, this.#time.wall() - wallMs);
  }

  /** Tells the listener once a second, and at once after a measurement. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => {
      this.#tell();
    }, 1000);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  /** Changes once a second: a snapshot for `useSyncExternalStore`. */
  second = (): number => this.#second;

  #tell(): void {
    const now = this.now();
    this.#second = now === null ? 0 : Math.floor(now / 1000) + (this.online ? 0 : 0.5);
    for (const listener of this.#listeners) listener();
  }

  #disagree(a: number, b: number): boolean {
    return Math.abs(a - b) > DISAGREEMENT_MS;
  }
}

/** The one clock of the window. */
export const serverClock = new ServerClock();

export interface ServerTime {
  /** Whole seconds of the server's time in ms; null before the first measurement. */
  readonly nowMs: number | null;
  readonly online: boolean;
}

/** Re-renders once a second: use it in small leaves only. */
export function useServerTime(): ServerTime {
  const second = useSyncExternalStore(serverClock.subscribe, serverClock.second);
  return { nowMs: second === 0 ? null : Math.floor(second) * 1000, online: serverClock.online };
}

/** Whole minutes of the server's time in ms, of this computer's before the first measurement: for lists that sort by it. */
export function useServerMinute(): number {
  return useSyncExternalStore(serverClock.subscribe, () => {
    const now = serverClock.now() ?? Date.now();
    return now - (now % 60_000);
  });
}

/** Whether the server's time has come to `instant`; re-renders only when that changes. False while the time is unknown. */
export function useIsPast(instant: string | null): boolean {
  return useSyncExternalStore(serverClock.subscribe, () => {
    const now = serverClock.now();
    return instant !== null && now !== null && now >= Date.parse(instant);
  });
}

/** Calls `measure` when sleep or a set clock made the time doubtful. */
export function useRemeasure(measure: () => void): void {
  useEffect(
    () =>
      serverClock.subscribe(() => {
        if (serverClock.doubtful) measure();
      }),
    [measure],
  );
}

const BROWSER_ZONES: Readonly<Record<number, Zone>> = { [-420]: 'WIB', [-480]: 'WITA', [-540]: 'WIT' };

/** This computer's zone by its Indonesian name; null abroad. */
export function localZone(at: Date): Zone | null {
  return BROWSER_ZONES[at.getTimezoneOffset()] ?? null;
}
