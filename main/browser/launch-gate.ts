// Lets exactly one browser in: a code that works once becomes a cookie that the page cannot read.
import { randomBytes, timingSafeEqual } from 'node:crypto';

export class LaunchGate {
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #expiryByCode = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A new code, good for one use within `lifetimeMs`. */
  issueCode(lifetimeMs: number): string {
    const code = randomBytes(32).toString('base64url');
    this.#expiryByCode.set(code, this.#now() + lifetimeMs);
    return code;
  }

  /** Uses the code up, whether it was still good or not. */
  redeem(code: string): boolean {
    const expiresAt = this.#expiryByCode.get(code);
    this.#expiryByCode.delete(code);
    return expiresAt !== undefined && this.#now() < expiresAt;
  }

  /** `port` stands in the name because cookies of 127.0.0.1 are shared by all ports: two windows stay apart. */
  setCookie(port: number): string {
    return `${cookieName(port)}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** True when the request's `Cookie` header holds the secret. */
  knows(cookieHeader: string | undefined, port: number): boolean {
    const prefix = `${cookieName(port)}=`;
    const cookies = (cookieHeader ?? '').split(/;\s*/);
    const given = cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length) ?? '';
    const [a, b] = [Buffer.from(given), Buffer.from(this.#secret)];
    return a.length === b.length && timingSafeEqual(a, b);
  }
}

function cookieName(port: number): string {
  return `segel-${port}`;
}
