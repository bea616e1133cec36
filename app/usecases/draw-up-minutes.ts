// UC-30 Put results on paper: exports with their digests, and the minutes as a draft or to be signed. Everything follows from the
// results alone, so each member's computer writes the same bytes.
import { minutesStem, resultsStem } from '../domain/minutes-names.ts';
import type { OpeningResults } from '../domain/opening-results.ts';
import type { EnvelopeScope } from '../domain/tender-version.ts';
import type { Zone } from '../domain/deadline.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { PaperPrinter } from '../ports/paper-printer.ts';
import type { WorkbookWriter } from '../ports/workbook-writer.ts';
import { openingMinutes } from '../reports/opening-minutes.ts';
import type { Language } from '../reports/result-words.ts';
import { resultsCsv } from '../reports/results-csv.ts';
import { resultsJson } from '../reports/results-json.ts';
import { resultsWorkbook } from '../reports/results-workbook.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { minutesFolder, writeIntoFolder, type FolderNeeds, type WrittenFile } from './minutes-folder.ts';

export const EXPORT_FORMATS = ['xlsx', 'json', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface PaperNeeds extends FolderNeeds {
  readonly workbook: WorkbookWriter;
  readonly pdf: PaperPrinter;
  readonly docx: PaperPrinter;
}

export async function exportedResults(
  { workbook }: Pick<PaperNeeds, 'workbook'>,
  {
    results,
    format,
    language,
  }: { readonly results: OpeningResults; readonly format: ExportFormat; readonly language: Language },
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const name = `${resultsStem(results)}.${format}`;
  switch (format) {
    case 'xlsx':
      return { name, bytes: await workbook.write(resultsWorkbook(results, language)) };
    case 'json':
      return { name, bytes: resultsJson(results) };
    case 'csv':
      return { name, bytes: resultsCsv(results, language) };
  }
}

/** Every format, with SHA256SUMS beside them. Safe to repeat. @throws storage/full, storage/failed */
export async function exportResults(
  needs: PaperNeeds,
  input: {
    readonly results: OpeningResults;
    readonly formats: readonly ExportFormat[];
    readonly language: Language;
    readonly baseDir: string;
  },
): Promise<{ readonly folder: string; readonly files: readonly WrittenFile[] }> {
  const { results, formats, language, baseDir } = input;
  const files = [];
  for (const format of formats) files.push(await exportedResults(needs, { results, format, language }));
  const folder = await minutesFolder(needs.output, { ...results, baseDir });
  return { folder, files: await writeIntoFolder(needs, folder, files) };
}

export interface DrawUpInput {
  readonly results: OpeningResults;
  readonly zone: Zone;
  readonly language: Language;
  readonly stage: 'draft' | 'final';
  readonly format: 'pdf' | 'docx';
  readonly clientVersion: string;
  readonly baseDir: string;
}

/**
 * Safe to repeat. A draft is written over by the next one; what is to be signed never is.
 * @throws minutes/not-complete when it is to be signed and bids are still waiting to be opened here
 */
export async function drawUpMinutes(
  needs: PaperNeeds,
  input: DrawUpInput,
): Promise<{ readonly folder: string; readonly file: WrittenFile }> {
  const { results, stage, language, baseDir } = input;
  // What is signed is always the PDF: a DOCX looks different from one program to the next.
  const format = stage === 'final' ? 'pdf' : input.format;
  const waiting = results.rows.filter(({ outcome }) => outcome.kind === 'waiting').length;
  // Where no bid was in force there is nothing to release, and that is what the minutes say.
  const due = results.rows.some(({ outcome }) => outcome.kind !== 'stays-sealed');
  if (stage === 'final' && (waiting > 0 || (due && results.releasedAt === null))) {
    throw new CodedError('minutes/not-complete', { waiting });
  }
  const paper = openingMinutes(input);
  const bytes = await (format === 'pdf' ? needs.pdf : needs.docx).print(paper);
  const folder = await minutesFolder(needs.output, { ...results, baseDir });
  const name = nameOf(results, { language, format, stage, digest: sha256Hex(bytes) });
  const [file] = await writeIntoFolder(needs, folder, [{ name, bytes }]);
  if (file === undefined) throw new TypeError('one file');
  return { folder, file };
}

function nameOf(
  scope: EnvelopeScope,
  about: {
    readonly language: Language;
    readonly format: string;
    readonly stage: 'draft' | 'final';
    readonly digest: string;
  },
): string {
  const { language, format, stage, digest } = about;
  const tail = stage === 'draft' ? 'draf' : digest.slice(0, 8);
  return `${minutesStem(scope)}-${language}-${tail}.${format}`;
}
