// Answers the part of `bids.*` that prepares a bid: list, draft, documents, letter, preflight.
import { stat } from 'node:fs/promises';
import type { BidDocument } from '../../app/domain/bid.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { addDocuments, setDocuments, setLetter, startDraft } from '../../app/usecases/edit-draft.ts';
import { checkSources } from '../../app/usecases/check-sources.ts';
import { checkDocuments } from '../../app/usecases/check-documents.ts';
import { previewEvidence } from '../../app/usecases/make-evidence.ts';
import { replaceBid } from '../../app/usecases/replace-bid.ts';
import { storing } from '../adapters/storage-faults.ts';
import type { AreaHandlers } from './area.ts';
import { packageOf, requireIdleDraft, requireOwnBid, viewOf } from './bid-access.ts';
import { toFinding } from './bid-view.ts';
import type { Caller } from './door.ts';
import type { Program } from './program.ts';

type DraftCalls =
  | 'bids.list'
  | 'bids.load'
  | 'bids.start'
  | 'bids.addDocuments'
  | 'bids.changeDocument'
  | 'bids.removeDocument'
  | 'bids.setLetter'
  | 'bids.check'
  | 'bids.previewEvidence'
  | 'bids.replace';

export function draftHandlers(program: Program): Pick<AreaHandlers<'bids'>, DraftCalls> {
  const edit = (bidId: string, change: (documents: readonly BidDocument[]) => readonly BidDocument[]) =>
    editDocuments(program, bidId, change);

  return {
    'bids.list': async ({ kdTender }) => {
      const { bids } = await program.profile();
      const found = await bids.list(kdTender === null ? {} : { kdTender });
      return { bids: found.map((bid) => viewOf(program, bid)) };
    },

    'bids.load': async ({ bidId }) => viewOf(program, await requireOwnBid(program, bidId)),

    'bids.start': async ({ kdTender, envelopeId }, { signal }) => {
      const { needs, profile } = await program.online();
      const about = await needs.lpse.package(kdTender, { signal });
      program.packages.told(profile.folder, [about]);
      return viewOf(program, await startDraft(needs, { package: about, envelopeId }));
    },

    'bids.addDocuments': async ({ bidId, slot, files }, caller) => {
      const { kdTender } = await requireIdleDraft(program, bidId);
      const { maxNameLength } = (await packageOf(program, kdTender, caller.signal)).limits;
      const paths = await filesBehind(program, files, caller);
      const needs = await program.offline();
      return viewOf(program, await addDocuments(needs, { bidId, slot, paths, maxNameLength }));
    },

    'bids.changeDocument': async ({ bidId, index, name, slot }) =>
      edit(bidId, (documents) => documents.with(index, { ...requireOwn(documents, index), name, slot })),

    'bids.removeDocument': async ({ bidId, index }) =>
      edit(bidId, (documents) => {
        requireOwn(documents, index);
        return documents.toSpliced(index, 1);
      }),

    'bids.setLetter': async ({ bidId, letter }) => {
      await requireIdleDraft(program, bidId);
      return viewOf(program, await setLetter(await program.offline(), { bidId, letter }));
    },

    'bids.check': async ({ bidId }, { signal }) => {
      const bid = await requireOwnBid(program, bidId);
      if (bid.state !== 'draft') {
        const needs = { ...(await program.profile()), documents: program.installation.documents };
        return { findings: (await checkSources(needs, { bidId }, { signal })).map(toFinding), blocking: false };
      }
      const { documents, letter, priceTable } = bid;
      const { sampul, limits } = await packageOf(program, bid.kdTender, signal);
      const envelope = sampul.find(({ envelopeId }) => envelopeId === bid.envelopeId);
      if (envelope === undefined) throw new CodedError('draft/no-such-envelope', { envelopeId: bid.envelopeId });
      const rules = { slots: envelope.slots, carriesPrice: envelope.carriesPrice, limits };
      const { findings, blocking } = await checkDocuments(
        program.installation,
        { documents, letter, rules, priceTable },
        { signal },
      );
      return { findings: findings.map(toFinding), blocking };
    },

    'bids.previewEvidence': () => previewEvidence(program.installation.device, 'sealing'),

    'bids.replace': async ({ bidId }) => {
      program.jobs.requireIdle(bidId);
      return viewOf(program, await replaceBid(await program.offline(), { bidId }));
    },
  };
}

async function editDocuments(
  program: Program,
  bidId: string,
  change: (documents: readonly BidDocument[]) => readonly BidDocument[],
) {
  const draft = await requireIdleDraft(program, bidId);
  const documents = change(draft.documents);
  return viewOf(program, await setDocuments(await program.offline(), { bidId, documents }));
}

function requireAt(documents: readonly BidDocument[], index: number): BidDocument {
  const document = index < 0 ? undefined : documents[index];
  if (document === undefined) throw new CodedError('ipc/malformed-input', { field: 'index' });
  return document;
}

/** @throws price/made-by-editor for what follows the price table */
function requireOwn(documents: readonly BidDocument[], index: number): BidDocument {
  const document = requireAt(documents, index);
  if (document.madeBy !== undefined) throw new CodedError('price/made-by-editor');
  return document;
}

/** A dropped folder stands for every file in it. @throws ipc/handle-unknown, document/not-found */
async function filesBehind(
  { files, installation }: Program,
  handles: readonly string[],
  caller: Caller,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const handle of handles) {
    const { path } = files.resolve(handle, caller);
    const isFolder = (await storing(() => stat(path))).isDirectory();
    if (isFolder) paths.push(...(await installation.documents.list(path, { signal: caller.signal })));
    else paths.push(path);
  }
  return paths;
}
