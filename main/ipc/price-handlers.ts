// Answers the part of `bids.*` about the price schedule.
import { basename, join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import {
  loadPriceTable,
  readPriceFile,
  removePriceTable,
  savePriceTable,
  writePriceFile,
} from '../../app/usecases/price-schedule.ts';
import { writePrivateFile } from '../adapters/private-files.ts';
import { xlsxFiles } from '../adapters/xlsx-files.ts';
import { RECEIVED } from './account-in-use.ts';
import type { AreaHandlers } from './area.ts';
import { packageOf, requireIdleDraft, requireOwnBid, viewOf } from './bid-access.ts';
import type { Program } from './program.ts';

type PriceCalls =
  'bids.loadSchedule' | 'bids.saveSchedule' | 'bids.removeSchedule' | 'bids.importSchedule' | 'bids.exportSchedule';

export function priceHandlers(program: Program): Pick<AreaHandlers<'bids'>, PriceCalls> {
  const { files, installation } = program;
  const own = async () => ({ ...(await program.offline()), spreadsheets: xlsxFiles });

  return {
    'bids.loadSchedule': async ({ bidId }) => ({
      table: await loadPriceTable(await program.profile(), { bidId }),
    }),

    'bids.saveSchedule': async ({ bidId, table }, { signal }) => {
      const { kdTender, envelopeId } = await requireIdleDraft(program, bidId);
      const { sampul, limits } = await packageOf(program, kdTender, signal);
      const envelope = sampul.find((one) => one.envelopeId === envelopeId);
      if (envelope === undefined) throw new CodedError('draft/no-such-envelope', { envelopeId });
      // Among the files that a bid holds: what no bid holds any more is cleared away at the next start.
      const folder = join((await program.profile()).folder.root, RECEIVED);
      const { maxNameLength } = limits;
      return viewOf(program, await savePriceTable(await own(), { bidId, table, envelope, maxNameLength, folder }));
    },

    'bids.removeSchedule': async ({ bidId }) => {
      await requireIdleDraft(program, bidId);
      return viewOf(program, await removePriceTable(await own(), { bidId }));
    },

    'bids.importSchedule': async ({ bidId, file }, caller) => {
      await requireIdleDraft(program, bidId);
      const { path } = files.resolve(file, caller);
      const { documents } = installation;
      return readPriceFile({ documents, spreadsheets: xlsxFiles }, { path }, { signal: caller.signal });
    },

    'bids.exportSchedule': async ({ bidId, to }, caller) => {
      await requireOwnBid(program, bidId);
      const target = files.resolve(to, caller).path;
      await writePrivateFile(target, await writePriceFile(await own(), { bidId }));
      return { shownAs: basename(target) };
    },
  };
}
