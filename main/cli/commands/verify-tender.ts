// `segel verify tender.zip`: a whole tender, offline, against the anchors of whoever judges.
import { parseCosignerKey } from '../../../crypto/cosignature.ts';
import { verifyTender, type VerifiedTender } from '../../../app/usecases/verify-tender.ts';
import type { LpseTrust } from '../../../app/ports/trust-store.ts';
import { findLpse, readOperatorAnchors } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, reportLines } from '../present.ts';
import type { Outcome } from '../run-command.ts';

export interface TenderOptions {
  /** Folder of anchors as an operator hands it over; the pinned LPSE when absent. */
  readonly trust?: string;
  readonly witness?: readonly string[];
}

export async function checkTender(
  context: CommandContext,
  path: string,
  { trust, witness = [] }: TenderOptions,
): Promise<Outcome> {
  const { installation, text, signal, language } = context;
  const anchors = await anchorsFor(context, trust);
  const witnesses = witness.map(parseCosignerKey);
  const needs = { dossiers: installation.dossiers, sealer: installation.sealer };
  const found = await context.progress(text('verify.title'), (tell) =>
    verifyTender(
      needs,
      { path, trust: anchors, witnesses },
      { signal, onProgress: (bytes) => tell({ step: text('step.verifying'), ...bytes }) },
    ),
  );
  const { report, about } = found;
  const lines = [
    ...aboutLines(found, text('verify.tender')),
    ...reportLines(report, language, text),
    text(report.ok ? (isComplete(found) ? 'verify.good' : 'verify.good-with-missing') : 'verify.bad'),
  ];
  return { value: { report, about }, lines, exit: report.ok ? 'ok' : 'finding' };
}

async function anchorsFor({ installation }: CommandContext, folder: string | undefined): Promise<LpseTrust> {
  return folder === undefined ? findLpse(installation) : (await readOperatorAnchors(folder)).trust;
}

function aboutLines({ about }: VerifiedTender, title: string): string[] {
  return about === null ? [] : [`${title} ${plain(about.kdTender)}, LPSE ${String(about.kdLpse)}, ${about.createdAt}`];
}

function isComplete({ report }: VerifiedTender): boolean {
  return report.checks.every(({ outcome }) => outcome === 'passed');
}
