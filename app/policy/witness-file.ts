// What somebody got from a witness, as text: one signed head or many, bare, one after the other among other lines, or as the records that
// `segel witness` keeps. Nothing is verified here.
import { z } from 'zod';

/** Of C2SP tlog-checkpoint: origin, size, root, a blank line, signature lines. */
const HEAD = /[^\n]+\n\d{1,16}\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 [^\n]+\n)+/g;
const Kept = z.looseObject({ note: z.string() });

/** The heads in the file, each once, in its order. */
export function headsIn(file: string): readonly string[] {
  const text = file.replaceAll('\r\n', '\n').replace(/^\ufeff/, '');
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  const kept = whole.split('\n').flatMap((line) => noteOf(line));
  return [...new Set([...kept.join('').matchAll(HEAD), ...whole.matchAll(HEAD)].map(([head]) => head))];
}

/** The note of a record; none for a line that is none. */
function noteOf(line: string): readonly string[] {
  if (!line.startsWith('{')) return [];
  try {
    const record = Kept.safeParse(JSON.parse(line));
    return record.success ? [record.data.note] : [];
  } catch {
    return [];
  }
}
