// The window's calls when things go wrong: stopped work, another account coming in, an LPSE that goes away, a line that does not
// reach it, anchors that do not fit.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { generateSync } from 'otplib';
import type { BidView } from '../../../app/contract/bids.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD } from '../../lpse/seeds/people.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
let lpse: TemporaryLpse;
const windows: TestWindow[] = [];

beforeAll(async () => {
  lpse = await startTemporaryLpse();
});
afterEach(async () => {
  lpse.management?.setFaults({ holdUploadsAt: null, unavailable: 0 });
  for (const window of windows.splice(0)) await window.close();
});
afterAll(() => lpse.close());

async function opened(watchEveryMs: number | null = null): Promise<TestWindow> {
  const window = await TestWindow.open(undefined, watchEveryMs);
  windows.push(window);
  await window.pin(lpse);
  return window;
}

async function eventually(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    if (holds()) return;
    await wait(20);
  }
  throw new Error(`never: ${what}`);
}

interface Signing {
  readonly bidId: string;
  readonly identityId: string;
  readonly passphrase: string;
  readonly consent: boolean;
}

/** A bid of `userId`, sealed and ready to be sent. */
async function sealed(window: TestWindow, userId: string): Promise<Signing> {
  await window.login(userId);
  const identityId = await window.importIdentity(lpse, userId);
  const { bidId } = await window.call('bids.start', { kdTender, envelopeId });
  const { envelopes } = await window.call('packages.load', { kdTender });
  for (const { slot } of envelopes[0]?.slots ?? []) {
    const path = await window.write(`${userId} ${slot}.pdf`, `%PDF-1.7\n${userId} ${slot}\nstartxref\n0\n%%EOF\n`);
    await window.call('bids.addDocuments', { bidId, slot, files: [...(await window.choose(path))] });
  }
  await window.call('bids.setLetter', { bidId, letter: { price: '4.000.000.000', validityDays: 60 } });
  const signing = { bidId, identityId, passphrase: DEMO_PASSPHRASE, consent: true };
  await window.call('bids.seal', signing);
  return signing;
}

/** Sending that is under way, and stays so: the server takes no byte. */
async function startSending(window: TestWindow, signing: Signing) {
  lpse.management?.setFaults({ holdUploadsAt: 0 });
  const sending = window.ask('bids.submit', { ...signing, declarationAccepted: true });
  await eventually('sending', () => window.program.jobs.of(signing.bidId)?.work === 'sending');
  return { sending };
}

describe('work under way', () => {
  it('is stopped by its window, keeps what was reached, and goes on with the next call', async () => {
    const window = await opened();
    const signing = await sealed(window, 'karya.nusantara');
    const { bidId } = signing;
    const { sending } = await startSending(window, signing);
    expect((await window.problem('bids.replace', { bidId })).code).toBe('ipc/bid-busy');
    expect((await window.problem('bids.submit', { ...signing, declarationAccepted: true })).code).toBe('ipc/bid-busy');
    await window.call('bids.cancel', { bidId });
    expect(await sending).toMatchObject({ ok: false, problem: { code: 'cancelled/by-user' } });
    expect(['sealed', 'uploading']).toContain((await window.call('bids.load', { bidId })).state);
    lpse.management?.setFaults({ holdUploadsAt: null });
    const sent = await window.call('bids.submit', { ...signing, declarationAccepted: true });
    expect(sent.bid.state).toBe('receipted');
  });

  it('ends before another account comes in, and belongs to nobody else', async () => {
    const window = await opened();
    const signing = await sealed(window, 'cipta.mandiri');
    const { sending } = await startSending(window, signing);
    const told = window.seen('bids.changed').length;
    await window.login('sinar.alkes');
    expect(await sending).toMatchObject({ ok: false, problem: { code: 'cancelled/by-user' } });
    expect(window.program.jobs.running()).toEqual([]);
    expect((await window.call('bids.list', { kdTender: null })).bids).toEqual([]);
    expect((await window.call('identities.list')).identities).toEqual([]);
    for (const name of ['bids.load', 'bids.verify', 'bids.history', 'bids.cancel', 'bids.check'] as const)
      expect((await window.problem(name, { bidId: signing.bidId })).code).toBe('draft/not-found');
    const { entries } = await window.call('activity.list', { kdTender: null });
    expect(entries.map(({ bidId }) => bidId)).not.toContain(signing.bidId);
    await window.login('cipta.mandiri');
    const [own] = (await window.call('bids.list', { kdTender: null })).bids;
    expect(own?.bidId).toBe(signing.bidId);
    expect(window.seen('bids.changed').length).toBeGreaterThanOrEqual(told);
  });

  it('ends with the program, and goes on at the next start', async () => {
    const first = await opened();
    const signing = await sealed(first, 'sinar.alkes');
    const { sending } = await startSending(first, signing);
    await first.quit();
    expect(await sending).toMatchObject({ ok: false, problem: { code: 'cancelled/by-user' } });
    lpse.management?.setFaults({ holdUploadsAt: null });
    const second = await TestWindow.open(first.dir);
    windows.splice(windows.indexOf(first), 1, second);
    await second.call('lpse.connect');
    const sent = await second.call('bids.submit', { ...signing, declarationAccepted: true });
    expect(sent.bid.state).toBe('receipted');
  });
});

describe('a bid without a certificate', () => {
  it('is signed by this computer, which is registered on the way', async () => {
    const window = await opened();
    const direct = DEMO_TENDERS.individualAdviser;
    await window.login('dewi.lestari');
    const detail = await window.call('packages.load', { kdTender: direct });
    expect(detail.mode).toBe('NON_CA');
    const [envelope] = detail.envelopes;
    const { bidId } = await window.call('bids.start', { kdTender: direct, envelopeId: envelope?.envelopeId ?? '' });
    for (const { slot } of envelope?.slots ?? []) {
      const path = await window.write(`${slot}.pdf`, `%PDF-1.7\n${slot}\nstartxref\n0\n%%EOF\n`);
      await window.call('bids.addDocuments', { bidId, slot, files: [...(await window.choose(path))] });
    }
    await window.call('bids.setLetter', { bidId, letter: { price: '50.000.000', validityDays: 60 } });
    const signing = { bidId, identityId: null, passphrase: null, consent: true };
    await window.call('bids.seal', signing);
    const { bid } = await window.call('bids.submit', { ...signing, declarationAccepted: true });
    expect(bid satisfies BidView).toMatchObject({ state: 'receipted', mode: 'NON_CA' });
    expect((await window.call('bids.verify', { bidId })).ok).toBe(true);
  });
});

describe('a second factor', () => {
  it('is shown as a code to scan, and asked for from then on', async () => {
    const window = await opened();
    await window.login('prima.konsultan');
    const { secret, qrSvg } = await window.call('session.enrolTotp');
    expect(qrSvg).toMatch(/^<svg/);
    const codeAt = (ms: number) => generateSync({ secret, epoch: Math.floor(ms / 1000) });
    const serverMs = lpse.clock.real().getTime();
    await window.call('session.confirmTotp', { code: codeAt(serverMs - 30_000) });
    expect(await window.call('session.current')).toMatchObject({ totpEnabled: true });
    await window.call('session.logout');
    const who = { userType: 'PENYEDIA', userId: 'prima.konsultan' } as const;
    const { loginId, captchaText } = await window.call('session.identify', who);
    const given = { loginId, password: DEMO_PASSWORD, captcha: captchaText ?? '' };
    expect((await window.call('session.password', given)).step).toBe('totp');
    expect((await window.problem('session.totp', { loginId, code: '000000' })).code).toBe('access/totp-wrong');
    expect(await window.call('session.current')).toBeNull();
    expect((await window.call('session.totp', { loginId, code: codeAt(serverMs) })).step).toBe('in');
  });

  it('is no way in for a wrong password', async () => {
    const window = await opened();
    const who = { userType: 'PENYEDIA', userId: 'karya.nusantara' } as const;
    const { loginId, captchaText } = await window.call('session.identify', who);
    const wrong = await window.problem('session.password', { loginId, password: 'salah', captcha: captchaText });
    expect(wrong.code).toBe('access/wrong-credentials');
    expect(JSON.stringify([wrong, window.incidents])).not.toContain('salah');
  });
});

describe('an LPSE that goes away', () => {
  it('is noticed, and noticed when it is back, with what has changed meanwhile', async () => {
    const window = await opened(100);
    await window.login('karya.nusantara');
    await window.call('packages.list');
    const closes = lpse.context.packages.closesAt(kdTender, envelopeId);
    lpse.management?.changeSchedule({
      kdTender,
      kdAkt: 'PEMASUKAN_PENAWARAN',
      tgl_awal: null,
      tgl_akhir: new Date(closes.getTime() + 600_000),
      alasan: 'Uji',
      shiftFollowing: true,
    });
    await eventually('packages.changed', () =>
      window.seen('packages.changed').some((one) => one.kdTender === kdTender),
    );
    await lpse.stop();
    await eventually('gone', () => window.seen('lpse.time').at(-1) === null);
    expect((await window.problem('packages.list')).code).toBe('network/unreachable');
    expect((await window.call('bids.list', { kdTender: null })).bids).toEqual([]);
    await window.call('session.logout');
    expect(await window.call('session.current')).toBeNull();
    lpse = await startTemporaryLpse({ dir: lpse.dir });
    await eventually('back', () => window.seen('lpse.time').at(-1) !== null);
  });
});

describe('the connection test', () => {
  const outcomes = async (window: TestWindow, baseUrl: string) =>
    Object.fromEntries(
      (await window.call('lpse.test', { baseUrl })).findings.map(({ id, outcome, code }) => [id, code ?? outcome]),
    );

  it('says which step fails first, and makes none after it', async () => {
    const window = await opened();
    expect(await outcomes(window, 'https://tidak-ada.invalid')).toMatchObject({
      name: 'network/unreachable',
      tcp: 'not-made',
      tls: 'not-made',
      discovery: 'not-made',
      latency: 'not-made',
    });
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    closed.close();
    await once(closed, 'close');
    expect(await outcomes(window, `https://127.0.0.1:${port}`)).toMatchObject({
      name: 'passed',
      tcp: 'network/unreachable',
      tls: 'not-made',
    });
  });

  it('does not trust a certificate that nobody on this computer vouches for', async () => {
    const window = await TestWindow.open();
    windows.push(window);
    expect(await outcomes(window, lpse.url)).toMatchObject({
      tcp: 'passed',
      tls: 'network/tls-untrusted',
      certificate: 'not-made',
      discovery: 'not-made',
    });
  });

  it('refuses an address that is not HTTPS', async () => {
    const window = await opened();
    expect((await window.problem('lpse.test', { baseUrl: 'http://127.0.0.1' })).code).toBe('ipc/malformed-input');
  });
});

describe('a stranger', () => {
  it('is not believed without anchors, or with anchors of another address', async () => {
    const window = await TestWindow.open();
    windows.push(window);
    expect((await window.problem('lpse.look', { baseUrl: lpse.url, anchors: null })).code).toBe(
      'network/tls-untrusted',
    );
    const [anchors] = await window.choose(lpse.trustDir);
    expect((await window.problem('lpse.look', { baseUrl: 'https://lain.example', anchors })).code).toBe(
      'trust/anchor-changed',
    );
    const [other] = await window.choose(await window.write('trust.json', '{}'));
    expect((await window.problem('lpse.look', { baseUrl: lpse.url, anchors: other })).code).toBe(
      'ipc/anchors-incomplete',
    );
    expect((await window.call('lpse.list')).known).toEqual([]);
  });

  it('cannot use a handle that was given to another window', async () => {
    const window = await opened();
    await window.login('karya.nusantara');
    const [handle] = await window.choose(lpse.trustDir);
    const stranger = { windowId: 'window-2', signal: new AbortController().signal };
    const answer = await window.ask('lpse.look', { baseUrl: lpse.url, anchors: handle }, stranger);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'ipc/handle-unknown' } });
  });
});
