// A log that gives no proof while its LPSE answers everything else: one hiccup is told and is no alarm, again and again is one, and a
// proof ends it. Against the reference LPSE, whose proofs are taken away.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALARM_AFTER_LOOKS, ALARM_AFTER_MS, isAlarming, oneMoreSilence } from '../../../app/domain/log-silence.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { alarmsOf, watchOpening, type WatchedTender } from '../../../app/usecases/watch-opening.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { bidOn, OPENED } from './opened.ts';
import { openStation, type Station } from './station.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 10, 20, 2) + ms);

describe('silence', () => {
  it('is an alarm after so many looks and so long a time, and not after one of them alone', () => {
    let often = oneMoreSilence(null, at(0));
    for (let i = 1; i < 10; i++) often = oneMoreSilence(often, at(i * 60_000));
    expect([often.looks, isAlarming(often)]).toEqual([10, false]);
    const long = oneMoreSilence(oneMoreSilence(null, at(0)), at(ALARM_AFTER_MS * 100));
    expect([long.looks, isAlarming(long)]).toEqual([ALARM_AFTER_LOOKS - 1, false]);
    expect(isAlarming(oneMoreSilence(long, at(ALARM_AFTER_MS * 100 + 60_000)))).toBe(true);
  });

  it('counts what is asked at once as one look', () => {
    const first = oneMoreSilence(null, at(0));
    expect(oneMoreSilence(first, at(29_000))).toBe(first);
    expect(oneMoreSilence(first, at(30_000)).looks).toBe(2);
  });
});

describe('an LPSE whose log gives no proof', () => {
  let lpse: TemporaryLpse;
  let karya: Station;
  let mirror: LogMirror;
  let proven: WatchedTender;
  let laterMs = 0;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    karya = await openStation(lpse, 'karya.nusantara');
    mirror = new LogMirror(karya.needs.lpse);
    await bidOn(karya, '98000000');
  });
  afterAll(async () => {
    await karya.close();
    await lpse.close();
  });

  /** This computer's clock has gone on by `laterMs`. */
  async function look(before?: WatchedTender): Promise<WatchedTender> {
    const { clock } = karya.needs;
    const later = {
      now: () => new Date(clock.now().getTime() + laterMs),
      monotonicMs: () => clock.monotonicMs() + laterMs,
    };
    const about = { connection: await karya.connect(), kdTender: OPENED.kdTender, mirror };
    const needs = { ...karya.needs, clock: { ...clock, ...later } };
    return watchOpening(needs, before === undefined ? about : { ...about, before });
  }
  const alarms = async () =>
    (await karya.needs.journal.entries()).filter(({ event }) => event === 'log.alarm').map(({ facts }) => facts.codes);

  it('is told since when, and what was proven before stays', async () => {
    proven = await look();
    expect(proven).toMatchObject({ silence: null, waiting: [{ overdue: false }] });
    // Another bid makes the log grow, and its growth is what is not proven.
    const cipta = await openStation(lpse, 'cipta.mandiri');
    await bidOn(cipta, '97000000');
    await cipta.close();
    lpse.management?.setFaults({ unavailableAt: '/log/proof/consistency' });
    const silent = await look(proven);
    expect(silent).toMatchObject({ silence: { looks: 1 }, waiting: proven.waiting });
    expect(alarmsOf(silent)).toEqual([]);
    expect(await alarms()).toEqual([]);
  });

  it('is an alarm in the end, once in the journal, and lets everything else go on', async () => {
    for (const minutes of [5, 16, 17]) {
      laterMs = minutes * 60_000;
      await look(proven);
    }
    laterMs += 60_000;
    const silent = await look(proven);
    expect(silent.silence?.looks).toBeGreaterThanOrEqual(5);
    expect(alarmsOf(silent)).toEqual(['log/unproven']);
    expect(await alarms()).toEqual([['log/unproven']]);
    const { log, warnings } = await karya.connect();
    expect(log.checkpoint?.size).toBe(mirror.size);
    expect(warnings).toContain('log/unproven');
  });

  it('is over with the first proof', async () => {
    lpse.management?.setFaults({ unavailableAt: null });
    const tender = await look(proven);
    expect([tender.silence, alarmsOf(tender)]).toEqual([null, []]);
    expect((await karya.connect()).warnings).not.toContain('log/unproven');
    expect(mirror.size).toBe(lpse.context.log.size);
  });
});
