// Property: whatever strangers call themselves and their files, the folder of an opening is one plain tree of safe, short, different
// names, the same every time, and nothing in it is ever written over.
import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bidLevels } from '../../app/usecases/opening-folder.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { foldName, isSafeName, toSafeNames } from '../../crypto/seal/document-name.ts';
import { OPENED_NAME_BYTES, OpenedFiles } from '../../main/adapters/opened-files.ts';

const nasty = fc.constantFrom(
  ...[
    '..',
    '.',
    '',
    'CON',
    'nul.pdf',
    'a/b',
    'a\\b',
    '\u202egpj.exe',
    'x'.repeat(300),
    'é'.repeat(200),
    'e\u0301',
    'A',
    'a',
    ' a ',
    '~2',
  ],
);
const name = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 40 }));

describe('the folder of an opening', () => {
  it('has three safe, short levels above the slots, different for every bidder', () => {
    fc.assert(
      fc.property(name, fc.array(name, { minLength: 1, maxLength: 120 }), (namaPaket, bidders) => {
        const bids = bidders.map((bidderName, i) => ({ n: i + 1, bidderId: `b${String(i)}`, bidderName, npwp: '' }));
        const room = {
          answer: { kdTender: '10092474000', envelopeId: 'satu' as const },
          policy: { namaPaket, versiTender: (bidders.length % 3) + 1 },
        };
        const byBidder = new Map(bids.map((bid) => [bid.bidderId, bid]));
        const levels = bids.map((bid) => bidLevels(room, bid, byBidder));
        for (const one of levels) {
          expect(one.every(isSafeName)).toBe(true);
          expect(Buffer.byteLength(one.join('/'))).toBeLessThanOrEqual(48 + 40 + 6 + 2);
        }
        expect(new Set(levels.map((one) => foldName(one.join('/')))).size).toBe(bids.length);
        expect(bids.map((bid) => bidLevels(room, bid, byBidder))).toEqual(levels);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every name within its bytes and apart from the others', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 60 }), fc.integer({ min: 32, max: 255 }), (names, maxBytes) => {
        const safe = toSafeNames(names, maxBytes);
        expect(safe.every((one) => isSafeName(one) && Buffer.byteLength(one) <= maxBytes)).toBe(true);
        expect(new Set(safe.map(foldName)).size).toBe(names.length);
        expect(toSafeNames(names, maxBytes)).toEqual(safe);
      }),
    );
  });

  it('takes any documents twice over and changes nothing that is there', async () => {
    const content = fc.uint8Array({ maxLength: 50 });
    const documents = fc.array(fc.record({ name, slot: fc.oneof(nasty, name), content }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(documents, async (given) => {
        const folder = mkdtempSync(join(tmpdir(), 'segel-tree-'));
        try {
          const write = async (change: number) => {
            const files = new OpenedFiles(folder);
            const names = toSafeNames(
              given.map((one) => one.name),
              OPENED_NAME_BYTES,
            );
            const paths: string[] = [];
            for (const [i, { slot, content: bytes }] of given.entries()) {
              const body = Buffer.concat([bytes, Buffer.alloc(change, 1)]);
              const document = {
                name: '',
                originalName: '',
                slot,
                mediaType: '',
                size: body.length,
                sha256: sha256Hex(body),
                objects: [],
              };
              const sink = await files.createSink(names[i] ?? '', document);
              await sink.write(body);
              await sink.commit();
              paths.push(files.pathOf(document) ?? '');
              expect(readFileSync(paths.at(-1) ?? '').equals(body)).toBe(true);
            }
            return paths;
          };
          const first = await write(0);
          expect(new Set(first).size).toBe(given.length);
          const count = readdirSync(folder, { recursive: true }).length;
          expect(await write(0)).toEqual(first);
          expect(readdirSync(folder, { recursive: true })).toHaveLength(count);
          const changed = await write(1);
          expect(changed.some((path) => first.includes(path))).toBe(false);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 25 },
    );
  });
});
