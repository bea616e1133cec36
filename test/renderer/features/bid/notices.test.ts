import { describe, expect, it } from 'vitest';
import {
  NO_NOTICES,
  noticeDeadline,
  noticeListed,
  reasonOf,
  understood,
  type ListedChange,
} from '../../../../renderer/features/bid/notices.ts';
import { sampleDetail } from '../../../doubles/sample-packages.ts';

const [MONDAY, TUESDAY, FRIDAY] = ['2026-11-16T03:00:00Z', '2026-11-17T03:00:00Z', '2026-11-20T03:00:00Z'] as const;
const change: ListedChange = {
  ...{ kdTender: '1', name: 'Gedung', kind: 'schedule', text: 'Upload diperpanjang', time: MONDAY, bidId: null },
};

describe('a deadline', () => {
  it('seen for the first time is no news', () => {
    expect(noticeDeadline(NO_NOTICES, MONDAY, '')).toEqual({ closesAt: MONDAY, notices: [] });
  });

  it('that moved twice is one notice, from the first to the last', () => {
    const once = noticeDeadline(noticeDeadline(NO_NOTICES, MONDAY, ''), TUESDAY, 'adendum');
    const twice = noticeDeadline(once, FRIDAY, 'gangguan');
    expect(twice.notices).toEqual([{ kind: 'deadline', from: MONDAY, to: FRIDAY, reason: 'gangguan' }]);
    expect(noticeDeadline(twice, MONDAY, '').notices).toEqual([]);
  });

  it('that was understood is the one to compare with from then on', () => {
    const moved = noticeDeadline(noticeDeadline(NO_NOTICES, MONDAY, ''), TUESDAY, '');
    const quiet = understood(moved);
    expect(quiet).toEqual({ closesAt: TUESDAY, notices: [] });
    expect(noticeDeadline(quiet, TUESDAY, '').notices).toEqual([]);
  });

  it('has the reason that the schedule gives', () => {
    const about = sampleDetail();
    const stage = about.schedule.find(({ changes }) => changes.length > 0);
    expect(reasonOf(about, { closesAt: stage?.endsAt ?? '' })).toContain('Adendum');
    expect(reasonOf(about, { closesAt: MONDAY })).toBe('');
  });
});

describe('changes from the inbox', () => {
  it('are told once, also when the inbox forgets them', () => {
    const told = noticeListed(NO_NOTICES, [change]);
    expect(noticeListed(told, [{ ...change }])).toBe(told);
    expect(noticeListed(told, [])).toBe(told);
    expect(told.notices).toHaveLength(1);
  });

  it('give way to the deadline itself, which says more', () => {
    const told = noticeListed(noticeDeadline(NO_NOTICES, MONDAY, ''), [
      change,
      { ...change, kind: 'policy', text: 'Baru' },
    ]);
    const moved = noticeDeadline(told, TUESDAY, 'adendum');
    expect(moved.notices.map((notice) => (notice.kind === 'listed' ? notice.change.kind : notice.kind))).toEqual([
      'policy',
      'deadline',
    ]);
    expect(noticeListed(moved, [change])).toBe(moved);
  });
});
