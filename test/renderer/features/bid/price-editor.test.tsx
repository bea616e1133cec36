// @vitest-environment jsdom
// The price table over the program in memory: by keyboard, by pasting, and what happens to what cannot be read.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROW, type PriceTable, type TableRow } from '../../../../app/domain/price-table.ts';
import { endProgress } from '../../../../renderer/bid-events.ts';
import type { FakeAnswers } from '../../../doubles/bridge.ts';
import { sampleDetail, samplePackage } from '../../../doubles/sample-packages.ts';
import { sampleBid } from '../../../doubles/sample-bids.ts';
import { mountApp, type Mounted } from '../../render-app.tsx';

const ROWS = 2000;

function row(n: number, over: Partial<TableRow> = {}): TableRow {
  const cells = { number: String(n), item: `Pekerjaan ${String(n)}`, unit: 'm2', quantity: '10', unitPrice: '1250.5' };
  return { ...EMPTY_ROW, ...cells, ...over };
}

async function open(table: PriceTable | null, answers: FakeAnswers = {}): Promise<Mounted> {
  const bid = sampleBid({ letter: { price: '100.00', currency: 'IDR', validityDays: 90 } });
  endProgress(bid.bidId);
  const about = sampleDetail(samplePackage());
  const slot = { slot: 'daftar-kuantitas-harga', name: 'Daftar Kuantitas dan Harga', required: true };
  const envelopes = about.envelopes.map((one) => ({ ...one, carriesPrice: true, slots: [slot] }));
  return mountApp(`/bids/${bid.bidId}/surat`, {
    answers: {
      'bids.load': () => bid,
      'bids.list': () => ({ bids: [bid] }),
      'bids.check': () => ({ findings: [], blocking: false }),
      'bids.loadSchedule': () => ({ table }),
      'bids.saveSchedule': () => bid,
      'packages.load': () => ({ ...about, envelopes }),
      'packages.list': () => ({ packages: [], changes: [] }),
      ...answers,
    },
  });
}

/** A cell by column and row, as a screen reader names it. */
function cell(column: string, at: number): HTMLInputElement {
  return screen.getByLabelText<HTMLInputElement>(`${column}, baris ${String(at)}`);
}

async function saved({ fake }: Mounted): Promise<PriceTable> {
  await waitFor(() => expect(fake.inputsOf('bids.saveSchedule').length).toBeGreaterThan(0), { timeout: 5000 });
  const table = fake.inputsOf('bids.saveSchedule').at(-1)?.table;
  if (table === undefined) throw new Error('nothing saved');
  return table;
}

describe('the price table', () => {
  it('moves between rows by arrows and Enter, and keeps what was typed on the way', async () => {
    const mounted = await open({ rows: [row(1), row(2), row(3)], statedTotal: '' });
    const { user } = mounted;
    await screen.findByRole('table', { name: /Daftar Kuantitas/ });
    const first = cell('Volume', 1);
    await user.click(first);
    await user.clear(first);
    await user.type(first, '12,5{Enter}');
    expect(document.activeElement).toBe(cell('Volume', 2));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(cell('Volume', 3));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(cell('Volume', 3));
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(document.activeElement).toBe(cell('Volume', 1));
    await user.tab();
    expect(document.activeElement).toBe(cell('Harga satuan', 1));
    expect((await saved(mounted)).rows[0]?.quantity).toBe('12.5');
  });

  it('forgets what is being typed at Escape', async () => {
    const { user } = await open({ rows: [row(1)], statedTotal: '' });
    const price = await screen.findByLabelText<HTMLInputElement>('Harga satuan, baris 1');
    await user.click(price);
    await user.clear(price);
    await user.type(price, '999');
    await user.keyboard('{Escape}');
    expect(price.value).toBe('1.250,5');
  });

  it('keeps what it cannot read as it was typed, says so, and blocks', async () => {
    const mounted = await open({ rows: [row(1)], statedTotal: '' });
    const { user } = mounted;
    const price = await screen.findByLabelText<HTMLInputElement>('Harga satuan, baris 1');
    await user.click(price);
    await user.clear(price);
    await user.type(price, 'seribu dua ratus');
    await user.tab();
    await waitFor(() => expect(price.getAttribute('aria-invalid')).toBe('true'));
    expect(price.value).toBe('seribu dua ratus');
    const says = document.getElementById(price.getAttribute('aria-describedby') ?? '');
    expect(says?.textContent).toContain('Harga satuan');
    expect((await saved(mounted)).rows[0]?.unitPrice).toBe('seribu dua ratus');
  });

  it('takes back the last change, and no more than was changed', async () => {
    const { user } = await open({ rows: [row(1), row(2)], statedTotal: '' });
    const undo = await screen.findByRole<HTMLButtonElement>('button', { name: 'Urungkan' });
    expect(undo.disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: /^Hapus baris 1/ }));
    expect(cell('Uraian', 1).value).toBe('Pekerjaan 2');
    await user.click(undo);
    expect(cell('Uraian', 1).value).toBe('Pekerjaan 1');
    expect(undo.disabled).toBe(true);
  });

  it('shows computed and stated totals side by side, exactly, and corrects neither', async () => {
    const rows = [row(1, { quantity: '3', unitPrice: '0.1' }), row(2, { quantity: '1', unitPrice: '13400000000.99' })];
    const mounted = await open({ rows, statedTotal: '13400000001.3' });
    await screen.findByRole('table', { name: /Daftar Kuantitas/ });
    expect(document.querySelector('.totals')?.textContent).toContain('Rp 13.400.000.001,29');
    expect(screen.getByDisplayValue('13.400.000.001,3')).toBeTruthy();
    expect(mounted.fake.inputsOf('bids.saveSchedule')).toHaveLength(0);
  });

  it(`takes ${String(ROWS)} rows from a spreadsheet, draws only those in sight, and saves them all`, async () => {
    const mounted = await open({ rows: [EMPTY_ROW], statedTotal: '' });
    const start = await screen.findByLabelText<HTMLInputElement>('No, baris 1');
    const text = Array.from(
      { length: ROWS },
      (_, i) => `${String(i + 1)}\tGalian tanah ${String(i + 1)}\tm3\t2,5\t1.000,40\t\t\t`,
    );
    fireEvent.paste(start, { clipboardData: { getData: () => `${text.join('\r\n')}\r\n` } });
    const table = await screen.findByRole('table', { name: /Daftar Kuantitas/ });
    await waitFor(() => expect(table.getAttribute('aria-rowcount')).toBe(String(ROWS + 1)));
    expect(table.querySelectorAll('[role="row"]').length).toBeLessThan(60);
    const { rows } = await saved(mounted);
    expect(rows).toHaveLength(ROWS);
    expect(rows.at(-1)).toMatchObject({ item: `Galian tanah ${String(ROWS)}`, quantity: '2.5', unitPrice: '1000.4' });
    // 2000 rows of 2.5 x 1000.40 each.
    expect((await screen.findAllByText(/5\.002\.000,00/)).length).toBeGreaterThan(0);
  });
});
