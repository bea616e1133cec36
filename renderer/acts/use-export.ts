// Writing something to a place the user chooses: ask where, write, say where it lies.
import { useState } from 'react';
import type { Bridge } from '../../app/contract/contract.ts';
import { problemOf, useHost } from '../bridge.ts';
import { run } from '../query.ts';

export interface Export {
  readonly busy: boolean;
  readonly problem: unknown;
  /** Where it was written, as the user knows the place; null before. */
  readonly shownAs: string | null;
  readonly start: (suggestedName: string) => Promise<void>;
}

/** @param write - takes the handle of the new file */
export function useExport(write: (bridge: Bridge, to: string) => Promise<{ readonly shownAs: string }>): Export {
  const { bridge } = useHost();
  const [state, setState] = useState<Omit<Export, 'start'>>({ busy: false, problem: null, shownAs: null });
  return {
    ...state,
    start: async (suggestedName) => {
      setState({ busy: true, problem: null, shownAs: null });
      try {
        const target = await run(bridge, 'files.saveAs', { suggestedName });
        const written = target === null ? null : await write(bridge, target.handle);
        setState({ busy: false, problem: null, shownAs: written?.shownAs ?? null });
      } catch (error) {
        setState({ busy: false, problem: problemOf(error), shownAs: null });
      }
    },
  };
}
