// Answers `activity.*`: the journal of the account in use, with the word whether its chain still holds.
import { basename } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { JournalEntry } from '../../app/ports/journal.ts';
import { requireUnbroken } from '../../app/policy/journal-chain.ts';
import { toLines } from '../../app/usecases/export-journal.ts';
import { writePrivateFile } from '../adapters/private-files.ts';
import type { AreaHandlers } from './area.ts';
import { toFacts } from './bid-view.ts';
import type { Program } from './program.ts';

export function activityHandlers(program: Program): AreaHandlers<'activity'> {
  return {
    'activity.list': async ({ kdTender }) => {
      const all = await (await program.profile()).journal.entries();
      const wanted = kdTender === null ? all : all.filter((entry) => entry.kdTender === kdTender);
      return {
        entries: wanted.map(({ sequence, time, event, bidId, facts, kdTender: about }) => ({
          ...{ sequence, time, event, bidId, kdTender: about, facts: toFacts(facts) },
        })),
        // The chain is one for all tenders: an entry that was taken out shows only in the whole.
        unbroken: isUnbroken(all),
      };
    },

    'activity.export': async ({ to }, caller) => {
      const target = program.files.resolve(to, caller).path;
      await writePrivateFile(target, toLines(await (await program.profile()).journal.entries()));
      return { shownAs: basename(target) };
    },
  };
}

function isUnbroken(entries: readonly JournalEntry[]): boolean {
  try {
    requireUnbroken(entries);
    return true;
  } catch (error) {
    if (error instanceof CodedError) return false;
    throw error;
  }
}
