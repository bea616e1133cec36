// The door of the reference LPSE, and a client that goes away in the middle of a long answer.
import { once } from 'node:events';
import { truncate, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { encodePem } from '../../crypto/encoding.ts';
import { useTemporaryFolder } from '../main/adapters/temporary-folder.ts';
import { createAuthority } from '../pki/authority.ts';
import { createHttp, publicRoute } from './http.ts';
import { sendFile } from './openings/download.ts';

const at = useTemporaryFolder();

it('has nothing more to say when the client of a download is gone', async () => {
  const ca = await createAuthority({ subject: 'Test TLS CA' });
  const { certificate, privateKey } = await ca.issue('tls-server', { subject: 'localhost' });
  const tls = {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: encodePem('CERTIFICATE', certificate.der),
  };
  const defects: unknown[] = [];
  const http = await createHttp({
    tls,
    hooks: { beforeRequest: () => Promise.resolve() },
    authenticate: () => {
      throw new Error('a public route asks nobody');
    },
    now: () => new Date(),
    reportDefect: (error) => defects.push(error),
  });
  const path = at('besar.sampul');
  await writeFile(path, '');
  // Far more than lies in the buffers between them.
  await truncate(path, 64 << 20);
  const ended = Promise.withResolvers<unknown>();
  http.add([
    publicRoute(
      { method: 'GET', path: '/berkas', summary: 'A large file', answer: 'application/x-sampul+zip' },
      async ({ request, reply }) => {
        await sendFile(request, reply, { path, sha256: 'a'.repeat(64) }).finally(() => ended.resolve(null));
      },
    ),
  ]);
  const url = await http.app.listen({ port: 0, host: '127.0.0.1' });
  const sent = get(new URL('/berkas', url), { ca: encodePem('CERTIFICATE', ca.anchor.der), servername: 'localhost' });
  sent.on('error', () => undefined);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  await once(response, 'readable');
  sent.destroy();
  await ended.promise;
  await wait(20);
  await http.app.close();
  expect(defects).toEqual([]);
});
