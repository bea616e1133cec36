// What an insider has at hand: an LPSE that says what it likes, its disk and its memory.
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LpseGateway } from '../../app/ports/lpse-gateway.ts';
import type { Station } from '../app/usecases/station.ts';

/** The real LPSE behind answers that its operator has changed. */
export function lyingLpse(honest: LpseGateway, lies: Partial<LpseGateway>): LpseGateway {
  return new Proxy(honest, {
    get(target, name) {
      // Only names of calls are asked for.
      const lie = lies[name as keyof LpseGateway];
      if (lie !== undefined) return lie;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
}

export function deceived(station: Station, lies: Partial<LpseGateway>): Station['needs'] {
  return { ...station.needs, lpse: lyingLpse(station.needs.lpse, lies) };
}

/** The forms in which a text may lie somewhere: as it is, in UTF-16, in hex, in base64 at each of its three places. */
export function formsOf(text: string): readonly Buffer[] {
  const plain = Buffer.from(text);
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), plain])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters depend on the neighbours.
    return Buffer.from(whole.slice(before === 0 ? 0 : before + 1, -2));
  });
  return [plain, Buffer.from(text, 'utf16le'), Buffer.from(plain.toString('hex')), ...base64];
}

/** Texts of which some form stands in the bytes. */
export function foundIn(bytes: Buffer, texts: readonly string[]): string[] {
  return texts.filter((text) => formsOf(text).some((form) => bytes.includes(form)));
}

/** Every file below a folder with the texts that stand in it. */
export function searchFiles(dir: string, texts: readonly string[]): { readonly path: string; readonly text: string }[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => foundIn(readFileSync(path), texts).map((text) => ({ path, text })));
}

const PIECE = 16 << 20;

/** Texts that stand in the writable memory of a process of ours (Linux). */
export function searchMemory(pid: number, texts: readonly string[]): string[] {
  const longest = Math.max(...texts.flatMap((text) => formsOf(text).map(({ length }) => length)));
  const found = new Set<string>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const [from, to] of writableRegions(pid)) {
      for (let at = from; at < to; at += BigInt(PIECE - longest)) {
        const length = Number(to - at < BigInt(PIECE) ? to - at : BigInt(PIECE));
        for (const text of foundIn(readAt(memory, at, length), texts)) found.add(text);
      }
    }
  } finally {
    closeSync(memory);
  }
  return [...found].toSorted();
}

function writableRegions(pid: number): (readonly [from: bigint, to: bigint])[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      return from === undefined || to === undefined ? [] : [[BigInt(`0x${from}`), BigInt(`0x${to}`)] as const];
    });
}

/** What could be read: a page may be gone by now. */
function readAt(file: number, at: bigint, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, length, at));
  } catch {
    return Buffer.alloc(0);
  }
}
