// @vitest-environment jsdom
// The bridge over loopback HTTP: names become addresses, and whatever goes wrong comes out as a problem.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callByName, connectHost, httpBridge } from '../../renderer/bridge.ts';
import { SAMPLE_CONNECTION } from '../doubles/sample-account.ts';

class FakeEvents extends EventTarget {
  static last: FakeEvents;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEvents.last = this;
  }
}

const requests: { url: string; init: RequestInit }[] = [];
let answer: () => Promise<Response>;

beforeEach(() => {
  requests.length = 0;
  answer = () => Promise.resolve(Response.json({ ok: true, value: null }));
  vi.stubGlobal('EventSource', FakeEvents);
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    requests.push({ url, init });
    return answer();
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the bridge of the browser host', () => {
  it('posts the input of a call as JSON to its name', async () => {
    await httpBridge().bids.load({ bidId: 'x' });
    expect(requests).toEqual([
      {
        url: '/ipc/bids.load',
        init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"bidId":"x"}' },
      },
    ]);
  });

  it('sends null where a call takes nothing', async () => {
    await httpBridge().session.current();
    expect(requests[0]?.init.body).toBe('null');
  });

  it.each([
    ['a host that refuses us', () => Promise.resolve(new Response('', { status: 403 })), 'ipc/foreign-sender'],
    ['a host that fails', () => Promise.resolve(new Response('', { status: 500 })), 'defect/unexpected'],
    ['a host that is gone', () => Promise.reject(new TypeError('fetch failed')), 'ipc/program-gone'],
    ['an answer that is no JSON', () => Promise.resolve(new Response('<html>')), 'ipc/program-gone'],
  ])('makes a problem of %s', async (_, failing, code) => {
    answer = failing;
    const result = await httpBridge().session.current();
    expect(result).toMatchObject({ ok: false, problem: { code } });
  });

  it('hands an event to its listeners until they leave', () => {
    const heard: unknown[] = [];
    const leave = httpBridge().on('lpse.time', (payload) => heard.push(payload));
    const say = () =>
      FakeEvents.last.dispatchEvent(new MessageEvent('lpse.time', { data: JSON.stringify(SAMPLE_CONNECTION) }));
    say();
    leave();
    say();
    expect(FakeEvents.last.url).toBe('/events');
    expect(heard).toEqual([SAMPLE_CONNECTION]);
  });

  it('sends the bytes of a file with its name and takes the handle', async () => {
    const handle = { handle: 'H'.repeat(22), name: 'surat & harga.pdf', sizeBytes: 3 };
    answer = () => Promise.resolve(Response.json(handle));
    const file = new File(['abc'], 'surat & harga.pdf');
    const result = await connectHost().receive([file]);
    expect(requests[0]).toEqual({
      url: '/files?name=surat%20%26%20harga.pdf',
      init: { method: 'POST', body: file },
    });
    expect(result).toEqual({ ok: true, value: [handle] });
  });

  it('stops at the first file that is refused', async () => {
    answer = () => Promise.reject(new TypeError('cut'));
    const result = await connectHost().receive([new File(['a'], 'a'), new File(['b'], 'b')]);
    expect(result.ok).toBe(false);
    expect(requests).toHaveLength(1);
  });

  it('reaches every call by its name', async () => {
    await callByName(httpBridge(), 'packages.load', { kdTender: '10092474000' });
    expect(requests[0]?.url).toBe('/ipc/packages.load');
  });
});
