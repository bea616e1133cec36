// Text in a spreadsheet, written by us: `write-excel-file` keeps texts in a plain object by their content, where `constructor`,
// `valueOf` and the like are found before they were put in. Cells get a placeholder; their text is put in afterwards.

/** The content of a cell of type `inlineStr`. @param clean - without characters that XML forbids */
export function inlineText(clean: string): string {
  const escaped = clean
    // `_x0041_` would be read as `A` (ECMA-376 22.9.2.19).
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return `<is><t xml:space="preserve">${escaped}</t></is>`;
}

/** For the library: changes the XML of every sheet before it is packed. */
export function changingSheets(transform: (xml: string) => string) {
  return { files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform } } } };
}
