// A window that has met no LPSE yet: what it believes, and what it shows of whom.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

let lpse: TemporaryLpse;
let window: TestWindow;

beforeAll(async () => {
  [lpse, window] = [await startTemporaryLpse(), await TestWindow.open()];
});

afterAll(async () => {
  await window.close();
  await lpse.close();
});

describe('before anybody is logged in', () => {
  it('shows nothing of any account', async () => {
    expect(await window.call('session.current')).toBeNull();
    expect((await window.problem('bids.list', { kdTender: null })).code).toBe('ipc/no-lpse');
  });

  it('believes an LPSE only after its anchors were looked at', async () => {
    expect((await window.problem('lpse.use', { baseUrl: lpse.url })).code).toBe('trust/not-pinned');
    const [anchors] = await window.choose(lpse.trustDir);
    const looked = await window.call('lpse.look', { baseUrl: lpse.url, anchors: anchors ?? null });
    expect(looked.anchors.map(({ role }) => role)).toEqual(['lpse', 'ams', 'kms', 'tsa']);
    expect((await window.call('lpse.list')).known).toEqual([]);
    await window.call('lpse.add', { ticket: looked.ticket });
    expect((await window.call('lpse.list')).known).toHaveLength(1);
    const connection = await window.call('lpse.use', { baseUrl: lpse.url });
    expect(connection).toMatchObject({ baseUrl: lpse.url, kdLpse: 906, timeZone: 'WIB', reference: true });
    expect(window.seen('lpse.time').at(-1)).toMatchObject({ baseUrl: lpse.url });
  });

  it('tells no bids without a login', async () => {
    expect((await window.problem('bids.list', { kdTender: null })).code).toBe('access/session-expired');
  });

  it('finds nothing wrong with the connection but the clock that the LPSE set back', async () => {
    const { findings } = await window.call('lpse.test', { baseUrl: lpse.url });
    expect(findings.map(({ id, outcome, code }) => `${id} ${outcome} ${code ?? ''}`.trim())).toEqual([
      'proxy passed',
      'name passed',
      'tcp passed',
      'tls passed',
      'certificate passed',
      'discovery passed',
      'clock warning time/clock-differs',
      'log passed',
      'latency passed',
    ]);
  });
});
