// An upload that pauses half-way, as long as a test needs.
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { patchHeaders } from './bidding.ts';
import type { Person, Trial } from './trial.ts';

/** A PATCH that pauses in the middle. */
export function slowPatch(trial: Trial, { session }: Person, url: string, bytes: Buffer) {
  const half = Math.floor(bytes.length / 2);
  const started = Promise.withResolvers<undefined>();
  const answered = Promise.withResolvers<number>();
  const outgoing = httpsRequest(new URL(url, trial.server.url), {
    method: 'PATCH',
    ca: readFileSync(trial.server.caPem),
    agent: false,
    headers: {
      ...patchHeaders(bytes, { offset: 0 }),
      'content-length': String(bytes.length),
      authorization: `Bearer ${session.accessToken}`,
    },
  });
  outgoing.on('error', (error) => answered.reject(error));
  outgoing.on('response', (response) => {
    response.resume();
    answered.resolve(response.statusCode ?? 0);
  });
  outgoing.write(bytes.subarray(0, half), () => {
    // The server is at work once it holds the lock: its file has been opened for this writer.
    void waitUntilBusy(trial, { session, url }).then(() => started.resolve(undefined), started.reject);
  });
  return {
    halfSent: started.promise,
    status: answered.promise,
    sendRest: () => void outgoing.end(bytes.subarray(half)),
  };
}

/** A PATCH at a wrong offset changes nothing; that it finds the upload busy is the sign. */
async function waitUntilBusy(
  trial: Trial,
  { session, url }: { session: Person['session']; url: string },
): Promise<void> {
  for (let n = 0; n < 200; n++) {
    const answer = await new Promise<number>((resolve, reject) => {
      const probe = httpsRequest(new URL(url, trial.server.url), {
        method: 'PATCH',
        ca: readFileSync(trial.server.caPem),
        agent: false,
        headers: { ...patchHeaders(Buffer.alloc(0), { offset: 1 }), authorization: `Bearer ${session.accessToken}` },
      });
      probe.on('error', reject);
      probe.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      probe.end();
    });
    if (answer === 423) return;
  }
  throw new Error('the first writer never came');
}
