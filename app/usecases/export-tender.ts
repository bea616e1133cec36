// UC-24 A whole tender in one file (app/protocol/DOSSIER.md): what was signed, logged and released, for anybody to judge offline.
// Every part is compared with the LPSE's own list; whether it proves anything is for `verifyTender`, which believes none of it.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { encodePem, sha256Hex } from '../../crypto/encoding.ts';
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { DossierFiles, DossierSink } from '../ports/dossier-files.ts';
import type { Downloader } from '../ports/downloader.ts';
import type { DossierCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { DossierIndex, type DossierList } from '../protocol/dossier.ts';
import { piecesOf, requireBounds, type PlannedEntry } from '../policy/dossier-bounds.ts';
import { compareNames, groupOf, MIMETYPE_BYTES } from '../policy/dossier-names.ts';
import { collectOpened, type CollectOpenedNeeds, type OpenedContent } from './collect-opened.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { fetchEntries } from './log-entries.ts';

export interface ExportTenderNeeds extends CollectOpenedNeeds {
  readonly lpse: CollectOpenedNeeds['lpse'] & DossierCalls;
  readonly downloader: Downloader;
  readonly dossiers: DossierFiles;
}

export interface ExportTenderInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  /** Of the dossier; nothing of this name may exist. */
  readonly path: string;
  /** A folder of ours for sealed files on their way. */
  readonly workDir: string;
  readonly withSealed: boolean;
  /** Adds the content of bids that were opened here: where `openBids` wrote for an envelope. Absent: no plaintext. */
  readonly openedIn?: ((envelopeId: string) => string) | null;
  /** Heads with cosignatures of witnesses. */
  readonly witnessed: readonly string[];
}

export interface ExportTenderProgress {
  readonly step: 'parts' | 'log' | 'sealed' | 'documents';
  readonly done: number;
  readonly total: number;
}

export interface ExportedTender {
  readonly path: string;
  readonly entries: number;
  readonly sealedFiles: number;
  /** Bids whose content is in it. */
  readonly openedBids: number;
  /** Of `dossier.json`: names the whole content. */
  readonly indexSha256: string;
}

/**
 * @throws audit/too-early before an opening stage has begun; audit/dossier-changed when a part changed meanwhile;
 * audit/dossier-too-large before anything is fetched that need not be known first;
 * audit/documents-committee-only, audit/documents-not-here where opened bids are asked for; access/forbidden, opening/wrong-role, storage/unsafe-target, storage/full, storage/failed, network/*
 */
export async function exportTender(
  needs: ExportTenderNeeds,
  input: ExportTenderInput,
  options: RunOptions<ExportTenderProgress> = {},
): Promise<ExportedTender> {
  const list = await needs.lpse.dossier(input.kdTender, options);
  const { trust } = input.connection;
  if (list.kdTender !== input.kdTender || list.kdLpse !== trust.kdLpse)
    throw new CodedError('network/bad-answer', { why: 'another tender' });
  requireListable(list, input);
  const sink = await needs.dossiers.create(input.path);
  try {
    const small = await fetchParts(needs, list, options);
    await addLog(needs, small, input, options);
    const opened = await openedContents(needs, { input, parts: small }, options);
    small.set('mimetype', MIMETYPE_BYTES);
    const trustJson = encodeCanonicalJson(trustFacts(trust));
    requireBounds([
      ...[...small].map(([name, { length: size }]) => ({ name, size })),
      ...sealedEntries(list, input),
      ...opened.flatMap(documentEntries),
      ...LAST_ENTRIES,
    ]);
    for (const name of [...small.keys()].toSorted(compareNames))
      await sink.add(name, small.get(name) ?? Buffer.alloc(0));
    if (input.withSealed) await addSealed(needs, { list, input, sink }, options);
    await addDocuments(needs, { contents: opened, sink }, options);
    await sink.add('trust.json', trustJson);
    const index = indexOf(list, input, sink);
    await sink.add('dossier.json', index);
    await sink.commit();
    const found = {
      path: input.path,
      entries: sink.entries.length,
      sealedFiles: input.withSealed ? list.sealed.length : 0,
      openedBids: opened.length,
      indexSha256: sha256Hex(index),
    };
    const { entries, sealedFiles, openedBids, indexSha256 } = found;
    const facts = { entries, sealedFiles, openedBids, indexSha256 };
    await needs.journal.append({ event: 'audit.exported', bidId: null, kdTender: input.kdTender, facts });
    return found;
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** Known before their bytes: their number is what counts. */
const LAST_ENTRIES: readonly PlannedEntry[] = ['trust.json', 'dossier.json'].map((name) => ({ name, size: 0 }));
const FIRST_ENTRIES: readonly PlannedEntry[] = ['mimetype', 'log/leaves.jsonl'].map((name) => ({ name, size: 0 }));

/** What the LPSE says that it has fits into a dossier, as far as that can be told before it is fetched. */
function requireListable(list: DossierList, input: ExportTenderInput): void {
  const strange = list.parts.find(({ name }) => groupOf(name) < 0);
  // Numbers in names have their digits: one more result than they can count has no name.
  if (strange !== undefined)
    throw new CodedError('audit/dossier-too-large', { why: 'names', entry: strange.name.slice(0, 160) });
  const witnessed = input.witnessed.map((note, i) => ({ name: witnessName(i), size: Buffer.byteLength(note) }));
  requireBounds([...FIRST_ENTRIES, ...list.parts, ...witnessed, ...sealedEntries(list, input), ...LAST_ENTRIES]);
}

function witnessName(index: number): string {
  return `log/witness-${String(index + 1).padStart(2, '0')}`;
}

function sealedEntries({ sealed }: DossierList, { withSealed }: ExportTenderInput): readonly PlannedEntry[] {
  if (!withSealed) return [];
  return sealed.flatMap(({ submissionId, size }) => piecesOf(sealedName(submissionId), size));
}

function sealedName(submissionId: string): string {
  return `sealed/${submissionId}.sampul`;
}

function documentEntries({ submissionId, inner, documents }: OpenedContent): readonly PlannedEntry[] {
  const at = `documents/${submissionId}/`;
  const whole = documents.flatMap(({ name, sizeBytes }) => piecesOf(`${at}${name}`, sizeBytes));
  return [...whole, { name: `${at}inner.p7s`, size: inner.length }];
}

async function openedContents(
  needs: ExportTenderNeeds,
  { input, parts }: { readonly input: ExportTenderInput; readonly parts: ReadonlyMap<string, Uint8Array> },
  { signal }: RunOptions<ExportTenderProgress>,
): Promise<readonly OpenedContent[]> {
  const { connection, kdTender, openedIn = null } = input;
  if (openedIn === null) return [];
  const calling = signal === undefined ? {} : { signal };
  return collectOpened(needs, { connection, kdTender, parts, baseDirOf: openedIn }, calling);
}

/** The most parts that one call asks for; the LPSE answers fewer when they are large. */
const PAGE = 500;

async function fetchParts(
  { lpse }: ExportTenderNeeds,
  { kdTender, parts: listed }: DossierList,
  options: RunOptions<ExportTenderProgress>,
): Promise<Map<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array>();
  while (parts.size < listed.length) {
    const start = parts.size;
    const page = await lpse.dossierParts(kdTender, { start, end: Math.min(start + PAGE, listed.length) }, options);
    page.parts.forEach(({ name, content }, i) => {
      const bytes = Buffer.from(content, 'base64');
      const wanted = listed[start + i];
      const same = wanted?.name === name && wanted.size === bytes.length && wanted.sha256 === sha256Hex(bytes);
      if (!same || parts.has(name)) throw new CodedError('audit/dossier-changed', { entry: name });
      parts.set(name, bytes);
    });
    options.onProgress?.({ step: 'parts', done: parts.size, total: listed.length });
  }
  return parts;
}

async function addLog(
  { lpse }: ExportTenderNeeds,
  parts: Map<string, Uint8Array>,
  { connection, witnessed }: ExportTenderInput,
  options: RunOptions<ExportTenderProgress>,
): Promise<void> {
  const head = Buffer.from(parts.get('log/checkpoint') ?? []).toString('utf8');
  const { size } = verifyCheckpoint(head, parseVerifierKey(connection.trust.logVerifierKey));
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const onProgress = ({ doneBytes: done }: ByteProgress) => options.onProgress?.({ step: 'log', done, total: size });
  const leaves = await fetchEntries(lpse, { from: 0, to: size }, { ...signal, onProgress });
  const newline = Buffer.from('\n');
  parts.set('log/leaves.jsonl', Buffer.concat(leaves.flatMap((leaf) => [leaf, newline])));
  witnessed.forEach((note, i) => parts.set(witnessName(i), Buffer.from(note)));
}

async function addSealed(
  { downloader, output }: ExportTenderNeeds,
  { list, input, sink }: { readonly list: DossierList; readonly input: ExportTenderInput; readonly sink: DossierSink },
  options: RunOptions<ExportTenderProgress>,
): Promise<void> {
  const total = list.sealed.reduce((sum, { size }) => sum + size, 0);
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const folder = await output.folder(input.workDir);
  let before = 0;
  for (const { submissionId, size } of list.sealed.toSorted((a, b) => (a.submissionId < b.submissionId ? -1 : 1))) {
    const path = output.pathIn(folder, `${submissionId}.sampul`);
    const onProgress = ({ doneBytes }: { readonly doneBytes: number }) =>
      options.onProgress?.({ step: 'sealed', done: before + doneBytes, total });
    await output.remove(path);
    await downloader.download(
      { kdTender: input.kdTender, submissionId, path, sizeBytes: size },
      { ...signal, onProgress },
    );
    for (const { name, position, size: sizeBytes } of piecesOf(sealedName(submissionId), size))
      await sink.addFile(name, path, { position, sizeBytes }, signal);
    await output.remove(path);
    before += size;
  }
}

/** Opened bids, each document held once more against what its bidder signed while it is written. */
async function addDocuments(
  { documents: store }: ExportTenderNeeds,
  { contents, sink }: { readonly contents: readonly OpenedContent[]; readonly sink: DossierSink },
  options: RunOptions<ExportTenderProgress>,
): Promise<void> {
  const total = contents.reduce((sum, { documents }) => documents.reduce((all, one) => all + one.sizeBytes, sum), 0);
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  let done = 0;
  for (const { submissionId, inner, documents } of contents) {
    const changed = () => new CodedError('audit/documents-not-here', { submissionId });
    for (const { name, path, sizeBytes, sha256 } of documents) {
      const pieces = piecesOf(`documents/${submissionId}/${name}`, sizeBytes);
      if (pieces.length > 1 && (await store.digest(path)) !== sha256) throw changed();
      for (const { position, size, ...piece } of pieces)
        await sink.addFile(piece.name, path, { position, sizeBytes: size }, signal);
      if (pieces.length === 1 && sink.entries.at(-1)?.sha256 !== sha256) throw changed();
      done += sizeBytes;
      options.onProgress?.({ step: 'documents', done, total });
    }
    await sink.add(`documents/${submissionId}/inner.p7s`, inner);
  }
}

function indexOf(
  { kdLpse, kdTender, versiTender, createdAt }: DossierList,
  input: ExportTenderInput,
  sink: DossierSink,
) {
  const sealed = input.withSealed ? 'whole' : 'digests';
  const format = 'segel-dossier/1';
  const entries = sink.entries.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
  return encodeCanonicalJson(DossierIndex.parse({ format, kdLpse, kdTender, versiTender, createdAt, sealed, entries }));
}

/** In the form in which an operator hands anchors over. */
function trustFacts({ kdLpse, name, baseUrl, logVerifierKey, lpse, ams, kms, tsa }: LpseTrust) {
  const pem = (anchors: LpseTrust['lpse']) => anchors.map(({ der }) => encodePem('CERTIFICATE', der)).join('');
  return {
    ...{ kdLpse, name, baseUrl, logVerifierKey },
    anchors: { lpse: pem(lpse), ams: pem(ams), kms: pem(kms), tsa: pem(tsa) },
  };
}
