// `segel verify`: a receipt's folder, a sealed file, a tender's dossier, or the log. Receipts and files are judged from their bytes and the pinned
// anchors alone; `--online` asks the log, too.
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { CheckReport } from '../../../app/domain/check-report.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { parseCosignerKey } from '../../../crypto/cosignature.ts';
import { verifyLog } from '../../../app/usecases/verify-log.ts';
import { verifyReceipt } from '../../../app/usecases/verify-receipt.ts';
import { verifySealed } from '../../../app/usecases/verify-sealed.ts';
import type { CommandContext } from '../command-context.ts';
import { reportLines } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';
import { checkTender, type TenderOptions } from './verify-tender.ts';

const NOTE_MAX_BYTES = 64 << 10;

export const addVerify: AddCommand = (parent, run, text) => {
  const command = parent
    .command('verify <what> [file]')
    .description(text('help.verify'))
    .option('--online', text('option.online'))
    .option('--trust <folder>', text('option.trust'))
    .option('--witness <key...>', text('option.witness'))
    .option('--cosigned <file...>', text('option.cosigned'))
    .option('--pdf <file>', text('option.pdf'));
  command.action((what: string, file: string | undefined) =>
    run(command, async (context) => {
      const options = command.opts<{ online?: boolean; cosigned?: readonly string[] } & TenderOptions>();
      const { online = false, cosigned = [], ...tender } = options;
      if (what === 'log') return checkLog(context);
      if (what.endsWith('.zip')) return checkTender(context, resolve(what), tender);
      if (what.endsWith('.sampul')) return checkSealed(context, resolve(what));
      const sealedPath = file === undefined ? null : resolve(file);
      const keys = (tender.witness ?? []).map(parseCosignerKey);
      const notes = await Promise.all(cosigned.map((path) => context.readFile(resolve(path), NOTE_MAX_BYTES)));
      const witnessed = { keys, notes: notes.map((note) => note.toString('utf8')) };
      const folder = await folderOf(resolve(what));
      return checkReceipt(context, { folder, sealedPath, online, ...(keys.length === 0 ? {} : { witnessed }) });
    }),
  );
};

async function checkLog(context: CommandContext): Promise<Outcome> {
  const lpse = await context.lpse();
  const { report, checkpoint } = await verifyLog(lpse, { trust: lpse.pinned }, { signal: context.signal });
  return verdict(report, { report, checkpoint }, context);
}

async function checkSealed(context: CommandContext, path: string): Promise<Outcome> {
  const { text, signal } = context;
  const lpse = await context.lpse();
  const profile = await context.profile().catch(noAccount);
  const needs = { ...lpse, sealer: context.installation.sealer, memory: profile?.memory ?? lpse.memory };
  const { report, sealed } = await context.progress(text('verify.title'), (tell) =>
    verifySealed(
      needs,
      { path, accountId: profile?.account.accountId ?? null },
      { signal, onProgress: (bytes) => tell({ step: text('step.verifying'), ...bytes }) },
    ),
  );
  return verdict(report, { report, sealedSha256: sealed?.sealedSha256 ?? null }, context);
}

async function checkReceipt(
  context: CommandContext,
  { online, ...input }: Parameters<typeof verifyReceipt>[1] & { readonly online: boolean },
): Promise<Outcome> {
  const { installation, signal, text } = context;
  const log = online ? (await context.lpse()).lpse : null;
  const needs = { receipts: installation.receipts, sealer: installation.sealer, trust: installation.trust, log };
  const found = await context.progress(text('verify.title'), (tell) =>
    verifyReceipt(needs, input, { signal, onProgress: (bytes) => tell({ step: text('step.verifying'), ...bytes }) }),
  );
  return verdict(found.report, found, context);
}

function verdict(report: CheckReport, value: unknown, { language, text }: CommandContext): Outcome {
  return {
    value,
    lines: [...reportLines(report, language, text), text(report.ok ? 'verify.good' : 'verify.bad')],
    exit: report.ok ? 'ok' : 'finding',
  };
}

/** The folder itself, or the folder of `receipt.json`. @throws cli/file-unreadable, cli/not-verifiable */
async function folderOf(path: string): Promise<string> {
  const name = basename(path);
  let folder: string;
  try {
    folder = (await stat(path)).isDirectory() ? path : dirname(path);
  } catch (cause) {
    throw new CodedError('cli/file-unreadable', { name }, { cause });
  }
  const receipt = await stat(join(folder, 'receipt.json')).catch(() => null);
  if (receipt === null) throw new CodedError('cli/not-verifiable', { name });
  return folder;
}

/** A sealed file can be judged by somebody without an account here. */
function noAccount(error: unknown): null {
  if (error instanceof CodedError && error.code === 'cli/no-account') return null;
  throw error;
}
