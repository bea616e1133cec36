// The built page over the real browser host (its transport, its Content-Security-Policy), with the program in memory behind it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadAssets } from '../../main/browser/assets.ts';
import { startHostServer, type HostServer } from '../../main/browser/host-server.ts';
import type { EventName } from '../../app/contract/channels.ts';
import type { EventPayload } from '../../app/contract/contract.ts';
import type { FakeBridge } from './bridge.ts';

export const BUILT_PAGE = process.env.SEGEL_PAGE ?? fileURLToPath(new URL('../../out/renderer', import.meta.url));

export function pageIsBuilt(): boolean {
  return existsSync(`${BUILT_PAGE}/index.html`);
}

/** Chosen files get a handle of the right form and are not kept. */
export async function startWindowHost(fake: FakeBridge): Promise<HostServer> {
  const host = await startHostServer({
    door: (name, input) => fake.door(name, input),
    assets: loadAssets(BUILT_PAGE),
    receive: async (bytes, name) => {
      let sizeBytes = 0;
      for await (const part of bytes) sizeBytes += part.length;
      return { ok: true, value: { handle: 'A'.repeat(22), name, sizeBytes } };
    },
  });
  fake.onEmit((event, payload) => {
    // The double checked the payload against the event's schema.
    host.send(event, payload as EventPayload<EventName>);
  });
  return host;
}
