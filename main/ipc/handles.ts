// Opaque, expiring handles: the window speaks of files and identities without ever seeing a path or a key.
import { randomBytes } from 'node:crypto';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { Caller } from './door.ts';

interface Held<T> {
  readonly windowId: string;
  readonly value: T;
  expiresAt: number;
}

/** Handles of one kind. Each belongs to one window and dies after `lifetimeMs` without use. */
export class Handles<T> {
  readonly #held = new Map<string, Held<T>>();
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor({ lifetimeMs, now = Date.now }: { readonly lifetimeMs: number; readonly now?: () => number }) {
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  /** A new handle for `value`, good in the caller's window only. */
  issue(value: T, { windowId }: Caller): string {
    this.#forgetExpired();
    const handle = randomBytes(16).toString('base64url');
    this.#held.set(handle, { windowId, value, expiresAt: this.#now() + this.#lifetimeMs });
    return handle;
  }

  /** @throws ipc/handle-unknown when it was never given to this window, or has expired */
  resolve(handle: string, { windowId }: Caller): T {
    this.#forgetExpired();
    const held = this.#held.get(handle);
    if (held?.windowId !== windowId) throw new CodedError('ipc/handle-unknown');
    held.expiresAt = this.#now() + this.#lifetimeMs;
    return held.value;
  }

  #forgetExpired(): void {
    const now = this.#now();
    for (const [handle, { expiresAt }] of this.#held) if (expiresAt <= now) this.#held.delete(handle);
  }
}
