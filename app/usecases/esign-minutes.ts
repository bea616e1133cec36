// UC-31 Sign the minutes through e-Sign: the service's copy is kept only when it is our paper with a signature appended.
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { DocumentSignature, DocumentSigner } from '../ports/document-signer.ts';
import type { Journal } from '../ports/journal.ts';
import { requireSignedCopy, type PdfSigner } from '../policy/signed-pdf.ts';
import {
  requirePaper,
  writeIntoFolder,
  type FolderNeeds,
  type MinutesPlace,
  type WrittenFile,
} from './minutes-folder.ts';

export interface EsignNeeds extends FolderNeeds {
  readonly journal: Journal;
  /** Null when the operator set up none. */
  readonly signer: DocumentSigner | null;
}

/**
 * A paper that e-Sign signed before can be signed again by the next member: each signature covers the ones before. The paper that was
 * sent stays as it is; of an answer that is refused nothing is kept.
 * @param input - `sha256` of the paper that the person read
 * @returns `signer` as the signature's certificate names it; null when the signature could only be located, not verified
 * @throws minutes/esign-*, minutes/paper-not-found, minutes/paper-changed, network/*
 */
export async function esignMinutes(
  needs: EsignNeeds,
  input: MinutesPlace & { readonly name: string; readonly sha256: string; readonly lpseName: string } & Pick<
      DocumentSignature,
      'signer' | 'secret'
    >,
  options: CallOptions = {},
): Promise<{ readonly file: WrittenFile; readonly signedAt: string | null; readonly signer: PdfSigner }> {
  if (needs.signer === null) throw new CodedError('minutes/esign-off');
  const { folder, paper } = await requirePaper(needs, input, input.name);
  if (paper.sha256 !== input.sha256) throw new CodedError('minutes/paper-changed');
  if (paper.format !== 'pdf' || paper.kind === 'draft') throw new CodedError('minutes/paper-not-found');
  const { signer, secret, lpseName, kdTender } = input;
  const request = { signer, secret, visible: null, reason: 'Berita Acara Pembukaan Penawaran', location: lpseName };
  const { pdf, signedAt } = await needs.signer.sign(paper.bytes, request, options);
  const inside = requireSignedCopy(paper.bytes, pdf);
  const name = paper.kind === 'esigned' ? paper.name : paper.name.replace(/\.pdf$/, '.esign.pdf');
  const [file] = await writeIntoFolder(needs, folder, [{ name, bytes: pdf }]);
  if (file === undefined) throw new TypeError('one file');
  const facts = { paperSha256: paper.sha256, signedSha256: file.sha256, service: needs.signer.host };
  await needs.journal.append({ event: 'minutes.esigned', bidId: null, kdTender, facts });
  return { file, signedAt, signer: inside };
}
