// The window of a bidder who was not in the room: the LPSE's later word on a bid that did not open is told as well, and another account
// that comes in hears nothing of what the one before it watched.
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { findingOn } from '../../../app/usecases/opening-finding.ts';
import { referBid } from '../../../app/usecases/refer-bid.ts';
import { openAll, OPENED, untilOpening } from '../../app/usecases/opened.ts';
import { openStation, type Station } from '../../app/usecases/station.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE } from '../../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

interface Envelope {
  readonly kdTender: string;
  readonly envelopeId: 'satu' | 'harga';
}

const OTHER: Envelope = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' };
let lpse: TemporaryLpse;
let window: TestWindow;
let siti: Station;
let officer: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  window = await TestWindow.open();
  await window.pin(lpse);
  siti = await openStation(lpse, 'siti.rahayu');
  officer = await openStation(lpse, 'helpdesk');
});
afterAll(async () => {
  await window.close();
  await siti.close();
  await officer.close();
  await lpse.close();
});

/** A bid of the account in use, sealed and sent through the window's calls. */
async function send(userId: string, about: Envelope = OPENED): Promise<void> {
  const identityId = await window.importIdentity(lpse, userId);
  const { bidId } = await window.call('bids.start', about);
  const { envelopes } = await window.call('packages.load', { kdTender: about.kdTender });
  const envelope = envelopes.find(({ envelopeId }) => envelopeId === about.envelopeId);
  for (const { slot } of envelope?.slots ?? []) {
    const path = await window.write(`${slot}.pdf`, `%PDF-1.7\n${slot} ${'x'.repeat(20_000)}\nstartxref\n0\n%%EOF\n`);
    await window.call('bids.addDocuments', { bidId, slot, files: [...(await window.choose(path))] });
  }
  await window.call('bids.setLetter', { bidId, letter: { price: '97.000.000', validityDays: 30 } });
  const signing = { bidId, identityId, passphrase: DEMO_PASSPHRASE, consent: true };
  await window.call('bids.seal', signing);
  const sent = await window.call('bids.submit', { ...signing, declarationAccepted: true });
  expect(sent.bid.state).toBe('receipted');
}

/** What a look in the background told the window. */
async function news() {
  const before = window.seen('watch.changed').length;
  await window.program.watches.lookAtAll(new AbortController().signal);
  const told = window.seen('watch.changed').slice(before);
  return told.flatMap(({ fates }) => fates.map(({ fate, canBeOpened }) => [fate, canBeOpened]));
}

describe('a bidder’s window', () => {
  it('looks at every tender with an own bid, although one of them cannot be looked at', async () => {
    await window.login('cipta.mandiri');
    await send('cipta.mandiri');
    await send('cipta.mandiri', OTHER);
    const { program } = window;
    const online = await program.online();
    const tenders = [OPENED.kdTender, OTHER.kdTender];
    for (const broken of tenders) {
      const asked: string[] = [];
      const published: typeof online.needs.lpse.published = (kdTender, ...more) => {
        asked.push(kdTender);
        if (kdTender === broken) return Promise.reject(new CodedError('access/forbidden'));
        return online.needs.lpse.published(kdTender, ...more);
      };
      const needs = { ...online.needs, lpse: { ...online.needs.lpse, published } };
      const spy = vi.spyOn(program, 'online').mockResolvedValue({ ...online, needs });
      await expect(program.watches.lookAtAll(new AbortController().signal)).rejects.toMatchObject({
        code: 'access/forbidden',
      });
      spy.mockRestore();
      expect(asked.toSorted()).toEqual(tenders.toSorted());
    }
  });

  it('tells once that a bid did not open', async () => {
    const { needs } = await window.program.online();
    const [filed] = (await needs.lpse.submissions(OPENED.kdTender)).submissions;
    await untilOpening(lpse);
    lpse.management?.setFaults({ flip: { uploadId: filed?.uploadId ?? '', position: 9000 } });
    await openAll(siti);
    expect(await news()).toEqual([['not-opened', null]]);
    expect(await news()).toEqual([]);
  });

  it('lets nobody else hear what it watched, and tells the bidder of the LPSE’s word afterwards', async () => {
    await window.call('watch.load', { kdTender: OPENED.kdTender });
    const { room, bids } = await openAll(siti);
    const [broken] = bids;
    const submissionId = broken?.submissionId ?? '';
    const connection = await siti.connect();
    await window.login('karya.nusantara');
    await window.call('bids.list', { kdTender: null });
    const told = window.seen('watch.changed').length;
    const referral = await referBid(siti.needs, {
      ...{ connection, openingId: room.answer.openingId, n: broken?.n ?? 0, submissionId },
      reason: 'damaged-in-storage',
      signerSha256: siti.signing?.certificateSha256 ?? '',
      ...(await findingOn(siti.needs, { room, submissionId, baseDir: join(siti.dir, 'buka') })),
    });
    expect(referral.statement).toBeNull();
    const word = { canBeOpened: false, text: 'Berkas rusak di penyimpanan LPSE.' };
    await officer.needs.lpse.stateOnBid(room.answer.openingId, broken?.n ?? 0, word);
    // Events of both acts would have come by now: the window is told within 700 ms.
    await wait(2500);
    expect(window.seen('watch.changed').slice(told)).toEqual([]);
    expect(await news()).toEqual([]);

    await window.login('cipta.mandiri');
    expect(await news()).toEqual([['not-opened', false]]);
    expect(await news()).toEqual([]);
    const { bids: list } = await window.call('watch.list');
    const own = list.filter(({ kdTender }) => kdTender === OPENED.kdTender);
    expect(own.map(({ fate }) => fate)).toEqual(['not-opened']);
  });
});
