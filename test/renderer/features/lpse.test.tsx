// @vitest-environment jsdom
// Sambungan: an LPSE is trusted only after a person compared its digests.
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { refuse } from '../../doubles/bridge.ts';
import { SAMPLE_CONNECTION } from '../../doubles/sample-account.ts';
import { mountApp, type MountOptions } from '../render-app.tsx';

const NEW: MountOptions['answers'] = {
  'lpse.list': () => ({ known: [], demoAvailable: true }),
  'session.current': () => null,
};

describe('the connection screen', () => {
  it('is where a window without an LPSE begins', async () => {
    await mountApp('/', { answers: NEW });
    expect(await screen.findByRole('heading', { name: 'Sambungan' })).toBeTruthy();
  });

  it('trusts an LPSE only after its digests were compared', async () => {
    const { user, fake } = await mountApp('/lpse', { answers: NEW });
    await user.type(await screen.findByLabelText('Alamat LPSE'), 'spse.bandung.go.id');
    await user.click(screen.getByRole('button', { name: 'Lihat sertifikatnya' }));
    const trust = await screen.findByRole<HTMLButtonElement>('button', { name: 'Percayai LPSE ini' });
    expect(fake.inputsOf('lpse.look')).toEqual([{ baseUrl: 'https://spse.bandung.go.id', anchors: null }]);
    expect(screen.getAllByRole('img', { name: /^SHA-256/ })).toHaveLength(5);
    expect(trust.disabled).toBe(true);
    await user.click(screen.getByRole('checkbox'));
    await user.click(trust);
    await screen.findByRole('heading', { name: 'Sambungan' });
    expect(fake.inputsOf('lpse.add')).toHaveLength(1);
    expect(fake.inputsOf('lpse.use')).toEqual([{ baseUrl: 'https://spse.bandung.go.id' }]);
  });

  it('looks at nothing while the file of anchors is still on its way', async () => {
    const arrival = Promise.withResolvers<undefined>();
    const { user, fake } = await mountApp('/lpse', { answers: NEW, filesAfter: arrival.promise });
    await user.type(await screen.findByLabelText('Alamat LPSE'), 'spse.bandung.go.id');
    await user.click(screen.getByRole('button', { name: 'Pilih berkas jangkar' }));
    const look = screen.getByRole<HTMLButtonElement>('button', { name: 'Lihat sertifikatnya' });
    expect(look.disabled).toBe(true);
    arrival.resolve(undefined);
    await screen.findByRole('button', { name: 'ratna.p12' });
    await user.click(look);
    await screen.findByRole('button', { name: 'Percayai LPSE ini' });
    expect(fake.inputsOf('lpse.look')).toEqual([
      { baseUrl: 'https://spse.bandung.go.id', anchors: expect.stringMatching(/^H+$/) as string },
    ]);
  });

  it('shows each finding of the connection test with its outcome', async () => {
    const { user } = await mountApp('/lpse');
    await user.click(await screen.findByRole('button', { name: /Uji sambungan ke LPSE Kabupaten/ }));
    const findings = within(await screen.findByRole('list', { name: 'Hasil uji sambungan' })).getAllByRole('listitem');
    expect(findings).toHaveLength(9);
    expect(findings[7]?.textContent).toContain('gagal');
    expect(findings[7]?.textContent).toContain('log/forked');
  });

  it('starts the demo LPSE and logs in with one of its accounts', async () => {
    const { user, fake } = await mountApp('/lpse', { answers: NEW });
    await user.click(await screen.findByRole('button', { name: 'Jalankan LPSE peragaan' }));
    fake.answer({
      'lpse.list': () => ({
        known: [{ baseUrl: SAMPLE_CONNECTION.baseUrl, name: SAMPLE_CONNECTION.name, kdLpse: 990, current: true }],
        demoAvailable: true,
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Pakai akun cipta.mandiri' }));
    const field = await screen.findByLabelText<HTMLInputElement>('User ID');
    expect(field.value).toBe('cipta.mandiri');
  });

  it('says why an LPSE cannot be reached', async () => {
    await mountApp('/lpse', { answers: { 'lpse.connect': () => refuse('network/unreachable') } });
    expect((await screen.findByRole('alert')).textContent).toContain('network/unreachable');
    expect(screen.getByText('luring')).toBeTruthy();
  });
});
