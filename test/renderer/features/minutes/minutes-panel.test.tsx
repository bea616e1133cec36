// @vitest-environment jsdom
// Results on paper over the program in memory: who counts, what is asked before something is signed, and what is not kept.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CallOutput } from '../../../../app/contract/contract.ts';
import type { SignatureView } from '../../../../app/contract/minutes.ts';
import { refuse, type FakeAnswers } from '../../../doubles/bridge.ts';
import { fromNow, sampleDigest, SAMPLE_IDENTITY } from '../../../doubles/sample-account.ts';
import { mountApp, type Mounted } from '../../render-app.tsx';

type State = CallOutput<'minutes.state'>;
const FINAL = 'berita-acara-pembukaan-10092474000-satu-id-1a2b3c4d.pdf';
const SECRET = 'Passphrase-e-Sign-99';

function signature(holder: string, over: Partial<SignatureView> = {}): SignatureView {
  const certificateSha256 = sampleDigest(holder.length % 2 === 0 ? 'a' : 'b');
  return {
    name: `${FINAL}.${certificateSha256.slice(0, 16)}.${holder}.p7s`,
    signer: { holder, certificateSha256, signedAt: fromNow(-60_000) },
    ...{ timestamp: 'good', standing: 'counted', code: null },
    ...over,
  };
}

function state(
  over: Partial<State> = {},
  signatures: readonly SignatureView[] = [],
  members: number | null = 3,
): State {
  return {
    ...{ folder: '/home/siti/berita acara', exports: [], esignHost: null },
    papers: [
      {
        ...{ name: FINAL, kind: 'final', format: 'pdf', sha256: sampleDigest('d'), sizeBytes: 25_117 },
        signatures: [...signatures],
        members,
      },
    ],
    ...over,
  };
}

function open(known: State, answers: FakeAnswers = {}): Promise<Mounted> {
  return mountApp('/minutes/10092474000/satu', { answers: { 'minutes.state': () => known, ...answers } });
}

describe('signatures of the minutes', () => {
  it('count members alone, and name every other file as what it is', async () => {
    await open(
      state({}, [
        signature('Siti Rahayu'),
        signature('Orang Lain', { standing: 'foreign', code: 'minutes/foreign-signer' }),
        signature('Agus Pranoto', { standing: 'refused', code: 'certificate/revoked' }),
        { ...signature('x'), signer: null, standing: 'unreadable', code: 'signature/malformed' },
      ]),
    );
    await screen.findByText('1 dari 3 anggota sudah menandatangani.');
    const members = screen.getByRole('list', { name: 'Tanda tangan anggota' });
    expect(within(members).getAllByRole('listitem')).toHaveLength(1);
    expect(within(members).getAllByText('Siti Rahayu').length).toBeGreaterThan(0);
    const others = screen.getByRole('list', { name: /tidak dihitung/ });
    expect(within(others).getAllByRole('listitem')).toHaveLength(3);
    expect(within(others).getByText(/Berkas asing\./)).toBeTruthy();
    expect(within(others).getByText(/^Tidak sah\..*dicabut/i)).toBeTruthy();
    expect(within(others).getByText(/Bukan tanda tangan atas naskah ini/)).toBeTruthy();
  });

  it('say that nobody can be judged where the members are not known', async () => {
    await open(state({}, [signature('Siti Rahayu', { standing: 'unjudged', code: 'minutes/members-unknown' })], null));
    expect(await screen.findByText(/Belum dapat dinilai\./)).toBeTruthy();
    expect(screen.queryByRole('list', { name: 'Tanda tangan anggota' })).toBeNull();
  });

  it('are made only of the paper that was read, with a passphrase that is forgotten', async () => {
    const { user, fake } = await open(state(), {
      'identities.list': () => ({ identities: [SAMPLE_IDENTITY] }),
      'minutes.sign': () => refuse('identity/wrong-passphrase'),
    });
    await user.click(await screen.findByRole('button', { name: 'Tandatangani' }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: 'Tandatangani' });
    expect(confirm).toHaveProperty('disabled', true);
    const radio = await within(dialog).findByRole('radio');
    await user.click(radio);
    const field = dialog.querySelector<HTMLInputElement>('input[type="password"]');
    if (field === null) throw new Error('no field');
    await user.type(field, SECRET);
    expect(confirm).toHaveProperty('disabled', true);
    await user.click(within(dialog).getByRole('checkbox'));
    await user.click(confirm);
    await waitFor(() => expect(fake.inputsOf('minutes.sign')).toHaveLength(1));
    expect(fake.inputsOf('minutes.sign')[0]).toMatchObject({ name: FINAL, sha256: sampleDigest('d') });
    await waitFor(() => expect(field.value).toBe(''));
  });
});

describe('what became of a signature', () => {
  it.each([
    ['signed-unstamped', /tersimpan tanpa cap waktu: layanan cap waktu \(TSA\) tidak memberinya/],
    ['kept', /sudah menandatangani naskah ini\. Tanda tangan itu bercap waktu dan tidak diganti/],
  ] as const)('is said plainly: %s', async (outcome, words) => {
    const { user } = await open(state({}, [signature('Siti Rahayu', { timestamp: 'unjudged' })]), {
      'identities.list': () => ({ identities: [SAMPLE_IDENTITY] }),
      'minutes.sign': () => ({ signature: 'x.p7s', outcome }),
    });
    expect(await screen.findByText(/cap waktu belum dapat dinilai/)).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Tandatangani' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('radio'));
    const field = dialog.querySelector<HTMLInputElement>('input[type="password"]');
    if (field === null) throw new Error('no field');
    await user.type(field, SECRET);
    await user.click(within(dialog).getByRole('checkbox'));
    await user.click(within(dialog).getByRole('button', { name: 'Tandatangani' }));
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('e-Sign', () => {
  const answer = (signer: CallOutput<'minutes.esign'>['signer']): FakeAnswers => ({
    'minutes.esign': () => ({
      file: { name: FINAL.replace('.pdf', '.esign.pdf'), sha256: sampleDigest('e'), sizeBytes: 60_000 },
      ...{ signedAt: null, signer },
    }),
  });

  async function fill({ user }: Mounted): Promise<HTMLElement> {
    await user.click(await screen.findByRole('button', { name: 'Tandatangani dengan e-Sign' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('NIK atau alamat surel'), '3578011234567890');
    await user.type(within(dialog).getByLabelText('Passphrase e-Sign', { selector: '[type=password]' }), SECRET);
    return dialog;
  }

  it('is not offered where the operator set up none', async () => {
    await open(state());
    await screen.findByRole('button', { name: 'Tandatangani' });
    expect(screen.queryByRole('button', { name: 'Tandatangani dengan e-Sign' })).toBeNull();
  });

  it('says where the paper goes, and afterwards what was checked and what was not', async () => {
    const mounted = await open(
      state({ esignHost: 'esign.lpse.example' }),
      answer({ holder: 'SITI RAHAYU', certificateSha256: sampleDigest('c') }),
    );
    const dialog = await fill(mounted);
    expect(within(dialog).getAllByText(/esign\.lpse\.example/).length).toBeGreaterThan(0);
    await mounted.user.click(within(dialog).getByRole('button', { name: 'Tandatangani dengan e-Sign' }));
    expect(await screen.findByText(/utuh di awal berkas/)).toBeTruthy();
    expect(screen.getByText(/atas nama SITI RAHAYU/)).toBeTruthy();
    expect(screen.getByText(/Tidak diperiksa di sini: penerbit dan status sertifikat/)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });

  it('claims nothing of a signature whose form is not known', async () => {
    const mounted = await open(state({ esignHost: 'esign.lpse.example' }), answer(null));
    const dialog = await fill(mounted);
    await mounted.user.click(within(dialog).getByRole('button', { name: 'Tandatangani dengan e-Sign' }));
    expect(await screen.findByText(/bentuknya tidak dikenal/)).toBeTruthy();
    expect(screen.queryByText(/Tanda tangan cocok/)).toBeNull();
  });

  it('stays open after a wrong passphrase, which is gone from the field', async () => {
    const mounted = await open(state({ esignHost: 'esign.lpse.example' }), {
      'minutes.esign': () => refuse('minutes/esign-wrong-secret'),
    });
    const dialog = await fill(mounted);
    await mounted.user.click(within(dialog).getByRole('button', { name: 'Tandatangani dengan e-Sign' }));
    expect(await within(dialog).findByRole('alert')).toBeTruthy();
    expect(
      within(dialog).getByLabelText<HTMLInputElement>('Passphrase e-Sign', { selector: '[type=password]' }).value,
    ).toBe('');
    expect(within(dialog).getByLabelText<HTMLInputElement>('NIK atau alamat surel').value).toBe('3578011234567890');
  });

  it('takes a code of six digits instead, and nothing shorter', async () => {
    const mounted = await open(state({ esignHost: 'esign.lpse.example' }), answer(null));
    const dialog = await fill(mounted);
    await mounted.user.click(within(dialog).getByRole('radio', { name: 'Kode TOTP' }));
    const confirm = within(dialog).getByRole('button', { name: 'Tandatangani dengan e-Sign' });
    const code = within(dialog).getByLabelText('Kode TOTP', { selector: '[type=text]' });
    await mounted.user.type(code, '12345');
    expect(confirm).toHaveProperty('disabled', true);
    await mounted.user.type(code, '6');
    await mounted.user.click(confirm);
    await waitFor(() =>
      expect(mounted.fake.inputsOf('minutes.esign')[0]?.secret).toEqual({ kind: 'totp', value: '123456' }),
    );
  });
});

describe('papers', () => {
  it('are drawn up in the language that was chosen, and refusals say why', async () => {
    const { user, fake } = await open(state({ papers: [] }), { 'minutes.draft': () => refuse('minutes/not-complete') });
    await user.click(await screen.findByRole('radio', { name: 'Inggris' }));
    await user.click(screen.getByRole('button', { name: 'Susun naskah untuk ditandatangani' }));
    expect(await screen.findByText(/Masih ada penawaran yang belum dibuka/)).toBeTruthy();
    expect(fake.inputsOf('minutes.draft')).toEqual([
      { kdTender: '10092474000', envelopeId: 'satu', language: 'en', stage: 'final', format: 'pdf' },
    ]);
  });
});
