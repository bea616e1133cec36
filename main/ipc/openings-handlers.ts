// Answers `openings.*`: the list, the room, and the acts of a committee in it. Opening all bids is a job: it goes on while other
// screens are used, tells its progress and can be stopped.
import type { CallInput } from '../../app/contract/contract.ts';
import type { RoomView } from '../../app/contract/openings.ts';
import type { RunOptions } from '../../app/ports/call-options.ts';
import { contributeShare } from '../../app/usecases/contribute-share.ts';
import { offerSession, requestRelease } from '../../app/usecases/lead-opening.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import { findOpenedFolder } from '../../app/usecases/opened-folder.ts';
import { openBids, type OpenBidsProgress } from '../../app/usecases/open-bids.ts';
import type { OpeningRoom } from '../../app/usecases/opening-room.ts';
import type { AreaHandlers } from './area.ts';
import { openingCaseHandlers } from './opening-case-handlers.ts';
import { OpeningMeter } from './opening-meter.ts';
import { jobKey, OpeningViews, type OpeningId } from './opening-view.ts';
import { until, type Online, type Program } from './program.ts';

export function openingsHandlers(program: Program): AreaHandlers<'openings'> {
  const views = new OpeningViews(program);
  /** Whatever an act did, other screens and the room learn of it. */
  const acted = async (about: OpeningId, signal: AbortSignal): Promise<RoomView> => {
    tellChanged(program, about);
    return views.room({ ...about, ask: false }, signal);
  };

  return {
    ...openingCaseHandlers(program),
    'openings.list': async (_, { signal }) => ({ openings: await views.list(signal) }),
    'openings.room': (input, { signal }) => views.room(input, signal),

    'openings.lead': async ({ passphrase, ...input }, caller) => {
      const { needs, connection } = await program.online();
      await program.passphrase.with(passphrase, () => offerSession(needs, { ...input, connection }, until(caller)));
      return acted(input, caller.signal);
    },

    'openings.release': async ({ passphrase, ...input }, caller) => {
      const { needs, connection } = await program.online();
      await program.passphrase.with(passphrase, () => requestRelease(needs, { ...input, connection }, until(caller)));
      return acted(input, caller.signal);
    },

    'openings.contribute': async ({ passphrase, encryptionPassphrase, ...input }, caller) => {
      const { needs, connection } = await program.online();
      await program.passphrase.withSeveral([passphrase, encryptionPassphrase], () =>
        contributeShare(needs, { ...input, connection }, until(caller)),
      );
      return acted(input, caller.signal);
    },

    'openings.open': async (input, { signal }) => {
      await openAsJob(program, views, input);
      return views.room({ kdTender: input.kdTender, envelopeId: input.envelopeId, ask: false }, signal);
    },

    'openings.cancel': async (about) => {
      // Only what this account can see is this account's to stop.
      await program.profile();
      await program.jobs.cancel(jobKey(about));
      return null;
    },

    'openings.showFolder': async ({ kdTender }, { signal }) => {
      const { needs, connection } = await program.online();
      const { package: found } = await loadPackage(needs, { connection, kdTender }, { signal });
      const where = {
        baseDir: needs.openedFolder,
        kdTender,
        packageName: found.nama_paket,
        versiTender: found.versi_tender,
      };
      return { shown: await program.host.showFolder(await findOpenedFolder(needs, where)) };
    },
  };
}

/** The passphrases are gone when the job is over; the window learns the room's state whichever way it ended. */
async function openAsJob(program: Program, views: OpeningViews, input: CallInput<'openings.open'>): Promise<void> {
  const { passphrase, encryptionPassphrase, ...about } = input;
  const online = await program.online();
  const key = jobKey(about);
  const meter = new OpeningMeter(about);
  try {
    await program.passphrase.withSeveral([passphrase, encryptionPassphrase], () =>
      program.jobs.runOther(
        { key, work: 'opening' },
        ({ signal, onProgress }) => {
          views.meters.set(key, meter);
          const tell = (progress: OpenBidsProgress) => onProgress?.(meter.report(progress));
          return openAll(online, about, { ...(signal === undefined ? {} : { signal }), onProgress: tell });
        },
        (speed) => program.send('openings.progress', meter.changes(speed)),
      ),
    );
  } finally {
    if (views.meters.get(key) === meter) views.meters.delete(key);
    tellChanged(program, about);
  }
}

async function openAll(
  online: Online,
  about: Omit<CallInput<'openings.open'>, 'passphrase' | 'encryptionPassphrase'>,
  options: RunOptions<OpenBidsProgress>,
): Promise<void> {
  const { needs, connection } = online;
  const { room, bids } = await openBids(needs, { ...about, connection, baseDir: needs.openedFolder }, options);
  // The session's key has done its work; until then it is needed to go on after a crash.
  const done = bids.every(({ outcome, resultPosted }) => outcome.kind === 'opened' && resultPosted);
  if (done && usesSessionKey(room)) await needs.sessionKeys.forget(room.answer.openingId);
}

function usesSessionKey({ envelope }: OpeningRoom): boolean {
  return envelope.openers?.kind !== 'members';
}

function tellChanged(program: Program, { kdTender, envelopeId }: OpeningId): void {
  program.send('openings.changed', { kdTender, envelopeId });
}
