// The WitnessStore port: one file of JSON lines per log, only ever appended to, and the heads of every alarm as files of their own, so
// that any C2SP tool can read them.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { WitnessEvidence, WitnessStore } from '../../app/ports/witness-store.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { syncFolder } from './durable-names.ts';
import { makePrivateFolder, readBounded, writePrivateFile } from './private-files.ts';
import { storing } from './storage-faults.ts';

const MAX_BYTES = 256 << 20;
/** `after`: SHA-256 of the head that it continues, null for the first. A record that names another one than the newest counts for nothing. */
const Line = z.strictObject({ note: z.string(), after: z.string().nullable().optional() });
type Line = z.infer<typeof Line>;

export class FileWitnessStore implements WitnessStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async newest(kdLpse: number): Promise<string | null> {
    return (await this.#chain(kdLpse)).at(-1)?.note ?? null;
  }

  async keep(kdLpse: number, head: { readonly note: string; readonly after: string | null }): Promise<boolean> {
    const { note } = head;
    const after = digestOf(head.after);
    await this.#append(this.#file(kdLpse, 'heads'), { note, after });
    // Two processes may have proven two heads against the same one: the file says whose record came first.
    return (await this.#chain(kdLpse)).some((line) => line.note === note && line.after === after);
  }

  /** Heads, each continuing the one before. */
  async #chain(kdLpse: number): Promise<readonly Line[]> {
    const bytes = await readBounded(this.#file(kdLpse, 'heads'), MAX_BYTES);
    const chain: Line[] = [];
    // What follows the last newline was torn by a crash: it was never shown to anybody.
    for (const text of bytes?.toString('utf8').split('\n').slice(0, -1) ?? []) {
      const line = parseLine(text);
      if (line === null) continue;
      if (line.after === undefined || line.after === digestOf(chain.at(-1)?.note ?? null)) chain.push(line);
    }
    return chain;
  }

  async alarm(kdLpse: number, evidence: WitnessEvidence): Promise<readonly string[]> {
    const at = new Date().toISOString();
    await this.#append(this.#file(kdLpse, 'alarms'), { at, ...evidence });
    const { shown, kept } = evidence;
    const folder = await makePrivateFolder(join(this.#folder, 'alarms'));
    const name = `${String(kdLpse)}-${at.replaceAll(/[-:.]/g, '')}`;
    const notes = [...(kept === null ? [] : [['kept', kept] as const]), ['shown', shown] as const];
    const paths: string[] = [];
    for (const [what, note] of notes) {
      const path = join(folder, `${name}-${what}.txt`);
      await writePrivateFile(path, Buffer.from(note, 'utf8'));
      paths.push(path);
    }
    return paths;
  }

  async #append(path: string, value: object): Promise<void> {
    await makePrivateFolder(this.#folder);
    await storing(async () => {
      const file = await open(path, 'a', 0o600);
      try {
        // A torn record before this one is ended, so that it stays a line of its own.
        await file.writeFile(`${(await isTorn(path)) ? '\n' : ''}${JSON.stringify(value)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncFolder(this.#folder);
    });
  }

  #file(kdLpse: number, what: string): string {
    return join(this.#folder, `${String(kdLpse)}.${what}.jsonl`);
  }
}

function digestOf(note: string | null): string | null {
  return note === null ? null : sha256Hex(Buffer.from(note, 'utf8'));
}

function parseLine(text: string): Line | null {
  try {
    return Line.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

async function isTorn(path: string): Promise<boolean> {
  const bytes = await readBounded(path, MAX_BYTES);
  return bytes !== null && bytes.length > 0 && bytes.at(-1) !== 0x0a;
}
