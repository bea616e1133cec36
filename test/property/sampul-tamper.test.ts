// Any changed, cut, repeated or swapped byte or entry is refused: by the check that needs no key, and by opening, which leaves nothing.
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { CryptoError } from '../../crypto/errors.ts';
import { bytesSource } from '../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../crypto/seal/container-reader.ts';
import { OpenFailure } from '../../crypto/seal/open-failure.ts';
import {
  createTender,
  document,
  openBid,
  releaseHeaders,
  sealBid,
  sealJob,
  verifyBid,
  type SealedBid,
  type Tender,
} from '../crypto/seal/sealed-bid.ts';
import { pack } from '../vectors/sampul/hand-made.ts';

let tender: Tender;
let sealed: SealedBid;
let twin: SealedBid;
let headers: Map<string, Buffer>;
let entries: [string, Buffer][];

beforeAll(async () => {
  tender = await createTender(['ec-p256']);
  const documents = [randomBytes(2000), randomBytes(2000), Buffer.alloc(0)];
  const job = sealJob(
    tender,
    documents.map((bytes, i) => document(`${String(i)}.pdf`, bytes)),
  );
  [sealed, twin] = [await sealBid(job), await sealBid(job)];
  headers = await releaseHeaders(tender, bytesSource(sealed.bytes));
  entries = await unpack(sealed.bytes);
});

async function unpack(bytes: Buffer): Promise<[string, Buffer][]> {
  const source = bytesSource(bytes);
  const { entries: found } = await readContainer(source);
  return Promise.all(
    found.map(async (entry): Promise<[string, Buffer]> => [entry.name, await readPart(source, entry)]),
  );
}

/** Refused without a key, and at opening with a receipt and without one, leaving no file. */
async function requireRefused(changed: Buffer): Promise<void> {
  await expect(verifyBid(tender, changed)).rejects.toBeInstanceOf(CryptoError);
  for (const receipted of [{ receipted: sealed }, {}]) {
    const { folder, result } = await openBid(tender, changed, { ...receipted, releasedHeaders: headers });
    await expect(result).rejects.toBeInstanceOf(OpenFailure);
    expect(folder.started).toBe(0);
  }
}

describe('a sealed envelope', () => {
  it('is refused with any bit flipped', async () => {
    const place = fc.record({ at: fc.nat(sealed.bytes.length - 1), bit: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(place, async ({ at, bit }) => {
        const changed = Buffer.from(sealed.bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await requireRefused(changed);
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  it('is refused cut, grown, or with a run left out or repeated', async () => {
    const run = fc.record({
      from: fc.nat(sealed.bytes.length - 1),
      length: fc.integer({ min: 1, max: 5000 }),
      repeat: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(run, async ({ from, length, repeat }) => {
        const { bytes } = sealed;
        const piece = bytes.subarray(from, from + length);
        const changed = repeat
          ? Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from)])
          : Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
        await requireRefused(changed);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('is refused with any two entries swapped, in a well-formed file', async () => {
    const last = entries.length - 1;
    const different = (a: number, b: number) => entries[a]?.[1].equals(entries[b]?.[1] ?? Buffer.alloc(0)) === false;
    const pair = fc.tuple(fc.nat(last), fc.nat(last)).filter(([a, b]) => different(a, b));
    await fc.assert(
      fc.asyncProperty(pair, async ([a, b]) => {
        const changed = entries.map(([name, bytes], i): [string, Buffer] => {
          const from = i === a ? b : i === b ? a : i;
          return [name, entries[from]?.[1] ?? bytes];
        });
        await requireRefused(await pack(changed));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('is refused with any entry of another bid for the same tender', async () => {
    const others = await unpack(twin.bytes);
    for (const [i, [name, bytes]] of others.entries()) {
      if (bytes.equals(entries[i]?.[1] ?? Buffer.alloc(0))) continue;
      await requireRefused(await pack(entries.map((entry, at) => (at === i ? [name, bytes] : entry))));
    }
  });

  it('is refused under the manifest and signature of another bid', async () => {
    const others = new Map(await unpack(twin.bytes));
    const changed = entries.map(([name, bytes]): [string, Buffer] => [
      name,
      name.startsWith('manifest') ? (others.get(name) ?? bytes) : bytes,
    ]);
    await requireRefused(await pack(changed));
  });
});
