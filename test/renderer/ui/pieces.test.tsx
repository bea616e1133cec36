// @vitest-environment jsdom
// The shared pieces say what ux.md wants them to say.
import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Finding } from '../../../app/contract/bids.ts';
import type { ChosenFile } from '../../../renderer/bridge.ts';
import { ProblemError } from '../../../renderer/bridge.ts';
import { CheckReport } from '../../../renderer/ui/CheckReport.tsx';
import { ConfirmDialog } from '../../../renderer/ui/ConfirmDialog.tsx';
import { DigestText } from '../../../renderer/ui/DigestText.tsx';
import { FileDrop } from '../../../renderer/ui/FileDrop.tsx';
import { FindingList } from '../../../renderer/ui/FindingList.tsx';
import { ProblemNotice } from '../../../renderer/ui/ProblemNotice.tsx';
import { ProgressPanel } from '../../../renderer/ui/ProgressPanel.tsx';
import { TruthBar } from '../../../renderer/ui/TruthBar.tsx';
import { sampleDigest, SAMPLE_REPORT } from '../../doubles/sample-account.ts';
import { sampleBid, SAMPLE_BIDS, SAMPLE_SEALED } from '../../doubles/sample-bids.ts';
import { mountPiece } from '../render-app.tsx';

describe('a problem', () => {
  const error = new ProblemError({
    code: 'network/unreachable',
    kind: 'fault',
    retryable: true,
    details: { baseUrl: 'https://lpse.example' },
    incident: 'A1B2C3D4',
  });

  it('says what happened, what to do, what is safe, the code and the incident', async () => {
    await mountPiece(<ProblemNotice problem={error} />, { language: 'en' });
    const text = screen.getByRole('alert').textContent;
    for (const part of ['network/unreachable', 'A1B2C3D4', 'https://lpse.example']) expect(text).toContain(part);
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent.trim())).toEqual(['Copy details']);
  });

  it('offers another try only where there is one', async () => {
    const retry = vi.fn();
    const { user } = await mountPiece(<ProblemNotice problem={error} onRetry={retry} />);
    await user.click(screen.getByRole('button', { name: 'Coba lagi' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('copies the description that the program gives', async () => {
    const { user, fake } = await mountPiece(<ProblemNotice problem={error} />);
    await user.click(screen.getByRole('button', { name: /Salin rincian/ }));
    expect(await screen.findByText('Tersalin')).toBeTruthy();
    expect(fake.inputsOf('app.describe')[0]).toEqual({
      code: 'network/unreachable',
      incident: 'A1B2C3D4',
      details: { baseUrl: 'https://lpse.example' },
    });
    expect(await navigator.clipboard.readText()).toBe('network/unreachable A1B2C3D4');
  });

  it('calls a thrown value without a code a fault of our own', async () => {
    await mountPiece(<ProblemNotice problem={new Error('secret text')} />);
    expect(screen.getByRole('alert').textContent).toContain('defect/unexpected');
    expect(screen.getByRole('alert').textContent).not.toContain('secret text');
  });
});

describe('the truth bar', () => {
  it('is green for a verified receipt and for nothing else', async () => {
    const states = [...SAMPLE_BIDS, sampleBid({ state: 'uploading', truth: 'amber', sealed: SAMPLE_SEALED })];
    const { container } = await mountPiece(
      <>
        {states.map((bid) => (
          <TruthBar key={bid.bidId + bid.state} bid={bid} />
        ))}
      </>,
    );
    expect([...container.querySelectorAll('.truth-green')].map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Tanda terima sah'),
    ]);
  });

  it('gives the share of an upload rounded down', async () => {
    const bid = sampleBid({
      state: 'uploading',
      truth: 'amber',
      sealed: { ...SAMPLE_SEALED, sizeBytes: 1000 },
      uploadedBytes: 999,
    });
    await mountPiece(<TruthBar bid={bid} />);
    expect(screen.getByRole('status').textContent).toContain('Mengunggah 99 %');
  });
});

describe('a confirmation', () => {
  const props = {
    show: true,
    title: 'Kirim penawaran',
    facts: [{ label: 'Kode Tender', value: '10092474000' }],
    consequence: 'Tidak dapat dibatalkan setelah batas akhir.',
    confirmLabel: 'Kirim',
  };

  it('puts the focus on the way back', async () => {
    await mountPiece(<ConfirmDialog {...props} onConfirm={vi.fn()} onCancel={vi.fn()} />);
    expect(document.activeElement?.textContent).toBe('Batal');
    expect(screen.getByRole('dialog', { name: 'Kirim penawaran' }).textContent).toContain('10092474000');
  });

  it('waits for the statement that must be accepted', async () => {
    const confirm = vi.fn();
    const { user } = await mountPiece(
      <ConfirmDialog {...props} mustAccept="Saya menyatakan benar." onConfirm={confirm} onCancel={vi.fn()} />,
    );
    await user.click(screen.getByRole('button', { name: 'Kirim' }));
    expect(confirm).not.toHaveBeenCalled();
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Kirim' }));
    expect(confirm).toHaveBeenCalledOnce();
  });

  it('goes away with Escape, as with the way back', async () => {
    const cancel = vi.fn();
    const { user } = await mountPiece(<ConfirmDialog {...props} onConfirm={vi.fn()} onCancel={cancel} />);
    await user.keyboard('{Escape}');
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe('a report of checks', () => {
  it('says one sentence and opens to the numbered list', async () => {
    const { user } = await mountPiece(<CheckReport report={SAMPLE_REPORT} title="Kebijakan" />);
    expect(screen.getByText('Semua pemeriksaan lolos')).toBeTruthy();
    expect(screen.queryAllByRole('listitem')).toHaveLength(0);
    await user.click(screen.getByRole('button', { name: 'Lihat pemeriksaan (10 dari 10 lolos)' }));
    expect(screen.getAllByRole('listitem')).toHaveLength(10);
  });

  it('stands open when a check failed, with the reason', async () => {
    const [first, ...rest] = SAMPLE_REPORT.checks;
    if (first === undefined) throw new Error('the sample has checks');
    const failed = { ...first, outcome: 'failed' as const, code: 'trust/policy-refused' };
    await mountPiece(<CheckReport report={{ ok: false, checks: [failed, ...rest] }} title="Kebijakan" />);
    expect(screen.getAllByRole('listitem')[0]?.textContent).toContain('trust/policy-refused');
  });
});

describe('a list of findings', () => {
  const finding = (change: Partial<Finding>): Finding => ({
    code: 'document/name-refused',
    severity: 'warning',
    index: 0,
    originalName: 'a.pdf',
    facts: {},
    repair: null,
    ...change,
  });

  it('has the blocking ones first, each with its repair', async () => {
    const repair = vi.fn();
    const rename = finding({ severity: 'blocking', originalName: 'b?.pdf', repair: { kind: 'rename', to: 'b.pdf' } });
    const { user } = await mountPiece(<FindingList findings={[finding({}), rename]} onRepair={repair} />);
    const [first] = screen.getAllByRole('listitem');
    if (first === undefined) throw new Error('no finding is shown');
    expect(first.textContent).toContain('b?.pdf');
    await user.click(within(first).getByRole('button', { name: 'Segel dengan nama b.pdf' }));
    expect(repair).toHaveBeenCalledWith(rename);
  });
});

describe('smaller pieces', () => {
  it('shows a digest in groups and says it whole', async () => {
    const digest = sampleDigest('a');
    await mountPiece(<DigestText digest={digest} label="SHA-256" />);
    expect(screen.getByRole('img', { name: `SHA-256: ${digest}` }).textContent).toContain('aaaa 0123 4567');
  });

  it('hands over chosen files as handles', async () => {
    const chosen = vi.fn<(files: readonly ChosenFile[]) => void>();
    const { user } = await mountPiece(<FileDrop purpose="documents" label="Pilih berkas" onFiles={chosen} />);
    await user.click(screen.getByRole('button', { name: 'Pilih berkas' }));
    expect(chosen).toHaveBeenCalledWith([{ handle: 'H'.repeat(22), name: 'ratna.p12', sizeBytes: 3120 }]);
  });

  it('says nothing when the file dialog was cancelled', async () => {
    const chosen = vi.fn();
    const { user } = await mountPiece(<FileDrop purpose="documents" label="Pilih berkas" onFiles={chosen} />, {
      files: [],
    });
    await user.click(screen.getByRole('button', { name: 'Pilih berkas' }));
    expect(chosen).not.toHaveBeenCalled();
  });

  it('shows bytes, speed and time left of long work, spoken in tenths', async () => {
    await mountPiece(
      <ProgressPanel
        title="Pengiriman"
        step="Mengunggah"
        doneBytes={47_000_000}
        totalBytes={100_000_000}
        bytesPerSecond={2_000_000}
        secondsLeft={26.4}
      />,
    );
    const panel = screen.getByRole('region', { name: 'Pengiriman' });
    expect(panel.textContent).toContain('47,0 MB dari 100,0 MB · 2,0 MB/d · sisa 27 d');
    expect(panel.textContent).toContain('Pengiriman: 40 persen');
  });
});
