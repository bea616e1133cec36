// A package token that came from outside waits until the page listens: the page's first call after its preferences shows that
// its screens are there, and they subscribe before they call.
import type { Door } from './door.ts';
import type { SendEvent } from './host.ts';

export class TokenMail {
  readonly #send: SendEvent;
  #waiting: string | null = null;
  #listening = false;

  constructor(send: SendEvent) {
    this.#send = send;
  }

  /** Delivers now, or when the page listens; of several that wait, the last one. */
  arrived(token: string): void {
    if (this.#listening) this.#send('app.token', { token });
    else this.#waiting = token;
  }

  /** The same door, watched. */
  watch(door: Door): Door {
    return async (name, input, caller) => {
      const answer = await door(name, input, caller);
      if (caller !== null && name !== 'app.preferences') this.#deliver();
      return answer;
    };
  }

  #deliver(): void {
    this.#listening = true;
    const token = this.#waiting;
    this.#waiting = null;
    if (token !== null) this.#send('app.token', { token });
  }
}
