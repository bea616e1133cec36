// The loop under every digest of a file: all bytes in order, only those of the run, and an end when somebody says stop.
import { open, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { digestBytes, handleSource, TO_THE_END } from '../../../main/adapters/digest-bytes.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const bytes = randomBytes(2_500_000);

async function withFile<T>(use: (source: ReturnType<typeof handleSource>) => Promise<T>): Promise<T> {
  await writeFile(at('a'), bytes);
  const file = await open(at('a'), 'r');
  try {
    return await use(handleSource(file));
  } finally {
    await file.close();
  }
}

describe('digesting a run of bytes', () => {
  it('hands every byte on in order, and tells the digest and how far it is', async () => {
    const passed: Buffer[] = [];
    const told: number[] = [];
    const take = (part: Uint8Array) => void passed.push(Buffer.from(part));
    const found = await withFile((source) => digestBytes(source, TO_THE_END, { take, onBytes: (n) => told.push(n) }));
    expect(found).toEqual({ sha256: sha256Hex(bytes), sizeBytes: bytes.length });
    expect(Buffer.compare(Buffer.concat(passed), bytes)).toBe(0);
    expect(told).toEqual([1 << 20, 2 << 20, bytes.length]);
  });

  it('reads no byte before or behind the run', async () => {
    const run = { position: 1_000_001, sizeBytes: 1_200_000 };
    const found = await withFile((source) => digestBytes(source, run));
    expect(found).toEqual({ sha256: sha256Hex(bytes.subarray(1_000_001, 2_200_001)), sizeBytes: 1_200_000 });
    expect(await withFile((source) => digestBytes(source, { position: 7, sizeBytes: 0 }))).toEqual({
      ...{ sha256: sha256Hex(), sizeBytes: 0 },
    });
  });

  it('says how short a run was', async () => {
    const run = { position: bytes.length - 10, sizeBytes: 11 };
    expect((await withFile((source) => digestBytes(source, run))).sizeBytes).toBe(10);
  });

  it('stops between two reads', async () => {
    const stop = new AbortController();
    let passed = 0;
    const take = (part: Uint8Array) => {
      passed += part.length;
      stop.abort();
    };
    const act = withFile((source) => digestBytes(source, TO_THE_END, { signal: stop.signal, take }));
    await expect(act).rejects.toMatchObject({ name: 'AbortError' });
    expect(passed).toBe(1 << 20);
  });
});
