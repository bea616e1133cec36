// UC-25 The report of an audit as a PDF, about the very file that was judged: its digest is made now, and a file that changed since it
// was judged gets no report.
import { nameText } from '../../crypto/x509/distinguished-name.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Zone } from '../domain/deadline.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { DocumentStore, SourceFacts } from '../ports/document-store.ts';
import type { PaperPrinter } from '../ports/paper-printer.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import type { Language } from '../reports/result-words.ts';
import { tenderPaper, type UsedAnchor } from '../reports/tender-paper.ts';
import { verifyTender, type VerifiedTender, type VerifyTenderInput, type VerifyTenderNeeds } from './verify-tender.ts';

/** An audit with what its report needs: the file as it was before the first byte was read, and when. */
export interface JudgedTender extends VerifiedTender {
  readonly before: SourceFacts;
  readonly judgedAt: string;
  readonly trust: LpseTrust;
  readonly witnesses: readonly string[];
}

/** `verifyTender`, remembered for a report. @throws as that */
export async function judgeTender(
  needs: VerifyTenderNeeds & { readonly documents: DocumentStore },
  input: VerifyTenderInput & { readonly now: Date },
  options: RunOptions<ByteProgress> = {},
): Promise<JudgedTender> {
  const before = await needs.documents.stat(input.path);
  const found = await verifyTender(needs, input, options);
  const witnesses = input.witnesses.map(({ name }) => name);
  return { ...found, before, judgedAt: input.now.toISOString(), trust: input.trust, witnesses };
}

/** Bytes of the PDF. @throws audit/file-changed when the file is not as it was judged; document/unreadable */
export async function printTenderReport(
  needs: { readonly documents: DocumentStore; readonly pdf: PaperPrinter },
  judged: JudgedTender,
  about: { readonly zone: Zone; readonly language: Language; readonly clientVersion: string },
  options: RunOptions<ByteProgress> = {},
): Promise<Uint8Array> {
  const { before, trust, report } = judged;
  const sha256 = await needs.documents.digest(before.path, options);
  const after = await needs.documents.stat(before.path);
  const same =
    after.sizeBytes === before.sizeBytes &&
    after.fileId === before.fileId &&
    after.modifiedAt.getTime() === before.modifiedAt.getTime();
  if (!same) throw new CodedError('audit/file-changed');
  const { name, kdLpse, logVerifierKey } = trust;
  return needs.pdf.print(
    tenderPaper({
      ...about,
      report,
      about: judged.about,
      file: { name: before.name, sizeBytes: before.sizeBytes, sha256 },
      trust: { name, kdLpse, logVerifierKey, anchors: anchorsOf(trust), witnesses: judged.witnesses },
      judgedAt: judged.judgedAt,
    }),
  );
}

function anchorsOf(trust: LpseTrust): readonly UsedAnchor[] {
  return (['lpse', 'ams', 'kms', 'tsa'] as const).flatMap((role) =>
    trust[role].map(({ subject, sha256 }) => ({ role, subject: nameText(subject), sha256 })),
  );
}
