// Insiders with yesterday's disk: an LPSE that goes back, to lose a bid or a withdrawal. Whoever has looked at its log since sees it.
import { cp, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { LogMirror } from '../../app/usecases/log-mirror.ts';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import { watchOpening } from '../../app/usecases/watch-opening.ts';
import { withdrawBid } from '../../app/usecases/withdraw-bid.ts';
import { memberInput, untilOpening } from '../app/usecases/opened.ts';
import { lpseWithPeople } from '../app/usecases/people.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const target = { kdTender, envelopeId: 'satu' } as const;

async function putBack(backup: string, dir: string): Promise<void> {
  await rm(dir, { recursive: true });
  await cp(backup, dir, { recursive: true });
}

describe('G11 an LPSE that goes back to yesterday', () => {
  const people = lpseWithPeople();

  it('is seen by everybody who has looked at its log since, and stays seen when it has grown again', async () => {
    const karya = await people.at('karya.nusantara');
    const backup = people.besides('kemarin');
    await people.restart((dir) => cp(dir, backup, { recursive: true }));
    await people.bid('karya.nusantara', { ...target, price: '4000000000' });
    const before = await karya.connect();
    expect(before.warnings).not.toContain('log/forked');

    await people.restart((dir) => putBack(backup, dir));
    const rolledBack = await karya.connect();
    expect(rolledBack.warnings).toContain('log/forked');
    expect((await karya.needs.journal.entries()).map(({ event }) => event)).toContain('log.alarm');

    // Others file bids, and the log is longer than it was.
    const size = before.log.checkpoint?.size ?? 0;
    while (people.lpse.context.log.size <= size) await people.bid('cipta.mandiri', { ...target, price: '3600000000' });
    expect((await karya.connect()).warnings).toContain('log/forked');
  });
});

describe('an LPSE that drops a withdrawal', () => {
  const people = lpseWithPeople();

  it('with the disk of before it: the bidder sees the log go back and keeps a receipt that proves itself', async () => {
    await people.bid('karya.nusantara', { ...target, price: '4000000000' });
    await people.bid('cipta.mandiri', { ...target, price: '3600000000' });
    const karya = await people.at('karya.nusantara');
    const backup = people.besides('sebelum');
    await people.restart((dir) => cp(dir, backup, { recursive: true }));
    const [bid] = await karya.needs.bids.list({ state: 'receipted' });
    const identityId = karya.signing?.identityId ?? null;
    const gone = await withdrawBid(karya.needs, {
      connection: await karya.connect(),
      bidId: bid?.bidId ?? '',
      identityId,
    });

    await people.restart((dir) => putBack(backup, dir));
    await untilOpening(people.lpse, target);
    const siti = await people.at('siti.rahayu');
    await requestRelease(siti.needs, await memberInput(siti, target));
    const connection = await karya.connect();
    expect(connection.warnings).toContain('log/forked');
    const looking = watchOpening(karya.needs, { connection, kdTender, mirror: new LogMirror(karya.needs.lpse) });
    await expect(looking).rejects.toMatchObject({ code: 'log/forked' });
    const { receipts, sealer, trust } = karya.needs;
    const folder = gone.bid.withdrawalFolder;
    const { report } = await verifyReceipt({ receipts, sealer, trust, log: null }, { folder, sealedPath: null });
    expect(report.ok).toBe(true);
  });
});
