// Small facts that reach the frame from elsewhere: the certificate a bid screen is using, a package token that came from outside.
import { useEffect, useSyncExternalStore } from 'react';

class Cell<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get = (): T => this.#value;

  set = (value: T): void => {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

const certificate = new Cell<string | null>(null);
const token = new Cell<string | null>(null);

/** The holder of the certificate in use on this screen, for the header; null takes it back when the screen closes. */
export function useCertificateInUse(holder: string | null): void {
  useEffect(() => {
    certificate.set(holder);
    return () => certificate.set(null);
  }, [holder]);
}

export function useShownCertificate(): string | null {
  return useSyncExternalStore(certificate.subscribe, certificate.get);
}

/** A token from a link or the command line: waits here until somebody is logged in. */
export function usePendingToken(): string | null {
  return useSyncExternalStore(token.subscribe, token.get);
}

export function setPendingToken(value: string | null): void {
  token.set(value);
}
