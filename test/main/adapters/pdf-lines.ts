// The text of a PDF of ours, as the page draws it: standard fonts, one string per line.
import { inflateSync } from 'node:zlib';

/** What the pages show, line by line, with the height of each line's foot. */
export function linesOf(bytes: Uint8Array): { readonly text: string; readonly y: number }[] {
  const raw = Buffer.from(bytes).toString('latin1');
  return [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, body = '']) => {
    const content = inflate(Buffer.from(body, 'latin1'));
    return [...content.matchAll(/1 0 0 1 [\d.-]+ ([\d.-]+) Tm\s[\s\S]*?<([0-9A-F]*)> Tj/g)].map(([, y, hex]) => ({
      text: Buffer.from(hex ?? '', 'hex').toString('latin1'),
      y: Number(y),
    }));
  });
}

function inflate(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return '';
  }
}
