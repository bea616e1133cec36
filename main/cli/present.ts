// Values as lines for people. Text that came from strangers is shown without control or direction characters.
import type { CheckReport } from '../../app/domain/check-report.ts';
import { CHECKS } from '../../app/domain/checks.ts';
import { entryOf, type Problem } from '../../app/errors/problem.ts';
import type { ProblemDetails } from '../../app/errors/coded-error.ts';
import type { Language, Texts } from './texts.ts';

/** Bytes as MB with one decimal comma, small ones as they are. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1).replace('.', ',')} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`;
}

/** Names and titles from outside: what could rewrite the line or turn its direction becomes visible. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{fffd}');
}

/** Columns as wide as their widest cell, counted in code points: good enough for the scripts that appear in names. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => Array.from(row[column] ?? '').length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Label and value, labels aligned; rows without a value are left out. */
export function pairs(rows: readonly (readonly [string, string | null])[]): readonly string[] {
  return table(rows.flatMap(([label, value]) => (value === null ? [] : [[label, plain(value)]])));
}

/** What, next, safe, code (app/errors/entry.ts). */
export function problemLines({ code, details }: Problem, language: Language, text: Texts): readonly string[] {
  const { what, next, safe } = entryOf(code)[language];
  return [what, next, safe, text('problem.code', { code, details: detailText(details) }).trimEnd()];
}

/** Every check with its number, verdict and clause. */
export function reportLines(report: CheckReport, language: Language, text: Texts): readonly string[] {
  return report.checks.flatMap((check) => {
    const verdict = text(`check.${check.outcome}`);
    const line = `${String(check.number).padStart(2)}. ${verdict}  ${CHECKS[check.id][language]} (${check.clause})`;
    const facts = detailText(check.facts);
    const code =
      check.outcome === 'failed' || check.outcome === 'missing'
        ? [`      ${check.code}: ${entryOf(check.code)[language].what}`]
        : [];
    return [line, ...(facts === '' ? [] : [`      ${facts}`]), ...code];
  });
}

/** `key=value` of plain facts. */
export function detailText(details: ProblemDetails): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${plain(String(value))}`)
    .join(' ');
}
