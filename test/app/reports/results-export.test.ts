import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestList } from '../../../app/reports/digest-list.ts';
import { RESULT_COLUMNS } from '../../../app/reports/result-columns.ts';
import { defused, resultsCsv } from '../../../app/reports/results-csv.ts';
import { resultsJson } from '../../../app/reports/results-json.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sampleResults, sampleRow } from '../../doubles/opening-results.ts';

/** RFC 4180, read by the letter: fields in quotes, doubled quotes inside, CRLF between records. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  const field = /"((?:[^"]|"")*)"(,|\r\n)/gy;
  let record: string[] = [];
  let end = 0;
  for (const match of text.matchAll(field)) {
    record.push((match[1] ?? '').replaceAll('""', '"'));
    end = match.index + match[0].length;
    if (match[2] === ',') continue;
    records.push(record);
    record = [];
  }
  if (end !== text.length) throw new Error(`not RFC 4180 at ${String(end)}`);
  return records;
}

const column = (key: string) => RESULT_COLUMNS.findIndex((one) => one.key === key);

describe('results as CSV', () => {
  it('begins with the byte order mark and names for programs', () => {
    const bytes = resultsCsv(sampleResults(), 'id');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(readCsv(bytes.subarray(3).toString())[0]?.slice(0, 3)).toEqual(['n', 'bidder_id', 'bidder_name']);
  });

  it('keeps amounts and digests letter by letter', () => {
    const [, first, second] = readCsv(resultsCsv(sampleResults(), 'id').subarray(3).toString());
    expect(first?.[column('price')]).toBe('0.10');
    expect(second?.[column('price')]).toBe('13400000000.99');
    expect(second?.[column('computed_total')]).toBe('13400000000.98');
    expect(second?.[column('rows_that_differ')]).toBe('3 17');
    expect(second?.[column('against_owner_estimate')]).toBe('>');
    expect(first?.[column('sealed_sha256')]).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '＝1'])('defuses %j', (text) => {
    expect(defused(text)).toBe(`'${text}`);
  });

  it.each([
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['\n=1', "'\n'=1"],
    ["PT Maju;=cmd|' /C calc'!A0;", "PT Maju;'=cmd|' /C calc'!A0;"],
    ['PT Maju; +1', "PT Maju; '+1"],
  ])('defuses %j where a spreadsheet separates by semicolons', (text, safe) => {
    expect(defused(text)).toBe(safe);
  });

  it('gives any name back as it was, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (bidderName) => {
        const results = sampleResults({ rows: [sampleRow(1, { bidderName })] });
        const [, row] = readCsv(resultsCsv(results, 'en').subarray(3).toString());
        expect(row).toHaveLength(RESULT_COLUMNS.length);
        const read = row?.[column('bidder_name')] ?? '';
        expect(read).toBe(defused(bidderName.toWellFormed()));
        expect(read).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});

describe('results as JSON', () => {
  it('is canonical, has its format, and holds everything', () => {
    const results = sampleResults();
    const bytes = resultsJson(results);
    expect(parseCanonicalJson(bytes)).toEqual({ format: 'segel-opening-results/1', ...results });
  });

  it('is the same whatever the order of members, and survives broken names', () => {
    const results = sampleResults({ packageName: 'a\uD800b' });
    const shuffled = Object.fromEntries(Object.entries(results).toReversed());
    // The same members: only their order differs.
    expect(resultsJson(shuffled as unknown as typeof results)).toEqual(resultsJson(results));
    expect(parseCanonicalJson(resultsJson(results))).toMatchObject({ packageName: 'a\uFFFDb' });
  });
});

it('lists digests as sha256sum reads them, in order of name', () => {
  const list = digestList([
    { name: 'b.csv', bytes: Buffer.from('') },
    { name: 'a.json', bytes: Buffer.from('abc') },
  ]);
  expect(list.toString()).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.json\n' +
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.csv\n',
  );
});
