// Answers the part of `audit.*` that is about a whole tender in one file: saved, judged, its report on paper.
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallInput, EventPayload } from '../../app/contract/contract.ts';
import type { RunOptions } from '../../app/ports/call-options.ts';
import { exportTender, type ExportTenderProgress } from '../../app/usecases/export-tender.ts';
import { judgeTender, printTenderReport, type JudgedTender } from '../../app/usecases/print-tender-report.ts';
import { renamePatiently } from '../adapters/durable-names.ts';
import { writePrivateFile } from '../adapters/private-files.ts';
import { CLIENT_VERSION } from '../client-version.ts';
import { PAPER_ADAPTERS } from '../compose-papers.ts';
import type { AreaHandlers } from './area.ts';
import { toReport } from './bid-view.ts';
import type { Caller } from './door.ts';
import type { Program } from './program.ts';
import { ProgressThrottle, type Speed, type StepProgress } from './progress.ts';

type DossierCalls = 'audit.exportTender' | 'audit.cancelExport' | 'audit.verifyTender' | 'audit.saveReport';
type Progress = EventPayload<'audit.progress'>;

export function dossierHandlers(program: Program): Pick<AreaHandlers<'audit'>, DossierCalls> {
  /** The audit that was made last, for its report on paper: a large tender takes minutes to read. */
  let last: JudgedTender | null = null;
  const judge = async (file: string, caller: Caller): Promise<JudgedTender> => {
    const { trust } = await program.lpse.require();
    const { path } = program.files.resolve(file, caller);
    last = null;
    last = await judging(program, caller, (options) =>
      judgeTender(program.installation, { path, trust, witnesses: [], now: new Date() }, options),
    );
    return last;
  };
  return {
    'audit.exportTender': async (input, caller) => {
      const target = program.files.resolve(input.to, caller).path;
      const exported = await exportAsJob(program, input, target);
      const { entries, sealedFiles, openedBids, indexSha256 } = exported;
      return { shownAs: basename(target), entries, sealedFiles, openedBids, indexSha256 };
    },

    'audit.cancelExport': async ({ kdTender }) => {
      // Only what this account can see is this account's to stop.
      await program.profile();
      await program.jobs.cancel(exportKey(kdTender));
      return null;
    },

    'audit.verifyTender': async ({ file }, caller) => {
      const { report, about } = await judge(file, caller);
      return { report: toReport(report), about: about === null ? null : aboutView(about) };
    },

    'audit.saveReport': async ({ file, language, to }, caller) => {
      const { path } = program.files.resolve(file, caller);
      const target = program.files.resolve(to, caller).path;
      const judged = last?.before.path === path ? last : await judge(file, caller);
      const { documents } = program.installation;
      const zone = program.lpse.known?.discovery.timeZone ?? 'WIB';
      const about = { zone, language, clientVersion: CLIENT_VERSION };
      const pdf = await judging(program, caller, (options) =>
        printTenderReport({ documents, ...PAPER_ADAPTERS }, judged, about, options),
      );
      await writePrivateFile(target, pdf);
      return { shownAs: basename(target) };
    },
  };
}

function exportKey(kdTender: string): string {
  return `export/${kdTender}`;
}

/** Goes on while other screens are used. Whole or not at all: a file that was there stays until the new one is complete. */
async function exportAsJob(
  program: Program,
  { kdTender, withSealed, withDocuments }: CallInput<'audit.exportTender'>,
  target: string,
) {
  const { needs, connection, profile } = await program.online();
  const about = { connection, kdTender, withSealed, openedIn: withDocuments ? () => needs.openedFolder : null };
  const path = `${target}.part`;
  const run = async ({ signal, onProgress }: RunOptions<StepProgress>) => {
    await rm(path, { force: true });
    const exported = await exportTender(
      { ...needs, dossiers: program.installation.dossiers },
      { ...about, path, workDir: join(profile.folder.root, 'dossiers'), witnessed: [] },
      {
        ...(signal === undefined ? {} : { signal }),
        onProgress: ({ step, done, total }: ExportTenderProgress) =>
          onProgress?.({ step, doneBytes: done, totalBytes: total }),
      },
    );
    await renamePatiently(path, target);
    return exported;
  };
  return program.jobs.runOther({ key: exportKey(kdTender), work: 'exporting' }, run, (progress) =>
    program.send('audit.progress', { work: 'exporting', kdTender, ...toProgress(progress) }),
  );
}

/** Ends with the window that asked: nothing is kept of a file that is judged by half. */
async function judging<T>(
  program: Program,
  { signal }: Caller,
  work: (options: RunOptions<Omit<StepProgress, 'step'>>) => Promise<T>,
): Promise<T> {
  const throttle = new ProgressThrottle({
    emit: (progress) =>
      program.send('audit.progress', { work: 'verifying', kdTender: null, ...toProgress(progress), step: 'judging' }),
  });
  try {
    return await work({ signal, onProgress: (bytes) => throttle.report({ step: 'judging', ...bytes }) });
  } finally {
    throttle.end();
  }
}

const STEPS: readonly Progress['step'][] = ['parts', 'log', 'sealed', 'documents'];

function toProgress({ step, doneBytes, totalBytes, bytesPerSecond, secondsLeft }: StepProgress & Speed) {
  const known = STEPS.find((one) => one === step) ?? 'parts';
  return { step: known, done: doneBytes, total: totalBytes, bytesPerSecond, secondsLeft };
}

function aboutView({ kdLpse, kdTender, createdAt, sealed, openedBids }: NonNullable<JudgedTender['about']>) {
  return { kdLpse, kdTender, createdAt, sealed, openedBids };
}
