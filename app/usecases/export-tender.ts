// UC-24 A whole tender in one file (app/protocol/DOSSIER.md): what was signed, logged and released, for anybody to judge offline.
// Every part is compared with the LPSE's own list; whether it proves anything is for `verifyTender`, which believes none of it.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { encodePem, sha256Hex } from '../../crypto/encoding.ts';
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { DossierFiles, DossierSink } from '../ports/dossier-files.ts';
import type { Downloader } from '../ports/downloader.ts';
import type { DossierCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { DossierIndex, type DossierList } from '../protocol/dossier.ts';
import { compareNames, MIMETYPE_BYTES, PIECE_BYTES } from '../policy/dossier-names.ts';
import { pieceSizes } from '../policy/tender/check-documents.ts';
import { collectOpened, type CollectOpenedNeeds, type OpenedContent } from './collect-opened.ts';
import type { LpseConnection } from './connect-lpse.ts';

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
  const sink = await needs.dossiers.create(input.path);
  try {
    const small = await fetchParts(needs, list, options);
    await addLog(needs, small, input, options);
    const opened = await openedContents(needs, { input, parts: small }, options);
    small.set('mimetype', MIMETYPE_BYTES);
    const trustJson = encodeCanonicalJson(trustFacts(trust));
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

/** The most entries one call may ask for (log.ts). */
const LEAVES = 1000;

async function addLog(
  { lpse }: ExportTenderNeeds,
  parts: Map<string, Uint8Array>,
  { connection, witnessed }: ExportTenderInput,
  options: RunOptions<ExportTenderProgress>,
): Promise<void> {
  const head = Buffer.from(parts.get('log/checkpoint') ?? []).toString('utf8');
  const { size } = verifyCheckpoint(head, parseVerifierKey(connection.trust.logVerifierKey));
  const lines: Buffer[] = [];
  while (lines.length < size) {
    const start = lines.length;
    const page = await lpse.entries(start, Math.min(start + LEAVES, size), options);
    if (page.start !== start || page.entries.length === 0 || page.entries.length > size - start)
      throw new CodedError('network/bad-answer', { why: 'entries' });
    lines.push(...page.entries.map((entry) => Buffer.concat([Buffer.from(entry, 'base64'), Buffer.from('\n')])));
    options.onProgress?.({ step: 'log', done: lines.length, total: size });
  }
  parts.set('log/leaves.jsonl', Buffer.concat(lines));
  witnessed.forEach((note, i) => parts.set(`log/witness-${String(i + 1).padStart(2, '0')}`, Buffer.from(note)));
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
    for (const { name, run } of piecesOf(`sealed/${submissionId}.sampul`, size))
      await sink.addFile(name, path, run, signal);
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
      for (const piece of pieces) await sink.addFile(piece.name, path, piece.run, signal);
      if (pieces.length === 1 && sink.entries.at(-1)?.sha256 !== sha256) throw changed();
      done += sizeBytes;
      options.onProgress?.({ step: 'documents', done, total });
    }
    await sink.add(`documents/${submissionId}/inner.p7s`, inner);
  }
}

function piecesOf(stem: string, size: number) {
  return pieceSizes(size).map((sizeBytes, i, { length }) => ({
    name: length === 1 ? stem : `${stem}.${String(i + 1).padStart(3, '0')}`,
    run: { position: i * PIECE_BYTES, sizeBytes },
  }));
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
