// Publication after the hour and the stream of events (app/protocol/SPEC.md 9): nothing before, the same chain for everybody, and a
// reader that was cut off goes on where it was. Referred bids (10): one case, evidence, statement, both in the log.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReferralAnswer } from '../../../app/protocol/openings.ts';
import { ReferralCase, ReferralList } from '../../../app/protocol/referrals.ts';
import { OpeningEvent, PublishedOpenings } from '../../../app/protocol/watch.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { sendBid } from '../trial/bidding.ts';
import { member, postResult, requestRelease, startOpening, type Member } from '../trial/opening.ts';
import { signedJson, Trial, type Person } from '../trial/trial.ts';

const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
const OPENINGS = `/api/packages/${target.kdTender}/openings`;

let trial: Trial;
let siti: Member;
let karya: Person;
let staff: Person;
let submissionId: string;

beforeAll(async () => {
  trial = await Trial.start();
  siti = await member(trial, 'siti.rahayu');
  karya = await trial.signIn('karya.nusantara');
  staff = await trial.signIn('helpdesk');
  const sent = await sendBid(trial, karya, target, await trial.signingKey('karya.nusantara', 'bidder'));
  submissionId = sent.answer.submissionId;
});
afterAll(() => trial.stop());

interface Heard {
  readonly status: number;
  readonly text: string;
}

/** What the stream says until `enough`, or for `ms`. */
function listen({ client, session }: Person, after: number | null, enough: number, ms = 1500): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${session.accessToken}`,
      ...(after === null ? {} : { 'last-event-id': String(after) }),
    };
    const url = new URL(`/api/packages/${target.kdTender}/events`, client.url);
    const ca = readFileSync(trial.server.caPem);
    const asked = request(url, { headers, ca, agent: false }, (response) => {
      let text = '';
      const end = (): void => {
        clearTimeout(timer);
        asked.destroy();
        resolve({ status: response.statusCode ?? 0, text });
      };
      const timer = setTimeout(end, ms);
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if ((text.match(/^id: /gm) ?? []).length >= enough) end();
      });
      response.on('end', end);
      response.on('error', () => undefined);
    });
    asked.on('error', reject);
    asked.end();
  });
}

function eventsIn({ text }: Heard): OpeningEvent[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: '));
  return lines.map((line) => OpeningEvent.parse(parseCanonicalJson(Buffer.from(line.slice(6)))));
}

describe('watching', () => {
  it('tells nothing before the hour, and nothing to those who take no part', async () => {
    const published = await karya.client.read(PublishedOpenings, karya.client.get(OPENINGS));
    expect(published).toEqual({ kdTender: target.kdTender, openings: [], technicalResult: null });
    expect(eventsIn(await listen(karya, null, 1, 600))).toEqual([]);
    const stranger = await trial.signIn('hendra.gunawan');
    expect((await stranger.client.get(OPENINGS)).code).toBe('access/forbidden');
    expect((await listen(stranger, null, 1)).status).toBe(403);
  });

  it('publishes list, release and results, and no header', async () => {
    await trial.reachOpening(target);
    const { openingId } = await startOpening(siti, target);
    const { release } = await requestRelease(trial, siti, target, openingId);
    const manifestSha256 = (await startOpening(siti, target)).bids[0]?.manifestSha256 ?? '';
    const content = {
      ...{ format: 'segel-result/1', ...target, openingId, submissionId, manifestSha256 },
      outcome: { kind: 'not-opened', reason: 'damaged-in-storage' },
    };
    await postResult(trial, siti, { openingId, content });
    const answer = await karya.client.get(OPENINGS);
    const { openings } = PublishedOpenings.parse(answer.json);
    expect(openings).toHaveLength(1);
    expect(openings[0]?.bodies).toHaveLength(1);
    expect(openings[0]?.results).toHaveLength(1);
    expect(openings[0]?.release?.releaseSha256).toBe(sha256Hex(Buffer.from(release ?? '', 'base64')));
    expect(answer.bytes.includes('"header"')).toBe(false);
  });

  it('tells each event once, chained, as the leaf that it is', async () => {
    const events = eventsIn(await listen(karya, null, 4));
    expect(events.map(({ kind }) => kind)).toEqual([
      'closed',
      'release-requested',
      'headers-released',
      'opening-result',
    ]);
    const digests = ['0'.repeat(64), ...events.map((event) => sha256Hex(encodeCanonicalJson(event)))];
    expect(events.map(({ previousSha256 }) => previousSha256)).toEqual(digests.slice(0, -1));
    const { log } = trial.server.context;
    for (const { logIndex, kind, time, facts, envelopeId } of events) {
      const leaf = parseCanonicalJson(log.entries(logIndex, logIndex + 1)[0] ?? Buffer.alloc(0));
      expect(leaf).toEqual({ type: kind, kdTender: target.kdTender, versiTender: 1, envelopeId, time, body: facts });
    }
    expect(eventsIn(await listen(staff, 2, 2)).map(({ sequence }) => sequence)).toEqual([3, 4]);
  });

  it('takes one case of a bid, shows it to staff, and logs both steps', async () => {
    const { openingId, bids } = await startOpening(siti, target);
    const manifestSha256 = bids[0]?.manifestSha256 ?? '';
    const content = {
      ...{ format: 'segel-result/1', ...target, openingId, submissionId, manifestSha256 },
      outcome: { kind: 'not-opened', reason: 'damaged-in-storage' },
    };
    const result = await signedJson(siti.signer, content, trial.now());
    const evidence = Buffer.from('PK evidence');
    const path = `/api/openings/${openingId}/bids/1`;
    const body = { reason: 'damaged-in-storage', result, evidence: evidence.toString('base64') };
    const { client } = siti.person;
    const referred = await client.read(ReferralAnswer, client.post(`${path}/refer`, body));
    expect(await client.read(ReferralAnswer, client.post(`${path}/refer`, body))).toEqual(referred);
    const listed = await staff.client.read(ReferralList, staff.client.get('/api/referrals'));
    expect(listed.referrals).toMatchObject([{ submissionId, n: 1, evidenceSha256: sha256Hex(evidence) }]);
    const one = `/api/referrals/${referred.referralId}`;
    const found = await staff.client.read(ReferralCase, staff.client.get(one));
    expect(found.storedSize).toBe(found.size);
    expect((await staff.client.get(`${one}/evidence`)).bytes.equals(evidence)).toBe(true);
    expect(sha256Hex((await staff.client.get(`${one}/bid`)).bytes)).toBe(found.sealedSha256);
    await staff.client.post(`${path}/statement`, { canBeOpened: false, text: 'Berkas rusak di penyimpanan.' });
    expect(eventsIn(await listen(karya, 4, 2)).map(({ kind }) => kind)).toEqual(['bid-referred', 'bid-stated']);
    const { openings } = PublishedOpenings.parse((await karya.client.get(OPENINGS)).json);
    expect(openings[0]?.statements).toHaveLength(1);
  });

  it('shows officials the cases of their own packages only', async () => {
    const own = await siti.person.client.read(ReferralList, siti.person.client.get('/api/referrals'));
    expect(own.referrals).toHaveLength(1);
    const other = await trial.signIn('hendra.gunawan');
    expect((await other.client.read(ReferralList, other.client.get('/api/referrals'))).referrals).toEqual([]);
  });

  it('opens no more streams for one account than it may have', async () => {
    const all = await Promise.all(Array.from({ length: 9 }, () => listen(karya, 6, 1, 800)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(8);
  });

  it('refuses a place that is none', async () => {
    const answer = await karya.client.get(`/api/packages/${target.kdTender}/events`, {
      headers: { 'last-event-id': '-1' },
    });
    expect(answer.code).toBe('access/malformed-request');
  });
});
