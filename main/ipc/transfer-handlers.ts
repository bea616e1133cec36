// Answers the part of `bids.*` that carries a draft or a sealed file from one computer to another.
import { basename, dirname, join } from 'node:path';
import { asChosen, type BidIdentity, type DraftBid } from '../../app/domain/bid.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { Account } from '../../app/protocol/login.ts';
import { setDocuments, setLetter, startDraft } from '../../app/usecases/edit-draft.ts';
import { copyFile } from '../adapters/copy-file.ts';
import { unpackDraftFile, writeDraftFile, type DraftHeader } from '../adapters/draft-file.ts';
import { removeFile } from '../adapters/private-files.ts';
import { recoverBids } from '../adapters/recover-bids.ts';
import { RECEIVED } from './account-in-use.ts';
import type { AreaHandlers } from './area.ts';
import { requireIdleDraft, requireOwnBid, viewOf } from './bid-access.ts';
import type { Caller } from './door.ts';
import type { Program } from './program.ts';

type TransferCalls = 'bids.exportSealed' | 'bids.importSealed' | 'bids.exportDraft' | 'bids.importDraft';

export function transferHandlers(program: Program): Pick<AreaHandlers<'bids'>, TransferCalls> {
  const { files } = program;
  return {
    'bids.exportSealed': async ({ bidId, to }, caller) => {
      const bid = await requireOwnBid(program, bidId);
      if (bid.state === 'draft') throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'sealed' });
      const { path, sealedSha256 } = bid.sealed;
      if ((await program.installation.output.sizeOf(path)) === null) throw new CodedError('draft/sealed-file-missing');
      const target = files.resolve(to, caller).path;
      const accept = (sha256: string) => {
        if (sha256 !== sealedSha256) throw new CodedError('draft/sealed-file-changed');
      };
      await copyFile(path, target, accept, { signal: caller.signal });
      return { shownAs: basename(target) };
    },

    'bids.importSealed': async ({ file }, caller) =>
      viewOf(program, await importSealed(program, files.resolve(file, caller).path, caller)),

    'bids.exportDraft': async ({ bidId, to }, caller) => {
      const draft = await requireIdleDraft(program, bidId);
      const target = files.resolve(to, caller).path;
      await exportDraft(program, { draft, target }, caller);
      return { shownAs: basename(target) };
    },

    'bids.importDraft': async ({ file }, caller) =>
      viewOf(program, await importDraft(program, files.resolve(file, caller).path, caller)),
  };
}

/**
 * A sealed file of this bidder becomes a bid here. The same file twice is the same bid.
 * @throws proof/wrong-lpse, draft/wrong-account, seal/*, signature/*
 */
async function importSealed(program: Program, path: string, { signal }: Caller) {
  const profile = await program.profile();
  const { bids, account, kdLpse } = profile;
  const { sealer, trust } = program.installation;
  const { manifest, manifestSha256, mode } = await sealer.verify(path, { signal });
  const { context } = manifest;
  if (context.kdLpse !== kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: context.kdLpse });
  if (context.bidder.bidderId !== bidderIdOf(account)) throw new CodedError('draft/wrong-account');
  const known = (await bids.list()).find(
    (bid) => bid.state !== 'draft' && bid.sealed.manifestSha256 === manifestSha256,
  );
  if (known !== undefined) return known;
  const { kdTender, versiTender, namaPaket, envelopeId, revision, supersedes, createdAt } = context;
  const identity: BidIdentity = {
    ...{ kdLpse, kdTender, versiTender, namaPaket, envelopeId, mode, revision, supersedes },
    ...{ bidId: '', accountId: account.accountId, storedVersion: 0, updatedAt: createdAt },
  };
  const target = await bids.newSealedPath({ ...identity, state: 'draft', documents: [], letter: null });
  await copyFile(path, target, undefined, { signal });
  try {
    await recoverBids({ ...profile, sealer, trust, sealedFolder: dirname(target) });
    const found = (await bids.list()).find((bid) => bid.state !== 'draft' && bid.sealed.path === target);
    if (found === undefined) throw new CodedError('seal/container-malformed');
    return found;
  } catch (error) {
    await removeFile(target);
    throw error;
  }
}

async function exportDraft(
  program: Program,
  { draft, target }: { readonly draft: DraftBid; readonly target: string },
  { signal }: Caller,
): Promise<void> {
  const { account } = await program.profile();
  const { documents: store } = program.installation;
  const documents: DraftHeader['documents'] = [];
  for (const { sourcePath, originalName, name, slot, mediaType, madeBy } of draft.documents) {
    const { sizeBytes } = await store.stat(sourcePath);
    const sha256 = await store.digest(sourcePath, { signal });
    const document = { originalName, name, slot, mediaType, sizeBytes, sha256 };
    documents.push(madeBy === undefined ? document : { ...document, madeBy });
  }
  const { kdLpse, kdTender, versiTender, namaPaket, envelopeId, letter } = draft;
  const header = { kdLpse, kdTender, versiTender, namaPaket, envelopeId, letter, documents };
  const sources = draft.documents.map(({ sourcePath }) => sourcePath);
  await writeDraftFile(target, { ...header, bidderId: bidderIdOf(account) }, sources, { signal });
}

/** @throws draft/file-malformed, proof/wrong-lpse, draft/wrong-account, draft/not-empty when there is work that would be lost */
async function importDraft(program: Program, path: string, { signal }: Caller): Promise<DraftBid> {
  const { needs, profile } = await program.online();
  const accept = ({ kdLpse, bidderId }: DraftHeader) => {
    if (kdLpse !== profile.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse });
    if (bidderId !== bidderIdOf(profile.account)) throw new CodedError('draft/wrong-account');
  };
  const into = join(profile.folder.root, RECEIVED);
  const { header, paths } = await unpackDraftFile(path, into, accept, { signal });
  const { kdTender, envelopeId, letter } = header;
  const about = await needs.lpse.package(kdTender, { signal });
  const { bidId, documents: present, letter: written } = await startDraft(needs, { package: about, envelopeId });
  if (present.length > 0 || written !== null) throw new CodedError('draft/not-empty');
  const documents = header.documents.map((document, i) => asChosen({ ...document, sourcePath: paths[i] ?? '' }));
  const filled = await setDocuments(needs, { bidId, documents });
  return letter === null ? filled : setLetter(needs, { bidId, letter });
}

/** As sealing names the bidder. */
function bidderIdOf({ bidderId, accountId }: Account): string {
  return bidderId ?? accountId;
}
