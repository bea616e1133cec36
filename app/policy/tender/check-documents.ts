// Check 18 of app/protocol/DOSSIER.md: the content of opened bids, where a committee member put it in. Every byte is held against what
// the bidder signed before the deadline; that the sealed file contains these bytes is the word of the members (section 5).
import type { InnerManifest, OuterManifest } from '../../../crypto/seal/manifest.ts';
import { readInner } from '../../../crypto/seal/open-inner.ts';
import { CodedError, type ProblemDetails } from '../../errors/coded-error.ts';
import type { CheckOutcome } from '../../domain/check-report.ts';
import type { PolicyEnvelope } from '../../protocol/policy.ts';
import { piecesOf } from '../dossier-bounds.ts';
import { groupOf } from '../dossier-names.ts';
import { codedFailure } from '../run-check.ts';
import type { MemberResult } from './check-results.ts';
import type { Dossier } from './dossier.ts';
import { requireEach } from './each.ts';

/** Documents by `S/NNNN`: their entries in order, and the digest of all bytes together. */
export type DocumentFiles = ReadonlyMap<
  string,
  { readonly entries: readonly { readonly name: string; readonly size: number }[]; readonly sha256: string }
>;

export interface DocumentsQuestion {
  readonly envelope: PolicyEnvelope;
  readonly manifests: ReadonlyMap<string, OuterManifest> | null;
  readonly results: readonly MemberResult[] | null;
}

export function checkDocuments(
  dossier: Dossier,
  files: DocumentFiles,
  { envelope, manifests, results }: DocumentsQuestion,
): CheckOutcome & { readonly facts?: ProblemDetails } {
  const folders = foldersOf(dossier, files, envelope.envelopeId);
  if (folders.size === 0) return { outcome: 'missing', code: 'audit/no-documents' };
  if (manifests === null || results === null) return { outcome: 'not-made' };
  try {
    const opened = Map.groupBy(
      results.filter(({ outcome }) => outcome.kind === 'opened'),
      ({ submissionId }) => submissionId,
    );
    let documents = 0;
    requireEach(
      [...new Set([...opened.keys(), ...folders])],
      (submissionId) => submissionId,
      (submissionId) => {
        const said = opened.get(submissionId);
        if (said === undefined) throw differs('not opened');
        if (!folders.has(submissionId))
          throw new CodedError('audit/part-missing', { entry: `documents/${submissionId}` });
        const inner = innerOf(dossier, submissionId, { envelope, manifest: manifests.get(submissionId) });
        requireSaid(inner, said);
        requireNoMore(dossier, submissionId);
        requireWhole(inner, filesOf(files, submissionId));
        documents += inner.documents.length;
      },
    );
    return { outcome: 'passed', facts: { bids: folders.size, documents } };
  } catch (error) {
    const { code, details } = codedFailure(error);
    return { outcome: 'failed', code, facts: details };
  }
}

function foldersOf(dossier: Dossier, files: DocumentFiles, envelopeId: string): ReadonlySet<string> {
  const names = [...dossier.names(/^documents\//).map((name) => name.slice('documents/'.length)), ...files.keys()];
  const ofEnvelope = (submissionId: string) => dossier.find(`bids/${envelopeId}/${submissionId}/body.json`) !== null;
  return new Set(names.map((name) => name.split('/')[0] ?? '').filter(ofEnvelope));
}

function filesOf(files: DocumentFiles, submissionId: string): DocumentFiles {
  const at = `${submissionId}/`;
  return new Map(
    [...files].filter(([name]) => name.startsWith(at)).map(([name, file]) => [name.slice(at.length), file]),
  );
}

/** a to c, and the first half of d */
function innerOf(
  dossier: Dossier,
  submissionId: string,
  { envelope, manifest }: { readonly envelope: PolicyEnvelope; readonly manifest: OuterManifest | undefined },
): InnerManifest {
  const der = dossier.part(`documents/${submissionId}/inner.p7s`);
  if (manifest === undefined) throw differs('manifest');
  return readInner(der, manifest, envelope);
}

/** The second half of d. */
function requireSaid(inner: InnerManifest, said: readonly MemberResult[]): void {
  for (const { outcome } of said) {
    if (outcome.kind !== 'opened') continue;
    if (outcome.price !== (inner.bidLetter?.price ?? null)) throw differs('price');
    if (outcome.documents !== inner.documents.length) throw differs('documents');
  }
}

/** e: what is no document has no place beside them, whatever check 1 says of its name. */
function requireNoMore(dossier: Dossier, submissionId: string): void {
  const at = `documents/${submissionId}/`;
  const more = dossier.names(/^documents\//).filter((name) => name.startsWith(at) && name !== `${at}inner.p7s`);
  if (more.length > 0) throw differs('entries');
}

/** e and f */
function requireWhole({ documents }: InnerManifest, files: DocumentFiles): void {
  if (files.size !== documents.length) throw differs('documents');
  documents.forEach(({ size, sha256 }, i) => {
    const number = String(i + 1).padStart(4, '0');
    const file = files.get(number);
    if (file === undefined) throw new CodedError('audit/part-missing', { document: i + 1 });
    const [first = ''] = file.entries.map(({ name }) => name);
    const stem = first.replace(/\.\d{3}$/, '');
    const wanted = piecesOf(stem, size);
    const same =
      wanted.length === file.entries.length &&
      wanted.every((piece, n) => file.entries[n]?.name === piece.name && file.entries[n].size === piece.size);
    if (!same || groupOf(first) < 0 || file.sha256 !== sha256) throw differs(`document ${number}`);
  });
}

function differs(why: string): CodedError {
  return new CodedError('audit/documents-differ', { why });
}
