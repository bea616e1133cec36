// @vitest-environment jsdom
// The bid's screens over the program in memory: what is sent, what is asked, what is shown and what is not kept.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { BidView, Finding } from '../../../../app/contract/bids.ts';
import type { CallOutput } from '../../../../app/contract/contract.ts';
import { endProgress } from '../../../../renderer/bid-events.ts';
import { refuse, type FakeAnswers } from '../../../doubles/bridge.ts';
import { fromNow, sampleDigest, SAMPLE_IDENTITY, SAMPLE_REPORT } from '../../../doubles/sample-account.ts';
import { sampleDetail, samplePackage } from '../../../doubles/sample-packages.ts';
import { sampleBid, SAMPLE_SEALED } from '../../../doubles/sample-bids.ts';
import { mountApp, type Mounted } from '../../render-app.tsx';

type Device = CallOutput<'bids.previewEvidence'>;

const DEVICE: Device = {
  format: 'segel-device-record/1',
  moment: 'sealing',
  capturedAt: fromNow(0),
  interfaces: [
    {
      ...{ name: 'wlan0', mac: '2a:11:22:33:44:55', locallyAdministered: true, kind: 'wireless' },
      ...{ addresses: ['192.168.1.7'], defaultRoute: true },
    },
  ],
  os: { platform: 'linux', release: '6.1', architecture: 'x64' },
  virtualMachine: null,
  client: { version: '0.1.0', platform: 'linux' },
  devicePublicKey: 'MCowBQYDK2VwAyEA',
};

const RECEIPT: NonNullable<BidView['receipt']> = {
  ...{ submissionId: 'kiriman-9', sequence: 9, receivedAt: fromNow(-1000), receiptSha256: sampleDigest('e') },
  ...{ logIndex: 77, timestampAt: null },
};

const documentAt = (index: number, slot: string, name = `${slot}.pdf`): BidView['documents'][number] => ({
  ...{ index, name, originalName: name, slot, mediaType: 'application/pdf', sizeBytes: 1_500_000 },
});

const COMPLETE = sampleBid({
  documents: ['jaminan-penawaran', 'metode-pelaksanaan', 'daftar-kuantitas'].map((slot, i) => documentAt(i, slot)),
  letter: { price: '4750000000.50', currency: 'IDR', validityDays: 90 },
});

/** A window at one step of `bid`, with the answers that every bid screen asks for. */
async function at(step: string, bid: BidView, answers: FakeAnswers = {}): Promise<Mounted> {
  endProgress(bid.bidId);
  const about = sampleDetail(samplePackage());
  return mountApp(`/bids/${bid.bidId}/${step}`, {
    answers: {
      'bids.load': () => bid,
      'bids.list': () => ({ bids: [bid] }),
      'bids.check': () => ({ findings: [], blocking: false }),
      'bids.history': () => ({ entries: [] }),
      'bids.previewEvidence': () => DEVICE,
      'packages.load': () => about,
      'packages.list': () => ({ packages: [], changes: [] }),
      ...answers,
    },
  });
}

const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('documents', () => {
  it('puts chosen files into the place whose button was pressed, as handles', async () => {
    const added = sampleBid({ documents: [documentAt(0, 'jaminan-penawaran')] });
    const { fake, user } = await at('dokumen', sampleBid(), { 'bids.addDocuments': () => added });
    await user.click(await button(/Tambah berkas.*Jaminan Penawaran/));
    await screen.findByText('jaminan-penawaran.pdf');
    expect(fake.inputsOf('bids.addDocuments')).toEqual([
      { bidId: added.bidId, slot: 'jaminan-penawaran', files: ['H'.repeat(22)] },
    ]);
  });

  it('repairs with one press', async () => {
    const bid = sampleBid({ documents: [documentAt(0, 'jaminan-penawaran', 'a+b.pdf')] });
    const finding: Finding = {
      ...{ code: 'document/name-refused', severity: 'blocking', index: 0, originalName: 'a+b.pdf', facts: {} },
      repair: { kind: 'rename', to: 'a_b.pdf' },
    };
    const { fake, user } = await at('dokumen', bid, {
      'bids.check': () => ({ findings: [finding], blocking: true }),
      'bids.changeDocument': () => sampleBid({ documents: [documentAt(0, 'jaminan-penawaran', 'a_b.pdf')] }),
    });
    await user.click(await button('Segel dengan nama a_b.pdf'));
    await screen.findByText('a_b.pdf');
    expect(fake.inputsOf('bids.changeDocument')).toEqual([
      { bidId: bid.bidId, index: 0, name: 'a_b.pdf', slot: 'jaminan-penawaran' },
    ]);
  });

  it('moves a document to another place, and renames it by keyboard', async () => {
    const bid = sampleBid({ documents: [documentAt(0, 'jaminan-penawaran')] });
    const { fake, user } = await at('dokumen', bid, { 'bids.changeDocument': () => bid });
    const place = await screen.findByLabelText('Tempat untuk jaminan-penawaran.pdf');
    await user.selectOptions(place, 'metode-pelaksanaan');
    await user.click(await button('Ubah nama jaminan-penawaran.pdf'));
    const name = screen.getByLabelText('Nama di dalam sampul');
    await user.clear(name);
    await user.type(name, 'bond.pdf{Enter}');
    await waitFor(() =>
      expect(fake.inputsOf('bids.changeDocument').map((input) => [input.name, input.slot])).toEqual([
        ['jaminan-penawaran.pdf', 'metode-pelaksanaan'],
        ['bond.pdf', 'jaminan-penawaran'],
      ]),
    );
  });

  it('of a sealed bid are only to look at', async () => {
    await at('dokumen', { ...COMPLETE, state: 'sealed', truth: 'red', sealed: SAMPLE_SEALED });
    await screen.findByText('jaminan-penawaran.pdf');
    expect(screen.queryByRole('button', { name: /Hapus/ })).toBeNull();
    expect(screen.queryByRole('button', { name: /Tambah berkas/ })).toBeNull();
  });
});

describe('the letter', () => {
  it('is saved exactly as it is read, a moment after the last key', async () => {
    const { fake, user } = await at('surat', sampleBid(), { 'bids.setLetter': () => COMPLETE });
    await user.type(await screen.findByLabelText(/Harga penawaran/), '4.750.000.000,5');
    await user.type(screen.getByLabelText(/Masa berlaku/), '90');
    await waitFor(() =>
      expect(fake.inputsOf('bids.setLetter').at(-1)?.letter).toEqual({ price: '4750000000.5', validityDays: 90 }),
    );
    expect(screen.getByText(/empat miliar tujuh ratus lima puluh juta rupiah lima puluh sen/)).toBeTruthy();
  });

  it('that is no amount is said to be none, and not saved', async () => {
    const { fake, user } = await at('surat', sampleBid(), { 'bids.setLetter': () => COMPLETE });
    await user.type(await screen.findByLabelText(/Harga penawaran/), '4,75 miliar');
    expect(await screen.findByText(/bukan jumlah rupiah/)).toBeTruthy();
    await user.type(screen.getByLabelText(/Masa berlaku/), '90');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(fake.inputsOf('bids.setLetter')).toEqual([]);
  });

  it('has nothing to fill in where the envelope carries no price', async () => {
    const [envelope] = samplePackage().envelopes;
    const about = sampleDetail(
      samplePackage({ envelopes: envelope === undefined ? [] : [{ ...envelope, carriesPrice: false }] }),
    );
    await at('surat', sampleBid(), { 'packages.load': () => about });
    expect(await screen.findByText(/tidak memuat harga/)).toBeTruthy();
    expect(screen.queryByLabelText(/Harga penawaran/)).toBeNull();
  });
});

describe('sealing', () => {
  it('waits for consent, and shows exactly what is recorded', async () => {
    const { user } = await at('segel', COMPLETE);
    const seal = await button('Segel penawaran');
    await screen.findByText(/Masih perlu: persetujuan atas catatan perangkat/);
    expect((seal as HTMLButtonElement).disabled).toBe(true);
    expect(await screen.findByText('2a:11:22:33:44:55')).toBeTruthy();
    expect(screen.getByText('dibuat perangkat lunak')).toBeTruthy();
    await user.click(screen.getByLabelText('Saya setuju catatan ini disertakan.'));
    expect((seal as HTMLButtonElement).disabled).toBe(false);
  });

  it('repeats the facts, begins on "Batal", and passes the passphrase once', async () => {
    const sealed: BidView = { ...COMPLETE, state: 'sealed', truth: 'red', sealed: SAMPLE_SEALED };
    const { fake, user } = await at('segel', COMPLETE, {
      'bids.seal': () => ({ bid: sealed, report: SAMPLE_REPORT, warnings: [] }),
    });
    await user.click(await screen.findByLabelText('Saya setuju catatan ini disertakan.'));
    await user.click(await button('Segel penawaran'));
    const dialog = await screen.findByRole('dialog');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Batal'));
    for (const fact of [
      '10092474000',
      'Administrasi, Teknis, dan Harga',
      'PT Karya Bangun Nusantara',
      'Ratna Wulandari',
    ])
      expect(dialog.textContent).toContain(fact);
    const confirm = within(dialog).getByRole('button', { name: 'Segel penawaran' });
    expect((confirm as HTMLButtonElement).disabled).toBe(true);
    await user.type(within(dialog).getByLabelText('Kata sandi sertifikat'), 'rahasia');
    await user.click(confirm);
    await screen.findByText('Penawaran tersegel');
    expect(fake.inputsOf('bids.seal')).toEqual([
      { bidId: COMPLETE.bidId, identityId: SAMPLE_IDENTITY.identityId, passphrase: 'rahasia', consent: true },
    ]);
    expect(await screen.findByText(/dibaca ulang: utuh/)).toBeTruthy();
  });

  it('asks again for a wrong passphrase, with an empty field', async () => {
    const { user } = await at('segel', COMPLETE, { 'bids.seal': () => refuse('identity/wrong-passphrase') });
    await user.click(await screen.findByLabelText('Saya setuju catatan ini disertakan.'));
    await user.click(await button('Segel penawaran'));
    await user.type(await screen.findByLabelText('Kata sandi sertifikat'), 'salah');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Segel penawaran' }));
    expect(await screen.findByText(/tidak cocok dengan sertifikat ini/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Kata sandi sertifikat').value).toBe('');
  });

  it('chooses no certificate where there is a choice', async () => {
    const other = { ...SAMPLE_IDENTITY, identityId: 'identity-2', holder: 'Budi Santoso' };
    await at('segel', COMPLETE, { 'identities.list': () => ({ identities: [SAMPLE_IDENTITY, other] }) });
    await screen.findByText(/Masih perlu: sertifikat yang dipilih/);
    expect(screen.getAllByRole('radio').filter((one) => (one as HTMLInputElement).checked)).toEqual([]);
  });

  it('lists what is in the way, with the way to the step that repairs it', async () => {
    const missing: Finding = {
      ...{
        code: 'draft/letter-missing',
        severity: 'blocking',
        index: null,
        originalName: null,
        facts: {},
        repair: null,
      },
    };
    await at('segel', sampleBid(), { 'bids.check': () => ({ findings: [missing], blocking: true }) });
    const way = await screen.findByRole('link', { name: 'Ke Surat & Harga' });
    expect(way.getAttribute('href')).toBe(`#/bids/${sampleBid().bidId}/surat`);
  });
});

describe('sending', () => {
  const sealed: BidView = { ...COMPLETE, state: 'sealed', truth: 'red', sealed: SAMPLE_SEALED };
  const uploading: BidView = { ...sealed, state: 'uploading', truth: 'amber', uploadedBytes: 12_000_000 };
  const receipted: BidView = { ...sealed, state: 'receipted', truth: 'green', receipt: RECEIPT };

  it('needs declaration and consent, and turns green with the receipt only', async () => {
    const { fake, user } = await at('kirim', sealed, {
      'bids.submit': () => ({ bid: receipted, report: SAMPLE_REPORT }),
    });
    const send = await button('Kirim penawaran');
    expect(document.querySelector('.bid-truth [data-truth]')?.getAttribute('data-truth')).toBe('red');
    await user.click(send);
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: 'Kirim penawaran' });
    await user.type(within(dialog).getByLabelText('Kata sandi sertifikat'), 'rahasia');
    await user.click(within(dialog).getByLabelText(/berwenang mewakili/));
    expect((confirm as HTMLButtonElement).disabled).toBe(true);
    await user.click(within(dialog).getByLabelText(/setuju catatan komputer ini/));
    await user.click(confirm);
    await screen.findByText('Tanda terima diperiksa dan sah.');
    expect(document.querySelector('.bid-truth [data-truth]')?.getAttribute('data-truth')).toBe('green');
    expect(fake.inputsOf('bids.submit')).toEqual([
      {
        ...{ bidId: sealed.bidId, identityId: SAMPLE_IDENTITY.identityId, passphrase: 'rahasia' },
        ...{ consent: true, declarationAccepted: true },
      },
    ]);
  });

  it('goes on without a passphrase where the request is signed already', async () => {
    const { fake, user } = await at('kirim', uploading, {
      'bids.submit': () => ({ bid: receipted, report: SAMPLE_REPORT }),
    });
    await user.click(await button('Lanjutkan'));
    await screen.findByText('Tanda terima diperiksa dan sah.');
    expect(fake.inputsOf('bids.submit')[0]).toMatchObject({ passphrase: null, declarationAccepted: false });
  });

  it('asks for statements and passphrase when there is no signed request to go on with', async () => {
    const { user } = await at('kirim', uploading, { 'bids.submit': () => refuse('draft/consent-missing') });
    await user.click(await button('Lanjutkan'));
    const dialog = await screen.findByRole('dialog', { name: 'Kirim penawaran ini?' });
    expect(within(dialog).queryByText('draft/consent-missing')).toBeNull();
  });

  it('shows progress as bytes, speed and time left, and pauses', async () => {
    const { fake, user } = await at('kirim', uploading, { 'bids.cancel': () => null });
    await screen.findByText(/Unggahan berhenti di sini/);
    fake.emit('bids.progress', {
      ...{ bidId: uploading.bidId, work: 'sending', step: 'uploading', doneBytes: 24_000_000 },
      ...{ totalBytes: SAMPLE_SEALED.sizeBytes, bytesPerSecond: 1_000_000, secondsLeft: 24 },
    });
    await screen.findByText(/24,0 MB dari 48,3 MB · 1,0 MB\/d · sisa 24 d/);
    expect(document.querySelector('.bid-truth')?.textContent).toContain('Mengunggah 49 %');
    await user.click(await button('Jeda'));
    await screen.findByText(/Unggahan berhenti di sini/);
    expect(fake.inputsOf('bids.cancel')).toEqual([{ bidId: uploading.bidId }]);
  });

  it('keeps a problem on the screen when somebody was elsewhere meanwhile', async () => {
    const { user } = await at('kirim', sealed, { 'bids.submit': () => refuse('submission/closed') });
    await user.click(await button('Kirim penawaran'));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Kata sandi sertifikat'), 'rahasia');
    await user.click(within(dialog).getByLabelText(/berwenang mewakili/));
    await user.click(within(dialog).getByLabelText(/setuju catatan komputer ini/));
    await user.click(within(dialog).getByRole('button', { name: 'Kirim penawaran' }));
    await screen.findByText('submission/closed');
    const steps = screen.getByRole('navigation', { name: 'Langkah penawaran' });
    await user.click(within(steps).getByRole('link', { name: /Paket/ }));
    expect(screen.queryByText('submission/closed')).toBeNull();
    await user.click(within(steps).getByRole('link', { name: /Kirim/ }));
    expect(await screen.findByText('submission/closed')).toBeTruthy();
  });

  it('of a refused bid is red, with the server’s time and what is safe', async () => {
    const refusal = { code: 'submission/closed', serverTime: '2026-11-20T03:00:01.000Z' };
    await at('kirim', { ...sealed, state: 'refused', truth: 'red', refusal });
    const panel = await screen.findByRole('alert', { name: 'Ditolak server' });
    expect(panel.textContent).toContain('20 November 2026 10.00.01 WIB');
    expect(panel.textContent).toContain('submission/closed');
    expect(panel.textContent).toContain('tersimpan sebagai bukti');
  });

  it('asks before it withdraws, and says what cannot be undone', async () => {
    const withdrawn: BidView = { ...receipted, state: 'withdrawn', truth: 'grey', withdrawnAt: fromNow(0) };
    const { fake, user } = await at('kirim', receipted, { 'bids.withdraw': () => withdrawn });
    await user.click(await button('Tarik penawaran'));
    const dialog = await screen.findByRole('dialog', { name: 'Tarik penawaran ini?' });
    expect(dialog.textContent).toContain('tidak dapat dibatalkan');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Batal'));
    await user.type(within(dialog).getByLabelText('Kata sandi sertifikat'), 'rahasia');
    await user.click(within(dialog).getByLabelText(/tidak ada penawaran saya yang berlaku/));
    await user.click(within(dialog).getByRole('button', { name: 'Tarik penawaran' }));
    await screen.findByText('Penawaran ini sudah ditarik');
    expect(fake.inputsOf('bids.withdraw')).toEqual([
      { bidId: receipted.bidId, identityId: SAMPLE_IDENTITY.identityId, passphrase: 'rahasia' },
    ]);
  });

  it('tells of a deadline that moved while the bid was on screen', async () => {
    const { fake } = await at('kirim', sealed);
    await screen.findByText(/LPSE belum menerima apa pun. Unggahan/);
    const [envelope] = samplePackage().envelopes;
    const later = envelope === undefined ? [] : [{ ...envelope, closesAt: fromNow(48 * 3_600_000) }];
    fake.answer({ 'packages.load': () => sampleDetail(samplePackage({ envelopes: later })) });
    fake.emit('packages.changed', { kdTender: sealed.kdTender });
    expect(await screen.findByText(/Batas akhir pindah dari/)).toBeTruthy();
  });
});
