import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_KD_LPSE } from '../../../main/ipc/demo-lpse.ts';
import { TestWindow } from './window.ts';

let window: TestWindow | null = null;
afterEach(async () => {
  await window?.close();
  window = null;
});

describe('the embedded demo', () => {
  it('lets a newcomer log in and use a certificate without any server of their own', async () => {
    window = await TestWindow.open();
    expect((await window.call('lpse.list')).demoAvailable).toBe(true);
    const demo = await window.call('lpse.startDemo');
    expect((await window.call('lpse.startDemo')).baseUrl).toBe(demo.baseUrl);
    const connection = await window.call('lpse.use', { baseUrl: demo.baseUrl });
    expect(connection).toMatchObject({ kdLpse: DEMO_KD_LPSE, reference: true });
    const bidder = demo.accounts.find(({ role }) => role === 'bidder');
    await window.login(bidder?.userId ?? '');
    const own = demo.identities.find(({ owner }) => owner === bidder?.userId);
    const given = { file: own?.handle ?? '', passphrase: own?.passphrase ?? '' };
    expect((await window.call('identities.import', given)).imported).toHaveLength(1);
    expect((await window.call('packages.list')).packages.length).toBeGreaterThan(0);
  });

  it('keeps people and drafts through a restart, and begins anew when its deadlines have passed', async () => {
    const first = await TestWindow.open();
    const demo = await first.call('lpse.startDemo');
    await first.call('lpse.use', { baseUrl: demo.baseUrl });
    await first.login('karya.nusantara');
    const { packages } = await first.call('packages.list');
    const [one] = packages.filter(({ role }) => role === 'participant');
    const { envelopeId = '' } = one?.envelopes[0] ?? {};
    const draft = await first.call('bids.start', { kdTender: one?.kdTender ?? '', envelopeId });
    await first.quit();

    const second = await TestWindow.open(first.dir);
    expect((await second.call('lpse.startDemo')).baseUrl).toBe(demo.baseUrl);
    await second.call('lpse.connect');
    expect((await second.call('bids.list', { kdTender: null })).bids).toHaveLength(1);
    await second.quit();

    const aged = new Date(Date.now() - 21 * 3_600_000);
    await utimes(join(first.dir, 'data', 'demo-lpse', '1', 'begun'), aged, aged);
    window = await TestWindow.open(first.dir);
    const fresh = await window.call('lpse.startDemo');
    const connection = await window.call('lpse.use', { baseUrl: fresh.baseUrl });
    expect(connection.logSize).toBeGreaterThan(0);
    expect((await window.call('lpse.test', { baseUrl: fresh.baseUrl })).findings).toContainEqual(
      expect.objectContaining({ id: 'log', outcome: 'passed' }),
    );
    await window.login('karya.nusantara');
    expect((await window.call('bids.list', { kdTender: null })).bids).toEqual([]);
    expect((await window.problem('bids.load', { bidId: draft.bidId })).code).toBe('draft/not-found');
    expect(await readdir(join(first.dir, 'data', 'demo-lpse', 'earlier', '1'))).toHaveLength(1);
  });
});
