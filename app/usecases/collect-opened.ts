// What a committee member opened on this computer, for a dossier that shall hold it (app/protocol/DOSSIER.md 5). A folder is believed
// only where this computer's journal names its record, and then again only by the digests that the bidder signed.
import { parseOuterManifest } from '../../crypto/seal/manifest.ts';
import { readInner } from '../../crypto/seal/open-inner.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { OutputStore } from '../ports/output-store.ts';
import { ResultStatement } from '../protocol/openings.ts';
import { codedFailure, tryRead } from '../policy/run-check.ts';
import { readSigned } from '../policy/signed-message.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { bidLevels, INNER_FILE, numberBidders, pathOfBid } from './opening-folder.ts';
import { ownRecords, type OwnRecord } from './opening-record.ts';
import { enterOpening, type OpeningNeeds, type OpeningRoom } from './opening-room.ts';

export interface CollectOpenedNeeds extends OpeningNeeds {
  readonly output: OutputStore;
  readonly documents: DocumentStore;
  readonly journal: Journal;
}

export interface CollectOpenedInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  /** Parts of the dossier as the LPSE gave them. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** Where `openBids` wrote for an envelope. */
  readonly baseDirOf: (envelopeId: string) => string;
}

/** The content of one bid, in the order of its inner manifest. */
export interface OpenedContent {
  readonly submissionId: string;
  readonly inner: Uint8Array;
  readonly documents: readonly {
    /** Last part of the entry's name, without the number of a piece. */
    readonly name: string;
    readonly path: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
}

/**
 * Every bid that the committee's results say was opened, of each envelope that was opened here.
 * @throws audit/documents-committee-only when the account is in no committee of the tender; audit/documents-not-here when nothing was
 * opened on this computer, or not all of it still lies there as it was opened; network/*
 */
export async function collectOpened(
  needs: CollectOpenedNeeds,
  input: CollectOpenedInput,
  options: CallOptions = {},
): Promise<readonly OpenedContent[]> {
  const found: OpenedContent[] = [];
  let entered = 0;
  const envelopes = openedBids(input.parts);
  // Nobody has opened anything yet: whoever asks is told that, whatever the account.
  if (envelopes.size === 0) throw new CodedError('audit/documents-not-here', { count: 0 });
  for (const [envelopeId, opened] of envelopes) {
    const room = await roomOf(needs, { ...input, envelopeId }, options);
    if (room === null) continue;
    entered++;
    found.push(...(await ofEnvelope(needs, { ...input, room, opened }, options)));
  }
  if (entered === 0) throw new CodedError('audit/documents-committee-only');
  if (found.length === 0) throw new CodedError('audit/documents-not-here', { count: 0 });
  return found.toSorted((a, b) => (a.submissionId < b.submissionId ? -1 : 1));
}

/** Submissions by envelope that some member's result says was opened. */
function openedBids(parts: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, bytes] of parts) {
    const [, envelopeId] = /^openings\/([^/]+)\/results\//.exec(name) ?? [];
    if (envelopeId === undefined) continue;
    const opened = found.get(envelopeId) ?? new Set();
    const result = tryRead(() => readSigned(bytes, ResultStatement).value);
    if (result?.outcome.kind === 'opened') opened.add(result.submissionId);
    found.set(envelopeId, opened);
  }
  return found;
}

/** Null for somebody who is not in the committee of the envelope. */
async function roomOf(
  needs: CollectOpenedNeeds,
  input: { readonly connection: LpseConnection; readonly kdTender: string; readonly envelopeId: string },
  options: CallOptions,
): Promise<OpeningRoom | null> {
  try {
    return await enterOpening(needs, input, options);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    if (['opening/wrong-role', 'access/forbidden'].includes(codedFailure(error).code)) return null;
    throw error;
  }
}

async function ofEnvelope(
  needs: CollectOpenedNeeds,
  about: CollectOpenedInput & { readonly room: OpeningRoom; readonly opened: ReadonlySet<string> },
  options: CallOptions,
): Promise<readonly OpenedContent[]> {
  const { room, opened, kdTender } = about;
  const { answer, envelope } = room;
  const bidders = await numberBidders(needs, room, options);
  const baseDir = about.baseDirOf(answer.envelopeId);
  const folders = new Map(
    answer.bids
      .filter(({ submissionId }) => opened.has(submissionId))
      .map((bid) => [bid.submissionId, pathOfBid(needs.output, baseDir, bidLevels(room, bid, bidders))]),
  );
  const records = await ownRecords(needs, { kdTender, folders: [...folders.values()] });
  const own = [...folders].map(([submissionId, folder]) => ({ submissionId, folder, record: records.get(folder) }));
  if (own.every(({ record }) => record?.outcome.kind !== 'opened')) return [];
  const found: OpenedContent[] = [];
  for (const { submissionId, folder, record } of own) {
    const manifest = about.parts.get(`bids/${answer.envelopeId}/${submissionId}/manifest.json`);
    const content =
      record?.submissionId !== submissionId || manifest === undefined
        ? null
        : await contentOf(needs, { folder, record, manifest, carriesPrice: envelope.carriesPrice });
    if (content === null) throw new CodedError('audit/documents-not-here', { submissionId });
    found.push(content);
  }
  return found;
}

/** Null when it is not as it was opened. */
async function contentOf(
  { output, documents: store }: CollectOpenedNeeds,
  about: {
    readonly folder: string;
    readonly record: OwnRecord;
    readonly manifest: Uint8Array;
    readonly carriesPrice: boolean;
  },
): Promise<OpenedContent | null> {
  const { folder, record, manifest } = about;
  const der = await output.read(output.pathIn(folder, INNER_FILE));
  if (der === null) return null;
  const inner = tryRead(() => readInner(der, parseOuterManifest(manifest), about));
  if (inner?.documents.length !== record.documents.length) return null;
  const documents = [];
  for (const [i, { name, size, sha256 }] of inner.documents.entries()) {
    const path = record.documents[i]?.path ?? null;
    const facts = path === null ? null : await store.stat(path).catch(() => null);
    if (path === null || facts?.kind !== 'file' || facts.sizeBytes !== size) return null;
    documents.push({ name: `${String(i + 1).padStart(4, '0')}${endingOf(name)}`, path, sizeBytes: size, sha256 });
  }
  return { submissionId: record.submissionId, inner: der, documents };
}

/** Endings that a system shows and does not run; other documents have a number alone. */
const SHOWN = new Set(['pdf', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'txt', 'csv', 'jpg', 'jpeg', 'png', 'tif', 'zip']);

function endingOf(name: string): string {
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return SHOWN.has(ending) ? `.${ending}` : '';
}
