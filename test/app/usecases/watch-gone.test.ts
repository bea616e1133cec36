// Bids that were withdrawn or replaced: their bidder is shown that they took no part, and is alarmed when an LPSE drops the withdrawal
// or a member opens one all the same.
import { beforeAll, describe, expect, it } from 'vitest';
import type { PublishedOpening } from '../../../app/protocol/watch.ts';
import { judgeGoneBid } from '../../../app/policy/judge-gone-bid.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { watchOpening } from '../../../app/usecases/watch-opening.ts';
import { withdrawBid } from '../../../app/usecases/withdraw-bid.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { bidIn } from '../../faults/bidding.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { bidOn, openAll, OPENED, untilOpening } from './opened.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const people = lpseWithPeople();
let karya: Station;
let cipta: Station;
let siti: Station;
let withdrawn: string;

beforeAll(async () => {
  [karya, cipta, siti] = await people.all('karya.nusantara', 'cipta.mandiri', 'siti.rahayu');
  const bidId = await bidOn(karya, '98000000');
  withdrawn = (await bidIn(karya, bidId, 'receipted')).receipt.submissionId;
  const identityId = karya.signing?.identityId ?? null;
  await withdrawBid(karya.needs, { connection: await karya.connect(), bidId, identityId });
  await bidOn(cipta, '97000000');
  await bidOn(cipta, '96000000');
  await untilOpening(people.lpse);
  await openAll(siti);
});

async function look(station: Station, change = (opening: PublishedOpening) => opening) {
  const { needs } = station;
  const lied = deceived(station, {
    published: async (kdTender) => {
      const published = await needs.lpse.published(kdTender);
      return { ...published, openings: published.openings.map(change) };
    },
  });
  const input = { connection: await station.connect(), kdTender: OPENED.kdTender, mirror: new LogMirror(needs.lpse) };
  const [envelope] = (await watchOpening(lied, input)).envelopes;
  return envelope?.own ?? [];
}

describe('a bid that is gone', () => {
  it('is shown to have taken no part, whether withdrawn or replaced', async () => {
    expect((await look(karya)).map(({ fate, report }) => [fate, report.ok])).toEqual([['withdrawn', true]]);
    expect((await look(cipta)).map(({ fate, report }) => [fate, report.ok])).toEqual([
      ['opened-equal', true],
      ['replaced', true],
    ]);
  });

  it('is an alarm when a member has opened it all the same, and the log has that', async () => {
    const key = await siti.needs.identities.unlockSigning(siti.signing?.identityId ?? '');
    const { openingId } = await siti.needs.lpse.startOpening(OPENED);
    const digest = 'a'.repeat(64);
    const bytes = encodeCanonicalJson({
      format: 'segel-result/1',
      ...{ ...OPENED, openingId, submissionId: withdrawn, manifestSha256: digest },
      outcome: { kind: 'opened', innerSha256: digest, documents: 1, price: '98000000' },
    });
    const signers = [{ key, signingTime: people.lpse.clock.now() }];
    const result = await signContent({ content: bytes, detached: false, signers });
    // An LPSE that takes what it must not take: written into its log, published with the others.
    const body = {
      ...{ openingId, submissionId: withdrawn, outcome: 'opened' },
      ...{ memberCertificateSha256: siti.signing?.certificateSha256 ?? '', resultSha256: sha256Hex(bytes) },
    };
    const time = people.lpse.clock.now().toISOString();
    people.lpse.context.log.append({ type: 'opening-result', ...OPENED, versiTender: 1, time, body });
    const [own] = await look(karya, (opening) => ({
      ...opening,
      results: [...opening.results, result.toString('base64')],
    }));
    expect(own?.fate).toBe('revived');
    expect(own?.report.checks).toMatchObject([
      { id: 'watch-gone', outcome: 'failed', code: 'watch/bid-revived', facts: { why: 'result' } },
    ]);
    expect(own?.members).toMatchObject([{ name: 'Siti Rahayu' }]);
  });

  it('is an alarm when the withdrawal is not in the closed log', async () => {
    const bids = await karya.needs.bids.list({ state: 'withdrawn' });
    const [bid] = bids;
    const folder = bid?.state === 'withdrawn' ? bid.withdrawalFolder : '';
    const load = karya.needs.receipts.load.bind(karya.needs.receipts);
    const receipts = {
      ...karya.needs.receipts,
      load: async (path: string) => {
        const stored = await load(path);
        if (path !== folder) return stored;
        const text = Buffer.from(stored.bundle.receipt, 'base64').toString('utf8');
        // The place where the bidder was promised the withdrawal holds something else.
        const receipt = Buffer.from(text.replace(/"index":\d+/, '"index":0')).toString('base64');
        return { ...stored, bundle: { ...stored.bundle, receipt } };
      },
    };
    const input = { connection: await karya.connect(), kdTender: OPENED.kdTender };
    const mirror = new LogMirror(karya.needs.lpse);
    const [envelope] = (await watchOpening({ ...karya.needs, receipts }, { ...input, mirror })).envelopes;
    expect(envelope?.own[0]).toMatchObject({ fate: 'revived' });
    expect(envelope?.own[0]?.report.checks[0]).toMatchObject({ facts: { why: 'log' } });
  });

  it('is an alarm on the list, and nothing is said of it while the list is not proven', () => {
    const submissionId = 's1';
    const digest = 'b'.repeat(64);
    const body = {
      ...{ salt: '', submissionId, bidderId: 'b1', supersedes: null, size: 1, receivedAt: '2026-11-20T00:00:01.000Z' },
      ...{ manifestSha256: digest, signatureSha256: digest, sealedSha256: digest },
    };
    const question = { submissionId, withdrawal: null, closed: [], strays: [] };
    expect(judgeGoneBid({ ...question, live: [body] }).fate).toBe('revived');
    expect(judgeGoneBid({ ...question, live: null }).fate).toBe('unproven');
  });
});
