// UC-31 Whose signatures lie beside the minutes, without the network: for the list in the window, and for whoever has the paper, the
// files beside it and the operator's anchors, years later.
import type { EnvelopeScope } from '../domain/tender-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { Clock } from '../ports/clock.ts';
import type { DossierFiles } from '../ports/dossier-files.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { checkMinutes, judgeSignature, type JudgedSignature } from '../policy/check-minutes.ts';
import { listsOfProof, membersByProof, withLists, type MinutesMembers } from '../policy/minutes-members.ts';
import { findOut, missing, tryRead, type Row } from '../policy/run-check.ts';
import {
  readFolder,
  readPaperAt,
  readProof,
  type FolderNeeds,
  type FolderPaper,
  type FolderSignature,
  type MinutesPlace,
  type WrittenFile,
} from './minutes-folder.ts';
import { dossierMembers, rememberedMembers } from './minutes-members.ts';

export interface LookNeeds extends FolderNeeds {
  readonly memory: LpseMemory;
  readonly clock: Clock;
}

export interface StandingPaper extends FolderPaper {
  readonly standings: readonly (FolderSignature & Pick<JudgedSignature, 'standing' | 'code' | 'stamp'>)[];
  /** How many members the policy names; null when this computer does not know it. */
  readonly members: number | null;
}

/** What lies in the folder, and whose signatures count as far as this computer knows. Needs no network. */
export async function readStandings(
  needs: LookNeeds,
  { place, trust }: { readonly place: MinutesPlace; readonly trust: LpseTrust },
): Promise<{
  readonly folder: string;
  readonly papers: readonly StandingPaper[];
  readonly exports: readonly WrittenFile[];
}> {
  const { folder, papers, exports } = await readFolder(needs, place);
  const { kdTender, envelopeId } = place;
  const at = needs.clock.now();
  const judged: StandingPaper[] = [];
  for (const paper of papers) {
    const { versiTender, bytes } = paper;
    const known = await knownMembers(needs, { folder, scope: { kdTender, versiTender, envelopeId }, trust });
    const about = { members: known?.members ?? null, trust, at, path: known?.path ?? {}, paper: bytes };
    const standings = paper.signatures.map((signature) => {
      const { standing, code, stamp } = judgeSignature(about, signature);
      return { ...signature, standing, code, stamp };
    });
    judged.push({ ...paper, standings, members: known?.members.size ?? null });
  }
  return { folder, exports, papers: judged };
}

/** By the newer of what lies beside the paper and what this computer saw itself: a member who was replaced counts no more. */
async function knownMembers(
  { output, memory }: LookNeeds,
  about: { readonly folder: string; readonly scope: EnvelopeScope; readonly trust: LpseTrust },
): Promise<MinutesMembers | null> {
  const { folder, scope, trust } = about;
  const bytes = await readProof({ output }, { folder, scope });
  const proven = bytes === null ? null : tryRead(() => membersByProof(bytes, { trust, scope }));
  const remembered = await rememberedMembers(memory, { ...scope, trust });
  if (remembered === null || (proven !== null && proven.serial >= remembered.serial)) return proven;
  return { ...remembered, path: proven?.path ?? listsOfProof(bytes) };
}

export interface VerifyPaperNeeds extends FolderNeeds {
  readonly dossiers: DossierFiles;
  readonly clock: Clock;
}

/**
 * Asks nobody: the paper, what lies beside it, and the anchors.
 * @param input - `dossier`: path of the tender's dossier, which knows every policy there was; null for the proof beside the paper
 * @throws minutes/paper-not-found, document/*
 */
export async function verifyPaper(
  needs: VerifyPaperNeeds,
  input: {
    readonly folder: string;
    readonly name: string;
    readonly trust: LpseTrust;
    readonly dossier: string | null;
  },
): Promise<{ readonly report: CheckReport; readonly paper: Buffer }> {
  const { trust, dossier } = input;
  const { bytes, signatures, proof, scope } = await readPaperAt(needs, input);
  const at = needs.clock.now();
  const { row, value } =
    dossier === null
      ? byProof(proof, { trust, scope })
      : await byDossier(async () => {
          if (scope === null) throw new CodedError('minutes/proof-refused', { why: 'name of the paper' });
          const known = await dossierMembers(needs.dossiers, { path: dossier, trust, scope });
          // A TSA that only the minutes used is in no dossier.
          return { ...scope, ...known, path: withLists(known.path, listsOfProof(proof)) };
        });
  const report = checkMinutes({
    ...{ paper: bytes, signatures, trust, at, proven: row },
    members: value?.members ?? null,
    path: value?.path ?? {},
  });
  return { report, paper: bytes };
}

type ProvenMembers = MinutesMembers & EnvelopeScope;

interface Found {
  readonly row: Row;
  readonly value: ProvenMembers | null;
}

function byProof(proof: Buffer | null, about: Parameters<typeof membersByProof>[1]): Found {
  if (proof === null) return { row: missing('minutes-policy', 'minutes/members-unknown'), value: null };
  return findOut('minutes-policy', () => membersByProof(proof, about), factsOf('proof'));
}

/** A file that is no dossier is the caller's mistake; one that does not hold is a finding. */
async function byDossier(find: () => Promise<ProvenMembers>): Promise<Found> {
  const found = await find().catch((error: unknown) => {
    if (error instanceof CodedError && error.code.startsWith('document/')) throw error;
    return { error };
  });
  return findOut(
    'minutes-policy',
    () => {
      if ('error' in found) throw found.error;
      return found;
    },
    factsOf('dossier'),
  );
}

function factsOf(source: 'proof' | 'dossier') {
  return ({ kdTender, versiTender, envelopeId, policySha256, serial, members }: ProvenMembers) => ({
    // A paper can be renamed: whose members these are must be read here, not in its name.
    ...{ source, kdTender, versiTender, envelopeId, policySha256 },
    serial,
    members: members.size,
  });
}
