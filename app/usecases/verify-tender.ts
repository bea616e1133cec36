// UC-25 Judge a whole tender offline, from its dossier and the anchors of whoever judges (app/protocol/DOSSIER.md 4). Every numbered
// check is reported; what could not be checked is said. Nothing in the file is believed before it is proven.
import type { VerifierKey } from '../../crypto/signed-note.ts';
import { toTenderReport, type TenderReport, type TenderRow } from '../domain/tender-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { DossierFiles, DossierSource } from '../ports/dossier-files.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import type { DossierIndex } from '../protocol/dossier.ts';
import { codedFailure } from '../policy/run-check.ts';
import { Dossier } from '../policy/tender/dossier.ts';
import { Judge } from '../policy/tender/judge.ts';
import { readDossier } from './read-dossier.ts';

export interface VerifyTenderNeeds {
  readonly dossiers: DossierFiles;
  readonly sealer: Sealer;
}

export interface VerifyTenderInput {
  readonly path: string;
  /** Of the one who judges, never from the file. */
  readonly trust: LpseTrust;
  readonly witnesses: readonly VerifierKey[];
}

export interface VerifiedTender {
  readonly report: TenderReport;
  /** What it says it is about; null when not even that can be read. */
  readonly about:
    | (Pick<DossierIndex, 'kdLpse' | 'kdTender' | 'versiTender' | 'createdAt' | 'sealed'> & {
        /** Bids whose content is in it, for everybody to read. */
        readonly openedBids: number;
      })
    | null;
}

/** @throws document/not-found, document/unreadable; what is wrong with the content is the report's */
export async function verifyTender(
  { dossiers, sealer }: VerifyTenderNeeds,
  input: VerifyTenderInput,
  options: RunOptions<ByteProgress> = {},
): Promise<VerifiedTender> {
  let source: DossierSource;
  try {
    source = await dossiers.open(input.path);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'audit/dossier-malformed') return unreadable(error);
    throw error;
  }
  try {
    const { parts, index, failure, sealed, documents } = await readDossier({ source, sealer }, options);
    if (index === null) return unreadable(failure);
    const { kdLpse, kdTender, versiTender, createdAt } = index;
    const folders = source.entries.map(({ name }) => /^documents\/([^/]+)\//.exec(name)?.[1]);
    const openedBids = new Set(folders.filter((folder) => folder !== undefined)).size;
    const judge = new Judge(new Dossier(parts, { kdTender, versiTender, createdAt, trust: input.trust }), {
      indexFailure: failure,
      sealed,
      documents,
    });
    const report = toTenderReport(judge.judge(kdLpse, input.witnesses));
    return { report, about: { kdLpse, kdTender, versiTender, createdAt, sealed: index.sealed, openedBids } };
  } finally {
    await source.close();
  }
}

function unreadable(failure: unknown): VerifiedTender {
  const { code, details } = codedFailure(failure);
  const rows: TenderRow[] = [{ id: 'tender-index', envelopeId: null, outcome: 'failed', code, facts: details }];
  const later = [
    'tender-policies',
    'tender-log-head',
    'tender-log-order',
    'tender-logged',
    'tender-technical',
  ] as const;
  rows.push(...later.map((id) => ({ id, envelopeId: null, outcome: 'not-made' as const })));
  return { report: toTenderReport(rows), about: null };
}
