// Insiders at the opening: an LPSE that hides, adds, swaps, misnames, back-dates or asks for prices early. Each attack runs against real clients
// and a real server, fails, and is seen.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpeningResults } from '../../app/domain/opening-results.ts';
import type { LpseGateway } from '../../app/ports/lpse-gateway.ts';
import type { OpeningAnswer } from '../../app/protocol/openings.ts';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { enterOpening } from '../../app/usecases/opening-room.ts';
import { LogMirror } from '../../app/usecases/log-mirror.ts';
import { signTechnicalResult } from '../../app/usecases/sign-technical-result.ts';
import { watchOpening } from '../../app/usecases/watch-opening.ts';
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { memberInput, openAll, openerOf, openReleased, untilOpening } from '../app/usecases/opened.ts';
import { lpseWithPeople } from '../app/usecases/people.ts';
import { signedByAll } from '../doubles/signed-twice.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { deceived } from './toolkit.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const target = { kdTender, envelopeId: 'satu' } as const;

describe('an LPSE at the opening', () => {
  const people = lpseWithPeople();
  let first: string;
  let second: string;

  beforeAll(async () => {
    first = (await people.bid('karya.nusantara', { ...target, price: '4000000000' })).receipt.submissionId;
    second = (await people.bid('karya.nusantara', { ...target, price: '3500000000' })).receipt.submissionId;
    await people.bid('cipta.mandiri', { ...target, price: '3600000000' });
    const siti = await people.at('siti.rahayu');
    // G06: neither the LPSE nor, behind it, the KMS.
    await expect(requestRelease(siti.needs, await memberInput(siti, target))).rejects.toMatchObject({
      code: 'opening/too-early',
    });
    await untilOpening(people.lpse, target);
  });

  /** What a member's client says to a changed answer. */
  const enterWith = async (change: (answer: OpeningAnswer) => OpeningAnswer, more: Partial<LpseGateway> = {}) => {
    const siti = await people.at('siti.rahayu');
    const startOpening: LpseGateway['startOpening'] = async (request, options) =>
      change(await siti.needs.lpse.startOpening(request, options));
    const needs = deceived(siti, { startOpening, ...more });
    const { report, due } = await enterOpening(needs, await memberInput(siti, target));
    expect(due).toBeNull();
    await expect(requestRelease(needs, await memberInput(siti, target))).rejects.toThrow(/^(trust|log)\//);
    return report.checks.flatMap((check) => (check.outcome === 'failed' ? [check.code] : []));
  };

  it('G08 cannot hide a bid', async () => {
    expect(await enterWith((answer) => ({ ...answer, bids: answer.bids.slice(1) }))).toEqual(['trust/log-incomplete']);
    const withoutBody = (answer: OpeningAnswer) => ({ ...answer, bodies: answer.bodies.slice(1) });
    expect(await enterWith(withoutBody)).toEqual(['trust/log-incomplete']);
    expect(await enterWith((answer) => ({ ...withoutBody(answer), bids: answer.bids.slice(1) }))).toEqual([
      'trust/log-incomplete',
    ]);
  });

  it('G08 cannot leave the leaf of a bid out of the log', async () => {
    const siti = await people.at('siti.rahayu');
    const entries: LpseGateway['entries'] = async (start, end, options) => {
      const page = await siti.needs.lpse.entries(start, end, options);
      return { ...page, entries: [...page.entries.slice(0, -3), ...page.entries.slice(-2), page.entries.at(-3) ?? ''] };
    };
    expect(await enterWith((answer) => answer, { entries })).toEqual(['log/proof-invalid']);
  });

  it('cannot put back a bid that its bidder has replaced', async () => {
    const back = (answer: OpeningAnswer): OpeningAnswer => ({
      ...answer,
      bids: answer.bids.map((bid) => (bid.submissionId === second ? { ...bid, submissionId: first } : bid)),
    });
    expect(await enterWith(back)).toEqual(['trust/log-incomplete']);
  });

  it('G09 cannot slip in a bid after the hour, not even into a log that it signs again', async () => {
    const { log } = people.lpse.context;
    const closedSize = log.size;
    const salt = Buffer.alloc(32, 7).toString('base64url');
    const honest = await (await people.at('siti.rahayu')).needs.lpse.startOpening(target);
    const [bid] = honest.bids;
    if (bid === undefined) throw new Error('a bid');
    // Back-dated to an hour before the deadline.
    const receivedAt = new Date(
      people.lpse.context.packages.closesAt(kdTender, 'satu').getTime() - 3_600_000,
    ).toISOString();
    const { bidderId, manifestSha256, sealedSha256, size } = bid;
    const body = {
      ...{ salt, submissionId: 'susulan', bidderId, manifestSha256, signatureSha256: sealedSha256, sealedSha256, size },
      ...{ receivedAt, supersedes: null },
    };
    const bodySha256 = sha256Hex(encodeCanonicalJson(body));
    log.append({
      type: 'submission-received',
      kdTender,
      versiTender: 1,
      envelopeId: 'satu',
      time: receivedAt,
      bodySha256,
    });
    expect(log.size).toBe(closedSize + 1);
    const added = (answer: OpeningAnswer): OpeningAnswer => ({
      ...answer,
      closedCheckpoint: log.checkpoint(),
      bids: [...answer.bids, { ...bid, n: answer.bids.length + 1, submissionId: 'susulan' }],
      bodies: [...answer.bodies, body],
    });
    expect(await enterWith(added)).toEqual(['trust/log-incomplete']);
    expect(await enterWith((answer) => ({ ...added(answer), closedCheckpoint: answer.closedCheckpoint }))).toEqual([
      'trust/log-incomplete',
    ]);
    // The KMS reads the log by itself and opens nothing any more.
    const siti = await people.at('siti.rahayu');
    await expect(requestRelease(siti.needs, await memberInput(siti, target))).rejects.toMatchObject({
      code: 'kms/log-refused',
    });
  });
});

describe('G10 an LPSE that swaps a bid on its disk', () => {
  const people = lpseWithPeople();
  /** The file of an upload on the server's disk. */
  const storedFile = (uploadId: string) => join(people.lpse.dir, 'uploads', `${uploadId}.sampul`);

  it('is seen, although what it hands over is an older bid of the same bidder, well made', async () => {
    const { sealed } = await people.bid('karya.nusantara', { ...target, price: '4000000000' });
    const karya = await people.at('karya.nusantara');
    const uploads = async () =>
      (await karya.needs.lpse.submissions(kdTender)).submissions.map(({ uploadId }) => uploadId);
    const older = await readFile(sealed.path);
    const before = await uploads();
    await people.bid('karya.nusantara', { ...target, price: '3500000000' });
    await people.bid('cipta.mandiri', { ...target, price: '3600000000' });
    await untilOpening(people.lpse, target);
    const siti = await people.at('siti.rahayu');
    await requestRelease(siti.needs, await memberInput(siti, target));
    const inForce = (await uploads()).find((uploadId) => !before.includes(uploadId)) ?? '';
    const kept = await readFile(storedFile(inForce));
    await writeFile(storedFile(inForce), older);
    const { bids } = await openReleased(siti, target);
    // Another length cannot be fetched whole, the same length has another digest: in no case is it the bidder's fault.
    const [swapped, other] = bids;
    const said = swapped?.outcome.kind === 'not-opened' ? swapped.outcome.reason : swapped?.outcome.kind;
    expect(['unproven', 'damaged-in-storage']).toContain(said);
    expect(other?.outcome).toMatchObject({ kind: 'opened', price: '3600000000' });
    await writeFile(storedFile(inForce), kept);
    const agus = await people.at('agus.pranoto');
    const again = await openAll(agus, target);
    expect(again.bids.map(({ outcome }) => (outcome.kind === 'opened' ? outcome.price : null))).toEqual([
      '3500000000',
      '3600000000',
    ]);
  });
});

describe('an LPSE that gives a bid another bidder’s name', () => {
  const people = lpseWithPeople();

  beforeAll(async () => {
    await people.bid('karya.nusantara', { ...target, price: '4000000000' });
    await people.bid('cipta.mandiri', { ...target, price: '3600000000' });
    await untilOpening(people.lpse, target);
  });

  /** Names and tax numbers of the two bidders, the other way round. */
  const misnamed = (answer: OpeningAnswer): OpeningAnswer => {
    const [a, b] = answer.bids;
    if (a === undefined || b === undefined) throw new Error('two bids');
    const as = (bid: typeof a, { bidderName, npwp }: typeof a) => ({ ...bid, bidderName, npwp });
    return { ...answer, bids: [as(a, b), as(b, a)] };
  };
  const namesOf = ({ rows }: OpeningResults) => rows.map(({ bidderName, npwp, price }) => [bidderName, npwp, price]);

  it('gets no price announced under a name that its bidder did not sign', async () => {
    const siti = await people.at('siti.rahayu');
    await requestRelease(siti.needs, await memberInput(siti, target));
    const startOpening: LpseGateway['startOpening'] = async (request, options) =>
      misnamed(await siti.needs.lpse.startOpening(request, options));
    const lied = await openReleased(siti, target, { folder: 'bohong', needs: deceived(siti, { startOpening }) });
    expect(lied.bids.map(({ outcome }) => outcome)).toEqual([
      { kind: 'unproven', code: 'opening/bidder-misnamed' },
      { kind: 'unproven', code: 'opening/bidder-misnamed' },
    ]);
    expect(lied.bids.map(({ resultPosted }) => resultPosted)).toEqual([false, false]);

    await openReleased(siti, target);
    const input = { ...(await memberInput(siti, target)), ...openerOf(siti) };
    const honest = await loadOpeningResults(siti.needs, input);
    expect(namesOf(honest).map(([name, , price]) => [name, price])).toEqual([
      ['PT Karya Bangun Nusantara', '4000000000'],
      ['CV Cipta Mandiri Teknik', '3600000000'],
    ]);
    // Nor later, when the minutes are drawn up from what lies here.
    const otherNumbers: LpseGateway['startOpening'] = async (request, options) => {
      const answer = await siti.needs.lpse.startOpening(request, options);
      const names = answer.bids.map(({ bidderName }) => bidderName);
      return { ...answer, bids: misnamed(answer).bids.map((bid, i) => ({ ...bid, bidderName: names[i] ?? '' })) };
    };
    expect(namesOf(await loadOpeningResults(deceived(siti, { startOpening: otherNumbers }), input))).toEqual(
      namesOf(honest),
    );
  });
});

describe('G18 an LPSE that asks for the prices early', () => {
  const goods = DEMO_TENDERS.goodsTwoFiles;
  const prices = { kdTender: goods, envelopeId: 'file-2' };

  const people = lpseWithPeople();

  beforeAll(async () => {
    await people.bid('sinar.alkes', { kdTender: goods, envelopeId: 'file-1', price: '1' });
    await people.bid('sinar.alkes', { kdTender: goods, envelopeId: 'file-2', price: '12000000000' });
    await untilOpening(people.lpse, prices);
  });

  it('gets none from LPSE or KMS without a technical result of a majority', async () => {
    const siti = await people.at('siti.rahayu');
    const code = 'opening/technical-result-missing';
    await expect(requestRelease(siti.needs, await memberInput(siti, prices))).rejects.toMatchObject({ code });
    const passed = [(await people.at('sinar.alkes')).account.bidderId ?? ''];
    const answer = await signTechnicalResult(siti.needs, { ...(await memberInput(siti, prices)), passed });
    expect(answer.result).toBeNull();
    await expect(requestRelease(siti.needs, await memberInput(siti, prices))).rejects.toMatchObject({ code });
    // One member's word that the LPSE publishes as if it were the majority's.
    const alkes = await people.at('sinar.alkes');
    const content = encodeCanonicalJson({
      ...{
        format: 'segel-technical-result/1',
        kdLpse: people.lpse.context.config.kdLpse,
        kdTender: goods,
        versiTender: 1,
      },
      passed: [],
    });
    const forged = await signedByAll(
      content,
      [await people.keyOf('siti.rahayu'), people.lpse.context.keys.lpse],
      people.lpse.context.clock.now(),
    );
    const published: LpseGateway['published'] = async (...about) => ({
      ...(await alkes.needs.lpse.published(...about)),
      technicalResult: forged.toString('base64'),
    });
    const input = { connection: await alkes.connect(), kdTender: goods, mirror: new LogMirror(alkes.needs.lpse) };
    const { envelopes } = await watchOpening(deceived(alkes, { published }), input);
    const two = envelopes.find(({ envelopeId }) => envelopeId === 'file-2');
    expect(two?.report.checks.find(({ id }) => id === 'watch-technical')).toMatchObject({
      outcome: 'failed',
      code: 'opening/technical-result-missing',
    });
    expect(two?.own.map(({ fate }) => fate)).not.toContain('stays-sealed');
  });
});
