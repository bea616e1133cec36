// Insiders before the hour: the administrator with disk, memory and every key of the server; the whole committee with all of its
// keys; a bidder who asks every question the server knows. None of them reads a bid.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAttached } from '../../crypto/cms/attached.ts';
import { parseAuthEnveloped } from '../../crypto/cms/auth-enveloped-data.ts';
import { unwrapContentKey } from '../../crypto/cms/recipients.ts';
import { softwareDecryptionKey, type DecryptionKey } from '../../crypto/keys.ts';
import { readPkcs12 } from '../../crypto/pkcs12/read-pkcs12.ts';
import { bytesSource } from '../../crypto/seal/bytes-source.ts';
import { readEnvelope, readHeaders } from '../../crypto/seal/envelope-parts.ts';
import { Secret } from '../../crypto/secret.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { bidIn, sealedBid, sendBid } from '../faults/bidding.ts';
import { LpseClient, signIn } from '../lpse/client.ts';
import { identityFile } from '../lpse/seeds/identities.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { foundIn, searchFiles, searchMemory } from './toolkit.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
/** In every document, and the price: what must not be found. */
const SECRET = 'RAHASIA-DAPUR-PENAWARAN-8f31c2';
const PRICE = '4718926403';
const MEMBERS = ['siti.rahayu', 'agus.pranoto', 'maria.simbolon'];

let lpse: TemporaryLpse;
let server: ChildProcess;
let karya: Station;
let sealedPath: string;
let filed: { readonly submissionId: string; readonly uploadId: string; readonly sealedSha256: string };

async function startServer(): Promise<void> {
  const main = fileURLToPath(new URL('../lpse/main.ts', import.meta.url));
  server = spawn(process.execPath, [main, '--dir', lpse.dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of server.stdout ?? []) {
    said += String(chunk);
    if (said.includes('Accounts')) return;
  }
  throw new Error(`the server did not start: ${said}`);
}

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  await lpse.stop();
  // A process of its own: what is in its memory is the server's, not the bidder's.
  await startServer();
  karya = await openStation(lpse, 'karya.nusantara');
  const bidId = await sealedBid(karya, { kdTender, price: PRICE, text: SECRET, sizeBytes: 200_000 });
  await sendBid(karya, bidId);
  const bid = await bidIn(karya, bidId, 'receipted');
  sealedPath = bid.sealed.path;
  const [submission] = (await karya.needs.lpse.submissions(kdTender)).submissions;
  if (submission === undefined) throw new Error('nothing filed');
  filed = submission;
});

afterAll(async () => {
  await karya.close();
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
  await lpse.close();
});

describe('G01 the administrator of the server', () => {
  it('finds no word of a bid and no price on its disk', () => {
    // The search finds what is there.
    expect(searchFiles(lpse.dir, [filed.sealedSha256])).not.toEqual([]);
    expect(searchFiles(lpse.dir, [SECRET, PRICE])).toEqual([]);
  });

  it.skipIf(!existsSync('/proc/self/mem'))('nor in its memory, while it runs', () => {
    expect(searchMemory(server.pid ?? 0, [filed.sealedSha256, SECRET, PRICE])).toEqual([filed.sealedSha256]);
  });

  it('opens the first lock with every key of LPSE, AMS, TSA, log and KMS together, and not the second', async () => {
    const { locks } = await sealedLocks();
    const keys = serverKeys(lpse.dir);
    expect(keys.length).toBeGreaterThan(5);
    for (const lock of locks) {
      const headers = await openedWith(keys, (key) => openAttached(lock, key));
      // One key fits: that of the KMS for this envelope. Without the hour it is the KMS that refuses (kms.test.ts).
      expect(headers).toHaveLength(1);
      const inner = parseAuthEnveloped(headers[0] ?? Buffer.alloc(0));
      expect(await openedWith(keys, (key) => unwrapContentKey(inner, key))).toEqual([]);
    }
  });
});

describe('G04 the whole committee', () => {
  it('opens nothing with all of its keys before the KMS has released the first lock', async () => {
    const { locks } = await sealedLocks();
    const members = await Promise.all(MEMBERS.map(memberKey));
    for (const lock of locks) expect(await openedWith(members, (key) => openAttached(lock, key))).toEqual([]);
  });

  it('would open it with the KMS: two parties, each of which is nothing alone', async () => {
    const { locks } = await sealedLocks();
    const members = await Promise.all(MEMBERS.map(memberKey));
    const [header] = await openedWith(serverKeys(lpse.dir), (key) => openAttached(locks[0] ?? Buffer.alloc(0), key));
    const inner = parseAuthEnveloped(header ?? Buffer.alloc(0));
    expect(await openedWith(members, (key) => unwrapContentKey(inner, key))).toHaveLength(MEMBERS.length);
  });
});

describe('G02 whoever asks the server, in whatever order', () => {
  it('gets no byte of another’s bid, and not which file it is', async () => {
    const { paths } = z
      .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse((await new LpseClient(lpse).get('/openapi.json')).json);
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    // Of those who end their session, everybody later knows less. A stream of events has no end; it has a test of its own
    // (test/lpse/openings/watching.test.ts).
    const asked = routes.filter(
      ({ path }) => path !== '/api/logout' && !path.startsWith('/api/sessions') && !path.endsWith('/events'),
    );
    const people = await Promise.all(
      ['cipta.mandiri', 'siti.rahayu', 'auditor', 'helpdesk', 'verifikator', 'admin.agency'].map((userId) =>
        signIn(lpse, userId, { userType: userId === 'cipta.mandiri' ? 'PENYEDIA' : 'NON_PENYEDIA' }),
      ),
    );
    // They know every name there is: guessing is not what protects a bid.
    const names = [kdTender, 'satu', filed.submissionId, filed.uploadId, '1', filed.sealedSha256];
    const bytes = readFileSync(sealedPath);
    // A piece of ciphertext; the evidence, which the auditor may read, stands at the end.
    const ciphertext = bytes.subarray(100_000, 100_032);
    const telling = [SECRET, PRICE, filed.sealedSha256];
    const step = fc.record({
      who: fc.integer({ min: 0, max: people.length - 1 }),
      route: fc.integer({ min: 0, max: asked.length - 1 }),
      fill: fc.array(fc.integer({ min: 0, max: names.length - 1 }), { minLength: 3, maxLength: 3 }),
    });
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        for (const { who, route, fill } of steps) {
          const { method, path } = asked[route] ?? { method: 'GET', path: '/' };
          const given = [...fill];
          const address = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
            name === 'kdTender' ? kdTender : (names[given.shift() ?? 0] ?? ''),
          );
          const body = { kdTender, envelopeId: 'satu' };
          const answer = await people[who]?.client.send(method, address, method === 'GET' ? {} : { body });
          if (answer === undefined) continue;
          if (answer.status === 200) answered += 1;
          expect(answer.bytes.includes(ciphertext), `${method} ${address}`).toBe(false);
          // What somebody wrote into the address comes back in the refusal.
          const known = telling.filter((text) => !address.includes(text));
          expect(foundIn(answer.bytes, known), `${method} ${address}`).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
    expect(answered).toBeGreaterThan(20);
  });
});

async function sealedLocks(): Promise<{ readonly locks: readonly Buffer[] }> {
  const source = bytesSource(readFileSync(sealedPath));
  const headers = await readHeaders(source, await readEnvelope(source), null);
  return { locks: headers.map(({ der }) => der) };
}

async function openedWith<T>(
  keys: readonly DecryptionKey[],
  open: (key: DecryptionKey) => Promise<T>,
): Promise<readonly T[]> {
  const opened: T[] = [];
  for (const key of keys) {
    try {
      opened.push(await open(key));
    } catch {
      // This key does not fit.
    }
  }
  return opened;
}

/** Every private key on the server's disk, each offered under every certificate it could have. */
function serverKeys(dir: string): readonly DecryptionKey[] {
  const files = readdirSync(join(dir, 'keys')).filter((name) => name.endsWith('.pem'));
  const inFiles = files.flatMap((name) => keyAndCertificate(readFileSync(join(dir, 'keys', name), 'utf8')));
  const kms = new Database(join(dir, 'db', 'kms.sqlite'), { readonly: true });
  const rows = kms
    .prepare<[], { certificate: Buffer; private_key: Buffer }>('SELECT certificate, private_key FROM kms_keys')
    .all();
  kms.close();
  const inKms = rows.map(({ certificate, private_key }) => ({
    certificate: parseCertificate(certificate),
    privateKey: createPrivateKey({ key: private_key, format: 'der', type: 'pkcs8' }),
  }));
  return [...inFiles, ...inKms].map(({ privateKey, certificate }) => softwareDecryptionKey(privateKey, certificate));
}

function keyAndCertificate(pem: string): { certificate: Certificate; privateKey: KeyObject }[] {
  const certificate = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pem)?.[1];
  if (certificate === undefined) return [];
  const der = Buffer.from(certificate, 'base64');
  return [{ certificate: parseCertificate(der), privateKey: createPrivateKey(pem) }];
}

async function memberKey(userId: string): Promise<DecryptionKey> {
  const file = readFileSync(identityFile(lpse.dir, userId, 'member-encryption'));
  const [identity] = await readPkcs12(file, Secret.fromText(DEMO_PASSPHRASE));
  if (identity === undefined) throw new Error(`no key of ${userId}`);
  return softwareDecryptionKey(identity.privateKey, identity.certificate);
}
