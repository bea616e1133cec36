// Keeping secrets short-lived. JavaScript gives no promise that a value was never copied by the engine:
// we overwrite every buffer that we own, never turn one into a string, and say so in crypto/README.md.

/** Overwrites bytes with zeros. */
export function wipe(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0);
}

/** Runs `use` and wipes `bytes` afterwards, whatever happens. */
export async function withWiped<B extends Uint8Array, T>(bytes: B, use: (bytes: B) => T | Promise<T>): Promise<T> {
  try {
    return await use(bytes);
  } finally {
    wipe(bytes);
  }
}

/** A passphrase or key that prints, logs and serialises as `[secret]`. The owner calls `wipe`. */
export class Secret {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes over `bytes`; the caller must not keep them. */
  static take(bytes: Buffer): Secret {
    return new Secret(bytes);
  }

  /** UTF-8 bytes of typed text. The string itself cannot be wiped. */
  static fromText(text: string): Secret {
    return new Secret(Buffer.from(text, 'utf8'));
  }

  /** The live bytes; valid until `wipe`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  wipe(): void {
    wipe(this.#bytes);
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
