// Saving a whole tender in one file: goes on while other screens are used, so that how far it is, and where it lies now, is known to
// whichever screen of the tender is looked at.
import { useState } from 'react';
import type { CallOutput, EventPayload } from '../../app/contract/contract.ts';
import { useAccount } from '../account.ts';
import { useHost } from '../bridge.ts';
import { run, useBridgeEvent, useMutationCall } from '../query.ts';
import { useLastingAct } from './act-store.ts';

export type DossierProgress = EventPayload<'audit.progress'>;
export type SavedTender = CallOutput<'audit.exportTender'>;

export interface TenderExport {
  readonly busy: boolean;
  /** Null before the first report. */
  readonly progress: DossierProgress | null;
  readonly problem: unknown;
  /** The file that was saved last; null before, and while another is made. */
  readonly saved: SavedTender | null;
  /** Asks where. */
  readonly start: (what: { readonly withSealed: boolean; readonly withDocuments: boolean }) => Promise<void>;
  /** Undefined while the work is stopping. */
  readonly cancel: (() => void) | undefined;
}

/** By account and tender. */
const savedBy = new Map<string, SavedTender>();

export function useTenderExport(kdTender: string): TenderExport {
  const { bridge } = useHost();
  const account = useAccount();
  const key = `audit.exportTender ${account?.userId ?? ''} ${kdTender}`;
  const { busy, problem, attempt } = useLastingAct(key);
  const [progress, setProgress] = useState<DossierProgress | null>(null);
  useBridgeEvent('audit.progress', (told) => {
    if (told.work === 'exporting' && told.kdTender === kdTender) setProgress(told);
  });
  const cancel = useMutationCall('audit.cancelExport');
  return {
    ...{ busy, progress, problem },
    saved: savedBy.get(key) ?? null,
    start: async (what) => {
      savedBy.delete(key);
      setProgress(null);
      await attempt(async () => {
        const target = await run(bridge, 'files.saveAs', { suggestedName: `tender-${kdTender}.zip` });
        if (target === null) return;
        const saved = await run(bridge, 'audit.exportTender', { kdTender, ...what, to: target.handle });
        savedBy.set(key, saved);
      });
    },
    cancel: cancel.isPending ? undefined : () => cancel.mutate({ kdTender }),
  };
}
