// A byte source made of runs of another one: a sealed file that lies inside a dossier, perhaps in parts.
import type { ByteRun, ByteSource } from './io.ts';

export function runsSource(source: ByteSource, runs: readonly ByteRun[]): ByteSource {
  return {
    sizeBytes: runs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    async readInto(target, position) {
      let filled = 0;
      let start = 0;
      for (const run of runs) {
        const skip = Math.max(0, position + filled - start);
        const wanted = Math.min(target.length - filled, run.sizeBytes - skip);
        start += run.sizeBytes;
        if (wanted <= 0) continue;
        const read = await source.readInto(target.subarray(filled, filled + wanted), run.position + skip);
        filled += read;
        if (read < wanted || filled === target.length) break;
      }
      return filled;
    },
  };
}
