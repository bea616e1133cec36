// Answers `audit.*`: device evidence opened with the auditor's own key, and what the log says of a tender. The LPSE logs each look.
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallInput } from '../../app/contract/contract.ts';
import type { TimelineView } from '../../app/contract/audit.ts';
import type { ByteProgress } from '../../app/ports/call-options.ts';
import { exportTender } from '../../app/usecases/export-tender.ts';
import { judgeTender, printTenderReport, type JudgedTender } from '../../app/usecases/print-tender-report.ts';
import { readEvidence, type EvidenceView } from '../../app/usecases/read-evidence.ts';
import { tenderTimeline, type Timeline } from '../../app/usecases/tender-timeline.ts';
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { renamePatiently } from '../adapters/durable-names.ts';
import { writePrivateFile } from '../adapters/private-files.ts';
import { CLIENT_VERSION } from '../client-version.ts';
import { PAPER_ADAPTERS } from '../compose-papers.ts';
import type { AreaHandlers } from './area.ts';
import { toFacts, toReport } from './bid-view.ts';
import type { Caller } from './door.ts';
import { until, type Program } from './program.ts';
import { PROGRESS_EVERY_MS } from './progress.ts';

export function auditHandlers(program: Program): AreaHandlers<'audit'> {
  /** The audit that was made last, for its report on paper: a large tender takes minutes to read. */
  let last: JudgedTender | null = null;
  const judge = async (file: string, caller: Caller): Promise<JudgedTender> => {
    const { trust } = await program.lpse.require();
    const { path } = program.files.resolve(file, caller);
    last = null;
    last = await judgeTender(
      program.installation,
      { path, trust, witnesses: [], now: new Date() },
      { signal: caller.signal, onProgress: bytesTeller(program) },
    );
    return last;
  };
  return {
    'audit.evidence': async (input, { signal }) => {
      const { records, shared } = await evidence(program, input, signal);
      return { records: [...records], shared: shared.map((fact) => ({ ...fact, bidderIds: [...fact.bidderIds] })) };
    },

    'audit.exportEvidence': async ({ to, ...input }, caller) => {
      const target = program.files.resolve(to, caller).path;
      const view = await evidence(program, input, caller.signal);
      const { kdTender } = input;
      const content = { format: 'segel-device-evidence/1', kdTender, records: view.records, shared: view.shared };
      // Through JSON: the view is data, and canonical bytes are the same on every computer.
      await writePrivateFile(target, encodeCanonicalJson(JSON.parse(JSON.stringify(content)) as Json));
      return { shownAs: basename(target) };
    },

    'audit.timeline': async ({ kdTender }, caller) => {
      const { needs, connection } = await program.online();
      return toView(await tenderTimeline(needs, { trust: connection.trust, kdTender }, until(caller)));
    },

    'audit.exportTender': async ({ kdTender, withSealed, to }, caller) => {
      const { needs, connection, profile } = await program.online();
      const target = program.files.resolve(to, caller).path;
      // Whole or not at all: a file that was there stays until the new one is complete.
      const path = `${target}.part`;
      await rm(path, { force: true });
      const exported = await exportTender(
        { ...needs, dossiers: program.installation.dossiers },
        { connection, kdTender, withSealed, path, workDir: join(profile.folder.root, 'dossiers'), witnessed: [] },
        { signal: caller.signal, onProgress: teller(program, 'exporting') },
      );
      await renamePatiently(path, target);
      const { entries, sealedFiles, indexSha256 } = exported;
      return { shownAs: basename(target), entries, sealedFiles, indexSha256 };
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
      const pdf = await printTenderReport(
        { documents, ...PAPER_ADAPTERS },
        judged,
        { zone, language, clientVersion: CLIENT_VERSION },
        { signal: caller.signal, onProgress: bytesTeller(program) },
      );
      await writePrivateFile(target, pdf);
      return { shownAs: basename(target) };
    },
  };
}

function aboutView({ kdLpse, kdTender, createdAt, sealed, openedBids }: NonNullable<JudgedTender['about']>) {
  return { kdLpse, kdTender, createdAt, sealed, openedBids };
}

/** Tells the window how far the work is, five times a second at most. */
function teller({ send }: Program, work: 'exporting' | 'verifying') {
  let last = Number.NEGATIVE_INFINITY;
  return ({ done, total }: { readonly done: number; readonly total: number }): void => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    send('audit.progress', { work, done, total });
  };
}

function bytesTeller(program: Program) {
  const tell = teller(program, 'verifying');
  return ({ doneBytes, totalBytes }: ByteProgress): void => {
    tell({ done: doneBytes, total: totalBytes });
  };
}

async function evidence(
  program: Program,
  { kdTender, identityId, passphrase }: CallInput<'audit.evidence'>,
  signal: AbortSignal,
): Promise<EvidenceView> {
  const { needs } = await program.online();
  return program.passphrase.with(passphrase, () => readEvidence(needs, { kdTender, identityId }, { signal }));
}

function toView({ size, rootSha256, entries }: Timeline): TimelineView {
  return {
    size,
    rootSha256,
    entries: entries.map(({ index, leaf: { time, type, envelopeId, body } }) => ({
      ...{ index, time, type, envelopeId, hidden: body === undefined, facts: toFacts(body ?? {}) },
    })),
  };
}
