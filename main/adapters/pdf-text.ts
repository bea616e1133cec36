// Text for pages with the standard fonts, which every reader has: broken to a width, with numbers for letters that they lack.
import type { PDFFont } from '@cantoo/pdf-lib';
import { withNumbers } from '../../app/domain/visible.ts';

/** Breaks at line breaks and spaces; a word that is wider than the line is cut. */
export function wrap(
  text: string,
  font: PDFFont,
  { size, width }: { readonly size: number; readonly width: number },
): string[] {
  const fits = (line: string) => font.widthOfTextAtSize(line, size) <= width;
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (!fits(line)) {
        let cut = line.length;
        while (cut > 1 && !fits(line.slice(0, cut))) cut--;
        if (cut >= line.length) break;
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    return [...lines, line];
  });
}

/**
 * The standard fonts hold Western letters only: any other is written as its number. Spaces that do not break are as good as spaces
 * here, and a letter with its marks is one letter where Unicode has it so. Line breaks stay.
 */
export function printable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet());
  const plain = text.normalize('NFC').replace(/[\u00A0\u2009\u202F]/g, ' ');
  return withNumbers(plain, (letter) => letter === '\n' || known.has(letter.codePointAt(0) ?? 0));
}
