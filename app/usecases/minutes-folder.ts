// Where results on paper lie: one folder per opening, beside the opened bids. Names tell what a file is; a paper to be signed is
// named by its digest, so that another one never takes its place under signatures.
import type { DocumentStore } from '../ports/document-store.ts';
import type { OutputStore } from '../ports/output-store.ts';
import { proofName, scopeOfMinutes } from '../domain/minutes-names.ts';
import type { EnvelopeScope } from '../domain/tender-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import { DIGEST_LIST_NAME, digestList } from '../reports/digest-list.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { isSafeName, toSafeName } from '../../crypto/seal/document-name.ts';
import { readMinutesSignature, holderOf } from '../policy/check-minutes.ts';

export interface FolderNeeds {
  readonly output: OutputStore;
  readonly documents: DocumentStore;
}

export interface MinutesPlace {
  /** Where opened bids lie on this computer. */
  readonly baseDir: string;
  readonly kdTender: string;
  readonly envelopeId: string;
}

export interface WrittenFile {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface FolderSignature {
  readonly name: string;
  readonly p7s: Buffer;
  readonly timestamp: Buffer | null;
  /** Null when it is no signature over this paper. */
  readonly signer: { readonly holder: string; readonly certificateSha256: string; readonly signedAt: string } | null;
}

export interface FolderPaper extends WrittenFile {
  readonly kind: 'draft' | 'final' | 'esigned';
  readonly format: 'pdf' | 'docx';
  /** Of the tender; the first, where the name does not say. */
  readonly versiTender: number;
  readonly bytes: Buffer;
  readonly signatures: readonly FolderSignature[];
}

const EXPORT = /^hasil-pembukaan-.*\.(?:json|csv|xlsx)$/;
const PROOF = /^bukti-anggota-.*\.json$/;
const SIGNATURE = /\.[0-9a-f]{16}\.p7s$/;

/** Made when it is not there. @throws storage/full, storage/failed */
export function minutesFolder(output: OutputStore, { baseDir, kdTender, envelopeId }: MinutesPlace): Promise<string> {
  return output.folder(baseDir, toSafeName(`${kdTender} berita acara ${envelopeId}`));
}

export async function readFolder(
  needs: FolderNeeds,
  place: MinutesPlace,
): Promise<{
  readonly folder: string;
  readonly papers: readonly FolderPaper[];
  readonly exports: readonly WrittenFile[];
}> {
  const folder = await minutesFolder(needs.output, place);
  const names = await fileNames(needs, folder);
  const papers: FolderPaper[] = [];
  const exports: WrittenFile[] = [];
  for (const name of names) {
    const kind = kindOf(name);
    if (kind === null && !EXPORT.test(name)) continue;
    const bytes = await needs.output.read(needs.output.pathIn(folder, name));
    if (bytes === null) continue;
    const written = toWritten(name, bytes);
    if (kind === null) exports.push(written);
    else
      papers.push({
        ...written,
        ...kind,
        versiTender: scopeOfMinutes(name)?.versiTender ?? 1,
        bytes,
        signatures: await signaturesOf(needs, { folder, names, paper: name, bytes }),
      });
  }
  return { folder, papers, exports };
}

/** A paper by its name. @throws minutes/paper-not-found */
export async function requirePaper(needs: FolderNeeds, place: MinutesPlace, name: string) {
  const { folder, papers } = await readFolder(needs, place);
  const paper = papers.find((one) => one.name === name);
  if (paper === undefined) throw new CodedError('minutes/paper-not-found');
  return { folder, paper };
}

/** A paper wherever it lies, with the signatures beside it and the proof of who may sign. @throws minutes/paper-not-found */
export async function readPaperAt(
  needs: FolderNeeds,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<{
  readonly bytes: Buffer;
  readonly signatures: readonly FolderSignature[];
  readonly proof: Buffer | null;
  /** As its name says; null when it was renamed. */
  readonly scope: EnvelopeScope | null;
}> {
  const names = await fileNames(needs, folder);
  const bytes = names.includes(name) ? await needs.output.read(needs.output.pathIn(folder, name)) : null;
  if (bytes === null) throw new CodedError('minutes/paper-not-found');
  const scope = scopeOfMinutes(name);
  const proof = scope === null ? names.find((one) => PROOF.test(one)) : proofName(scope);
  return {
    ...{ bytes, scope, signatures: await signaturesOf(needs, { folder, names, paper: name, bytes }) },
    proof: proof === undefined ? null : await needs.output.read(needs.output.pathIn(folder, proof)),
  };
}

/** The proof of who may sign, beside the papers of an opening; null while there is none. */
export function readProof(
  { output }: Pick<FolderNeeds, 'output'>,
  { folder, scope }: { readonly folder: string; readonly scope: EnvelopeScope },
): Promise<Buffer | null> {
  return output.read(output.pathIn(folder, proofName(scope)));
}

/** Any file of the folder, to hand out a copy. @throws minutes/paper-not-found */
export async function requireFile(needs: FolderNeeds, place: MinutesPlace, name: string): Promise<Buffer> {
  const folder = await minutesFolder(needs.output, place);
  const known = isSafeName(name) && (await fileNames(needs, folder)).includes(name);
  const bytes = known ? await needs.output.read(needs.output.pathIn(folder, name)) : null;
  if (bytes === null) throw new CodedError('minutes/paper-not-found');
  return bytes;
}

/** Writes a file and renews the list of digests. */
export async function writeIntoFolder(
  needs: FolderNeeds,
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<readonly WrittenFile[]> {
  for (const { name, bytes } of files) await needs.output.write(folder, name, bytes);
  const listed: { name: string; bytes: Uint8Array }[] = [];
  for (const name of await fileNames(needs, folder)) {
    const bytes = name === DIGEST_LIST_NAME ? null : await needs.output.read(needs.output.pathIn(folder, name));
    if (bytes !== null) listed.push({ name, bytes });
  }
  await needs.output.write(folder, DIGEST_LIST_NAME, digestList(listed));
  return files.map(({ name, bytes }) => toWritten(name, bytes));
}

export function signatureName(paper: string, certificateSha256: string): string {
  return `${paper}.${certificateSha256.slice(0, 16)}.p7s`;
}

export function timestampName(signature: string): string {
  return `${signature}.tsr`;
}

function toWritten(name: string, bytes: Uint8Array): WrittenFile {
  return { name, sha256: sha256Hex(bytes), sizeBytes: bytes.length };
}

function kindOf(name: string): Pick<FolderPaper, 'kind' | 'format'> | null {
  if (!name.startsWith('berita-acara-pembukaan-')) return null;
  if (name.endsWith('.docx')) return { kind: 'draft', format: 'docx' };
  if (!name.endsWith('.pdf')) return null;
  const kind = name.endsWith('.esign.pdf') ? 'esigned' : name.endsWith('-draf.pdf') ? 'draft' : 'final';
  return { kind, format: 'pdf' };
}

async function signaturesOf(
  { output }: FolderNeeds,
  {
    folder,
    names,
    paper,
    bytes,
  }: { readonly folder: string; readonly names: readonly string[]; readonly paper: string; readonly bytes: Buffer },
): Promise<readonly FolderSignature[]> {
  const found: FolderSignature[] = [];
  for (const name of names.filter((one) => one.startsWith(`${paper}.`) && SIGNATURE.test(one))) {
    const p7s = await output.read(output.pathIn(folder, name));
    if (p7s === null) continue;
    const stamp = timestampName(name);
    const timestamp = names.includes(stamp) ? await output.read(output.pathIn(folder, stamp)) : null;
    found.push({ name, p7s, timestamp, signer: signerOf(p7s, bytes) });
  }
  return found;
}

function signerOf(p7s: Buffer, paper: Buffer): FolderSignature['signer'] {
  try {
    const { certificate, signingTime } = readMinutesSignature(p7s, paper);
    return {
      holder: holderOf(certificate),
      certificateSha256: certificate.sha256,
      signedAt: signingTime.toISOString(),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** Plain files directly in the folder, by name. */
async function fileNames({ documents }: FolderNeeds, folder: string): Promise<readonly string[]> {
  const paths = await documents.list(folder);
  return paths
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length + 1))
    .filter((name) => isSafeName(name));
}
