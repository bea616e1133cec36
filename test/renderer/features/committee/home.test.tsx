// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { OpeningSummary } from '../../../../app/contract/openings.ts';
import type { FakeAnswers } from '../../../doubles/bridge.ts';
import { SAMPLE_OPENING } from '../../../doubles/opening-samples.ts';
import { fromNow, SAMPLE_ACCOUNT } from '../../../doubles/sample-account.ts';
import { sampleCommittee } from '../../../doubles/window-samples.ts';
import { mountApp } from '../../render-app.tsx';

const HOUR = 3_600_000;
type Role = 'committeeMember' | 'procurementOfficer';

/** Tenders by the hours from now until each of their envelopes opens. */
function answers(
  tenders: Readonly<Record<string, readonly number[]>>,
  openings: readonly OpeningSummary[],
  role: Role,
) {
  const { tender } = sampleCommittee();
  return {
    'session.current': () => ({ ...SAMPLE_ACCOUNT, role, bidderId: null, npwp: null }),
    'openings.list': () => ({ openings: [...openings] }),
    'committee.overview': () => ({
      tenders: Object.entries(tenders).map(([kdTender, hours]) => ({
        ...tender,
        kdTender,
        name: `Paket ${kdTender}`,
        envelopes: hours.map((hour, i) => ({
          ...{ envelopeId: `file-${String(i + 1)}`, name: `File ${String(i + 1)}`, submissionCount: 2 },
          ...{ opensAtStage: 'Pembukaan', closesAt: fromNow((hour - 0.5) * HOUR), opensAt: fromNow(hour * HOUR) },
        })),
        members: tender.members.map((member, i) => ({
          ...member,
          alarms: i === 1 ? hours.map((_, n) => notRehearsed(`file-${String(n + 1)}`)) : [],
        })),
      })),
      unavailable: [],
    }),
  } satisfies FakeAnswers;
}

const notRehearsed = (envelopeId: string) => ({ kind: 'not-rehearsed' as const, key: 'opening' as const, envelopeId });

describe('the home of a committee', () => {
  it('puts what can be opened now first, with the way into the room, and what has begun last', async () => {
    const due = { ...SAMPLE_OPENING, kdTender: '20001', envelopeId: 'file-1', state: 'ready' as const };
    const over = { ...SAMPLE_OPENING, kdTender: '20003', envelopeId: 'file-1', state: 'opened' as const };
    const { container } = await mountApp('/committee', {
      answers: answers({ 20003: [-30], 20001: [-1], 20002: [5] }, [due, over], 'committeeMember'),
    });
    const enter = await screen.findByRole('link', { name: /^Masuk ruang pembukaan/ });
    expect(enter.getAttribute('href')).toBe('#/openings/20001/file-1');
    const titles = [...container.querySelectorAll('h2')].map(({ textContent }) => textContent);
    expect(titles).toEqual(['Buka sekarang', 'Menunggu pembukaan', 'Pembukaan sudah dimulai']);
    const started = within(screen.getByRole('region', { name: 'Pembukaan sudah dimulai' }));
    expect(started.getAllByRole('link', { name: /^2000\d · / }).map(({ textContent }) => textContent)).toEqual([
      '20001 · Paket 20001',
      '20003 · Paket 20003',
    ]);
    expect(started.getByText('Sudah dibuka')).toBeTruthy();
    expect(started.queryByText(/belum gladi|sudah ditutup/)).toBeNull();
  });

  it('asks for no rehearsal of an envelope whose hour has come, and says how many other things there are', async () => {
    const first = { ...SAMPLE_OPENING, kdTender: '20002', envelopeId: 'file-1', state: 'opened' as const };
    const role = 'committeeMember';
    const { unmount } = await mountApp('/committee', { answers: answers({ 20002: [3, 5] }, [], role) });
    await screen.findByText('belum gladi');
    expect(screen.getByText('dan 1 hal lain')).toBeTruthy();
    unmount();
    await mountApp('/committee', { answers: answers({ 20002: [-3, 5] }, [first], role) });
    await screen.findByText('belum gladi');
    expect(screen.queryByText(/hal lain/)).toBeNull();
  });

  it('is named after the officer where there is no committee', async () => {
    await mountApp('/committee', { answers: answers({ 20002: [5] }, [], 'procurementOfficer') });
    expect(await screen.findByRole('heading', { name: 'Beranda Pejabat Pengadaan' })).toBeTruthy();
  });
});
