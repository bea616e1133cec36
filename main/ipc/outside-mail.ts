// What came from outside of the window, a package token or a sealed file that was opened, waits until the page listens: the page's
// first call after its preferences shows that its screens are there, and they subscribe before they call.
import { basename } from 'node:path';
import type { Caller, Door } from './door.ts';
import type { FileHandles, SendEvent } from './host.ts';

type Delivery = (caller: Caller) => void;

export class OutsideMail {
  readonly #send: SendEvent;
  readonly #files: FileHandles;
  /** Of several of one kind that wait, the last one. */
  readonly #waiting = new Map<'token' | 'sealedFile', Delivery>();
  /** The window that listens; null before its first call. */
  #listener: Caller | null = null;

  constructor(send: SendEvent, files: FileHandles) {
    this.#send = send;
    this.#files = files;
  }

  /** A package token by link or command line. */
  token(token: string): void {
    this.#arrived('token', () => this.#send('app.token', { token }));
  }

  /** A sealed file that was opened: double click, command line, second start. The window gets a handle, no path. */
  sealedFile(path: string): void {
    this.#arrived('sealedFile', (caller) =>
      this.#send('app.sealedFile', { handle: this.#files.issue({ path }, caller), name: basename(path) }),
    );
  }

  /** The same door, watched. */
  watch(door: Door): Door {
    return async (name, input, caller) => {
      const answer = await door(name, input, caller);
      if (caller !== null && name !== 'app.preferences') this.#listens(caller);
      return answer;
    };
  }

  #arrived(kind: 'token' | 'sealedFile', deliver: Delivery): void {
    if (this.#listener === null) this.#waiting.set(kind, deliver);
    else deliver(this.#listener);
  }

  #listens(caller: Caller): void {
    this.#listener = caller;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const deliver of waiting) deliver(caller);
  }
}
