// The log part of a receipt: the leaf's place, its body with the salt, and the proof under a signed checkpoint.
import type { TransparencyLog } from '../context.ts';

export function logPart<B>(log: TransparencyLog, index: number, body: B) {
  const size = log.size;
  return {
    origin: log.origin,
    index,
    body,
    checkpoint: log.checkpoint(size),
    inclusionProof: log.inclusionProof(index, size),
  };
}
