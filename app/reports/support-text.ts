// A problem as text for the clipboard or a letter: what happened, its code, when, with which program. Nothing private goes in:
// only the facts that the problem itself carries.
import { entryOf, isErrorCode } from '../errors/problem.ts';

export interface ShownProblem {
  readonly code: string;
  readonly incident: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AboutProgram {
  readonly version: string;
  readonly platform: string;
  /** RFC 3339 UTC by this computer's clock. */
  readonly time: string;
}

const LABELS = {
  id: { what: 'Kejadian', next: 'Langkah berikut', safe: 'Yang aman', incident: 'Nomor kejadian', time: 'Waktu' },
  en: { what: 'What happened', next: 'Next step', safe: 'What is safe', incident: 'Incident', time: 'Time' },
} as const;

/** Lines of plain text. A code from elsewhere keeps its name and has no sentences. */
export function supportText(problem: ShownProblem, about: AboutProgram, language: 'id' | 'en'): string {
  const { code, incident, details } = problem;
  const label = LABELS[language];
  const text = isErrorCode(code) ? entryOf(code)[language] : null;
  return [
    `Segel ${about.version} (${about.platform})`,
    `${label.time}: ${about.time}`,
    `Code: ${code}`,
    ...(incident === '' ? [] : [`${label.incident}: ${incident}`]),
    ...(text === null
      ? []
      : [`${label.what}: ${text.what}`, `${label.next}: ${text.next}`, `${label.safe}: ${text.safe}`]),
    ...Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`),
  ].join('\n');
}
