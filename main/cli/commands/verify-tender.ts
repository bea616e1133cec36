// `segel verify tender.zip`: a whole tender, offline, against the anchors of whoever judges; the report on request as a PDF.
import { basename, dirname, resolve } from 'node:path';
import { parseCosignerKey } from '../../../crypto/cosignature.ts';
import { judgeTender, printTenderReport, type JudgedTender } from '../../../app/usecases/print-tender-report.ts';
import type { LpseTrust } from '../../../app/ports/trust-store.ts';
import { CLIENT_VERSION, findLpse, readOperatorAnchors } from '../../compose.ts';
import { PAPER_ADAPTERS } from '../../compose-papers.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, reportLines } from '../present.ts';
import type { Outcome } from '../run-command.ts';
import type { Texts } from '../texts.ts';

export interface TenderOptions {
  /** Folder of anchors as an operator hands it over; the pinned LPSE when absent. */
  readonly trust?: string;
  readonly witness?: readonly string[];
  /** Where the report goes as a PDF; replaced when it is there. */
  readonly pdf?: string;
}

export async function checkTender(
  context: CommandContext,
  path: string,
  { trust, witness = [], pdf }: TenderOptions,
): Promise<Outcome> {
  const { installation, text, signal, language } = context;
  const anchors = await anchorsFor(context, trust);
  const witnesses = witness.map(parseCosignerKey);
  const found = await context.progress(text('verify.title'), (tell) =>
    judgeTender(
      installation,
      { path, trust: anchors, witnesses, now: new Date() },
      { signal, onProgress: (bytes) => tell({ step: text('step.verifying'), ...bytes }) },
    ),
  );
  const { report, about } = found;
  const lines = [
    ...aboutLines(found, text),
    ...reportLines(report, language, text),
    ...(await saveReport(context, found, pdf)),
    text(report.ok ? (isComplete(found) ? 'verify.good' : 'verify.good-with-missing') : 'verify.bad'),
  ];
  return { value: { report, about }, lines, exit: report.ok ? 'ok' : 'finding' };
}

async function saveReport(context: CommandContext, found: JudgedTender, pdf: string | undefined): Promise<string[]> {
  if (pdf === undefined) return [];
  const { installation, language, signal, text } = context;
  const needs = { documents: installation.documents, ...PAPER_ADAPTERS };
  const about = { zone: 'WIB', language, clientVersion: CLIENT_VERSION } as const;
  const bytes = await context.progress(text('verify.pdf'), (tell) =>
    printTenderReport(needs, found, about, {
      signal,
      onProgress: (done) => tell({ step: text('step.verifying'), ...done }),
    }),
  );
  const target = resolve(pdf);
  await installation.output.write(dirname(target), basename(target), bytes);
  return [text('verify.pdf-saved', { path: target })];
}

async function anchorsFor({ installation }: CommandContext, folder: string | undefined): Promise<LpseTrust> {
  return folder === undefined ? findLpse(installation) : (await readOperatorAnchors(folder)).trust;
}

function aboutLines({ about }: JudgedTender, text: Texts): string[] {
  if (about === null) return [];
  const { kdTender, kdLpse, createdAt, openedBids } = about;
  const warning = openedBids === 0 ? [] : [text('verify.plaintext', { bids: openedBids })];
  return [`${text('verify.tender')} ${plain(kdTender)}, LPSE ${String(kdLpse)}, ${createdAt}`, ...warning];
}

function isComplete({ report }: JudgedTender): boolean {
  return report.checks.every(({ outcome }) => outcome === 'passed');
}
