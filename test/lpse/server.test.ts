import { existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Discovery, SignedTime, TimeAnswer } from '../../app/protocol/discovery.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { verifySignedData } from '../../crypto/cms/verify-signature.ts';
import { parsePem, sha256 } from '../../crypto/encoding.ts';
import { readPkcs12 } from '../../crypto/pkcs12/read-pkcs12.ts';
import { Secret } from '../../crypto/secret.ts';
import { buildTimestampRequest, verifyTimestamp } from '../../crypto/timestamp.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import { LpseClient, passwordStep, signIn } from './client.ts';
import { demoIdentityFiles } from './seeds/identities.ts';
import { DEMO_TENDERS } from './seeds/packages.ts';
import { startLpse } from './server.ts';
import { startTemporaryLpse, type TemporaryLpse } from './temporary-lpse.ts';

const HAS_IPV6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

let lpse: TemporaryLpse;
let client: LpseClient;
beforeAll(async () => {
  lpse = await startTemporaryLpse();
  client = new LpseClient(lpse);
});
afterAll(() => lpse.close());

describe('the reference LPSE', () => {
  it.each(['0.0.0.0', '::', '192.168.1.10', 'lpse.example'])('refuses to listen on %s', async (host) => {
    await expect(startLpse({ dir: lpse.dir, host, testMode: true })).rejects.toThrow('lpse/loopback-only');
  });

  it.each(['localhost', '127.0.0.1'])('listens on %s with a certificate for it', async (host) => {
    const other = await startTemporaryLpse({ host, seed: false });
    expect((await new LpseClient(other).get('/.well-known/segel')).status).toBe(200);
    await other.close();
  });

  it.skipIf(!HAS_IPV6)('listens on ::1 with a certificate for it', async () => {
    const other = await startTemporaryLpse({ host: '::1', seed: false });
    expect(other.url).toContain('[::1]');
    expect((await new LpseClient(other).get('/.well-known/segel')).status).toBe(200);
    await other.close();
  });

  it('is not trusted by a client that was not given its CA', async () => {
    const attempt = new Promise((resolve, reject) => {
      request(new URL('/.well-known/segel', lpse.url), resolve).on('error', reject).end();
    });
    await expect(attempt).rejects.toThrow(/self-signed certificate|unable to (get|verify)/);
  });

  it('says who it is, that it is a reference, and which certificates it has', async () => {
    const discovery = await client.read(Discovery, client.get('/.well-known/segel'));
    expect(discovery).toMatchObject({ kdLpse: 906, reference: true, timeZone: 'WIB', apiBase: `${lpse.url}/api` });
    expect(discovery.certificates.lpse).toBe(lpse.context.keys.lpse.certificate.der.toString('base64'));
    expect(discovery.logVerifierKey).toBe(lpse.context.log.verifierKey);
  });

  it('tells its time signed, with the nonce that was asked with', async () => {
    const { signed } = await client.read(TimeAnswer, client.get('/api/time?nonce=abc_-123'));
    const { content, signers } = verifySignedData(Buffer.from(signed, 'base64'));
    expect(signers[0]?.certificate.sha256).toBe(lpse.context.keys.lpse.certificate.sha256);
    const time = SignedTime.parse(parseCanonicalJson(content));
    expect(time.nonce).toBe('abc_-123');
    expect(Math.abs(Date.parse(time.serverTime) - lpse.clock.now().getTime())).toBeLessThan(60_000);
    expect(Date.now() - Date.parse(time.serverTime)).toBeGreaterThan(24 * 3_600_000);
    expect((await client.get('/api/time?nonce=a%20b')).code).toBe('access/malformed-request');
  });

  it('answers problems with a catalogue code for what it does not know, does not read or finds too large', async () => {
    expect(await client.get('/nowhere')).toMatchObject({ status: 404, code: 'access/not-found' });
    const broken = await client.send('POST', '/api/login/identify', { bytes: Buffer.from('{"a":') });
    expect(broken).toMatchObject({ status: 400, code: 'access/malformed-request' });
    expect(broken.headers['content-type']).toContain('application/problem+json');
    const text = await client.send('POST', '/api/login/identify', {
      bytes: Buffer.from('x'),
      contentType: 'text/plain',
    });
    expect(text).toMatchObject({ status: 400, code: 'access/malformed-request' });
    const large = await client.post('/api/login/identify', { userType: 'PENYEDIA', userId: 'x'.repeat(300 << 10) });
    expect(large).toMatchObject({ status: 413, code: 'access/too-large' });
  });

  it('describes every protocol route, and none of its management, in /openapi.json', async () => {
    const answer = await client.get('/openapi.json');
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(answer.json);
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/.well-known/segel', '/api/login/password', '/api/packages/{kdTender}/policy', '/tsa']),
    );
    expect(Object.keys(paths).filter((path) => path.includes('management'))).toEqual([]);
    expect(paths['/api/login/password']?.post).toMatchObject({
      requestBody: {
        content: { 'application/json': { schema: { required: expect.arrayContaining(['captcha']) as unknown } } },
      },
    });
  });

  it('keeps keys and databases from other users of the computer', () => {
    for (const path of ['keys', 'db', 'identities']) {
      expect(statSync(join(lpse.dir, path)).mode & 0o077, path).toBe(0);
    }
    expect(statSync(join(lpse.dir, 'keys', 'lpse-signer.pem')).mode & 0o077).toBe(0);
  });

  it('writes every anchor where an operator finds it', () => {
    const { anchors } = lpse.context.keys;
    const read = (file: string) => parsePem(readFileSync(join(lpse.trustDir, file), 'utf8'), 'CERTIFICATE')[0];
    expect(read('ams-root.pem')).toEqual(anchors.ams.der);
    expect(read('lpse-root.pem')).toEqual(anchors.lpse.der);
    expect(read('tsa-root.pem')).toEqual(anchors.tsa.der);
    expect(read('kms-root.pem')).toEqual(lpse.context.kms.anchor.der);
    expect(read('tls-ca.pem')).toEqual(anchors.tls.der);
    const distinct = new Set([...Object.values(anchors), lpse.context.kms.anchor].map(({ sha256: digest }) => digest));
    expect(distinct.size).toBe(5);
  });

  it('gives every demo person a .p12 that opens with the documented passphrase', async () => {
    const files = demoIdentityFiles(lpse.dir);
    expect(files.length).toBeGreaterThan(18);
    for (const { path, passphrase, userId } of files) {
      const [identity] = await readPkcs12(readFileSync(path), Secret.fromText(passphrase));
      expect(lpse.context.ams.ownerOf(identity?.certificate ?? parseCertificate(Buffer.alloc(0))), userId).toBe(
        `akun-${userId.replaceAll('.', '-')}`,
      );
      expect(identity?.chain).toHaveLength(1);
    }
  });
});

describe('the timestamp authority', () => {
  const digest = sha256(Buffer.from('receipt'));
  const ask = () => {
    const query = buildTimestampRequest({ sha256: digest });
    return client.send('POST', '/tsa', { bytes: query.der, contentType: 'application/timestamp-query' });
  };
  const verify = (response: Uint8Array) =>
    verifyTimestamp(response, {
      sha256: digest,
      anchors: [lpse.context.keys.anchors.tsa],
      crls: lpse.context.keys.crls().map((der) => parseCrl(der)),
      revocation: 'required',
    });

  it('stamps with server time, over HTTP and for the server itself', async () => {
    const answer = await ask();
    expect(answer.headers['content-type']).toBe('application/timestamp-reply');
    const { genTime, serialHex } = verify(answer.bytes);
    expect(Math.abs(genTime.getTime() - lpse.clock.now().getTime())).toBeLessThan(60_000);
    const own = verify((await lpse.context.tsa.stamp(digest)) ?? Buffer.alloc(0));
    expect(own.serialHex).not.toBe(serialHex);
  });

  it('can be switched off and on again', async () => {
    await client.post('/management/tsa', { up: false });
    expect(await ask()).toMatchObject({ status: 503, code: 'service/unavailable' });
    expect(await lpse.context.tsa.stamp(digest)).toBeNull();
    await client.post('/management/tsa', { up: true });
    expect((await ask()).status).toBe(200);
  });
});

describe('management', () => {
  it('moves the clock forward, never back, never past real time', async () => {
    const before = lpse.clock.now().getTime();
    const moved = await client.post('/management/clock', { advanceBySeconds: 3600 });
    expect(moved.status).toBe(200);
    expect(lpse.clock.now().getTime()).toBeGreaterThanOrEqual(before + 3_600_000);
    const back = await client.post('/management/clock', { advanceTo: new Date(before).toISOString() });
    expect(back.code).toBe('clock/backwards');
    const future = new Date(Date.now() + 3_600_000).toISOString();
    expect((await client.post('/management/clock', { advanceTo: future })).code).toBe('clock/beyond-real-time');
  });

  it('tells its modules when the clock moved', async () => {
    const { hooks } = lpse.context;
    const quiet = hooks.clockMoved;
    const seen: number[] = [];
    hooks.clockMoved = () => {
      seen.push(lpse.clock.now().getTime());
      return Promise.resolve();
    };
    await client.post('/management/clock', { advanceBySeconds: 1 });
    hooks.clockMoved = quiet;
    expect(seen).toHaveLength(1);
  });

  it('shows the outbox and hands out package tokens', async () => {
    const mails = z.array(z.object({ to: z.string() })).parse((await client.get('/management/outbox')).json);
    expect(mails.length).toBeGreaterThan(0);
    const token = await client.post('/management/token', {
      userType: 'PENYEDIA',
      userId: 'karya.nusantara',
      kdTender: DEMO_TENDERS.quick,
      kdAkt: 'PEMASUKAN_PENAWARAN',
    });
    expect(token.json).toMatchObject({ link: expect.stringContaining(`${lpse.url}/lt/`) as string });
    expect((await client.get('/lt/abc')).status).toBe(200);
  });

  it('changes a schedule and has the demo people sign the new policy', async () => {
    const kdTender = DEMO_TENDERS.quick;
    const end = lpse.context.packages.closesAt(kdTender, 'harga').getTime();
    const changed = await client.post('/management/schedule', {
      kdTender,
      kdAkt: 'PEMASUKAN_PENAWARAN',
      tgl_akhir: new Date(end + 600_000).toISOString(),
      alasan: 'Gangguan listrik',
    });
    expect(changed.status).toBe(200);
    expect((await client.post('/management/policy', { kdTender })).json).toEqual({ published: true });
    expect(lpse.context.packages.closesAt(kdTender, 'harga').getTime()).toBe(end + 600_000);
  });
});

describe('a restart', () => {
  it('keeps port, keys, clock, sessions, log and policies', async () => {
    const first = await startTemporaryLpse();
    const { session } = await signIn(first, 'auditor');
    await first.management?.advanceBySeconds(7200);
    const before = { now: first.clock.now().getTime(), head: first.context.log.checkpoint() };
    const { dir } = first;
    const policy = first.context.policies.newest(DEMO_TENDERS.quick)?.policySha256;
    const lpseSha256 = first.context.keys.lpse.certificate.sha256;
    await first.stop();

    const second = await startTemporaryLpse({ dir });
    try {
      expect(second.url).toBe(first.url);
      expect(second.clock.now().getTime()).toBeGreaterThanOrEqual(before.now);
      expect(second.context.log.checkpoint()).toBe(before.head);
      expect(second.context.policies.newest(DEMO_TENDERS.quick)?.policySha256).toBe(policy);
      expect(second.context.keys.lpse.certificate.sha256).toBe(lpseSha256);
      expect((await new LpseClient(second, session.accessToken).get('/api/sessions')).status).toBe(200);
    } finally {
      await second.close();
    }
    expect(existsSync(dir)).toBe(false);
  });
});

describe('outside test mode', () => {
  let strict: TemporaryLpse;
  beforeAll(async () => {
    strict = await startTemporaryLpse({ testMode: false, seed: false });
  });
  afterAll(() => strict.close());

  it('has the real clock, full scrypt and no management interface', async () => {
    const plain = new LpseClient(strict);
    expect(strict.management).toBeNull();
    expect((await plain.post('/management/clock', { advanceBySeconds: 1 })).code).toBe('access/not-found');
    expect((await plain.get('/management/outbox')).code).toBe('access/not-found');
    expect(() => strict.clock.advanceTo(new Date())).toThrow('access/forbidden');
    expect(Math.abs(strict.clock.now().getTime() - Date.now())).toBeLessThan(60_000);
    expect(strict.context.config.scryptCost).toBe(2 ** 17);
  });

  it('shows the captcha as a picture only', async () => {
    const plain = new LpseClient(strict);
    const answer = await plain.post('/api/login/identify', { userType: 'PENYEDIA', userId: 'x' });
    expect(Object.keys(answer.json as object).toSorted()).toEqual(['captchaSvg', 'loginId']);
    expect((await passwordStep(plain, { userType: 'PENYEDIA', userId: 'x' })).code).toBe('access/captcha-wrong');
  });
});
