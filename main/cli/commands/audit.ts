// `segel audit export`: a whole tender in one file that anybody can judge offline.
import { join, resolve } from 'node:path';
import { exportTender } from '../../../app/usecases/export-tender.ts';
import type { CommandContext } from '../command-context.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

interface ExportOptions {
  readonly output: string;
  readonly withSealed?: boolean;
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
    .option('--cosigned <file...>', text('option.cosigned'));
  save.action((kdTender: string) =>
    run(save, (context) => exportDossier(context, kdTender, save.opts<ExportOptions>())),
  );
};

async function exportDossier(
  context: CommandContext,
  kdTender: string,
  { output, withSealed = false, cosigned = [] }: ExportOptions,
): Promise<Outcome> {
  const { text, signal, installation } = context;
  const notes = await Promise.all(cosigned.map((path) => context.readFile(resolve(path), NOTE_MAX_BYTES)));
  const { needs, connection } = await context.account();
  const exported = await context.progress(text('audit.exporting'), (tell) =>
    exportTender(
      { ...needs, dossiers: installation.dossiers },
      {
        ...{ connection, kdTender, withSealed },
        path: resolve(output),
        workDir: join(installation.data.root, 'dossiers'),
        witnessed: notes.map((note) => note.toString('utf8')),
      },
      {
        signal,
        onProgress: ({ step, done, total }) =>
          step === 'sealed' ? tell({ step: text('step.downloading'), doneBytes: done, totalBytes: total }) : undefined,
      },
    ),
  );
  const { path, entries, sealedFiles, indexSha256 } = exported;
  return {
    value: exported,
    lines: [path, text('audit.exported', { entries, sealedFiles }), text('audit.index', { indexSha256 })],
  };
}
