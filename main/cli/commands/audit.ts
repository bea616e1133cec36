// `segel audit export`: a whole tender in one file that anybody can judge offline.
import { join, resolve } from 'node:path';
import { exportTender } from '../../../app/usecases/export-tender.ts';
import type { CommandContext } from '../command-context.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';
import { openingFolder } from './open-results.ts';

interface ExportOptions {
  readonly output: string;
  readonly withSealed?: boolean;
  /** A folder, or true for where `segel open finish` writes. */
  readonly withDocuments?: string | true;
  readonly cosigned?: readonly string[];
}

const NOTE_MAX_BYTES = 64 << 10;

export const addAudit: AddCommand = (parent, run, text) => {
  const family = parent.command('audit').description(text('help.audit'));
  const save = family
    .command('export <kode>')
    .description(text('help.audit-export'))
    .requiredOption('-o, --output <file>', text('option.output'))
    .option('--with-sealed', text('option.with-sealed'))
    .option('--with-documents [folder]', text('option.with-documents'))
    .option('--cosigned <file...>', text('option.cosigned'));
  save.action((kdTender: string) =>
    run(save, (context) => exportDossier(context, kdTender, save.opts<ExportOptions>())),
  );
};

async function exportDossier(
  context: CommandContext,
  kdTender: string,
  { output, withSealed = false, withDocuments, cosigned = [] }: ExportOptions,
): Promise<Outcome> {
  const { text, signal, installation } = context;
  const notes = await Promise.all(cosigned.map((path) => context.readFile(resolve(path), NOTE_MAX_BYTES)));
  const { needs, connection } = await context.account();
  const openedIn = withDocuments === undefined ? null : openedFolders(kdTender, withDocuments);
  if (openedIn !== null) await context.confirm([text('audit.plaintext')]);
  const exported = await context.progress(text('audit.exporting'), (tell) =>
    exportTender(
      { ...needs, dossiers: installation.dossiers },
      {
        ...{ connection, kdTender, withSealed, openedIn },
        path: resolve(output),
        workDir: join(installation.data.root, 'dossiers'),
        witnessed: notes.map((note) => note.toString('utf8')),
      },
      {
        signal,
        onProgress: ({ step, done, total }) =>
          step === 'sealed' || step === 'documents'
            ? tell({
                step: text(step === 'sealed' ? 'step.downloading' : 'step.documents'),
                doneBytes: done,
                totalBytes: total,
              })
            : undefined,
      },
    ),
  );
  const { path, entries, sealedFiles, openedBids, indexSha256 } = exported;
  return {
    value: exported,
    lines: [
      path,
      text('audit.exported', { entries, sealedFiles }),
      text('audit.index', { indexSha256 }),
      ...(openedBids === 0 ? [] : [text('audit.holds-plaintext', { openedBids })]),
    ],
  };
}

function openedFolders(kdTender: string, withDocuments: string | true): (envelopeId: string) => string {
  const out = withDocuments === true ? undefined : withDocuments;
  return (envelopeId) => openingFolder(out, { kdTender, envelopeId });
}
