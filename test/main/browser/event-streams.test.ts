import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStreams } from '../../../main/browser/event-streams.ts';

const GRACE_MS = 3000;
let server: Server;
let streams: EventStreams;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  streams = new EventStreams(GRACE_MS);
  server = createServer((_request, response) => streams.add(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  streams.close();
  server.closeAllConnections();
  server.close();
  vi.useRealTimers();
});

/** A window that listens; `leave` resolves when the server has noticed. */
async function open() {
  const { port } = server.address() as AddressInfo;
  const connected = once(server, 'connection');
  const [response] = (await once(get({ port, host: '127.0.0.1', agent: false }), 'response')) as [IncomingMessage];
  const [socket] = (await connected) as [NodeJS.EventEmitter];
  return {
    leave: async () => {
      const noticed = once(socket, 'close');
      response.destroy();
      await noticed;
      await new Promise(setImmediate);
    },
  };
}

function watched(): { gone: boolean } {
  const state = { gone: false };
  void streams.windowGone.then(() => (state.gone = true));
  return state;
}

describe('the window', () => {
  it('is gone when nobody has listened for the grace time', async () => {
    const state = watched();
    await (await open()).leave();
    await vi.advanceTimersByTimeAsync(GRACE_MS - 1);
    expect(state.gone).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.gone).toBe(true);
  });

  it('is not gone when it reloads', async () => {
    const state = watched();
    await (await open()).leave();
    await vi.advanceTimersByTimeAsync(GRACE_MS - 1);
    await open();
    await vi.advanceTimersByTimeAsync(GRACE_MS * 10);
    expect(state.gone).toBe(false);
  });

  it('is not gone while a second one listens, nor before there was one', async () => {
    const state = watched();
    await vi.advanceTimersByTimeAsync(GRACE_MS * 10);
    const first = await open();
    await open();
    await first.leave();
    await vi.advanceTimersByTimeAsync(GRACE_MS * 10);
    expect(state.gone).toBe(false);
  });
});
