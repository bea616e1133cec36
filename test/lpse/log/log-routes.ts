// GET /log/checkpoint, proofs and entries (app/protocol/SPEC.md 6), public.
import { z } from 'zod';
import { ConsistencyAnswer, EntriesAnswer, InclusionAnswer } from '../../../app/protocol/log.ts';
import type { TransparencyLog } from '../context.ts';
import { publicRoute, type LpseModule } from '../http.ts';

const MAX_ENTRIES = 1000;
const Count = z.coerce.number().int().nonnegative();

export function logModule(log: TransparencyLog): LpseModule {
  return {
    routes: [
      publicRoute(
        { method: 'GET', path: '/log/checkpoint', summary: 'Signed checkpoint', answer: 'text/plain; charset=utf-8' },
        () => log.checkpoint(),
      ),
      publicRoute(
        {
          method: 'GET',
          path: '/log/proof/inclusion',
          summary: 'Inclusion proof of one leaf',
          query: z.strictObject({ index: Count, size: Count }),
          answer: InclusionAnswer,
        },
        ({ query: { index, size } }) => ({ index, size, proof: log.inclusionProof(index, size) }),
      ),
      publicRoute(
        {
          method: 'GET',
          path: '/log/proof/consistency',
          summary: 'Consistency proof of two trees',
          query: z.strictObject({ from: Count, to: Count }),
          answer: ConsistencyAnswer,
        },
        ({ query: { from, to } }) => ({ from, to, proof: log.consistencyProof(from, to) }),
      ),
      publicRoute(
        {
          method: 'GET',
          path: '/log/entries',
          summary: 'Leaves, at most 1000',
          query: z.strictObject({ start: Count, end: Count }),
          answer: EntriesAnswer,
        },
        ({ query: { start, end } }) => ({
          start,
          entries: log.entries(start, Math.min(end, start + MAX_ENTRIES)).map((leaf) => leaf.toString('base64')),
        }),
      ),
    ],
  };
}
