// The demo's readable account: numbered steps, what was done, how long it took. No secrets are printed.
const RULE = '-'.repeat(78);

export class Account {
  #step = 0;
  readonly #startedAt = performance.now();

  /** Begins a step with its title in Indonesian and English. */
  step(id: string, en: string): void {
    this.#step++;
    console.log(`\n${RULE}\n${this.#step}. ${id}\n   ${en}`);
  }

  /** One fact; an indented one belongs to the fact before it. */
  say(text: string): void {
    console.log(text.startsWith(' ') ? `   ${text}` : `   - ${text}`);
  }

  end(text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1);
    console.log(`\n${RULE}\n${text} (${seconds} s)`);
  }
}

/** `123.456.789 bytes (117,7 MiB)` as Indonesian readers write it. */
export function inBytes(count: number): string {
  const mebi = (count / 2 ** 20).toLocaleString('id-ID', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${count.toLocaleString('id-ID')} byte (${mebi} MiB)`;
}

export function speed(bytes: number, milliseconds: number): string {
  return `${Math.round(bytes / 2 ** 20 / (milliseconds / 1000))} MiB/s`;
}
