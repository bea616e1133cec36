// @vitest-environment jsdom
// Home, packages, certificates, activity and settings: what a bidder must see, and what pressing does.
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { liveBids, unsent } from '../../../renderer/model/bids-of.ts';
import { byDeadline, nextDeadline } from '../../../renderer/model/next-deadline.ts';
import { clockText } from '../../../renderer/frame/ServerClockView.tsx';
import { refuse } from '../../doubles/bridge.ts';
import { fromNow, SAMPLE_CONNECTION, SAMPLE_IDENTITY } from '../../doubles/sample-account.ts';
import { sampleDetail, samplePackage, SAMPLE_PACKAGES } from '../../doubles/sample-packages.ts';
import { sampleBid, SAMPLE_BIDS } from '../../doubles/sample-bids.ts';
import { mountApp } from '../render-app.tsx';

describe('the frame', () => {
  it('names LPSE, company, person and certificate on every screen', async () => {
    await mountApp('/settings');
    const header = await screen.findByRole('banner');
    for (const text of [SAMPLE_CONNECTION.name, 'terverifikasi', 'PT Karya Bangun Nusantara', 'Ratna Wulandari']) {
      await waitFor(() => expect(header.textContent).toContain(text));
    }
  });

  it('shows the server time in its zone and warns of a clock that is off', async () => {
    const { fake } = await mountApp('/settings');
    const header = await screen.findByRole('banner');
    await waitFor(() => expect(header.textContent).toMatch(/\d\d\.\d\d\.\d\d WIB/));
    act(() =>
      fake.emit('lpse.time', {
        ...SAMPLE_CONNECTION,
        ...{ timeZone: 'WITA', offsetMs: 41_000, clockDiffers: true, reference: false },
      }),
    );
    await waitFor(() => expect(header.textContent).toContain('berselisih 41 d'));
    expect(header.textContent).toMatch(/\d\d\.\d\d\.\d\d WITA/);
  });

  it('does not send anybody to set a clock because a demo moved its own', async () => {
    const { fake } = await mountApp('/settings');
    const header = await screen.findByRole('banner');
    act(() => fake.emit('lpse.time', { ...SAMPLE_CONNECTION, offsetMs: -172_800_000, clockDiffers: true }));
    await waitFor(() => expect(header.textContent).toContain('waktu peragaan'));
    expect(header.textContent).not.toContain('berselisih');
  });

  it('shows the date beside the time where the server has another day', () => {
    const here = Date.parse('2026-11-21T05:00:00.000Z');
    const how = { zone: 'WIB', language: 'id' } as const;
    expect(clockText(here + 60_000, here, how)).toBe('12.01.00 WIB');
    expect(clockText(here - 86_400_000, here, how)).toBe('20 November 2026 12.00.00 WIB');
  });

  it('says when the LPSE cannot be reached, and goes on counting', async () => {
    const { fake } = await mountApp('/settings');
    await screen.findByText('daring');
    act(() => fake.emit('lpse.time', null));
    expect(await screen.findByText('luring')).toBeTruthy();
    expect(screen.getByRole('banner').textContent).toMatch(/\d\d\.\d\d\.\d\d WIB/);
  });

  it('asks whether the LPSE is there when a call to it fails, and says how it fails and since when', async () => {
    const { fake, user } = await mountApp('/settings');
    await screen.findByText('daring');
    const down = () => refuse('network/server-error');
    fake.answer({
      'packages.list': down,
      'lpse.connect': () => {
        // As the program does.
        fake.emit('lpse.time', null);
        return down();
      },
    });
    await user.click(screen.getByRole('link', { name: /Paket/ }));
    expect(await screen.findByText('LPSE sedang gangguan')).toBeTruthy();
    expect(screen.getByRole('banner').textContent).toMatch(/jawaban terakhir .*\d\d\.\d\d\.\d\d WIB/);
    expect(screen.queryByText('daring')).toBeNull();
  });

  it('switches to English at once and has it saved', async () => {
    const { user, fake } = await mountApp('/settings');
    await user.click(await screen.findByRole('button', { name: /English/ }));
    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeTruthy();
    expect(fake.inputsOf('app.savePreferences')).toEqual([{ language: 'en', theme: 'light' }]);
  });
});

describe('home', () => {
  it('puts what the LPSE has not received before everything else', async () => {
    await mountApp('/');
    const urgent = await screen.findByRole('region', { name: '1 penawaran belum diterima LPSE' });
    expect(urgent.textContent).toContain('Tersegel, belum dikirim');
  });

  it('shows each envelope with the time left on the server clock and the state of my bid', async () => {
    await mountApp('/');
    const followed = await screen.findByRole('region', { name: 'Status tender yang Anda ikuti' });
    await waitFor(() => expect(followed.textContent).toMatch(/sisa 41 m \d\d d/));
    expect(followed.textContent).toContain('Tanda terima sah');
    expect(followed.textContent).toContain('sudah ditutup');
  });

  it('ties a change to the draft it touches', async () => {
    await mountApp('/');
    const changes = await screen.findByRole('region', { name: 'Perubahan' });
    const link = await within(changes).findByRole('link', { name: 'Buka penawaran saya yang terkena' });
    expect(link.getAttribute('href')).toBe(`#/bids/${sampleBid().bidId}`);
  });

  it('says what to do when there is nothing yet', async () => {
    await mountApp('/', {
      answers: { 'packages.list': () => ({ packages: [], changes: [] }), 'bids.list': () => ({ bids: [] }) },
    });
    expect(await screen.findByText('Belum ada tender yang Anda ikuti')).toBeTruthy();
  });

  it('opens the package of a pasted token', async () => {
    const { user, fake } = await mountApp('/');
    await user.type(await screen.findByLabelText('Token atau tautan dari SPSE'), 'https://lpse/lt/abc');
    await user.click(screen.getByRole('button', { name: 'Buka paket' }));
    expect(await screen.findByRole('heading', { name: 'Sampul' })).toBeTruthy();
    expect(fake.inputsOf('packages.resolveToken')).toEqual([{ token: 'https://lpse/lt/abc' }]);
  });

  it('keeps a token that came from outside until somebody is logged in', async () => {
    const { fake, user } = await mountApp('/login', { answers: { 'session.current': () => null } });
    await screen.findByLabelText('User ID');
    act(() => fake.emit('app.token', { token: 'segel-token' }));
    expect(fake.inputsOf('packages.resolveToken')).toEqual([]);
    await user.type(await screen.findByLabelText('User ID'), 'karya.nusantara');
    await user.click(screen.getByRole('button', { name: 'Lanjut' }));
    await user.type(await screen.findByLabelText('Password'), 'x');
    await user.click(screen.getByRole('button', { name: /Isikan K7PX2M/ }));
    await user.click(screen.getByRole('button', { name: 'Masuk' }));
    expect(await screen.findByRole('heading', { name: 'Sampul' })).toBeTruthy();
    expect(fake.inputsOf('packages.resolveToken')).toEqual([{ token: 'segel-token' }]);
  });
});

describe('a package', () => {
  it('says how it is sealed, who can open it and when, and that the certificates were checked', async () => {
    await mountApp('/packages/10092474000');
    const trust = await screen.findByRole('region', { name: 'Siapa yang dapat membuka, dan kapan' });
    expect(trust.textContent).toContain('Dua kunci');
    expect(trust.textContent).toContain('Siti Rahayu, Agus Pranoto, Maria Simbolon');
    expect(trust.textContent).toContain('Tidak sebelum');
    expect(trust.textContent).toContain('semua sertifikat dan tanda tangan sah');
  });

  it('does not hide that one lock can be read by whoever runs the KMS', async () => {
    await mountApp('/packages/10092523000');
    const trust = await screen.findByRole('region', { name: 'Siapa yang dapat membuka, dan kapan' });
    expect(trust.textContent).toContain('pengelola KMS mampu membaca penawaran sebelum itu');
  });

  it('shows the history of a stage with its reason', async () => {
    await mountApp('/packages/10092474000');
    const schedule = await screen.findByRole('region', { name: 'Jadwal' });
    expect(schedule.textContent).toContain('Adendum dokumen pemilihan');
    expect(within(schedule).getByText('1 kali')).toBeTruthy();
  });

  it('starts a bid for an envelope and goes to it', async () => {
    const { user, fake } = await mountApp('/packages/10092474000', { answers: { 'bids.list': () => ({ bids: [] }) } });
    await user.click(await screen.findByRole('button', { name: /Mulai penawaran untuk/ }));
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/bids\//));
    expect(fake.inputsOf('bids.start')).toEqual([{ kdTender: '10092474000', envelopeId: 'penawaran' }]);
  });

  it('offers no bid after the deadline or to somebody who takes no part', async () => {
    await mountApp('/packages/10092523000');
    expect(await screen.findByText(/Sudah ditutup; tidak ada penawaran/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Mulai penawaran/ })).toBeNull();
  });

  it('says what to do when it cannot be loaded', async () => {
    await mountApp('/packages/1', { answers: { 'packages.load': () => refuse('package/not-found') } });
    expect((await screen.findByRole('alert')).textContent).toContain('package/not-found');
  });

  it('warns before a sealing policy is published', async () => {
    await mountApp('/packages/10092474000', {
      answers: { 'packages.load': () => ({ ...sampleDetail(), policy: null }) },
    });
    expect(await screen.findByText(/belum diterbitkan/)).toBeTruthy();
  });
});

describe('the list of packages', () => {
  const many = Array.from({ length: 2000 }, (_, i) =>
    samplePackage({ kdTender: String(10_000_000_000 + i * 1000), name: `Paket nomor ${i}` }),
  );

  it('keeps only the rows in sight of 2 000 packages in the document', async () => {
    await mountApp('/packages', { answers: { 'packages.list': () => ({ packages: many, changes: [] }) } });
    await screen.findByText('2.000 dari 2.000 paket');
    expect(document.querySelectorAll('.package-row').length).toBeLessThan(60);
    expect(document.querySelector('.virtual-rows > li')?.getAttribute('aria-setsize')).toBe('2000');
  });

  it('finds a package by a word of its name', async () => {
    const { user } = await mountApp('/packages', {
      answers: { 'packages.list': () => ({ packages: many, changes: [] }) },
    });
    await user.type(await screen.findByRole('searchbox'), 'nomor 1234');
    expect(await screen.findByText('1 dari 2.000 paket')).toBeTruthy();
  });

  it('does not let a green File I hide a red File II', async () => {
    await mountApp('/packages');
    const row = (await screen.findByText(/10092481000/)).closest('.package-row');
    await waitFor(() => expect(row?.textContent).toContain('Tanda terima sah'));
    expect(row?.textContent).toContain('Tersegel, belum dikirim');
  });
});

describe('certificates', () => {
  it('imports a .p12 with its passphrase and forgets the passphrase', async () => {
    const { user, fake } = await mountApp('/identities');
    await user.click(await screen.findByRole('button', { name: /Pilih berkas .p12/ }));
    await user.type(await screen.findByLabelText('Kata sandi berkas'), 'rahasia');
    await user.click(screen.getByRole('button', { name: 'Impor' }));
    expect(await screen.findByText('Sertifikat Ratna Wulandari sudah diimpor.')).toBeTruthy();
    expect(fake.inputsOf('identities.import')).toEqual([{ file: 'H'.repeat(22), passphrase: 'rahasia' }]);
    expect(screen.queryByLabelText('Kata sandi berkas')).toBeNull();
  });

  it('empties the passphrase after a wrong one', async () => {
    const { user } = await mountApp('/identities', {
      answers: { 'identities.import': () => refuse('identity/wrong-passphrase') },
    });
    await user.click(await screen.findByRole('button', { name: /Pilih berkas .p12/ }));
    await user.type(await screen.findByLabelText('Kata sandi berkas'), 'salah');
    await user.click(screen.getByRole('button', { name: 'Impor' }));
    expect((await screen.findByRole('alert')).textContent).toContain('identity/wrong-passphrase');
    expect(screen.getByLabelText<HTMLInputElement>('Kata sandi berkas').value).toBe('');
  });

  it('warns of a certificate that ends soon', async () => {
    const ending = { ...SAMPLE_IDENTITY, notAfter: fromNow(9 * 86_400_000), expiresSoon: true };
    await mountApp('/identities', { answers: { 'identities.list': () => ({ identities: [ending] }) } });
    expect(await screen.findByText(/Segera berakhir/)).toBeTruthy();
  });

  it('removes one only after a confirmation', async () => {
    const { user, fake } = await mountApp('/identities');
    await user.click(await screen.findByRole('button', { name: 'Hapus sertifikat Ratna Wulandari' }));
    const dialog = await screen.findByRole('dialog');
    expect(fake.inputsOf('identities.remove')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Hapus sertifikat' }));
    await waitFor(() => expect(fake.inputsOf('identities.remove')).toEqual([{ identityId: 'identity-1' }]));
  });
});

describe('activity', () => {
  it('raises an alarm when the journal was changed', async () => {
    await mountApp('/activity', { answers: { 'activity.list': () => ({ entries: [], unbroken: false }) } });
    expect((await screen.findByRole('alert')).textContent).toContain('tidak utuh');
  });

  it('lists the newest first and exports to a file of the person', async () => {
    const { user, fake } = await mountApp('/activity');
    const rows = await screen.findAllByRole('row');
    expect(rows[1]?.textContent).toContain('Tanda terima diperiksa: sah');
    await user.click(screen.getByRole('button', { name: 'Ekspor' }));
    expect(await screen.findByText(/Tersimpan di/)).toBeTruthy();
    expect(fake.inputsOf('activity.export')).toHaveLength(1);
  });
});

describe('bids of an envelope', () => {
  it('leave out what was replaced or withdrawn, with what counts first', () => {
    const of = { kdTender: '1', envelopeId: 'e' };
    const bid = (state: 'draft' | 'receipted' | 'superseded' | 'withdrawn') => sampleBid({ ...of, state });
    const bids = [bid('draft'), bid('superseded'), bid('withdrawn'), bid('receipted')];
    expect(liveBids(bids, of).map(({ state }) => state)).toEqual(['receipted', 'draft']);
  });

  it('wait for somebody while they are red or amber', () => {
    expect(unsent(SAMPLE_BIDS).map(({ state }) => state)).toEqual(['sealed']);
  });
});

describe('deadlines of packages', () => {
  it('come in the order of the next one, closed packages last', () => {
    expect(byDeadline(SAMPLE_PACKAGES, Date.now()).map(({ kdTender }) => kdTender)).toEqual([
      '10092481000',
      '10092474000',
      '10092523000',
    ]);
  });

  it('are the last one when all have passed', () => {
    const one = samplePackage();
    expect(nextDeadline(one, Date.now() + 1e12)).toBe(one.envelopes[0]?.closesAt);
  });
});
