// The server as a process of its own, killed without warning (SIGKILL): nothing that was acknowledged is lost, and what was under
// way is finished by the next start.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubmissionAnswer } from '../../app/protocol/submissions.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import { DEMO_TENDERS } from './seeds/packages.ts';
import { offsetOf, patch, reserve, sealBid, signRequest, submit, type SealedBid } from './trial/bidding.ts';
import { Trial, type Person } from './trial/trial.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const KILLS = 4;
const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;

describe('a killed server', () => {
  let trial: Trial;
  let person: Person;
  let signer: SigningKey;
  let bid: SealedBid;
  let server: ChildProcess;

  const start = async (): Promise<void> => {
    server = spawn(process.execPath, [MAIN, '--dir', trial.dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const chunk of server.stdout ?? []) {
      said += String(chunk);
      if (said.includes('Accounts')) return;
    }
    throw new Error(`the server did not start: ${said}`);
  };
  const kill = async (): Promise<void> => {
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  const restart = async (): Promise<void> => {
    await kill();
    await start();
  };

  beforeAll(async () => {
    trial = await Trial.start();
    person = await trial.signIn('karya.nusantara');
    signer = await trial.signingKey('karya.nusantara', 'bidder');
    bid = await sealBid(trial, person, target, { signer, documents: [['besar.pdf', randomBytes(3 << 20)]] });
    await trial.server.close();
    await start();
  });
  afterAll(async () => {
    await kill();
    trial.remove();
  });

  it('loses no acknowledged byte of an upload, and gives one receipt', async () => {
    const { uploadId, uploadUrl } = await reserve(person, target, bid.bytes.length);
    const step = Math.ceil(bid.bytes.length / (2 * KILLS));
    const send = (offset: number) => patch(person, uploadUrl, bid.bytes.subarray(offset, offset + step), { offset });
    for (let n = 0; n < KILLS; n++) {
      const offset = await offsetOf(person, uploadUrl);
      expect((await send(offset)).status).toBe(204);
      // The next piece is on its way when the process dies.
      const lost = send(offset + step).catch(() => null);
      await restart();
      await lost;
      expect(await offsetOf(person, uploadUrl)).toBeGreaterThanOrEqual(offset + step);
    }
    const offset = await offsetOf(person, uploadUrl);
    await patch(person, uploadUrl, bid.bytes.subarray(offset), { offset });
    const request = await signRequest(trial, person, bid, { ...target, uploadId, signer });
    const answer = await submit(person, request);
    expect(answer.state).toBe('receipted');
    expect(sha256Hex(bid.bytes)).toBe(answer.sealedSha256);
    await restart();
    expect(await submit(person, request)).toEqual(answer);
  });

  it.each(['before-verdict', 'before-receipt'])('finishes by itself what stood still %s', async (stopFinalising) => {
    const again = await sealBid(trial, person, target, { signer });
    const { uploadId, uploadUrl } = await reserve(person, target, again.bytes.length);
    await patch(person, uploadUrl, again.bytes, { offset: 0 });
    expect((await person.client.post('/management/faults', { stopFinalising })).status).toBe(200);
    const waiting = await submit(person, await signRequest(trial, person, again, { ...target, uploadId, signer }));
    expect(waiting.state).toBe('verifying');
    await restart();
    const path = `/api/submissions/${waiting.submissionId}`;
    expect((await person.client.read(SubmissionAnswer, person.client.get(path))).state).toBe('receipted');
  });
});
