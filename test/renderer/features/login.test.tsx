// @vitest-environment jsdom
// Login as in SPSE 4.5.
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { secondsUntil } from '../../../renderer/features/login/closing.ts';
import { refuse } from '../../doubles/bridge.ts';
import { fromNow, SAMPLE_ACCOUNT } from '../../doubles/sample-account.ts';
import { mountApp, type MountOptions, type Mounted } from '../render-app.tsx';

const OUT: MountOptions['answers'] = { 'session.current': () => null };

/** Up to the password. */
async function identify(answers: MountOptions['answers'] = {}): Promise<Mounted> {
  const mounted = await mountApp('/login', { answers: { ...OUT, ...answers } });
  await mounted.user.type(await screen.findByLabelText('User ID'), 'karya.nusantara');
  await mounted.user.click(screen.getByRole('button', { name: 'Lanjut' }));
  await screen.findByLabelText('Password');
  return mounted;
}

async function enterPassword({ user }: Mounted, captcha = 'K7PX2M'): Promise<void> {
  await user.type(screen.getByLabelText('Password'), 'Segel#Demo2026');
  await user.type(screen.getByLabelText('Kode Keamanan'), captcha);
  await user.click(screen.getByRole('button', { name: 'Masuk' }));
}

describe('login', () => {
  it('is asked for before anything of an account is shown', async () => {
    await mountApp('/packages', { answers: OUT });
    expect(await screen.findByRole('heading', { name: 'Masuk' })).toBeTruthy();
    expect(screen.queryByRole('navigation')).toBeNull();
  });

  it('leads from user id over password and kode keamanan to the home screen', async () => {
    const mounted = await identify();
    await enterPassword(mounted);
    expect(await screen.findByRole('heading', { name: 'Beranda' })).toBeTruthy();
    expect(mounted.fake.inputsOf('session.identify')).toEqual([{ userType: 'PENYEDIA', userId: 'karya.nusantara' }]);
    expect(mounted.fake.inputsOf('session.password')).toEqual([
      { loginId: 'login-1', password: 'Segel#Demo2026', captcha: 'K7PX2M' },
    ]);
  });

  it('shows the kode keamanan as an image, so that nothing in it can run', async () => {
    await identify({
      'session.identify': () => ({ loginId: 'l', captchaSvg: '<svg onload="alert(1)"/>', captchaText: null }),
    });
    const image = screen.getByAltText('Gambar Kode Keamanan');
    expect(image.getAttribute('src')).toMatch(/^data:image\/svg\+xml,/);
    expect(document.querySelector('[onload]')).toBeNull();
  });

  it('says why a try was refused, empties the password and fetches a new kode keamanan', async () => {
    const mounted = await identify({ 'session.password': () => refuse('access/wrong-credentials') });
    await enterPassword(mounted);
    expect((await screen.findByRole('alert')).textContent).toContain('access/wrong-credentials');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
    expect(mounted.fake.inputsOf('session.identify')).toHaveLength(2);
  });

  it('asks for the authenticator with the time that is left', async () => {
    const mounted = await identify({ 'session.password': () => ({ step: 'totp', closesAt: fromNow(56_000) }) });
    await enterPassword(mounted);
    expect((await screen.findByRole('timer')).textContent).toMatch(/tertutup dalam 5[56] detik/);
    await mounted.user.type(screen.getByLabelText('Kode autentikator'), '123 456');
    await mounted.user.click(screen.getByRole('button', { name: 'Masuk' }));
    expect(await screen.findByRole('heading', { name: 'Beranda' })).toBeTruthy();
    expect(mounted.fake.inputsOf('session.totp')).toEqual([{ loginId: 'login-1', code: '123456' }]);
  });

  it('takes a request to reset the authenticator with a kode keamanan of its own', async () => {
    const mounted = await identify({ 'session.password': () => ({ step: 'totp', closesAt: fromNow(56_000) }) });
    await enterPassword(mounted);
    await mounted.user.click(await screen.findByRole('button', { name: /Ponsel hilang/ }));
    await mounted.user.type(await screen.findByLabelText('Alamat e-mail'), 'ratna@penyedia.example');
    await mounted.user.type(screen.getByLabelText('Kode Keamanan'), 'K7PX2M');
    await mounted.user.click(screen.getByRole('button', { name: 'Kirim tautan' }));
    expect(await screen.findByRole('button', { name: 'Masuk dari awal' })).toBeTruthy();
    expect(mounted.fake.inputsOf('session.requestTotpReset')[0]).toMatchObject({ email: 'ratna@penyedia.example' });
  });

  it('leaves nothing of the account on the screen after logging out', async () => {
    const mounted = await mountApp('/');
    await mounted.user.click(await screen.findByRole('button', { name: /karya\.nusantara/ }));
    mounted.fake.answer(OUT);
    await mounted.user.click(await screen.findByText('Keluar'));
    expect(await screen.findByLabelText('User ID')).toBeTruthy();
    expect(document.body.textContent).not.toContain(SAMPLE_ACCOUNT.organisation);
  });
});

describe('a page that closes', () => {
  const now = Date.parse('2026-11-21T03:00:00.000Z');
  const inSeconds = (seconds: number) => new Date(now + seconds * 1000).toISOString();

  it('is counted by the clock for which its moment makes sense', () => {
    expect(secondsUntil(inSeconds(40), 56, [now, now + 9e9])).toBe(40);
    expect(secondsUntil(inSeconds(40), 56, [now + 9e9, now])).toBe(40);
  });

  it('stays open for the known limit when no clock fits', () => {
    expect(secondsUntil(inSeconds(9999), 56, [now])).toBe(56);
  });
});
