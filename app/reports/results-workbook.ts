// Results as a workbook: the table, and a sheet that says what it is about.
import type { OpeningResults } from '../domain/opening-results.ts';
import type { Sheet } from '../ports/workbook-writer.ts';
import { RESULT_COLUMNS } from './result-columns.ts';
import { aboutResults } from './results-about.ts';
import type { Language } from './result-words.ts';

export function resultsWorkbook(results: OpeningResults, language: Language): readonly Sheet[] {
  return [
    {
      name: language === 'id' ? 'Hasil' : 'Results',
      widths: RESULT_COLUMNS.map(({ width }) => width),
      head: RESULT_COLUMNS.map(({ title }) => title[language]),
      numbers: RESULT_COLUMNS.map(({ isNumber }) => isNumber),
      rows: results.rows.map((row) => RESULT_COLUMNS.map(({ value }) => value(row, results, language))),
    },
    {
      name: language === 'id' ? 'Tentang' : 'About',
      widths: [36, 90],
      head: null,
      rows: aboutResults(results, language),
    },
  ];
}
