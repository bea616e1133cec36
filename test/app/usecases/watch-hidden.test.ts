// An LPSE that keeps an opening, or a part of it, from one bidder: the log has it, and the bidder is alarmed; an answer that was merely
// a moment older than the log is no alarm, and looking costs little while nothing happens.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LpseGateway } from '../../../app/ports/lpse-gateway.ts';
import type { PublishedOpening } from '../../../app/protocol/watch.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { OVERDUE_AFTER_MS } from '../../../app/usecases/watch-waiting.ts';
import { alarmsOf, watchOpening } from '../../../app/usecases/watch-opening.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { bidOn, openAll, OPENED } from './opened.ts';
import { openStation, type Station } from './station.ts';

let lpse: TemporaryLpse;
let karya: Station;
let siti: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  karya = await openStation(lpse, 'karya.nusantara');
  siti = await openStation(lpse, 'siti.rahayu');
  await bidOn(karya, '98000000');
});
afterAll(async () => {
  await Promise.all([karya, siti].map((station) => station.close()));
  await lpse.close();
});

async function look(lies: Partial<LpseGateway> = {}, mirror = new LogMirror(karya.needs.lpse)) {
  return watchOpening(deceived(karya, lies), { connection: await karya.connect(), kdTender: OPENED.kdTender, mirror });
}

const published = (change: (opening: PublishedOpening) => PublishedOpening): LpseGateway['published'] =>
  async function (kdTender, options) {
    const honest = await karya.needs.lpse.published(kdTender, options);
    return { ...honest, openings: honest.openings.map(change) };
  };

const alarmsInJournal = async () =>
  (await karya.needs.journal.entries()).flatMap(({ event, facts }) =>
    event === 'opening.alarm' ? [[facts.code, facts.why]] : [],
  );

describe('a look while nothing happens', () => {
  it('knows the deadline from the policy it has, and asks for the head of the log alone', async () => {
    const mirror = new LogMirror(karya.needs.lpse);
    const { waiting } = await look({}, mirror);
    const closesAt = lpse.context.packages.closesAt(OPENED.kdTender, OPENED.envelopeId).toISOString();
    expect(waiting).toEqual([{ envelopeId: OPENED.envelopeId, closesAt, overdue: false }]);
    const never = () => Promise.reject(new Error('not asked'));
    const silent = { entries: never, consistency: never, policy: never, package: never, inclusion: never };
    expect((await look(silent, mirror)).waiting).toEqual(waiting);
  });

  it('says plainly that nothing was opened as far as the log shows, long after the deadline', async () => {
    lpse.management?.setFaults({ leaveOpen: true });
    const closesAt = lpse.context.packages.closesAt(OPENED.kdTender, OPENED.envelopeId).getTime();
    await lpse.management?.advanceTo(new Date(closesAt + OVERDUE_AFTER_MS / 2));
    expect((await look()).waiting).toMatchObject([{ overdue: false }]);
    await lpse.management?.advanceTo(new Date(closesAt + OVERDUE_AFTER_MS));
    const tender = await look();
    expect(tender).toMatchObject({ waiting: [{ overdue: true }], envelopes: [], hidden: [] });
    expect(alarmsOf(tender)).toEqual([]);
    lpse.management?.setFaults({ leaveOpen: false });
    await lpse.management?.advanceBySeconds(1);
  });
});

describe('an LPSE that hides', () => {
  it('an opening from the bidder who asks: the log has it', async () => {
    lpse.management?.setFaults({ hideOpenings: true });
    const closed = await look();
    expect(closed.hidden).toMatchObject([
      { envelopeId: OPENED.envelopeId, releasedAt: null, results: 0, own: [{ fate: 'withheld' }] },
    ]);
    expect(closed.hidden[0]?.report).toMatchObject({
      ok: false,
      checks: [{ id: 'watch-published', outcome: 'failed', code: 'watch/opening-hidden', facts: { why: 'opening' } }],
    });
    await openAll(siti);
    const opened = await look();
    expect(opened.hidden[0]).toMatchObject({ results: 1, closedAt: closed.hidden[0]?.closedAt });
    expect(opened.hidden[0]?.releasedAt).not.toBeNull();
    expect(alarmsOf(opened)).toEqual(['watch/opening-hidden']);
    // Two looks, one alarm.
    expect(await alarmsInJournal()).toEqual([['watch/opening-hidden', 'opening']]);
    lpse.management?.setFaults({ hideOpenings: false });
    const shown = await look();
    expect([shown.hidden, alarmsOf(shown), shown.envelopes[0]?.own[0]?.fate]).toEqual([[], [], 'opened-equal']);
  });

  it.each([
    ['result', { results: [] as string[] }, 'withheld'],
    ['release', { release: null }, 'opened-equal'],
  ] as const)('only the %s', async (why, part, fate) => {
    const tender = await look({ published: published((opening) => ({ ...opening, ...part })) });
    const [envelope] = tender.envelopes;
    expect(envelope?.report.checks.find(({ id }) => id === 'watch-published')).toMatchObject({
      outcome: 'failed',
      code: 'watch/withheld',
      facts: { why },
    });
    expect(envelope?.own[0]?.fate).toBe(fate);
    expect(alarmsOf(tender)).toEqual(['watch/withheld']);
    expect(await alarmsInJournal()).toContainEqual(['watch/withheld', why]);
  });

  it('and one that answered a moment before the log grew is no liar: it is asked once more', async () => {
    let asked = 0;
    const late: LpseGateway['published'] = async (kdTender, options) => {
      const honest = await karya.needs.lpse.published(kdTender, options);
      asked++;
      return asked === 1 ? { ...honest, openings: [] } : honest;
    };
    const tender = await look({ published: late });
    expect([asked, tender.hidden.length, tender.envelopes[0]?.own[0]?.fate]).toEqual([2, 0, 'opened-equal']);
  });
});
