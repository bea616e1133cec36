// `segel export`: journal and bids as files of evidence, without secrets. `segel evidence`: the auditor's view of device records.
import { resolve } from 'node:path';
import { exportBid } from '../../../app/usecases/export-bid.ts';
import { exportJournal } from '../../../app/usecases/export-journal.ts';
import { readEvidence } from '../../../app/usecases/read-evidence.ts';
import { systemClock } from '../../compose.ts';
import { chooseOpener } from '../choose-identity.ts';
import { plain } from '../present.ts';
import type { AddCommand } from '../program.ts';
import { recordLines } from './seal.ts';

export const addExport: AddCommand = (parent, run, text) => {
  const save = parent
    .command('export [kode]')
    .description(text('help.export'))
    .requiredOption('--out <folder>', text('option.out'));
  save.action((kdTender: string | undefined) =>
    run(save, async (context) => {
      const profile = await context.profile();
      const baseDir = resolve(save.opts<{ out: string }>().out);
      const journal = await exportJournal({ ...profile, clock: systemClock }, { baseDir, kdTender: kdTender ?? null });
      const bids = await profile.bids.list(kdTender === undefined ? {} : { kdTender });
      const exported = [];
      for (const { bidId } of bids) exported.push(await exportBid(profile, { bidId, baseDir }));
      const folders = exported.map(({ folder }) => folder);
      const chain = text(journal.broken === null ? 'export.chain-good' : 'export.chain-broken');
      return {
        value: { journal, bids: exported },
        lines: [journal.path, ...folders, chain],
        exit: journal.broken === null ? 'ok' : 'integrity',
      };
    }),
  );

  const evidence = parent
    .command('evidence <kode>')
    .description(text('help.evidence'))
    .option('--key <digest>', text('option.key'));
  evidence.action((kdTender: string) =>
    run(evidence, async (context) => {
      const { needs } = await context.account();
      const { identityId } = await chooseOpener(needs.identities, evidence.opts<{ key?: string }>().key);
      const found = await readEvidence(needs, { kdTender, identityId }, { signal: context.signal });
      const lines = found.records.flatMap((one) => [
        text('evidence.record', {
          bidder: one.bidderId,
          address: one.observedAddress,
          port: one.observedPort,
          time: one.observedAt,
        }),
        ...[one.atSealing, one.atSending].flatMap(({ record, code }) =>
          record === null ? [`  ${code}`] : recordLines(record, context).slice(1),
        ),
      ]);
      const shared = found.shared.map((fact) => plain(JSON.stringify(fact)));
      return { value: found, lines: [...lines, text('evidence.shared'), ...shared, text('evidence.caution')] };
    }),
  );
};
