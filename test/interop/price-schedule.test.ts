// The price schedule as others read it: the spreadsheet by Python's zipfile and XML, the JSON reckoned again by Python's decimal.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleFacts, sumSchedule, type PriceSchedule } from '../../app/domain/price-schedule.ts';
import { toTable } from '../../app/domain/price-table.ts';
import { encodePriceSchedule } from '../../app/policy/price-schedule-file.ts';
import { toPriceSheet } from '../../app/reports/price-sheet.ts';
import { xlsxFiles } from '../../main/adapters/xlsx-files.ts';
import { priceSchedules } from '../property/price-schedules.ts';

const HAS_PYTHON = spawnSync('python3', ['-c', 'import decimal, json, zipfile, xml.etree.ElementTree']).status === 0;

/**
 * Rows, totals and differences reckoned from the JSON alone; then every cell of the spreadsheet is held against them, formulas by
 * their cached values and by their text.
 */
const READER = String.raw`
import json, re, sys, zipfile, xml.etree.ElementTree as ET
from decimal import Decimal, ROUND_HALF_UP, getcontext
getcontext().prec = 200
stem = sys.argv[1]
cent = Decimal('0.01')
data = json.load(open(stem + '.json', encoding='utf-8'), parse_float=lambda text: sys.exit('a float: ' + text))
assert data['schema'] == 'segel-price-schedule/1' and data['currency'] == 'IDR'
def reckon(row):
    net = Decimal(row['quantity']) * Decimal(row['unitPrice'])
    total = (net * (1 + Decimal(row['taxPercent']) / 100)).quantize(cent, ROUND_HALF_UP)
    return total, total - net.quantize(cent, ROUND_HALF_UP)

ns = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
cells, formulas = {}, {}
with zipfile.ZipFile(stem + '.xlsx') as book:
    assert book.testzip() is None
    for c in ET.fromstring(book.read('xl/worksheets/sheet1.xml')).iter(ns + 'c'):
        inline, f, v = c.find(ns + 'is'), c.find(ns + 'f'), c.find(ns + 'v')
        if inline is not None:
            text = ''.join(t.text or '' for t in inline.iter(ns + 't'))
            cells[c.get('r')] = re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m[1], 16)), text)
        elif v is not None: cells[c.get('r')] = Decimal(v.text)
        if f is not None:
            assert v is not None, 'a formula without its value'
            formulas[c.get('r')] = f.text

def exactly(at, value):
    found = cells.get(at)
    if isinstance(found, str):
        # Beyond 15 digits a spreadsheet would round: then the digits stand as text.
        assert len(value.replace('.', '').lstrip('0')) > 15, (at, 'text', found)
    assert found is not None and Decimal(found) == Decimal(value), (at, found, value)
def plain(number):
    text = format(number, 'f')
    return text.rstrip('0').rstrip('.') if '.' in text else text

computed = tax = stated = Decimal(0)
differ = []
checked = 0
for i, row in enumerate(data['rows']):
    at = i + 5
    for column, key in (('A', 'number'), ('B', 'item'), ('J', 'note')):
        assert cells.get(column + str(at), '') == row[key], (column, at, cells.get(column + str(at)), row[key])
    if row['kind'] == 'section': continue
    total, of_tax = reckon(row)
    computed, tax, stated = computed + total, tax + of_tax, stated + Decimal(row['total'])
    difference = Decimal(row['total']) - total
    if difference != 0: differ.append(i + 1)
    assert cells['C%d' % at] == row['unit']
    for column, key in (('D', 'quantity'), ('E', 'unitPrice'), ('F', 'taxPercent'), ('G', 'total')):
        exactly('%s%d' % (column, at), row[key])
    exactly('H%d' % at, plain(total))
    if 'H%d' % at in formulas:
        assert formulas['H%d' % at] == 'ROUND(D%d*E%d*(1+F%d/100),2)' % (at, at, at)
        checked += 1
    if 'I%d' % at in formulas:
        assert formulas['I%d' % at] == 'ROUND(G%d-H%d,2)' % (at, at)
        assert Decimal(cells['I%d' % at]) == difference, (at, cells['I%d' % at], difference)
        checked += 1
foot = len(data['rows']) + 6
exactly('G%d' % foot, plain(stated))
exactly('H%d' % foot, plain(computed))
exactly('G%d' % (foot + 1), data['statedTotal'])
json.dump({'computedTotal': plain(computed), 'computedTax': plain(tax), 'rowsTotal': plain(stated),
           'rowsThatDiffer': differ, 'formulas': checked}, sys.stdout)
`;

interface Reckoned {
  readonly computedTotal: string;
  readonly computedTax: string;
  readonly rowsTotal: string;
  readonly rowsThatDiffer: readonly number[];
  readonly formulas: number;
}

describe.skipIf(!HAS_PYTHON)('a price schedule, read by Python (skipped without python3)', () => {
  let dir: string;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'segel-price-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  async function written(schedule: PriceSchedule): Promise<string> {
    const stem = join(dir, crypto.randomUUID());
    const head = { kdTender: '10092474000', namaPaket: 'Rehabilitasi Gedung Kantor' };
    writeFileSync(`${stem}.json`, encodePriceSchedule(schedule));
    writeFileSync(`${stem}.xlsx`, await xlsxFiles.write(toPriceSheet(toTable(schedule), head)));
    return stem;
  }

  function readWithPython(stem: string): Reckoned {
    // Written by the reader above.
    return JSON.parse(execFileSync('python3', ['-c', READER, stem], { encoding: 'utf8' })) as Reckoned;
  }

  it('has the same rows, totals and differences there', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(priceSchedules({ maxRows: 40 }), async (schedule) => {
        const read = readWithPython(await written(schedule));
        expect(read).toMatchObject({ ...sumSchedule(schedule.rows) });
        expect(read.rowsThatDiffer).toEqual(scheduleFacts(schedule).rowsThatDiffer);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('rounds a half up, and shows a difference beside what was stated', async () => {
    const row = { kind: 'item', number: '1', item: 'Galian', unit: 'm3', taxPercent: '0', note: '' } as const;
    const schedule: PriceSchedule = {
      ...{ schema: 'segel-price-schedule/1', currency: 'IDR', statedTotal: '1179385' },
      rows: [
        { ...row, quantity: '12.5', unitPrice: '85000.75', taxPercent: '11', total: '1179385' },
        { ...row, quantity: '0.5', unitPrice: '0.01', total: '0.01' },
        { ...row, quantity: '0.49', unitPrice: '0.01', total: '0' },
        { ...row, quantity: '999999999999', unitPrice: '90071.9925', total: '90071992499909928.01' },
      ],
    };
    expect(readWithPython(await written(schedule))).toEqual({
      ...sumSchedule(schedule.rows),
      rowsThatDiffer: scheduleFacts(schedule).rowsThatDiffer,
      // Two for each row that a spreadsheet can hold.
      formulas: 6,
    });
    expect(scheduleFacts(schedule).rowsThatDiffer).toContain(1);
    expect(scheduleFacts(schedule).rowsThatDiffer).not.toContain(2);
  });
});
