// Answers `audit.*`: device evidence opened with the auditor's own key, and what the log says of a tender. The LPSE logs each look.
import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallInput } from '../../app/contract/contract.ts';
import type { TimelineView } from '../../app/contract/audit.ts';
import { exportTender } from '../../app/usecases/export-tender.ts';
import { readEvidence, type EvidenceView } from '../../app/usecases/read-evidence.ts';
import { verifyTender, type VerifiedTender } from '../../app/usecases/verify-tender.ts';
import { tenderTimeline, type Timeline } from '../../app/usecases/tender-timeline.ts';
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { writePrivateFile } from '../adapters/private-files.ts';
import type { AreaHandlers } from './area.ts';
import { toFacts, toReport } from './bid-view.ts';
import { until, type Program } from './program.ts';
import { PROGRESS_EVERY_MS } from './progress.ts';

export function auditHandlers(program: Program): AreaHandlers<'audit'> {
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
      await rename(path, target);
      const { entries, sealedFiles, indexSha256 } = exported;
      return { shownAs: basename(target), entries, sealedFiles, indexSha256 };
    },

    'audit.verifyTender': async ({ file }, caller) => {
      const { trust } = await program.lpse.require();
      const { path } = program.files.resolve(file, caller);
      const tell = teller(program, 'verifying');
      const { report, about } = await verifyTender(
        program.installation,
        { path, trust, witnesses: [] },
        {
          signal: caller.signal,
          onProgress: ({ doneBytes, totalBytes }) => tell({ done: doneBytes, total: totalBytes }),
        },
      );
      return {
        report: toReport(report),
        about: about === null ? null : aboutView(about),
      };
    },
  };
}

function aboutView({ kdLpse, kdTender, createdAt, sealed, openedBids }: NonNullable<VerifiedTender['about']>) {
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
