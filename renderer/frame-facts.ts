// Small facts that reach the frame from elsewhere: the certificate a bid screen is using, a token or file that came from outside.
import { useEffect, useSyncExternalStore } from 'react';

/** A file that was opened with the program: a handle and what its person calls it. */
export interface OpenedFile {
  readonly handle: string;
  readonly name: string;
}

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
const sealedFile = new Cell<OpenedFile | null>(null);

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

/** A sealed file that was opened from outside: waits here until it was imported or put aside. */
export function useOpenedFile(): OpenedFile | null {
  return useSyncExternalStore(sealedFile.subscribe, sealedFile.get);
}

export function setOpenedFile(value: OpenedFile | null): void {
  sealedFile.set(value);
}
