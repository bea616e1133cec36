import { describe, expect, it } from 'vitest';
import type { EventPayload } from '../../../app/contract/contract.ts';
import { BidNotifications } from '../../../main/electron/notifications.ts';

type Bid = EventPayload<'bids.changed'>;

function bid(state: Bid['state'], changes: Partial<Bid> = {}): Bid {
  return {
    bidId: '5f0c7c7e-5e0e-4a71-9d3e-1d2f0f0e7a11',
    kdTender: '10092474000',
    versiTender: 1,
    namaPaket: 'Rehabilitasi Gedung',
    envelopeId: 'E1',
    mode: 'CA',
    revision: 1,
    updatedAt: '2026-11-21T03:00:00Z',
    state,
    truth: state === 'receipted' ? 'green' : 'amber',
    documents: [],
    letter: { price: '1234567890.00', currency: 'IDR', validityDays: 60 },
    sealed: null,
    uploadedBytes: null,
    receipt: null,
    supersededBy: null,
    withdrawnAt: null,
    refusal: null,
    ...changes,
  };
}

const away = { language: 'id', looking: false } as const;
const receipt = {
  submissionId: 's',
  sequence: 17,
  receivedAt: '2026-11-21T03:00:00Z',
  receiptSha256: 'a'.repeat(64),
  logIndex: 4,
  timestampAt: null,
};

describe('a notification', () => {
  it('tells of a verified receipt to a person who looks elsewhere', () => {
    const notifications = new BidNotifications();
    expect(notifications.of(bid('received'), away)).toBeNull();
    expect(notifications.of(bid('receipted', { receipt }), away)).toEqual({
      title: 'Tanda terima sah',
      body: '10092474000 E1: tanda terima nomor urut 17 sudah diperiksa.',
    });
  });

  it('tells of a refusal', () => {
    const notifications = new BidNotifications();
    notifications.of(bid('uploading'), away);
    expect(notifications.of(bid('refused'), { ...away, language: 'en' })?.title).toBe('The server refused the bid');
  });

  it('comes once', () => {
    const notifications = new BidNotifications();
    notifications.of(bid('received'), away);
    expect(notifications.of(bid('receipted', { receipt }), away)).not.toBeNull();
    expect(notifications.of(bid('receipted', { receipt }), away)).toBeNull();
  });

  it('does not come while the person looks, nor for a bid that is met in that state', () => {
    const notifications = new BidNotifications();
    notifications.of(bid('received'), away);
    expect(notifications.of(bid('receipted', { receipt }), { ...away, looking: true })).toBeNull();
    expect(new BidNotifications().of(bid('receipted', { receipt }), away)).toBeNull();
  });

  it.each([
    ['opened-equal', 'Penawaran Anda terbuka'],
    ['opened-differs', 'Yang dinyatakan bukan yang Anda segel'],
    ['not-opened', 'Penawaran Anda tidak terbuka'],
    ['missing', 'Penawaran Anda tidak ada di dalam daftar'],
  ] as const)('tells that a bid is %s', (fate, title) => {
    const news = { kdTender: '10092474000', fates: [{ envelopeId: 'harga', sequence: 17, fate, canBeOpened: null }] };
    const notifications = new BidNotifications();
    const [text, ...more] = notifications.ofOpening(news, away);
    expect(text?.title).toBe(title);
    expect(text?.body).toMatch(/^10092474000 harga.*[^}]$/);
    expect(more).toEqual([]);
    expect(notifications.ofOpening(news, away)).toEqual([]);
    expect(new BidNotifications().ofOpening(news, { ...away, looking: true })).toEqual([]);
  });

  it('tells of the LPSE’s word on a bid that did not open, although the bid was told of before', () => {
    const about = { envelopeId: 'harga', sequence: 17, fate: 'not-opened' as const };
    const notifications = new BidNotifications();
    const told = [null, null, false].map((canBeOpened) =>
      notifications.ofOpening({ kdTender: '10092474000', fates: [{ ...about, canBeOpened }] }, away),
    );
    expect(told.map((texts) => texts.map(({ title }) => title))).toEqual([
      ['Penawaran Anda tidak terbuka'],
      [],
      ['LPSE sudah menyatakan hasil pemeriksaannya'],
    ]);
  });

  it('leaves a person alone while nothing has been decided about the bid', () => {
    const fates = (['listed', 'unproven', 'stays-sealed'] as const).map((fate) => ({
      ...{ envelopeId: 'harga', sequence: 17, canBeOpened: null },
      fate,
    }));
    expect(new BidNotifications().ofOpening({ kdTender: '10092474000', fates }, away)).toEqual([]);
  });

  it('shows neither price nor package name', () => {
    const notifications = new BidNotifications();
    notifications.of(bid('received'), away);
    const text = JSON.stringify(notifications.of(bid('receipted', { receipt }), away));
    expect(text).not.toMatch(/1234567890|Rehabilitasi/);
  });
});
