// `segel minutes verify`: connected, for an opening of the account; or offline, for a paper and what lies beside it.
import { basename, dirname, resolve } from 'node:path';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { CheckReport } from '../../../app/domain/check-report.ts';
import { verifyPaper } from '../../../app/usecases/judge-minutes.ts';
import { verifyMinutes } from '../../../app/usecases/sign-minutes.ts';
import { findLpse, readOperatorAnchors } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, reportLines } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';
import { choosePaper, enterFolder } from './minutes-act.ts';

interface VerifyOptions {
  readonly opened?: string;
  readonly paper?: string;
  readonly tender?: string;
  readonly trust?: string;
}

export const addMinutesVerify: AddCommand = (minutes, run, text) => {
  const command = minutes
    .command('verify <kode|berkas.pdf> [envelope]')
    .description(text('help.minutes-verify'))
    .option('--opened <folder>', text('option.opened'))
    .option('--paper <name>', text('option.paper'))
    .option('--tender <berkas.zip>', text('option.minutes-tender'))
    .option('--trust <folder>', text('option.trust'));
  command.action((what: string, envelopeId: string | undefined) =>
    run(command, (context) => {
      const options = command.opts<VerifyOptions>();
      return envelopeId === undefined
        ? offline(context, resolve(what), options)
        : connected(context, { kdTender: what, envelopeId }, options);
    }),
  );
};

async function connected(
  context: CommandContext,
  about: { readonly kdTender: string; readonly envelopeId: string },
  options: VerifyOptions,
): Promise<Outcome> {
  const act = await enterFolder(context, { ...about, opened: options.opened });
  const { name, sha256 } = await choosePaper(act, options);
  const report = await verifyMinutes(act.needs, { ...act, name }, { signal: context.signal });
  return verdict(context, { paper: name, sha256, report });
}

/** Needs neither an account nor the network. */
async function offline(context: CommandContext, path: string, { tender, trust }: VerifyOptions): Promise<Outcome> {
  const { installation } = context;
  const anchors = trust === undefined ? await findLpse(installation) : (await readOperatorAnchors(trust)).trust;
  const name = basename(path);
  const { report, paper } = await verifyPaper(installation, {
    ...{ folder: dirname(path), name, trust: anchors },
    dossier: tender === undefined ? null : resolve(tender),
  });
  return verdict(context, { paper: name, sha256: sha256Hex(paper), report });
}

function verdict(
  { language, text }: CommandContext,
  value: { readonly paper: string; readonly sha256: string; readonly report: CheckReport },
): Outcome {
  const { paper, sha256, report } = value;
  const lines = [plain(paper), `SHA-256 ${sha256}`, ...reportLines(report, language, text)];
  return { value, lines, exit: report.ok ? 'ok' : 'finding' };
}
