// Lanes in threads and in place find the same digests, and neither waits for ever.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import type { LaneDigests, Workspace } from '../../../crypto/seal/io.ts';
import { createThreadWorkspace } from '../../../main/workers/digest-lanes.ts';

const threads = createThreadWorkspace();
afterAll(() => threads.close());

async function digest(workspace: Workspace, pieces: readonly Uint8Array[], blockBytes: number): Promise<LaneDigests> {
  const [lane] = workspace.lanes;
  lane.begin({ crc32: true, blockBytes });
  for (const [i, piece] of pieces.entries()) {
    const buffer = workspace.inputs[i % workspace.inputs.length] ?? Buffer.alloc(0);
    buffer.set(piece);
    await lane.update(buffer.subarray(0, piece.length));
  }
  return lane.finish();
}

it('lanes agree with each other and with the whole', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 200 }), async (parts, blockBytes) => {
      const whole = Buffer.concat(parts);
      const blocks = Array.from({ length: Math.ceil(whole.length / blockBytes) }, (_, i) =>
        createHash('sha256')
          .update(whole.subarray(0, (i + 1) * blockBytes))
          .digest(),
      );
      const expected = { sha256: createHash('sha256').update(whole).digest(), crc32: crc32(whole), blocks };
      expect(await digest(threads, parts, blockBytes)).toEqual(expected);
      expect(await digest(createInlineWorkspace(), parts, blockBytes)).toEqual(expected);
    }),
  );
});

it('refuses bytes that its thread cannot see', async () => {
  await expect(threads.lanes[0].update(Buffer.alloc(1))).rejects.toThrow('outside the workspace');
});

it('fails whoever waits when the thread ends', async () => {
  const doomed = createThreadWorkspace();
  const [lane] = doomed.lanes;
  lane.begin();
  const waiting = lane.finish();
  const closing = doomed.close();
  await Promise.allSettled([waiting]);
  await closing;
  await expect(lane.finish()).rejects.toThrow('digest thread ended');
});
