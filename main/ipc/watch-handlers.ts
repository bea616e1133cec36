// Answers `watch.*`.
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function watchHandlers({ watches }: Program): AreaHandlers<'watch'> {
  return {
    'watch.list': async () => ({ bids: [...(await watches.list())] }),
    'watch.load': ({ kdTender }, { signal }) => watches.load(kdTender, signal),
  };
}
