// A bidder who was not in the room: finds the own bid on the list, proves that what was opened is what was sealed, follows the
// events, and notices each lie that a server could tell.
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpeningEvents } from '../../../app/ports/opening-events.ts';
import type { OpeningEvent, PublishedOpening, PublishedOpenings } from '../../../app/protocol/watch.ts';
import { ResultStatement } from '../../../app/protocol/openings.ts';
import { followOpening, type FollowedEvent } from '../../../app/usecases/follow-opening.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { watchOpening, type WatchNeeds } from '../../../app/usecases/watch-opening.ts';
import { parseVerifierKey, verifyCheckpoint } from '../../../crypto/checkpoint.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { bidOn, damage, openAll, OPENED, untilOpening } from './opened.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const people = lpseWithPeople();
let karya: Station;
let cipta: Station;
let siti: Station;

beforeAll(async () => {
  [karya, cipta, siti] = await people.all('karya.nusantara', 'cipta.mandiri', 'siti.rahayu');
  await bidOn(karya, '98000000');
  await bidOn(cipta, '97000000.50');
});

async function look(station: Station, change: (needs: WatchNeeds) => Partial<WatchNeeds> = () => ({})) {
  const { needs } = station;
  const connection = await station.connect();
  const mirror = new LogMirror(needs.lpse);
  return watchOpening({ ...needs, ...change(needs) }, { connection, kdTender: OPENED.kdTender, mirror });
}

/** The station's look with another publication. */
function lied(station: Station, change: (opening: PublishedOpening) => Promise<PublishedOpening>) {
  return look(station, (needs) => ({
    lpse: {
      ...needs.lpse,
      published: async (kdTender): Promise<PublishedOpenings> => {
        const published = await needs.lpse.published(kdTender);
        return { ...published, openings: await Promise.all(published.openings.map(change)) };
      },
    },
  }));
}

async function followed(station: Station, count: number, events: OpeningEvents = station.needs.events) {
  const stop = new AbortController();
  const mirror = new LogMirror(station.needs.lpse);
  const input = { connection: await station.connect(), kdTender: OPENED.kdTender, mirror };
  const got: FollowedEvent[] = [];
  for await (const one of followOpening({ ...station.needs, events }, input, { signal: stop.signal })) {
    got.push(one);
    if (got.length === count) break;
  }
  return got;
}

describe('a watching bidder', () => {
  it('sees nothing before the hour', async () => {
    expect((await look(karya)).envelopes).toEqual([]);
  });

  it('finds the own bid on the closed list before anything is opened', async () => {
    await untilOpening(people.lpse);
    const [envelope] = (await look(karya)).envelopes;
    expect(envelope?.own[0]).toMatchObject({ fate: 'listed', members: [] });
    expect(envelope?.progress).toEqual({ bids: 2, opened: 0, notOpened: 0 });
    expect(envelope?.report.ok).toBe(true);
  });

  it('proves opened = sealed, and is told why another did not open', async () => {
    await damage(people.lpse, cipta);
    const { bids } = await openAll(siti);
    expect(bids.map(({ outcome }) => outcome.kind).toSorted()).toEqual(['not-opened', 'opened']);
    const [own] = (await look(karya)).envelopes[0]?.own ?? [];
    expect(own?.fate).toBe('opened-equal');
    expect(own?.report.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['watch-listed', 'passed'],
      ['watch-opened', 'passed'],
      ['watch-inner', 'passed'],
      ['watch-price', 'passed'],
      ['watch-agree', 'passed'],
    ]);
    expect(own?.members).toMatchObject([{ name: 'Siti Rahayu', outcome: { kind: 'opened', price: '98000000' } }]);
    const [other] = (await look(cipta)).envelopes[0]?.own ?? [];
    expect(other).toMatchObject({ fate: 'not-opened' });
    expect(other?.members[0]?.outcome).toEqual({ kind: 'not-opened', reason: 'damaged-in-storage' });
  });

  it('follows every event from the closing on, each proven', async () => {
    const events = await followed(karya, 5);
    expect(events.map(({ event, proven }) => [event.kind, proven])).toEqual([
      ['closed', true],
      ['release-requested', true],
      ['headers-released', true],
      ['opening-result', true],
      ['opening-result', true],
    ]);
  });

  it('keeps one true copy of the log when it looks twice at once', async () => {
    const { trust } = await karya.connect();
    const head = verifyCheckpoint(await karya.needs.lpse.checkpoint(), parseVerifierKey(trust.logVerifierKey));
    const mirror = new LogMirror(karya.needs.lpse);
    await Promise.all([mirror.extendTo(head), mirror.extendTo(head)]);
    expect(mirror.size).toBe(head.size);
    expect(mirror.entries(mirror.size)).toHaveLength(head.size);
  });

  it('says that it cannot compare when the sealed file is gone', async () => {
    const change = (needs: WatchNeeds): Partial<WatchNeeds> => ({
      sealer: Object.assign(Object.create(needs.sealer) as WatchNeeds['sealer'], {
        inspect: (path: string) => needs.sealer.inspect(`${path}.gone`),
      }),
    });
    const [own] = (await look(karya, change)).envelopes[0]?.own ?? [];
    expect(own?.fate).toBe('not-comparable');
  });
});

describe('a server that lies about the opening', () => {
  it('cannot leave a bid out', async () => {
    const [envelope] = (
      await lied(karya, (opening) => Promise.resolve({ ...opening, bodies: opening.bodies.slice(1) }))
    ).envelopes;
    expect(envelope?.report.checks.find(({ id }) => id === 'opening-complete')).toMatchObject({
      outcome: 'failed',
      code: 'trust/log-incomplete',
    });
    expect(envelope?.own[0]?.fate).toBe('unproven');
  });

  it('cannot hide a receipted bid from a log that never had it', async () => {
    const change = (needs: WatchNeeds): Partial<WatchNeeds> => ({
      receipts: {
        ...needs.receipts,
        load: async (folder) => {
          const stored = await needs.receipts.load(folder);
          const bytes = Buffer.from(stored.bundle.receipt, 'base64').toString('utf8');
          const receipt = Buffer.from(bytes.replace(/"index":\d+/, '"index":0')).toString('base64');
          return { ...stored, bundle: { ...stored.bundle, receipt } };
        },
      },
    });
    const [own] = (await look(karya, change)).envelopes[0]?.own ?? [];
    expect(own?.fate).toBe('missing');
    expect(own?.report.checks[0]).toMatchObject({ outcome: 'failed', code: 'watch/bid-missing' });
  });

  it.each([
    ['another inner digest', { innerSha256: 'a'.repeat(64) }],
    ['another price', { price: '98000001' }],
  ])('cannot show a result with %s, unless a member signed it and the log has it', async (_, change) => {
    const forged = async (opening: PublishedOpening): Promise<PublishedOpening> => ({
      ...opening,
      results: await Promise.all(opening.results.map((result) => resigned(result, change))),
    });
    const [envelope] = (await lied(karya, forged)).envelopes;
    expect(envelope?.report.checks.find(({ id }) => id === 'watch-results')).toMatchObject({
      outcome: 'failed',
      code: 'watch/result-unproven',
      facts: { why: 'log' },
    });
    // What the member really stated is in the log, and was not shown.
    expect(envelope?.own[0]?.fate).toBe('withheld');
  });

  it('cannot pass off a result that no member signed', async () => {
    const forged = async (opening: PublishedOpening): Promise<PublishedOpening> => ({
      ...opening,
      results: await Promise.all(opening.results.map((result) => resigned(result, {}, karya))),
    });
    const [envelope] = (await lied(karya, forged)).envelopes;
    expect(envelope?.report.checks.find(({ id }) => id === 'watch-results')).toMatchObject({
      facts: { why: 'member' },
    });
  });

  it('cannot claim a release that the log has not', async () => {
    const release = { releaseSha256: 'b'.repeat(64), releasedAt: '2026-11-20T02:00:00.000Z' };
    const [envelope] = (await lied(karya, (opening) => Promise.resolve({ ...opening, release }))).envelopes;
    expect(envelope?.report.checks.find(({ id }) => id === 'watch-release')).toMatchObject({
      outcome: 'failed',
      code: 'trust/release-refused',
    });
  });

  it('cannot take an event out, change one, or invent one', async () => {
    const all = (await followed(karya, 5)).map(({ event }) => event);
    const fourth = all[3];
    if (fourth === undefined) throw new Error('four events');
    const from = (events: readonly OpeningEvent[]): OpeningEvents => ({
      async *follow() {
        await Promise.resolve();
        yield* events;
      },
    });
    const without = all.filter(({ sequence }) => sequence !== 2);
    await expect(followed(karya, 5, from(without))).rejects.toMatchObject({ code: 'watch/chain-broken' });
    const changed = all.map((event) =>
      event.sequence === 4 ? { ...event, facts: { ...event.facts, outcome: 'x' } } : event,
    );
    await expect(followed(karya, 5, from(changed.slice(0, 4)))).rejects.toMatchObject({ code: 'watch/event-refuted' });
    // The events of another tender, well chained among themselves.
    const elsewhere = rechained(all.map((event) => ({ ...event, kdTender: '10092474000' })));
    await expect(followed(karya, 5, from(elsewhere))).rejects.toMatchObject({ code: 'watch/chain-broken' });
    // A server that never told of one has a chain without a gap; the log has it all the same.
    await expect(followed(karya, 5, from(rechained(without)))).rejects.toMatchObject({ code: 'watch/chain-broken' });
    const invented = rechained([...all.slice(0, 3), { ...fourth, kind: 'technical-result' as const }]);
    await expect(followed(karya, 5, from(invented))).rejects.toMatchObject({ code: 'watch/event-refuted' });
    const beyond = rechained([...all.slice(0, 3), { ...fourth, logIndex: 9999 }]);
    expect((await followed(karya, 5, from(beyond))).map(({ proven }) => proven)).toEqual([true, true, true, false]);
    const alarms = (await karya.needs.journal.entries()).filter(
      ({ event, facts }) => event === 'opening.alarm' && facts.sequence !== undefined,
    );
    expect(alarms).toHaveLength(5);
  });
});

/** The chain made to fit again, as a server would that wants to be believed. */
function rechained(events: readonly OpeningEvent[]): readonly OpeningEvent[] {
  let previousSha256 = '0'.repeat(64);
  return events.map((event, i) => {
    const linked = { ...event, sequence: i + 1, previousSha256 };
    previousSha256 = sha256Hex(encodeCanonicalJson(linked));
    return linked;
  });
}

/** A result with other facts, signed anew: by the member, who would have to lie, or by somebody else. */
async function resigned(result: string, change: object, by: Station = siti): Promise<string> {
  const content = parseSignedData(Buffer.from(result, 'base64')).content ?? Buffer.alloc(0);
  const statement = ResultStatement.parse(parseCanonicalJson(content));
  const outcome = statement.outcome.kind === 'opened' ? { ...statement.outcome, ...change } : statement.outcome;
  const key = await by.needs.identities.unlockSigning(by.signing?.identityId ?? '');
  const bytes = encodeCanonicalJson({ ...statement, outcome });
  const signers = [{ key, signingTime: people.lpse.clock.now() }];
  return (await signContent({ content: bytes, detached: false, signers })).toString('base64');
}
